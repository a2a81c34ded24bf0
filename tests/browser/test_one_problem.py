"""One problem, from the doorstep to the answer, each step by the person whose turn it is, with every paper of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import frappe
import pytest
from frappe.utils import add_days, add_months, get_first_day, getdate
from frappe.utils.password import update_password

from tests.chromium import DESK, PHONE
from tests.walking import button, choose, confirm, open_form, paper, says, stored, take, write
from zhilian_app.meetings import sessions_upkeep
from zhilian_app.testing import (
    make,
    make_cadre,
    make_household,
    make_station,
    make_team,
    make_town,
)

PASSWORD = "Yi-Jian-Shi-2026"
NEED = "三队路口没有路灯，晚上出行不安全"
ANNEX = ("提请党委会研究解决问题表", "附件1", NEED, "36,000.00", "24,000.00", "贰万肆仟元")

pytestmark = pytest.mark.browser


@dataclass
class Walk:
    """The town's people by their part in the walk, and what came into being on the way."""

    town: str
    station: str
    household: str
    office: str
    people: dict[str, str]
    made: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def walk(fresh_site) -> Walk:
    frappe.set_user("Administrator")
    town = make_town("赤溪镇", county="台山市").name
    station = make_station(town, "田头社区", kind="Community").name
    cadres = {
        "liaison": make_cadre(town, "李联络", position="组织办科员"),
        "head": make_cadre(town, "王组长", position="综治办副主任"),
        "zuzhiban": make_cadre(town, "陈组织", roles=["Organization Office"]),
        "shuji": make_cadre(town, "邝书记", roles=["Town Leader"], position="党委书记"),
        "banshi": make_cadre(town, "周主任", roles=["Town Office Staff"]),
    }
    make_team(
        station,
        leader=make_cadre(town, "张领导", account=False),
        head=cadres["head"],
        liaison=cadres["liaison"],
    )
    office = make(
        "Town Office", office_name="规划建设办公室", town=town, head=cadres["banshi"].name
    )
    frappe.db.set_value("Cadre", cadres["banshi"].name, "town_office", office.name)
    home = make_household(station, "梁惠德", address="三队12号").name
    meeting = make("Weekly Meeting", station=station, meeting_date=getdate()).name
    for cadre in cadres.values():
        update_password(cadre.user, PASSWORD)
    frappe.db.commit()
    people = {part: cadre.mobile for part, cadre in cadres.items()}
    return Walk(town, station, home, office.name, people, {"Weekly Meeting": meeting})


@pytest.fixture
def page_of(walk, new_context, sign_in) -> Callable:
    """The page of a person: the liaison has a phone, the others sit at a desk."""
    pages = {}

    def page(part: str):
        if part not in pages:
            device = PHONE if part in ("liaison", "shuji") else DESK
            pages[part] = new_context(device).new_page()
            sign_in(pages[part], walk.people[part], PASSWORD)
        return pages[part]

    return page


def test_from_the_doorstep_to_the_answer(walk, page_of, artifacts):
    issue = visit_and_put_into_the_ledger(walk, page_of("liaison"), artifacts)
    weekly_meeting(walk, page_of("liaison"), artifacts)
    request = annex_one(walk, page_of, artifacts)
    committee(walk, page_of, request, artifacts)
    assert stored("Ledger Issue", issue, "state") == "In Progress"
    office_and_answer(walk, page_of, issue)
    assert stored("Ledger Issue", issue, "state") == "Closed"
    assert stored("Ledger Issue", issue, "reopened") == 1
    liaison = page_of("liaison")
    says(
        paper(liaison, "Ledger Issue", issue, "Issue Sheet", artifacts),
        NEED, "重新办理", "两盏不亮", "已更换", "已反馈销号", "赤党会纪〔2026〕12号", "周主任", "李联络",
    )  # fmt: skip
    open_form(liaison, "Ledger Issue", issue)
    liaison.screenshot(path=artifacts / "walk-issue-closed.png", full_page=True)


def visit_and_put_into_the_ledger(walk: Walk, phone, artifacts) -> str:
    phone.goto("/app/visit-list")
    phone.tap(".zl-open:has-text('梁惠德')")
    # the form puts the cursor there by itself
    phone.wait_for_selector("[data-fieldname=content] textarea:focus")
    phone.fill("[data-fieldname=content] textarea", "谈了生产生活，反映晚上路口太暗。")
    phone.fill("[data-fieldname=needs] textarea", NEED)
    phone.tap(".page-actions .primary-action:visible")
    phone.wait_for_selector("text=下一户 >> visible=true")
    phone.screenshot(path=artifacts / "walk-visit-saved.png")
    phone.locator(".modal.show button:text-is('记入问题台账')").tap()
    phone.wait_for_selector("body[data-route^='Form/Ledger Issue/']")
    phone.wait_for_load_state("networkidle")
    frappe.db.rollback()
    issue = frappe.get_last_doc("Ledger Issue")
    assert (issue.title, issue.householder, issue.station) == (NEED, "梁惠德", walk.station)
    visit = frappe.get_last_doc("Household Visit").name
    says(paper(phone, "Household Visit", visit, "Visit Record", artifacts), "走访记录", NEED)
    return issue.name


