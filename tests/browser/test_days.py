"""Each role's day: it signs in, arrives at 今天, sees what is due for it and comes to its work, on phone and desk.

What the pages show is looked at for those who see or hear badly, too (axe).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import frappe
import pytest
from frappe.utils import getdate
from frappe.utils.password import update_password

from tests.accessible import findings
from tests.chromium import DESK, PHONE
from tests.walking import button, stored
from zhilian_app import calendar, my_day
from zhilian_app.filings import upkeep
from zhilian_app.testing import make, make_cadre, make_household, make_station, make_team, make_town

PASSWORD = "Mei-Tian-Gong-Zuo-2026"
TITLE = "信访维稳情况表"

# who comes, and what they tap first: the button, and the page or the list that opens
ROLES = {
    "liaison": ("走访", "visit-list"),
    "head": ("待我审签", "List/Filing/List"),
    "leader": ("月度汇报材料", "List/Review Report/List"),
    "office": ("今日催办", "urge-today"),
    "town_leader": ("传阅", "List/Circulation/List"),
    "finance": ("经费下拨", "List/Subsidy Payment/List"),
    "staff": ("我的待办", "List/Ledger Issue/List"),
    "party": ("民情联系卡", "List/Contact Card/List"),
    "social": ("公开栏更新", "List/Board Update/List"),
    "admin": ("镇", "List/Town/List"),
}
TOWN_ROLES = {
    "office": "Organization Office",
    "town_leader": "Town Leader",
    "finance": "Finance Office",
    "staff": "Town Office Staff",
    "party": "Party-Government Office",
    "social": "Social Affairs Office",
    "admin": "Zhilian Administrator",
}

pytestmark = pytest.mark.browser


@dataclass
class Town:
    """The town, the phone numbers of its people by their part, and the paper that waits for the head."""

    town: str
    people: dict[str, str]
    filing: str


@pytest.fixture(scope="module")
def town(fresh_site) -> Town:
    frappe.set_user("Administrator")
    town = make_town("赤溪镇", county="台山市").name
    cadres = {
        part: make_cadre(town, f"赵{number}", roles=[role])
        for number, (part, role) in enumerate(TOWN_ROLES.items())
    }
    for part, name in {"liaison": "李联络", "head": "王组长", "leader": "邝分管"}.items():
        cadres[part] = make_cadre(town, name)
    station = make_station(town, "田头村").name
    make_team(station, cadres["leader"], cadres["head"], cadres["liaison"])
    make_household(station, "梁有田")
    filing = paper_to_sign(town)
    for cadre in cadres.values():
        update_password(cadre.user, PASSWORD)
    frappe.db.commit()
    my_day.forget()
    return Town(town, {part: cadre.mobile for part, cadre in cadres.items()}, filing)


def paper_to_sign(town: str) -> str:
    make(
        "Filing Requirement",
        town=town,
        title=TITLE,
        short_title="信访表",
        counts="Upload",
        may_be_nil=1,
        due_rule="Day of the Month",
        due_day=28,
        from_date=calendar.month_start(getdate()),
    )
    upkeep.make_filings()
    name = frappe.db.get_value("Filing", {"requirement_title": TITLE})
    values = {"due_on": getdate() + timedelta(days=1), "state": "To Sign", "is_nil": 1}
    frappe.db.set_value("Filing", name, values)
    return name


@pytest.fixture
def at_home(town, new_context, sign_in) -> Callable:
    """The page of a person as it opens after signing in."""

    def page(part: str, device: dict = PHONE):
        page = new_context(device).new_page()
        sign_in(page, town.people[part], PASSWORD)
        page.goto("/app")
        page.locator(".zl-day-way").first.wait_for()
        page.wait_for_load_state("networkidle")
        return page

    return page


@pytest.mark.parametrize("part", ROLES)
def test_finds_the_way_from_home(part, town, at_home, artifacts):
    """On the phone, and the same two pages again as wide as a desk."""
    label, route = ROLES[part]
    page = at_home(part, PHONE)
    check(page, artifacts, f"{part}-phone")
    page.get_by_role("button", name=label, exact=True).click()
    arrive(page, route)
    check(page, artifacts, f"{part}-phone-there")
    page.set_viewport_size(DESK["viewport"])
    check(page, artifacts, f"{part}-desk-there")
    page.go_back()
    page.locator(".zl-day-way").first.wait_for()
    check(page, artifacts, f"{part}-desk")


def arrive(page, route: str) -> None:
    page.wait_for_selector(f"body[data-route='{route}']")
    page.locator(".zl-loading").locator("visible=true").wait_for(state="detached")
    page.wait_for_load_state("networkidle")


def check(page, artifacts: Path, name: str) -> None:
    page.screenshot(path=artifacts / f"day-{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert findings(page) == [], name


def test_what_is_due_is_one_tap_away_and_gone_when_it_is_done(town, at_home):
    page = at_home("head")
    line = page.locator(".zl-day-due a", has_text=TITLE)
    line.click()
    page.wait_for_selector(f"body[data-route='Form/Filing/{town.filing}']")
    button(page, "审核签名").click()
    page.wait_for_function("cur_frm.doc.state === 'Handed In' && !cur_frm.zl_taking")
    assert stored("Filing", town.filing, "state") == "Handed In"
    page.goto("/app")
    page.locator(".zl-day-way").first.wait_for()
    line.wait_for(state="detached")


def test_an_empty_list_says_what_to_do(town, at_home):
    page = at_home("liaison")
    for route, words in {
        "household-visit": "打开“走访”，点一户",
        "ledger-issue": "写下群众反映的事",
        "station-article": "写一篇简报或心得",
    }.items():
        page.goto(f"/app/{route}")
        page.locator(".no-result", has_text=words).first.wait_for()
