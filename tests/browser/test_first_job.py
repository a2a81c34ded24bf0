"""The first real job, as the people do it: a liaison imports the office's register, visits on the phone and sees
the coverage rise by one; the liaison of another station sees none of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import frappe
import pytest
from frappe.utils.password import update_password

from tests.chromium import DESK, PHONE
from zhilian_app.testing import make_cadre, make_station, make_team, make_town

SAMPLE = Path(__file__).parents[1] / "data" / "重点走访登记册-样表.xlsx"
PASSWORD = "Yan-Shi-2026-zhudian"
YEAR = frappe.utils.getdate().year
VISITED = "梁惠德"  # of 铜鼓村, on the sheet as 铜鼓 and as 社区矫正人员

pytestmark = pytest.mark.browser


@dataclass
class Town:
    """赤溪镇 with the stations that stand on the sheet, and the liaisons of two of them."""

    name: str
    station: str
    liaison: str
    other_liaison: str


@pytest.fixture(scope="module")
def town(fresh_site) -> Iterator[Town]:
    frappe.set_user("Administrator")
    name = make_town("赤溪镇", county="台山市").name
    stations = {}
    for station, kind in (
        ("田头社区", "Community"), ("长沙村", "Village"), ("冲金村", "Village"),
        ("护岭村", "Village"), ("磅礴村", "Village"), ("铜鼓村", "Village"),
    ):  # fmt: skip
        stations[station] = make_station(name, station, kind=kind).name
    people = {}
    for station in ("铜鼓村", "护岭村"):
        people[station] = make_cadre(name, f"{station}联络员")
        make_team(stations[station], liaison=people[station], officers=False)
        update_password(people[station].user, PASSWORD)
    frappe.db.commit()
    yield Town(name, stations["铜鼓村"], people["铜鼓村"].mobile, people["护岭村"].mobile)


def coverage(page) -> dict[str, str]:
    """The row of the own station in the coverage report, by column."""
    page.goto(f"/app/query-report/Visit Coverage?year={YEAR}")
    page.wait_for_selector(".dt-row-0 .dt-cell__content")
    heads = [
        cell.inner_text().strip()
        for cell in page.query_selector_all(".dt-header .dt-row-header .dt-cell__content")
    ]
    cells = [
        cell.inner_text().strip() for cell in page.query_selector_all(".dt-row-0 .dt-cell__content")
    ]
    return dict(zip(heads, cells, strict=False))


def import_register(page) -> None:
    page.goto("/app/register-import/new")
    with page.expect_file_chooser() as chooser:
        page.click("text=选择登记册文件")
    chooser.value.set_files(SAMPLE)
    page.click("text=确认导入", timeout=60_000)
    page.wait_for_selector("text=登记册已导入", timeout=60_000)


def test_first_job(town, new_context, sign_in, sign_in_by_form, artifacts):
    desk = new_context(DESK).new_page()
    sign_in_by_form(desk, town.liaison, PASSWORD)
    import_register(desk)
    desk.screenshot(path=artifacts / "first-job-imported.png", full_page=True)

    # only the own station's rows were taken: a liaison has no business with the others
    assert (
        frappe.db.count("Household", {"town": town.name})
        == frappe.db.count("Household", {"station": town.station})
        > 0
    )

    before = coverage(desk)
    desk.screenshot(path=artifacts / "first-job-before.png")
    assert before["已走访"] == "0", before
    registered = int(before["登记户数"])
    assert registered == frappe.db.count("Key Visit Entry", {"station": town.station, "year": YEAR})

    phone = new_context(PHONE).new_page()
    sign_in(phone, town.liaison, PASSWORD)
    phone.goto("/app/visit-list")
    phone.fill(".zl-search", "lhd")  # by the initials of 梁惠德
    phone.tap(f".zl-open:has-text('{VISITED}')")
    phone.fill("[data-fieldname=content] textarea", "谈了就业和技能培训,愿意参加镇里的电工班。")
    phone.screenshot(path=artifacts / "first-job-visit.png")
    phone.tap(".page-actions .primary-action:visible")
    phone.wait_for_selector("text=下一户 >> visible=true")
    phone.screenshot(path=artifacts / "first-job-saved.png")

    after = coverage(desk)
    desk.screenshot(path=artifacts / "first-job-after.png")
    assert after["已走访"] == "1", after

    other = new_context(PHONE).new_page()
    sign_in(other, town.other_liaison, PASSWORD)
    other.goto("/app/visit-list")
    other.wait_for_selector(".zl-empty")
    assert VISITED not in other.inner_text("body")
    assert coverage(other)["已走访"] == "0"
    for doctype in ("household", "key-visit-entry", "household-visit"):
        other.goto(f"/app/{doctype}")
        other.wait_for_selector(".no-result:visible")
        assert VISITED not in other.inner_text("body")
    frappe.db.rollback()  # the server is another process: look at what it has committed
    visit = frappe.get_all("Household Visit", pluck="name")[0]
    other.goto(f"/app/household-visit/{visit}")
    other.wait_for_timeout(1500)
    assert "电工班" not in other.inner_text("body")
    other.screenshot(path=artifacts / "first-job-other-liaison.png")
