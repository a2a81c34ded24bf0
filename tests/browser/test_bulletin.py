"""The monthly bulletin: the office builds, freezes and prints it; a leader reads it on the phone."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import datetime, time

import frappe
import pytest
from frappe.utils import getdate
from frappe.utils.password import update_password

from tests.chromium import DESK, PHONE
from tests.walking import button
from zhilian_app import calendar
from zhilian_app.testing import make, make_cadre, make_station, make_team, make_town

PASSWORD = "Tong-Bao-2026-zhudian"
SUMMARY = "本月走访二十户，收集问题两件，已办结一件。\n下月继续走访孤寡老人和优抚对象。"

pytestmark = pytest.mark.browser


@dataclass
class Month:
    office: str
    leader: str
    bulletin: str


def _row(doctype: str, **fields) -> None:
    frappe.get_doc(
        {"doctype": doctype, "name": frappe.generate_hash(length=12), **fields}
    ).db_insert()


@pytest.fixture(scope="module")
def month(fresh_site) -> Month:
    frappe.set_user("Administrator")
    town = make_town("赤溪镇", county="台山市").name
    office = make_cadre(town, "钱组织", roles=["Organization Office"], position="组织委员")
    leader = make_cadre(town, "孙书记", roles=["Town Leader"], position="书记")
    for person in (office, leader):
        update_password(person.user, PASSWORD)
    first = calendar.previous_month(calendar.previous_month(getdate()))
    end = calendar.month_end(first)
    cutoff = calendar.next_month(first).replace(day=5)
    titles = ("公开栏照片", "走访名册", "附件1", "书面汇报", "驻点日志", "问题台账")
    for number, title in enumerate(titles):
        frappe.get_doc(
            {"doctype": "Filing Requirement", "name": title, "title": title, "short_title": title,
             "town": town, "sequence": number, "from_date": first}
        ).db_insert()  # fmt: skip
    for place, name in enumerate(("田头村", "长沙村", "冲金村")):
        station = make_station(town, name).name
        make_team(station, officers=False)
        for number, title in enumerate(titles):
            late = (place + number) % 4
            _row(
                "Filing", requirement=title, station=station, town=town, month=first, due_on=end, cutoff_on=cutoff,
                handed_in_on=None if late == 3 else datetime.combine(end.replace(day=20 + late * 5), time(9)),
            )  # fmt: skip
        if place:
            _row(
                "Review Report", station=station, town=town, month=first, status="Ready", summary=SUMMARY,
                ready_on=datetime.combine(end, time(9)), head_name="赵组长",
            )  # fmt: skip
    bulletin = make("Monthly Bulletin", town=town, month=first).name
    frappe.db.commit()
    return Month(office.mobile, leader.mobile, bulletin)


def test_built_frozen_printed_and_read(month: Month, new_context, sign_in, artifacts) -> None:
    desk = new_context(DESK).new_page()
    sign_in(desk, month.office, PASSWORD)
    desk.goto("/app/monthly-bulletin/view/list")
    desk.wait_for_selector(".list-row >> text=编制中")
    desk.goto(f"/app/monthly-bulletin/{month.bulletin}")
    button(desk, "生成").click()
    desk.wait_for_selector(".zb-title >> text=赤溪镇驻点直联工作通报")
    desk.screenshot(path=artifacts / "bulletin-in-work.png")
    desk.fill("textarea[data-fieldname=foreword]", "请各驻点对照整改。")
    # the news of the first build makes the form look again a second later: in the midst of the words
    desk.wait_for_timeout(1200)
    button(desk, "定稿").click()
    desk.locator(".modal.show .btn-primary").click()
    desk.wait_for_selector(".zl-building-bar")
    desk.screenshot(path=artifacts / "bulletin-progress.png")
    desk.wait_for_selector(".zl-mark-green >> text=内容未改动", timeout=120_000)
    desk.screenshot(path=artifacts / "bulletin-frozen.png")
    assert not desk.locator("button:text-is('重新生成')").count()
    with desk.expect_download() as download:
        button(desk, "PDF 文件").click()
    text = subprocess.run(
        ("pdftotext", download.value.path(), "-"), capture_output=True, check=True
    ).stdout.decode()
    assert "请各驻点对照整改。" in text
    assert "缺报名单" in text

    phone = new_context(PHONE).new_page()
    sign_in(phone, month.leader, PASSWORD)
    phone.goto(f"/app/monthly-bulletin/{month.bulletin}")
    phone.wait_for_selector(".zb-table td.bad >> text=缺报")
    phone.screenshot(path=artifacts / "bulletin-phone.png")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert phone.evaluate(wide) <= 0
    phone.locator(".zb-entry a >> text=资料上报情况").click()
    phone.wait_for_function(
        "Math.abs(document.querySelector('#part-filings').getBoundingClientRect().top - 130) < 40"
    )
    assert not phone.locator(".modal.show").count()
    phone.screenshot(path=artifacts / "bulletin-phone-table.png")
