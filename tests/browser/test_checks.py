"""Checks as people meet them: a patrol on the phone, books by draw and notice, and a word in the own file."""

from __future__ import annotations

import time
from dataclasses import dataclass

import frappe
import pytest
from frappe.utils import getdate
from frappe.utils.password import update_password
from playwright.sync_api import expect

from tests.accessible import findings
from tests.chromium import DESK, PHONE
from tests.walking import button, open_form, stored, take, write
from zhilian_app.supervision import states
from zhilian_app.testing import (
    make_cadre,
    make_household,
    make_station,
    make_team,
    make_town,
    make_visit,
)

PASSWORD = "Chou-Cha-2026-xuncha"
CHECK, DRAW, RECORD = "Spot Check", "Check Draw", "Cadre Record"
RECTIFICATION = "Rectification"

pytestmark = pytest.mark.browser


@dataclass
class Town:
    """The town, its station, and its people by their part."""

    name: str
    station: str
    cadres: dict
    team: str


@pytest.fixture(scope="module")
def town(fresh_site) -> Town:
    """A station with its team and a visit of today; the office and a leader."""
    frappe.set_user("Administrator")
    town = make_town("赤溪镇", county="台山市").name
    station = make_station(town, "田头社区").name
    cadres = {
        "liaison": make_cadre(town, "李联络", position="组织办科员"),
        "head": make_cadre(town, "伍组长", position="综治办主任"),
        "lead": make_cadre(town, "邝分管", position="党委委员"),
        "member": make_cadre(town, "梁干部", position="农办科员"),
        "office": make_cadre(town, "陈组织", roles=["Organization Office"], position="组织办主任"),
    }
    team = make_team(
        station,
        leader=cadres["lead"],
        head=cadres["head"],
        liaison=cadres["liaison"],
        members=[cadres["member"]],
    )
    home = make_household(station).name
    make_visit(home, "谈了收成，家里都好。", visitors=[{"cadre": cadres["liaison"].name}])
    for cadre in cadres.values():
        update_password(cadre.user, PASSWORD)
    frappe.db.commit()
    return Town(town, station, cadres, team.name)


@pytest.fixture
def page_of(town, new_context, sign_in):
    """A page of a person who is signed in."""

    def page(part: str, device: dict):
        page = new_context(device).new_page()
        sign_in(page, town.cadres[part].mobile, PASSWORD)
        return page

    return page


def card(page, name: str):
    return page.locator(f".zl-check-card[aria-label='{name}']")


def say(page, name: str, words: str) -> None:
    card(page, name).get_by_role("button", name=words, exact=True).click()


def late(route) -> None:
    time.sleep(1)
    route.continue_()


def last(doctype: str, **where) -> str:
    frappe.db.rollback()
    return frappe.get_last_doc(doctype, where).name


def save(page) -> None:
    button(page, "保存").click()
    page.wait_for_function("!cur_frm.is_dirty()")
    page.wait_for_load_state("networkidle")


def test_patrol_on_the_phone_and_a_word_in_ones_own_file(town, page_of, artifacts):
    page = page_of("office", PHONE)
    page.goto("/app/spot-check")
    button(page, "开始巡查").click()
    page.wait_for_function("window.cur_dialog?.display")
    page.screenshot(path=artifacts / "checks-where.png")
    page.locator(".zl-station-buttons button", has_text="田头社区").click()
    card(page, "李联络").wait_for()
    expect(card(page, "李联络")).to_contain_text("走访 1 户次")
    expect(card(page, "梁干部")).to_contain_text("没有签到和走访")
    say(page, "李联络", "在岗")
    say(page, "伍组长", "请假")
    write(card(page, "伍组长").locator("input"), "年休假，已报分管领导")
    say(page, "邝分管", "公出")
    write(card(page, "邝分管").locator("input"), "市里开会")
    say(page, "梁干部", "缺勤")
    card(page, "梁干部").get_by_label("记入个人档案").check()
    page.screenshot(path=artifacts / "checks-patrol-phone.png", full_page=True)
    for question in ("驻点干部按时下乡", "团队入户走访，不走过场"):
        say(page, question, "基本达到")
    write(card(page, "驻点干部按时下乡").locator("input"), "一人缺勤")
    save(page)
    expect(card(page, "伍组长").locator("input")).to_have_value("年休假，已报分管领导")
    button(page, "登记结果").click()
    page.locator(".zl-brief .indicator-pill:text-is('已登记结果')").wait_for()
    page.screenshot(path=artifacts / "checks-recorded-phone.png", full_page=True)
    assert findings(page) == []
    check = last(CHECK, kind=states.PATROL)
    assert stored(CHECK, check, "score") == 50
    member = page_of("member", PHONE)
    open_form(member, RECORD, last(RECORD, spot_check=check))
    member.get_by_label("本人说明").fill("当天下午送母亲住院，已电话请假，忘记补假条。")
    member.screenshot(path=artifacts / "checks-own-file.png", full_page=True)
    assert findings(member) == []
    button(member, "提交说明").click()
    member.locator(".zl-own-word p.zl-entry").wait_for()
    assert "住院" in stored(RECORD, last(RECORD, spot_check=check), "reply")
    expect(button(member, "提交说明")).to_have_count(0)
    button(member, "个人档案表").click()
    member.wait_for_selector("body[data-route='query-report/Personal File']")
    member.locator(".dt-row-0, .dt-row >> visible=true").first.wait_for()
    # a check is the station's to read, who was there is not
    open_form(member, CHECK, check)
    expect(member.locator(".zl-brief")).to_contain_text("50%")
    expect(member.locator("text=伍组长 >> visible=true")).to_have_count(0)


