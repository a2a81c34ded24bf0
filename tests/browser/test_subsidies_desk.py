"""Reports and views of the subsidies as people meet them: papers that come out, bars, board, chart and workspace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import frappe
import pytest
from frappe.utils import add_days, getdate
from frappe.utils.password import update_password
from playwright.sync_api import expect

from tests.chromium import DESK, PHONE
from tests.walking import write
from zhilian_app.subsidies import states
from zhilian_app.testing import make, make_cadre, make_station, make_team, make_town

PASSWORD = "Zhu-Dian-2026-butie"
PROJECT, FUND = "Subsidy Project", "Subsidy Fund"

pytestmark = pytest.mark.browser


@dataclass
class Town:
    name: str
    liaison: str
    finance: str
    fund: str


@pytest.fixture(scope="module")
def town(fresh_site) -> Town:
    """Two stations with a project in every state, and the fund of the year."""
    frappe.set_user("Administrator")
    town = make_town("赤溪镇").name
    stations = [make_station(town, name).name for name in ("田头社区", "长沙村")]
    liaison, finance = (
        make_cadre(town, "李联络"),
        make_cadre(town, "钱会计", roles=["Finance Office"]),
    )
    make_team(stations[0], liaison=liaison, officers=False)
    for cadre in (liaison, finance):
        update_password(cadre.user, PASSWORD)
    year = getdate().year
    fund = make(
        FUND,
        town=town,
        year=year,
        entries=[{"entry_date": f"{year}-01-05", "kind": "Budget", "amount": 300000, "reason": "年初预算"}],
    ).name  # fmt: skip
    money = {"committed": 120000, "paid": 66500.5, "free_amount": 180000, "left_amount": 233499.5}
    frappe.db.set_value(FUND, fund, money)
    for at, (title, state, paid, percent) in enumerate(PROJECTS):
        make_project(stations[at % 2], title, state, paid, percent, fund, at)
    frappe.db.commit()
    return Town(town, liaison.mobile, finance.mobile, fund)


PROJECTS = (
    ("三组到学校的路灯", states.UNDER_WAY, 20000, 60),
    ("二组灌溉水渠清淤修复", states.FUNDED, 12000.5, 0),
    ("文化广场篮球场翻新", states.UNDER_WAY, 18500, 35),
    ("危桥加固", states.FINISHED, 16000, 100),
    ("村道硬底化", states.IN_POOL, 0, 0),
    ("老人活动中心屋面防水", states.IN_POOL, 0, 0),
    ("排污管道", states.PLANNED, 0, 0),
)


def make_project(station, title, state, paid, percent, fund, at) -> None:
    today = getdate()
    doc = make(
        PROJECT,
        title=title,
        station=station,
        approved_amount=20000 + 1500 * at,
        amount_asked=25000 + 1500 * at,
        total_budget=40000 + 2000 * at,
        resolution_no=f"赤党会纪〔{today.year}〕{at + 3}号",
        decided_on=add_days(today, -120 + at * 5),
        expected_finish=add_days(today, 40 * at - 20),
        form_in_on=datetime(today.year, 1, 2 + at, 9, 0, 0),
    )
    values = {
        "state": state,
        "percent": percent,
        "statement_in_on": doc.form_in_on if at != 5 else None,
    }
    if paid:
        values |= {"paid_amount": paid, "planned_amount": doc.approved_amount, "fund": fund}
        values |= {"first_paid_on": add_days(today, -60)}
        pay(doc, paid, fund)
    if percent:
        values["started_on"] = add_days(today, -50)
        progress(doc, percent)
    if state == states.FINISHED:
        values |= {"finished_on": add_days(today, -3), "accepted_on": today}
    doc.db_set(values)


def pay(doc, paid, fund) -> None:
    frappe.get_doc(
        {
            "doctype": "Subsidy Payment", "project": doc.name, "project_title": doc.title, "kind": "Payment",
            "state": states.BOOKED, "docstatus": 1, "fund": fund, "amount": paid, "paid_on": add_days(getdate(), -60),
            "payee": "村民委员会", "voucher_no": doc.name, "town": doc.town, "station": doc.station,
            "station_name": doc.station_name,
        }
    ).db_insert()  # fmt: skip


def progress(doc, percent) -> None:
    month = getdate().replace(day=1)
    row = frappe.get_doc({"doctype": "Project Progress", "project": doc.name, "month": month})
    row.flags.by_itself = True
    row.insert()
    if percent != 35:
        row.db_set(
            {
                "status": "Handed In",
                "percent": percent,
                "words": "灯杆已立好，正在接线；村民代表到场查看。",
            }
        )


@pytest.fixture
def desk(town, new_context, sign_in):
    page = new_context(DESK).new_page()
    sign_in(page, town.finance, PASSWORD)
    return page


def open_report(page, name: str, query: str = "") -> None:
    page.goto(f"/app/query-report/{name}{query}")
    page.wait_for_selector(".dt-scrollable .dt-row >> visible=true")
    page.wait_for_load_state("networkidle")


def test_register_prints_a_block_a_station(desk, town, artifacts):
    open_report(desk, "Project Progress Register")
    desk.screenshot(path=artifacts / "subsidy-register.png")
    with desk.expect_popup() as popup:
        desk.get_by_role("button", name="打印登记册").first.click()
    paper = popup.value
    paper.wait_for_selector(".zl-annex2")
    paper.pdf(path=artifacts / "subsidy-annex2.pdf", prefer_css_page_size=True)
    blocks = paper.locator(".zl-page, .zl-last-page")
    assert blocks.count() == 2
    title = f"{town.name}{getdate().year}年直联工作专项经费补贴项目进度登记表"
    text = blocks.first.inner_text()
    assert title in text
    assert "附件2" in text
    assert "村道硬底化" not in paper.locator(".zl-annex2").inner_text()


def test_public_board(desk, artifacts):
    open_report(desk, "Project Publication")
    desk.screenshot(path=artifacts / "subsidy-publication.png")
    with desk.expect_popup() as popup:
        desk.get_by_role("button", name="打印公示").first.click()
    paper = popup.value
    paper.wait_for_selector(".zl-publication")
    paper.pdf(path=artifacts / "subsidy-publication.pdf", prefer_css_page_size=True)
    assert "共 7 个项目" in paper.locator(".zl-publication").inner_text()


def test_queue_and_books(desk, artifacts):
    open_report(desk, "Subsidy Queue")
    desk.screenshot(path=artifacts / "subsidy-queue.png")
    link = desk.locator("a.zl-report-link", has_text="村道硬底化")
    open_report(desk, "Fund Reconciliation")
    desk.screenshot(path=artifacts / "subsidy-books.png", full_page=True)
    open_report(desk, "Subsidy Queue")
    link.click()
    desk.wait_for_function("window.cur_frm?.doctype === 'Subsidy Project'")


def test_a_payment_keeps_the_project_it_comes_with_while_its_title_is_on_the_way(
    desk, town, artifacts
):
    project = frappe.db.get_value(PROJECT, {"title": "排污管道"})
    desk.goto("/app/subsidy-payment")
    desk.wait_for_selector("body[data-route='List/Subsidy Payment/List']")
    held = []
    desk.route("**/frappe.desk.search.get_link_title", lambda route: held.append(route))
    desk.evaluate("project => void frappe.new_doc('Subsidy Payment', { project })", project)
    field = desk.locator("[data-fieldname=project] input >> visible=true").first
    field.focus()
    write(desk.locator("[data-fieldname=voucher_no] input >> visible=true").first, "记-1")
    assert held
    assert field.input_value() == ""
    assert desk.evaluate("cur_frm.doc.project") == project
    for route in held:
        route.continue_()
    expect(field).to_have_value("排污管道")
    assert desk.evaluate("cur_frm.doc.project") == project
    # who empties it means it
    write(field, "")
    desk.wait_for_function("!cur_frm.doc.project")
    field.focus()
    choices = desk.locator("[data-fieldname=project] ul[role=listbox] >> visible=true")
    expect(choices).to_contain_text("排污管道")
    desk.screenshot(path=artifacts / "subsidy-payment-choices.png")
    assert "Planned" not in choices.inner_text()


def test_views(desk, town, artifacts):
    for view, selector in (
        ("", ".list-row-container"),
        ("/view/kanban/补贴项目看板", ".kanban-card"),
        ("/view/gantt", ".bar-wrapper"),
        ("/view/calendar/default", ".fc-event"),
    ):
        desk.goto(f"/app/subsidy-project{view}")
        desk.locator(f"{selector} >> visible=true").first.wait_for()
        desk.wait_for_load_state("networkidle")
        desk.wait_for_timeout(800)
        name = view.split("/")[2] if view else "list"
        desk.screenshot(path=artifacts / f"subsidy-{name}.png")
    desk.goto("/app/subsidy-project/view/gantt")
    desk.locator(".bar-wrapper >> visible=true").first.wait_for()
    expect(desk.locator(".zl-gantt")).to_be_visible()
    assert desk.evaluate("cur_list.can_write") is False


def test_chart_of_the_fund_and_workspace(desk, town, artifacts):
    desk.goto(f"/app/subsidy-fund/{town.fund}")
    desk.locator(".zl-fund-chart svg").wait_for()
    desk.wait_for_timeout(1500)
    desk.locator(".zl-fund-chart").scroll_into_view_if_needed()
    desk.screenshot(path=artifacts / "subsidy-fund.png")
    desk.goto("/app/subsidies")
    desk.locator(".number-widget-box .number").first.wait_for()
    desk.wait_for_load_state("networkidle")
    desk.wait_for_timeout(2000)
    desk.screenshot(path=artifacts / "subsidy-workspace.png", full_page=True)


def test_phone(town, new_context, sign_in, artifacts):
    phone = new_context(PHONE).new_page()
    sign_in(phone, town.liaison, PASSWORD)
    for path, selector in (
        ("subsidies", ".number-widget-box .number"),
        ("subsidy-project", ".zl-list-sub"),
        ("project-progress", ".zl-list-sub"),
    ):
        phone.goto(f"/app/{path}")
        phone.locator(f"{selector} >> visible=true").first.wait_for()
        phone.wait_for_load_state("networkidle")
        phone.screenshot(path=artifacts / f"subsidy-phone-{path}.png", full_page=True)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
