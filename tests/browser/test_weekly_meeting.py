"""The short meeting before the visits, on the phones of those who sit at the table."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import frappe
import pytest
from frappe.utils import add_days, getdate
from frappe.utils.password import update_password

from tests.chromium import DESK, PHONE
from zhilian_app.testing import (
    make,
    make_cadre,
    make_household,
    make_station,
    make_team,
    make_town,
    make_visit,
)

PASSWORD = "Yan-Shi-2026-zhudian"

pytestmark = pytest.mark.browser


@dataclass
class Table:
    """The meeting of today, with an issue to talk about, and two who sit there."""

    meeting: str
    liaison: str
    villager: str


@pytest.fixture(scope="module")
def table(fresh_site) -> Iterator[Table]:
    frappe.set_user("Administrator")
    town = make_town("赤溪镇", county="台山市").name
    station = make_station(town, "田头社区", kind="Community").name
    liaison = make_cadre(town, "谭志强", position="党建办干部")
    villager = make_cadre(town, "陈永福", position="村委委员")
    officers = [
        make_cadre(town, "黄国栋", account=False, position="党委委员"),
        make_cadre(town, "李建华", account=False, position="农办主任"),
    ]
    others = [
        make_cadre(town, name, account=False, position="村委委员") for name in ("林秀英", "吴伟明")
    ]
    make_team(station, *officers, liaison=liaison, auxiliary=[villager, *others])
    for cadre in (liaison, villager):
        update_password(cadre.user, PASSWORD)
    make_visit(
        make_household(station, "陈大文").name,
        needs="门前排水沟堵了",
        visitors=[{"cadre": liaison.name}],
    )
    make(
        "Ledger Issue",
        station=station,
        title="三组村道路灯不亮",
        content="三组村道从祠堂到桥头的六盏路灯都坏了。",
    )
    meeting = make("Weekly Meeting", station=station, meeting_date=getdate()).name
    frappe.db.commit()
    yield Table(meeting, liaison.mobile, villager.mobile)


def picture(page, name: str) -> None:
    """Pictures for whoever wants to look: ZHILIAN_PICTURES names their folder."""
    if folder := os.environ.get("ZHILIAN_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def stored(table: Table):
    frappe.db.rollback()
    return frappe.get_doc("Weekly Meeting", table.meeting)


def test_meeting_on_two_phones(new_context, sign_in, table):
    recorder, villager = new_context(PHONE).new_page(), new_context(PHONE).new_page()
    sign_in(recorder, table.liaison, PASSWORD)
    recorder.goto(f"/app/weekly-meeting/{table.meeting}")
    recorder.wait_for_selector(".zl-item:has-text('三组村道路灯不亮')")
    picture(recorder, "phone-begin")

    # words that are not saved yet, while somebody else signs
    recorder.fill(".zl-item:has-text('三组村道路灯不亮') textarea", "吴伟明本周内联系供电所修好。")
    recorder.check(".zl-item:has-text('三组村道路灯不亮') input[type=checkbox]")
    sign_in(villager, table.villager, PASSWORD)
    villager.goto(f"/app/weekly-meeting/{table.meeting}")
    villager.click("button:has-text('我来签到') >> visible=true")
    villager.wait_for_selector(".zl-here:has-text('陈永福')")
    assert villager.locator("button:has-text('完成会议记录')").count() == 0
    picture(villager, "phone-villager")

    recorder.click("button:has-text('我来签到') >> visible=true")
    recorder.wait_for_selector(".zl-here:has-text('谭志强')")
    recorder.wait_for_selector(".zl-here:has-text('陈永福')")
    recorder.click(".zl-person:has-text('李建华') button:has-text('到会')")
    recorder.wait_for_selector(".zl-here:has-text('李建华')")
    recorder.click(".zl-person:has-text('黄国栋') button:has-text('请假')")
    recorder.fill(".modal.show input[data-fieldname=reason]", "到市里开会")
    picture(recorder, "phone-leave")
    recorder.click(".modal.show .btn-primary >> visible=true")
    recorder.wait_for_selector(".zl-leave:has-text('黄国栋')")
    assert "供电所" in recorder.input_value(".zl-item:has-text('三组村道路灯不亮') textarea")

    recorder.click("button:has-text('登记新问题') >> nth=0")
    recorder.fill(".modal.show input[data-fieldname=title]", "二组小桥桥面破损")
    recorder.fill(".modal.show textarea[data-fieldname=content]", "桥面露出钢筋，学生上学要经过。")
    picture(recorder, "phone-issue")
    recorder.click(".modal.show .btn-primary >> visible=true")
    recorder.wait_for_selector(".zl-item:has-text('二组小桥桥面破损')")
    picture(recorder, "phone-middle")

    recorder.click("button:has-text('完成会议记录') >> nth=0")
    recorder.wait_for_selector(".modal.show:has-text('三组村道路灯不亮')")
    picture(recorder, "phone-close")
    recorder.click(".modal.show .btn-primary >> visible=true")
    recorder.wait_for_selector(".zl-item:has-text('已提请党委会')")
    picture(recorder, "phone-held")

    meeting = stored(table)
    assert (meeting.status, meeting.present_count) == ("Held", 3)
    absent = [row.cadre_name for row in meeting.attendance if row.attendance == "Absent"]
    assert absent == ["林秀英", "吴伟明"]
    words = {row.title: (row.discussion, row.put_up) for row in meeting.agenda}
    assert words["三组村道路灯不亮"] == ("吴伟明本周内联系供电所修好。", 1)
    assert "二组小桥桥面破损" in words


def test_book_on_the_desk(new_context, sign_in, table):
    page = new_context(DESK).new_page()
    sign_in(page, table.liaison, PASSWORD)
    page.goto("/app/weekly-meeting/view/list")
    page.wait_for_selector(".list-row")
    picture(page, "desk-list")
    page.wait_for_selector(".list-row .indicator-pill:has-text('已开')")
    page.goto(f"/app/weekly-meeting/{table.meeting}")
    page.wait_for_selector(".zl-item")
    picture(page, "desk-form")
    page.goto("/app/query-report/Team Record Book")
    page.wait_for_selector(".dt-row-0 .dt-cell__content")
    picture(page, "desk-report")
    with page.expect_popup() as popup:
        page.click("button:has-text('打印记录本')")
    assert popup.value


def test_missing_meetings_and_calendar(new_context, sign_in, table):
    station = frappe.db.get_value("Weekly Meeting", table.meeting, "station")
    make("Weekly Meeting", station=station, meeting_date=add_days(getdate(), -7))
    frappe.db.commit()
    page = new_context(DESK).new_page()
    sign_in(page, table.liaison, PASSWORD)
    page.goto("/app/weekly-meeting/view/list")
    page.wait_for_selector(".list-row >> nth=1")
    page.click("button:has-text('查看缺开') >> visible=true")
    page.wait_for_function("document.querySelectorAll('.list-row').length === 1")
    page.wait_for_selector(".list-row .indicator-pill:has-text('缺开')")
    picture(page, "desk-missing")
    page.goto("/app/weekly-meeting/view/calendar/default")
    page.wait_for_selector(".fc-event:has-text('田头社区周会')")
    picture(page, "desk-calendar")
    page.goto("/app/weekly-meeting/new")
    page.wait_for_function("window.cur_frm?.doc.station")
    picture(page, "desk-new")