def test_books_by_draw_and_notice_and_a_rectification(town, page_of, artifacts):
    page = page_of("office", DESK)
    page.goto("/app/check-draw/new")
    page.wait_for_function("window.cur_frm?.doc?.town")
    button(page, "抽取本月").click()
    page.locator(".zl-proof").wait_for()
    expect(page.locator(".zl-drawn")).to_contain_text("田头社区")
    page.screenshot(path=artifacts / "checks-draw.png", full_page=True)
    button(page, "打开抽查").click()
    button(page, "发出抽查通知").click()
    page.locator(".zl-brief .indicator-pill:text-is('已通知')").wait_for()
    check = last(CHECK, kind=states.BOOKS)
    frappe.set_user("Administrator")
    make_visit(
        make_household(town.station).name,
        "补记：上周谈了危房改造的申请。",
        visitors=[{"cadre": town.cadres["liaison"].name}],
    )
    frappe.db.commit()
    open_form(page, CHECK, check)
    added = page.locator(".zl-differences li")
    expect(added).to_contain_text("通知后补填")
    for row in page.locator(".zl-check-card[aria-label]").all():
        row.get_by_role("button", name="达到", exact=True).click()
    say(page, "没有漏填、集中补填", "未达到")
    write(card(page, "没有漏填、集中补填").locator("input"), "通知后补填一条")
    write(page.locator("textarea[data-fieldname=findings]"), "通知后补填走访记录一条。")
    save(page)
    page.screenshot(path=artifacts / "checks-books.png", full_page=True)
    assert findings(page) == []
    button(page, "登记结果").click()
    page.locator(".zl-brief .indicator-pill:text-is('已登记结果')").wait_for()
    button(page, "开整改单").click()
    page.wait_for_function("cur_frm?.doctype === 'Rectification' && cur_frm.doc.station")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=artifacts / "checks-rectification-new.png", full_page=True)
    page.locator("button.primary-action >> visible=true").click()
    page.wait_for_function("cur_frm.doctype === 'Rectification' && !cur_frm.is_new()")
    name = last(RECTIFICATION, spot_check=check)
    done_and_checked(page, page_of("liaison", PHONE), name, artifacts)


def done_and_checked(office, team, name: str, artifacts) -> None:
    """The team puts it right on the phone; once it is not good, and then it is."""
    open_form(team, RECTIFICATION, name)
    write(team.locator("textarea[data-fieldname=evidence]"), "已核实走访日期，补填说明写在备注。")
    team.screenshot(path=artifacts / "checks-rectification-phone.png", full_page=True)
    assert findings(team) == []
    button(team, "报送整改情况").click()
    team.locator(".zl-brief .indicator-pill:text-is('待核查')").wait_for()
    open_form(office, RECTIFICATION, name)
    take(office, "整改不到位", due_on=str(getdate()), reason="请附走访照片")
    assert stored(RECTIFICATION, name, "state") == states.REOPENED
    open_form(team, RECTIFICATION, name)
    button(team, "报送整改情况").click()
    team.locator(".zl-brief .indicator-pill:text-is('待核查')").wait_for()
    open_form(office, RECTIFICATION, name)
    take(office, "核查合格")
    assert stored(RECTIFICATION, name, "state") == states.CLOSED
    office.locator(".zl-brief .indicator-pill:text-is('已核查销号')").wait_for()
    office.screenshot(path=artifacts / "checks-rectification-closed.png", full_page=True)


def test_lists_and_reports(town, page_of, artifacts):
    page = page_of("office", DESK)
    for at, route in enumerate(("spot-check", "rectification", "cadre-record", "check-draw")):
        page.goto(f"/app/{route}")
        page.locator(".list-row >> visible=true").first.wait_for()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=artifacts / f"checks-list-{at}.png")
    page.goto("/app/query-report/Checks of the Year")
    page.locator(".dt-row >> visible=true").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=artifacts / "checks-year.png")
    member = town.cadres["member"].name
    # the name that stands in the filter comes late: the report is of that person all the same
    page.route("**/frappe.desk.search.get_link_title", late)
    page.goto(f"/app/query-report/Personal File?cadre={member}")
    page.locator(".dt-row >> visible=true").first.wait_for()
    page.wait_for_load_state("networkidle")
    with page.expect_popup() as popup:
        page.get_by_role("button", name="打印个人档案").first.click()
    paper = popup.value
    paper.wait_for_selector(".zl-file .zl-entry")
    expect(paper.locator(".zl-file")).to_contain_text("梁干部")
    expect(paper.locator(".zl-file")).to_contain_text("缺勤")
    paper.pdf(path=artifacts / "checks-file.pdf", prefer_css_page_size=True)
