"""The monthly review on the phone: the head takes over what the ledger knows, hands in, signs in; the office closes."""

from __future__ import annotations

from dataclasses import dataclass

import frappe
import pytest
from frappe.utils import add_days, getdate
from frappe.utils.password import update_password

from tests.chromium import DESK, PHONE
from zhilian_app.calendar import month_start
from zhilian_app.testing import make, make_cadre, make_station, make_team, make_town

PASSWORD = "Yan-Shi-2026-zhudian"

pytestmark = pytest.mark.browser


@dataclass
class Review:
    head: str
    head_name: str
    office: str
    meeting: str
    report: str


@pytest.fixture(scope="module")
def review(fresh_site) -> Review:
    frappe.set_user("Administrator")
    town = make_town("赤溪镇", county="台山市").name
    station = make_station(town, "田头村").name
    head = make_cadre(town, "赵组长", position="农办主任")
    office = make_cadre(town, "钱组织", roles=["Organization Office"], position="组织委员")
    make_team(station, head=head, officers=False)
    month = month_start(getdate())
    make(
        "Ledger Issue",
        station=station,
        title="三组水渠堵塞，下雨就淹菜地",
        content="水渠多年没有清，一下雨就淹。",
        raised_on=add_days(month, -12),
    )
    make("Ledger Issue", station=station, title="村道路灯不亮", content="三组有两盏灯不亮。")
    meeting = make(
        "Review Meeting", town=town, month=month, meeting_date=getdate(), place="三楼会议室"
    )
    for person in (head, office):
        update_password(person.user, PASSWORD)
    frappe.db.commit()
    report = frappe.db.get_value("Review Report", {"meeting": meeting.name})
    return Review(head.mobile, head.cadre_name, office.mobile, meeting.name, report)


def test_from_the_report_to_the_closed_meeting(review: Review, new_context, sign_in) -> None:
    phone = new_context(PHONE).new_page()
    sign_in(phone, review.head, PASSWORD)
    phone.goto(f"/app/review-report/{review.report}")
    phone.wait_for_selector(".zl-answer.zl-missing")
    phone.click(".zl-missing .zl-take")
    assert "期限" in phone.input_value(".zl-answer-text >> nth=0")
    phone.fill("textarea[data-fieldname=summary]", "走访二十户，收集问题两件。")
    phone.click(".zl-bar >> text=定稿")
    phone.wait_for_selector(".zl-mark-green >> text=已交")
    phone.goto(f"/app/review-meeting/{review.meeting}")
    phone.click(".zl-bar >> text=我已到会")
    phone.wait_for_selector("text=已到 1 人")

    desk = new_context(DESK).new_page()
    sign_in(desk, review.office, PASSWORD)
    desk.goto(f"/app/review-report/{review.report}")
    desk.wait_for_selector(".zl-answer")
    desk.goto("/app/review-report/view/list")
    desk.wait_for_selector(".list-row")
    desk.goto(f"/app/review-meeting/{review.meeting}")
    desk.wait_for_selector(".zl-seat")
    desk.click(".zl-bar >> text=结束会议")
    desk.click(".modal.show .btn-primary")
    desk.wait_for_selector(".zl-seat .zl-mark >> text=到会")
    phone.goto(f"/app/review-report/{review.report}")
    phone.wait_for_selector(".zl-answer-text:disabled")


def test_digest_on_the_phone(review: Review, new_context, sign_in) -> None:
    from zhilian_app import digest

    frappe.db.set_value("Ledger Issue", {"title": ["like", "三组水渠%"]}, "escalation", "Team Head")
    digest.make_digests()
    frappe.db.commit()
    phone = new_context(PHONE).new_page()
    sign_in(phone, review.head, PASSWORD)
    phone.goto("/app/daily-digest")
    phone.wait_for_selector(".list-row")
    name = frappe.db.get_value("Cadre", {"cadre_name": review.head_name}, "user")
    phone.goto(f"/app/daily-digest/{name}-{getdate()}")
    phone.wait_for_selector(".zl-digest li")
