"""书记一页 and the yearly assessment: a leader looks at the town, opens a number, prints; the office assesses."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from datetime import timedelta

import frappe
import pytest
from frappe.utils import getdate
from frappe.utils.password import update_password
from playwright.sync_api import expect

from tests.accessible import findings
from tests.chromium import DESK, PHONE
from tests.walking import button, open_form, paper, plain, says, stored
from zhilian_app.supervision.doctype.annual_assessment.testing import raw
from zhilian_app.testing import make, make_cadre, make_station, make_team, make_town

PASSWORD = "Shu-Ji-Yi-Ye-2026"
VILLAGES = (
    "田头村",
    "长沙村",
    "冲金村",
    "北陂村",
    "护岭村",
    "铜鼓村",
    "渔塘村",
    "磅礴村",
    "赤溪社区",
    "银湖社区",
)
ASSESSMENT = "Annual Assessment"

pytestmark = pytest.mark.browser


@dataclass
class Town:
    name: str
    leader: str
    office: str
    liaison: str
    assessment: str


@pytest.fixture(scope="module")
def town(fresh_site) -> Town:
    """Ten stations, the one worse than the other, and the assessment of this year in work."""
    frappe.set_user("Administrator")
    town = make_town("赤溪镇", county="台山市").name
    people = {
        "leader": make_cadre(town, "赵书记", roles=["Town Leader"]),
        "office": make_cadre(town, "陈组织", roles=["Organization Office"]),
        "liaison": make_cadre(town, "李联络"),
    }
    for person in people.values():
        update_password(person.user, PASSWORD)
    today = getdate()
    for at, name in enumerate(VILLAGES):
        station = make_station(town, name).name
        if not at:
            make_team(station, liaison=people["liaison"], officers=False)
        fill(town, station, name, today, at)
    make(
        "Subsidy Fund",
        town=town,
        year=today.year,
        entries=[{"entry_date": today, "kind": "Budget", "amount": 500000, "reason": "年初预算"}],
    )
    scheme = frappe.db.get_value("Assessment Scheme", {"town": town, "subject": "Station"})
    year = today.year if (today.month, today.day) > (1, 1) else today.year - 1
    doc = make(ASSESSMENT, town=town, year=year, scheme=scheme)
    frappe.db.commit()
    accounts = {part: person.mobile for part, person in people.items()}
    return Town(town, assessment=doc.name, **accounts)


def fill(town: str, station: str, name: str, today, at: int) -> None:
    place = {"town": town, "station": station, "station_name": name}
    for number in range(20):
        status = "To Visit" if number < 2 * at else "Visited"
        first = today.replace(month=1 + number % today.month, day=1)
        days = {"first_visited_on": first, "last_visited_on": first} if status == "Visited" else {}
        home = f"{station}-{number}"
        entry = {"household": home, "householder": f"陈{number}", "sensitive": int(number == 19)}
        raw("Key Visit Entry", year=today.year, status=status, **entry, **days, **place)
        if days:
            raw("Household Visit", visit_date=first, effective=1, voided=0, **entry, **place)
    for number in range(4):
        raised = today - timedelta(days=40 * number)
        is_open = int(number < at % 3)
        raw(
            "Ledger Issue", title=f"{name}路灯不亮", raised_on=raised, due_on=raised + timedelta(days=15),
            is_open=is_open, state="With the Station" if is_open else "Closed", sensitive=0,
            resolved_on=None if is_open else raised + timedelta(days=9 + at),
            closed_on=None if is_open else raised + timedelta(days=9), **place,
        )  # fmt: skip
        meeting = today - timedelta(days=7 * number)
        raw(
            "Weekly Meeting",
            meeting_date=meeting,
            status="Planned" if number < at - 7 else "Held",
            **place,
        )
    late = {
        "standing": "Overdue" if at > 6 else "On Time",
        "state": "To Hand In" if at > 6 else "Taken In",
    }
    due = today - timedelta(days=3)
    raw("Filing", title="公开栏照片", due_on=due, month=due.replace(day=1), **late, **place)


@pytest.fixture
def page_of(town, new_context, sign_in):
    def page(part: str, device: dict | None = None):
        page = new_context(device or DESK).new_page()
        sign_in(page, getattr(town, part), PASSWORD)
        return page

    return page


def open_town(page) -> None:
    page.goto("/app/town-today")
    page.locator(".zl-town-stations tbody tr").nth(9).wait_for()
    page.locator(".zl-town-chart svg").nth(2).wait_for()
    page.wait_for_load_state("networkidle")
    # the charts grow from nothing
    page.wait_for_timeout(1200)


def test_the_town_on_one_screen_and_each_number_opens_its_rows(town, page_of, artifacts):
    desk = page_of("leader")
    open_town(desk)
    desk.screenshot(path=artifacts / "leader-desk.png", full_page=True)
    assert findings(desk) == []
    worst = desk.locator(".zl-town-stations tbody tr").first
    expect(worst).to_contain_text("银湖社区")
    expect(desk.locator(".zl-tile")).to_have_count(9)
    for key in ("overdue", "to_visit", "late"):
        number = desk.locator(f".zl-tile [data-key={key}]").first
        count = int(number.locator("b").inner_text())
        assert count
        number.click()
        desk.wait_for_selector("body[data-route^='List/']")
        desk.wait_for_function("count => cur_list && cur_list.total_count === count", arg=count)
        desk.go_back()
        worst.wait_for()
    desk.locator(".zl-tile [data-key=share]").click()
    desk.wait_for_selector("body[data-route^='query-report/Visit Coverage']")
    desk.locator(".dt-row", has_text="银湖社区").first.wait_for()


def test_prints_on_one_page(page_of, artifacts):
    desk = page_of("leader")
    open_town(desk)
    file = artifacts / "leader-page.pdf"
    desk.pdf(path=file, format="A4", print_background=True)
    told = subprocess.run(["pdfinfo", str(file)], capture_output=True, check=True, text=True).stdout
    assert re.search(r"Pages:\s+1\n", told), told
    words = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True, text=True
    ).stdout
    says(plain(words), "赤溪镇", "本年覆盖率", "银湖社区", "田头村", "专项经费")


def test_on_the_phone(page_of, artifacts):
    phone = page_of("leader", PHONE)
    open_town(phone)
    phone.screenshot(path=artifacts / "leader-phone.png")
    phone.locator(".zl-town-charts").scroll_into_view_if_needed()
    phone.screenshot(path=artifacts / "leader-phone-charts.png")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.locator(".zl-tile [data-key=overdue]").tap()
    phone.wait_for_selector("body[data-route^='List/Ledger Issue']")


def test_the_office_assesses_tries_other_weights_and_announces(town, page_of, artifacts):
    desk = page_of("office")
    open_form(desk, ASSESSMENT, town.assessment)
    button(desk, "计算得分").click()
    desk.locator(".zl-ranked").nth(9).wait_for()
    desk.screenshot(path=artifacts / "assessment-desk.png", full_page=True)

    first = desk.locator(".zl-ranked").first
    first.locator(".zl-rank").click()
    first.locator(".zl-point", has_text="覆盖率").wait_for()
    desk.screenshot(path=artifacts / "assessment-points.png", full_page=True)
    assert findings(desk) == []
    before = [place.inner_text() for place in desk.locator(".zl-rank-name").all()]

    button(desk, "试算其他权重").click()
    box = desk.locator(".modal.show")
    box.locator(".zl-weight", has_text="覆盖率").locator("input").fill("0")
    box.locator(".btn-primary >> visible=true").click()
    box.locator(".zl-result tbody tr").nth(9).wait_for()
    desk.wait_for_timeout(300)
    desk.screenshot(path=artifacts / "assessment-what-if.png")
    assert findings(desk) == []
    assert "→" in box.locator(".zl-result").inner_text()
    box.locator("button:text-is('关闭') >> visible=true").first.click()
    box.wait_for(state="hidden")
    assert before == [place.inner_text() for place in desk.locator(".zl-rank-name").all()]

    first.locator(".zl-point", has_text="覆盖率").click()
    desk.wait_for_selector("body[data-route^='List/Key Visit Entry']")
    desk.wait_for_function("() => cur_list && cur_list.total_count === 20")

    open_form(desk, ASSESSMENT, town.assessment)
    button(desk, "公布").click()
    desk.locator(".modal.show .btn-primary >> visible=true").click()
    desk.locator(".zl-mark-green", has_text="内容未改动").wait_for()
    assert stored(ASSESSMENT, town.assessment, "state") == "Announced"
    assert not desk.locator("button:text-is('重新计算') >> visible=true").count()
    words = paper(desk, ASSESSMENT, town.assessment, "Annual Assessment Result", artifacts)
    says(words, "年度考核结果", "田头村", "权重", "校验码")


def test_a_team_reads_what_was_announced_on_the_phone(town, page_of, artifacts):
    phone = page_of("liaison", PHONE)
    open_form(phone, ASSESSMENT, town.assessment)
    own = phone.locator(".zl-ranked", has_text="田头村")
    own.locator(".zl-rank").tap()
    own.locator(".zl-point").first.wait_for()
    phone.wait_for_timeout(300)
    phone.screenshot(path=artifacts / "assessment-phone.png", full_page=True)
    assert findings(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.goto("/app/my-points")
    phone.locator(".zl-empty", has_text="还没有公布").wait_for()


def test_the_scheme_says_in_words_what_it_means(town, page_of, artifacts):
    for device, name in ((DESK, "desk"), (PHONE, "phone")):
        page = page_of("office", device)
        scheme = stored(ASSESSMENT, town.assessment, "scheme")
        open_form(page, "Assessment Scheme", scheme)
        page.locator(".zl-explained", has_text="权重合计：100").wait_for()
        page.locator(
            ".zl-explained", has_text="不高于 50% 不得分，75% 得一半，100% 以上得满分"
        ).wait_for()
        page.screenshot(path=artifacts / f"scheme-{name}.png", full_page=True)
        assert findings(page) == []