def weekly_meeting(walk: Walk, phone, artifacts) -> None:
    meeting = walk.made["Weekly Meeting"]
    open_form(phone, "Weekly Meeting", meeting)
    row = phone.locator(f".zl-item:has(input[type=checkbox]):has-text('{NEED}')")
    row.locator("textarea").tap()
    row.locator("textarea").fill("村里无力承担，研究同意提请党委会。")
    row.locator("input[type=checkbox]").check()
    button(phone, "我来签到").click()
    phone.wait_for_selector(".zl-here:has-text('李联络')")
    button(phone, "完成会议记录").click()
    phone.locator(".modal.show .btn-primary >> visible=true").click()
    phone.wait_for_selector(".zl-item:has-text('已提请党委会')")
    phone.screenshot(path=artifacts / "walk-meeting.png", full_page=True)
    assert stored("Weekly Meeting", meeting, "status") == "Held"
    text = paper(phone, "Weekly Meeting", meeting, "Weekly Meeting Minutes", artifacts)
    says(text, "团队记录本", NEED, "村里无力承担", "李联络", "应到3人", "实到1人")


def annex_one(walk: Walk, page_of: Callable, artifacts) -> str:
    frappe.db.rollback()
    request = frappe.get_last_doc("Committee Request").name
    liaison, head, office = page_of("liaison"), page_of("head"), page_of("zuzhiban")
    open_form(liaison, "Committee Request", request)
    button(liaison, "填写").click()
    # the kind first: the fields of money are those of a project
    liaison.locator(".modal.show [data-fieldname=kind] select").select_option("Project to Fund")
    confirm(
        liaison,
        current_situation="路口无灯，去年发生两起摔伤。",
        proposed_solution="安装太阳能路灯六盏。",
        total_budget="36000",
        amount_asked="24000",
        expected_finish=str(add_days(getdate(), 90)),
    )
    liaison.wait_for_selector(".zl-item:has-text('太阳能路灯')")
    liaison.screenshot(path=artifacts / "walk-request.png", full_page=True)
    button(liaison, "送审签").click()
    liaison.wait_for_selector("text=待审签 >> visible=true")
    open_form(head, "Committee Request", request)
    head.screenshot(path=artifacts / "walk-request-head.png")
    button(head, "审核签名").click()
    button(head, "审核签名").wait_for(state="hidden")
    assert stored("Committee Request", request, "signed_by_name") == "王组长"
    open_form(office, "Committee Request", request)
    button(office, "受理").click()
    confirm(office)
    assert stored("Committee Request", request, "accepted_by_name") == "陈组织"
    says(
        paper(head, "Committee Request", request, "Committee Request", artifacts), *ANNEX, "王组长"
    )
    return request


def committee(walk: Walk, page_of: Callable, request: str, artifacts) -> None:
    office, leader = page_of("zuzhiban"), page_of("shuji")
    # the month turns: what was put up in one is decided in the next
    month = get_first_day(getdate())
    frappe.db.rollback()
    frappe.db.set_value("Committee Request", request, "month", add_months(month, -1))
    session = sessions_upkeep.session_of(walk.town, month)
    sessions_upkeep.refresh(walk.town)
    frappe.db.commit()
    open_form(office, "Committee Session", session)
    office.screenshot(path=artifacts / "walk-session.png", full_page=True)
    write(office.locator("[data-fieldname=session_date] input"), str(getdate()))
    choose(office.locator(".frappe-control[data-fieldname=chair]").first, "邝书记")
    button(office, "同意").click()
    confirm(
        office,
        approved_amount="20000",
        resolution_no="赤党会纪〔2026〕12号",
        words="同意安装，由规划建设办公室牵头。",
        office="规划",
        due_on=str(add_days(getdate(), 60)),
    )
    office.wait_for_selector(".zl-item:has-text('20,000')")
    open_form(leader, "Committee Session", session)
    leader.screenshot(path=artifacts / "walk-session-leader.png", full_page=True)
    button(leader, "签发决定").click()
    button(leader, "签发决定").wait_for(state="hidden")
    assert stored("Committee Session", session, "docstatus") == 1
    for print_format, words in (
        ("Committee Session Minutes", ("党委会", NEED, "同意", "田头社区")),
        ("Committee Resolution", ("赤党会纪〔2026〕12号", "规划建设办公室", "20,000.00", NEED)),
    ):
        says(paper(leader, "Committee Session", session, print_format, artifacts), *words)


def office_and_answer(walk: Walk, page_of: Callable, issue: str) -> None:
    banshi, liaison = page_of("banshi"), page_of("liaison")
    open_form(banshi, "Ledger Issue", issue)
    take(banshi, "报办结", result="六盏路灯已安装。")
    open_form(liaison, "Ledger Issue", issue)
    take(liaison, "群众不满意", reason="有两盏不亮。")
    assert stored("Ledger Issue", issue, "state") == "Reopened"
    take(liaison, "驻点办理")
    take(liaison, "报办结", result="两盏坏灯已更换。")
    take(liaison, "反馈群众", satisfaction="Satisfied", told_words="感谢镇村干部。")
