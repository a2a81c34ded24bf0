"""Workspace and reports as people meet them: numbers that open their rows, and papers that come out."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import timedelta

import frappe
import pytest
from frappe.utils import getdate
from frappe.utils.password import update_password
from playwright.sync_api import expect

from tests.chromium import PHONE
from zhilian_app.testing import (
    make_cadre,
    make_entry,
    make_household,
    make_station,
    make_team,
    make_town,
)
from zhilian_app.visits.report.testing import visit_on

PASSWORD = "Zhu-Dian-2026-baobiao"
ID = "440781198511020754"

pytestmark = pytest.mark.browser


@dataclass
class Town:
    name: str
    station: str
    liaison: str


@pytest.fixture(scope="module")
def town(fresh_site) -> Town:
    """Six households on the register of one station, two of them visited: today, and a day earlier."""
    frappe.set_user("Administrator")
    town = make_town().name
    station = make_station(town).name
    liaison = make_cadre(town, "李联络")
    make_team(station, liaison=liaison, officers=False)
    update_password(liaison.user, PASSWORD)
    homes = [
        make_household(station, f"陈某{number}", id_number=ID if number == 5 else None).name
        for number in range(6)
    ]
    for number, home in enumerate(homes):
        make_entry(home, "特困家庭" if number < 3 else "孤寡老人")
    visit_on(homes[0], getdate(), needs="修路灯")
    visit_on(homes[1], getdate() - timedelta(days=1), content="<b>谈了收成</b>")
    other = make_station(town).name
    make_entry(make_household(other, "邻村人").name)
    frappe.db.commit()
    return Town(town, station, liaison.mobile)


@pytest.fixture
def desk(town, page, sign_in):
    sign_in(page, town.liaison, PASSWORD)
    return page


def rows_of_list(page, doctype: str, expected: int) -> int:
    """Rows of the list that a click has opened, once it has come to rest."""
    page.wait_for_function("doctype => window.cur_list?.doctype === doctype", arg=doctype)
    page.wait_for_load_state("networkidle")
    rows = page.locator(".list-row-container >> visible=true")
    with contextlib.suppress(AssertionError):  # the test says what it found
        expect(rows).to_have_count(expected)
    return rows.count()


def open_report(page, name: str, query: str = "") -> None:
    page.goto(f"/app/query-report/{name}{query}")
    page.wait_for_selector(".dt-scrollable .dt-row >> visible=true")


def test_numbers_of_the_coverage_report_open_their_rows(desk):
    for column, number in (("registered", 6), ("left", 4)):
        open_report(desk, "Visit Coverage")
        link = desk.locator(
            f"a.zl-report-link[href*='{'To%20Visit' if column == 'left' else '!%3D'}']"
        ).first
        assert link.inner_text().strip() == str(number)
        link.click()
        assert rows_of_list(desk, "Key Visit Entry", number) == number


def test_number_of_a_category_opens_its_rows(desk):
    open_report(desk, "Visit Coverage", "?by_category=1")
    link = desk.locator("a.zl-report-link[href*='Category.category']").first
    number = int(link.inner_text())
    link.click()
    assert rows_of_list(desk, "Key Visit Entry", number) == number == 3


def test_card_of_the_workspace_opens_its_rows(desk):
    desk.goto("/app/zhilian")
    card = desk.locator(".number-widget-box", has_text="登记册未")
    card.locator(".number").wait_for()
    assert card.locator(".number").inner_text().strip() == "4"
    card.locator(".widget-body").click()
    assert rows_of_list(desk, "Key Visit Entry", 4) == 4


def test_log_prints_a_page_a_day_with_what_was_said_as_text(desk, town):
    first = getdate() - timedelta(days=1)
    open_report(desk, "Station Log", f"?from_date={first}&to_date={getdate()}")
    with desk.expect_popup() as popup:
        desk.get_by_role("button", name="打印日志").first.click()
    paper = popup.value
    paper.wait_for_selector(".zl-log")
    assert paper.locator(".zl-page, .zl-last-page").count() == 2
    text = paper.locator(".zl-log").inner_text()
    assert "<b>谈了收成</b>" in text
    assert "修路灯" in text
    assert f"{getdate().year}年{getdate().month}月{getdate().day}日" in text


def test_register_prints_under_the_title_of_the_office(desk, town):
    open_report(desk, "Key Register")
    with desk.expect_popup() as popup:
        desk.get_by_role("button", name="打印登记册").first.click()
    paper = popup.value
    paper.wait_for_selector(".zl-register")
    assert (
        paper.locator(".zl-title").inner_text()
        == f"{town.name}{getdate().year}年直联重点走访登记册"
    )
    text = paper.locator(".zl-register").inner_text()
    assert ID in text
    assert "邻村人" not in text


def test_workspace_fits_a_phone(town, new_context, sign_in):
    phone = new_context(PHONE).new_page()
    sign_in(phone, town.liaison, PASSWORD)
    phone.goto("/app/zhilian")
    phone.locator(".number-widget-box .number").first.wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.locator(".shortcut-widget-box").count() == 8
