"""A plan by hand: an amount, a project that is moved with a reason, and what another amount would change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import frappe
import pytest
from frappe.utils import getdate
from frappe.utils.password import update_password

from tests.chromium import DESK, PHONE
from zhilian_app import calendar
from zhilian_app.meetings import sessions_upkeep
from zhilian_app.meetings import states as meetings
from zhilian_app.steps import take_step
from zhilian_app.subsidies import states
from zhilian_app.testing import make, make_cadre, make_station, make_team, make_town

PASSWORD = "Jing-Fei-2026-xiabo"
NUMBER = "赤党会纪〔2026〕12号"
REASON = "汛期前必须完工"

pytestmark = pytest.mark.browser


@dataclass
class Money:
    """The town, its people by their part, and the names of what is there."""

    town: str
    people: dict[str, str]
    made: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def money(fresh_site) -> Money:
    """A fund, three projects in the pool, and one that a plan promises 20,000 yuan to."""
    frappe.set_user("Administrator")
    town = make_town("赤溪镇", county="台山市").name
    station = make_station(town, "田头村").name
    cadres = {
        "liaison": make_cadre(town, "李联络", position="组织办科员"),
        "finance": make_cadre(town, "何财政", roles=["Finance Office"], position="财政办主任"),
        "office": make_cadre(town, "陈组织", roles=["Organization Office"]),
        "leader": make_cadre(town, "邝书记", roles=["Town Leader"], position="党委书记"),
    }
    make_team(station, liaison=cadres["liaison"], officers=False)
    fund = make("Subsidy Fund", town=town, year=getdate().year, entries=[entry(150000)])
    world = Money(town, {part: cadre.mobile for part, cadre in cadres.items()})
    world.made["fund"] = fund.name
    world.made["lamps"] = project(station, "三组路灯", 20000, day=1)
    agree(world, plan(world, 30000), cadres)
    world.made["ditch"] = project(station, "二组水渠清淤", 30000, day=2, urgency="Urgent")
    world.made["road"] = project(station, "村道硬底化", 60000, day=3)
    world.made["wall"] = project(station, "学校挡墙加固", 25000, day=4)
    for cadre in cadres.values():
        update_password(cadre.user, PASSWORD)
    frappe.db.commit()
    return world


def entry(amount: float) -> dict:
    day = f"{getdate().year}-01-01"
    return {"entry_date": day, "kind": "Budget", "amount": amount, "reason": "年初预算"}


def project(station: str, title: str, amount: float, day: int, **fields) -> str:
    came = datetime(getdate().year, 1, day, 9)
    doc = make(
        "Subsidy Project",
        station=station,
        title=title,
        total_budget=amount * 2,
        amount_asked=amount,
        approved_amount=amount,
        resolution_no=NUMBER,
        decided_on=getdate(),
        form_in_on=came,
        **fields,
    )
    # as if its file had come with it
    doc.db_set({"statement": "/private/files/e.pdf", "statement_in_on": came})
    return doc.name


def plan(money: Money, amount: float) -> str:
    return make("Funding Plan", town=money.town, fund=money.made["fund"], amount=amount).name


def agree(money: Money, name: str, cadres: dict) -> None:
    """The committee agrees to a plan: what is before it is signed by who wrote none of it."""
    take_step("Funding Plan", name, states.SEND)
    month = calendar.month_start(getdate())
    money.made["session"] = sessions_upkeep.session_of(money.town, month)
    sessions_upkeep.refresh(money.town)
    session = frappe.get_doc("Committee Session", money.made["session"])
    session.update({"session_date": getdate(), "chair": cadres["leader"].name})
    session.papers[0].update(
        {"decision": "Agreed", "resolution_no": NUMBER, "words": "按计划下拨。"}
    )
    session.save()
    frappe.set_user(cadres["leader"].user)
    take_step("Committee Session", session.name, meetings.DECIDE)
    frappe.set_user("Administrator")


@pytest.fixture
def page_of(money, new_context, sign_in) -> Callable:
    """A page of a person who is signed in; the liaison has a phone."""

    def page(part: str, device: dict | None = None):
        page = new_context(device or (PHONE if part == "liaison" else DESK)).new_page()
        sign_in(page, money.people[part], PASSWORD)
        return page

    return page


def button(page, label: str):
    return page.locator(f"button:text-is('{frappe._(label, lang='zh')}') >> visible=true").first


def box(page):
    """Our dialog that stands open; what is typed while it still slides in is lost."""
    page.wait_for_function("window.cur_dialog?.display")
    return page.locator(".zl-dialog.show")


def fill(area, fieldname: str, value: object) -> None:
    control = area.locator(f".frappe-control[data-fieldname={fieldname}] >> visible=true").first
    control.locator("input, textarea").first.fill(str(value))
    control.locator("input, textarea").first.press("Tab")


def confirm(dialog) -> None:
    dialog.locator(".modal-footer .btn-primary >> visible=true").click()


def open_form(page, doctype: str, name: str) -> None:
    page.goto(f"/app/{doctype.lower().replace(' ', '-')}/{name}")
    page.wait_for_selector(f"body[data-route='Form/{doctype}/{name}']")
    page.wait_for_selector(".zl-brief >> visible=true")


def stored(doctype: str, filters: dict | str, fields):
    frappe.db.rollback()  # the server is another process: look at what it has committed
    return frappe.db.get_value(doctype, filters, fields)


def titles(page) -> list[str]:
    """Projects of the plan that stands open, in their order."""
    return page.locator(".zl-plan-name a").all_inner_texts()


def test_a_plan_a_move_and_what_if(money: Money, page_of) -> None:
    page = page_of("finance")
    page.goto("/app/funding-plan/new")
    amount = page.locator(".frappe-control[data-fieldname=amount] input >> visible=true")
    # there is one fund, and what of it is free
    page.wait_for_function("cur_frm?.doc.fund && cur_frm.doc.amount == 130000")
    amount.fill("90000")
    amount.press("Tab")
    page.keyboard.press("Control+s")
    page.wait_for_selector(".zl-plan-row")
    assert titles(page) == ["二组水渠清淤", "村道硬底化", "学校挡墙加固"]
    page.locator(".zl-plan-row:has-text('学校挡墙加固') .zl-move").click()
    dialog = box(page)
    fill(dialog, "to_rank", 1)
    confirm(dialog)
    refusal = page.locator(".modal.show:not(.zl-dialog)")
    refusal.wait_for()
    refusal.locator(".btn-modal-close >> visible=true").click()
    refusal.wait_for(state="hidden")
    fill(dialog, "reason", REASON)
    confirm(dialog)
    page.wait_for_selector(f".zl-plan-line:has-text('{REASON}')")
    assert titles(page) == ["学校挡墙加固", "二组水渠清淤", "村道硬底化"]
    assert page.locator(".zl-plan-out").all_inner_texts()[0].count("村道硬底化") == 1
    button(page, "What If").click()
    dialog = box(page)
    fill(dialog, "amount", 115000)
    confirm(dialog)
    dialog.locator(".zl-what-if li:text-is('村道硬底化')").wait_for()
    assert stored("Funding Plan", {"state": "Draft"}, "amount") == 90000
