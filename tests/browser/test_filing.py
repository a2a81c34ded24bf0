"""A paper from the phone of the liaison to the cabinet of the Organization Office, and whom that office rings up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import frappe
import pytest
from frappe.utils import getdate
from frappe.utils.password import update_password

from tests.chromium import DESK, PHONE
from tests.walking import button, confirm, open_form, stored
from zhilian_app import calendar
from zhilian_app.filings import upkeep
from zhilian_app.testing import make, make_cadre, make_station, make_team, make_town

PASSWORD = "Ding-Qi-Shang-Bao-2026"
TITLE = "信访维稳情况表"
REASON = "缺第二页，请补齐后重报"
PAPER = {"name": "六月信访表.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 first"}
MENDED = {
    "name": "六月信访表（补齐）.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4 all",
}

pytestmark = pytest.mark.browser


@dataclass
class Office:
    """The town, its people by their part, and what is there."""

    town: str
    people: dict[str, str]
    stations: dict[str, str] = field(default_factory=dict)
    filing: str = ""
    late: str = ""


@pytest.fixture(scope="module")
def office(fresh_site) -> Office:
    """Two stations: one owes a paper today; the other is three days late with its board."""
    frappe.set_user("Administrator")
    town = make_town("赤溪镇", county="台山市").name
    cadres = {
        "liaison": make_cadre(town, "李联络", position="组织办科员", mobile="13900000001"),
        "head": make_cadre(town, "王组长", position="农业办主任"),
        "leader": make_cadre(town, "邝分管", position="党委委员"),
        "office": make_cadre(town, "陈组织", roles=["Organization Office"]),
    }
    stations = {name: make_station(town, name).name for name in ("田头村", "北陂村")}
    make_team(
        stations["田头村"],
        leader=cadres["leader"],
        head=cadres["head"],
        liaison=cadres["liaison"],
    )
    make_team(stations["北陂村"], officers=False)
    world = Office(town, {part: cadre.mobile for part, cadre in cadres.items()}, stations)
    world.filing = prepare(world)
    for cadre in cadres.values():
        update_password(cadre.user, PASSWORD)
    frappe.db.commit()
    return world


def prepare(world: Office) -> str:
    month = calendar.month_start(getdate())
    make(
        "Filing Requirement",
        town=world.town,
        title=TITLE,
        short_title="信访表",
        counts="Upload",
        may_be_nil=1,
        due_rule="Day of the Month",
        due_day=28,
        from_date=month,
        guidance="写明本月新增、化解和未结的信访事项。",
    )
    upkeep.make_filings()
    # days that do not depend on the one on which the test runs
    today = getdate()
    quiet = {"town": world.town, "requirement_title": ["!=", TITLE]}
    frappe.db.set_value(
        "Filing", quiet, {"due_on": today + timedelta(days=9), "standing": "Not Due"}
    )
    frappe.db.set_value(
        "Filing",
        {"requirement_title": TITLE},
        {"due_on": today, "standing": "Not Due", "due_is_holiday": 0},
    )
    world.late = frappe.db.get_value(
        "Filing", {"station": world.stations["北陂村"], "requirement_title": TITLE}
    )
    frappe.db.set_value(
        "Filing", world.late, {"due_on": today - timedelta(days=3), "standing": "Overdue"}
    )
    return frappe.db.get_value(
        "Filing", {"station": world.stations["田头村"], "requirement_title": TITLE}
    )


@pytest.fixture
def page_of(office, new_context, sign_in) -> Callable:
    """A page of a person who is signed in; the people of the station have a phone."""

    def page(part: str, device: dict | None = None):
        page = new_context(device or (DESK if part == "office" else PHONE)).new_page()
        sign_in(page, office.people[part], PASSWORD)
        return page

    return page


def look(page, artifacts: Path, name: str) -> None:
    page.wait_for_timeout(400)
    page.screenshot(path=artifacts / f"filing-{name}.png", full_page=True)


def look_again(page) -> None:
    """Read the form anew, as who comes back to it does."""
    page.evaluate("cur_frm.reload_doc()")
    page.wait_for_load_state("networkidle")


def take(page, office: Office, label: str, after: str, **values) -> None:
    button(page, label).click()
    if values:
        confirm(page, **values)
    page.locator(".zl-steps li").first.wait_for()
    page.wait_for_function("!cur_frm.zl_taking")
    page.wait_for_load_state("networkidle")
    assert stored("Filing", office.filing, "state") == after


def test_a_paper_is_handed_in_returned_and_taken_in(office, page_of, artifacts):
    phone, head, desk = page_of("liaison"), page_of("head"), page_of("office")
    open_form(phone, "Filing", office.filing)
    phone.locator(".zl-filing-head", has_text="今天到期").wait_for()
    look(phone, artifacts, "phone-empty")
    phone.locator(".zl-files input[type=file]").set_input_files(PAPER)
    phone.locator(".zl-files li a", has_text="六月信访表.pdf").wait_for()
    phone.wait_for_load_state("networkidle")
    take(phone, office, "送审签", "To Sign")
    look(phone, artifacts, "phone-sent")

    open_form(head, "Filing", office.filing)
    take(head, office, "审核签名", "Handed In")
    open_form(desk, "Filing", office.filing)
    look(desk, artifacts, "desk-handed-in")
    take(desk, office, "退回", "Returned", reason=REASON)

    look_again(phone)
    phone.locator(".zl-returned", has_text=REASON).wait_for()
    # somebody else's save makes the form be read anew at any time: also just while a file comes through
    held = []
    phone.route("**/frappe.desk.form.load.getdoc?*", lambda route: held.append(route), times=1)
    phone.evaluate("void cur_frm.reload_doc()")
    with phone.expect_response("**/upload_file"):
        phone.locator(".zl-files input[type=file]").set_input_files(MENDED)
    phone.wait_for_function("!cur_frm.papers.unsent()")
    held.pop().continue_()
    phone.locator(".zl-files li a", has_text="补齐").wait_for()
    phone.wait_for_load_state("networkidle")
    look(phone, artifacts, "phone-returned")
    phone.locator(".zl-files li", has_text="六月信访表.pdf").locator(".zl-file-remove").click()
    phone.locator(".modal.show .btn-primary >> visible=true").click()
    phone.locator(".zl-files li").nth(1).wait_for(state="detached")
    phone.wait_for_load_state("networkidle")
    take(phone, office, "送审签", "To Sign")
    look_again(head)
    take(head, office, "审核签名", "Handed In")
    look_again(desk)
    button(desk, "收件").click()
    confirm(desk)
    desk.locator(".zl-filing-head", has_text="组织办公室已收件").wait_for()
    look(desk, artifacts, "desk-taken-in")
    frappe.db.rollback()
    doc = frappe.get_doc("Filing", office.filing)
    assert (doc.state, doc.standing, doc.paper_received) == ("Taken In", "On Time", 1)
    assert [row.caption for row in doc.files] == [MENDED["name"]]


def test_whom_to_urge_today(office, page_of, artifacts):
    page = page_of("office")
    page.goto("/app/urge-today")
    line = page.locator(".zl-urge-call", has_text="北陂村")
    line.wait_for()
    look(page, artifacts, "urge-desk")
    page.emulate_media(media="print")
    look(page, artifacts, "urge-print")
    page.emulate_media(media="screen")
    # three, or four when the day has ended since
    days = (getdate() - stored("Filing", office.late, "due_on")).days
    assert f"逾期 {days} 天" in line.inner_text()
    assert line.locator("a[href^='tel:']").count() >= 1

    for key in ("overdue", "to_take_in", "issues"):
        number = page.locator(f".zl-urge-number[data-key={key}]")
        count = int(number.locator("b").inner_text())
        number.click()
        page.wait_for_selector("body[data-route^='List/']")
        page.wait_for_load_state("networkidle")
        page.wait_for_function("count => cur_list?.data?.length === count", arg=count)
        page.go_back()
        line.wait_for()

    line.locator(".zl-urge-done").click()
    line.locator(".zl-urge-when", has_text=re.compile(r"今天 \d\d:\d\d 陈组织已联系")).wait_for()
    assert page.locator(".zl-urge-call").last.inner_text().startswith("北陂村")

    phone = page_of("office", PHONE)
    phone.goto("/app/urge-today")
    phone.locator(".zl-urge-call").first.wait_for()
    look(phone, artifacts, "urge-phone")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_the_system_has_needs_a_signature_and_what_it_asks_for_is_one_tap_away(
    office, page_of, artifacts
):
    phone = page_of("liaison")
    for number, (title, words) in enumerate(
        {
            "已走访登记名册": ("登记户数", "送审签"),
            "提请党委会研究解决问题表": ("去填写", "本月无内容"),
            "公开栏照片": ("去拍照", "公开栏更新情况"),
        }.items()
    ):
        name = frappe.db.get_value(
            "Filing", {"station": office.stations["田头村"], "requirement_title": title}
        )
        open_form(phone, "Filing", name)
        for word in words:
            phone.get_by_text(word).locator("visible=true").first.wait_for()
        look(phone, artifacts, f"kind-{number}")


def test_lists_calendar_and_requirements_can_be_read(office, page_of, artifacts):
    phone, desk = page_of("liaison"), page_of("office")
    phone.goto("/app/filing")
    phone.locator(".zl-list-chips").wait_for()
    phone.locator(".list-row-container").first.wait_for()
    look(phone, artifacts, "list-phone")
    desk.goto("/app/filing")
    desk.locator(".list-row-container").first.wait_for()
    look(desk, artifacts, "list-desk")
    for page, name in ((phone, "phone"), (desk, "desk")):
        page.goto("/app/filing/view/calendar/default")
        page.locator(".fc-event, .fc-list-item").first.wait_for()
        look(page, artifacts, f"calendar-{name}")
    desk.goto("/app/filings")
    desk.locator(".shortcut-widget-box", has_text="今日催办").wait_for()
    desk.locator(".number-widget-box .number").nth(3).wait_for()
    desk.wait_for_load_state("networkidle")
    look(desk, artifacts, "workspace")

    open_form(desk, "Filing Requirement", f"{office.town}-驻点台账资料")
    desk.locator(".zl-requirement", has_text="接到通知后7天内").wait_for()
    look(desk, artifacts, "requirement-notice")
    button(desk, "通知驻点报送").click()
    confirm(desk)
    desk.wait_for_load_state("networkidle")
    frappe.db.rollback()
    assert frappe.db.count("Filing", {"requirement": f"{office.town}-驻点台账资料"}) == 2
    open_form(desk, "Filing Requirement", f"{office.town}-{TITLE}")
    desk.locator(".zl-requirement tbody tr").nth(2).wait_for()
    look(desk, artifacts, "requirement-monthly")
