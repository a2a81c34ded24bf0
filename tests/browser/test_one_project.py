"""One project, from annex 1 to its acceptance, with two instalments, each step by the person whose turn it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import frappe
import openpyxl
import pytest
from frappe.utils import add_days, add_months, get_first_day, getdate
from frappe.utils.password import update_password
from PIL import Image

from tests.chromium import DESK, PHONE
from tests.walking import button, choose, confirm, open_form, paper, says, stored, take, write
from zhilian_app import steps
from zhilian_app.meetings import sessions_upkeep
from zhilian_app.subsidies import reconciliation_source
from zhilian_app.testing import make, make_cadre, make_issue, make_station, make_team, make_town

PASSWORD = "Yi-Xiang-Mu-2026"
TITLE = "三队路口没有路灯"
NUMBER = "赤党会纪〔2026〕15号"

pytestmark = pytest.mark.browser


@dataclass
class Walk:
    """The town's people by their part in the walk."""

    town: str
    station: str
    request: str
    people: dict[str, str]
    users: dict[str, str]


@pytest.fixture(scope="module")
def walk(fresh_site) -> Walk:
    frappe.set_user("Administrator")
    town = make_town("赤溪镇", county="台山市").name
    station = make_station(town, "田头社区", kind="Community").name
    cadres = {
        "liaison": make_cadre(town, "李联络"),
        "head": make_cadre(town, "王组长"),
        "zuzhiban": make_cadre(town, "陈组织", roles=["Organization Office"]),
        "shuji": make_cadre(town, "邝书记", roles=["Town Leader"]),
        "kuaiji": make_cadre(town, "吴会计", roles=["Finance Office"]),
        "suozhang": make_cadre(town, "黄所长", roles=["Finance Office"]),
    }
    leader = make_cadre(town, "张领导", account=False)
    make_team(station, leader=leader, head=cadres["head"], liaison=cadres["liaison"])
    for cadre in cadres.values():
        update_password(cadre.user, PASSWORD)
    # what comes before annex 1 is walked in test_one_problem.py
    frappe.set_user(cadres["liaison"].user)
    issue = make_issue(station=station, title=TITLE, content="晚上出行不安全。")
    steps.take_step("Ledger Issue", issue.name, "Put to the Committee")
    frappe.set_user("Administrator")
    frappe.db.commit()
    request = frappe.get_last_doc("Committee Request").name
    people = {part: cadre.mobile for part, cadre in cadres.items()}
    users = {part: cadre.user for part, cadre in cadres.items()}
    return Walk(town, station, request, people, users)


@pytest.fixture
def page_of(walk, new_context, sign_in) -> Callable:
    """The page of a person: the liaison has a phone, the others sit at a desk."""
    pages = {}

    def page(part: str):
        if part not in pages:
            pages[part] = new_context(PHONE if part == "liaison" else DESK).new_page()
            sign_in(pages[part], walk.people[part], PASSWORD)
        return pages[part]

    return page


@pytest.fixture(scope="module")
def photo(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("camera") / "IMG_1.jpg"
    Image.linear_gradient("L").resize((1600, 1200)).convert("RGB").save(file, quality=85)
    return file


@pytest.fixture(scope="module")
def estimate(tmp_path_factory) -> Path:
    """The statement of the project: any small picture of an estimate does."""
    file = tmp_path_factory.mktemp("papers") / "预算.png"
    Image.new("RGB", (40, 40), "white").save(file)
    return file


def zh(label: str) -> str:
    """What the screen says for a label."""
    return frappe._(label, lang="zh")


def go(page, label: str) -> None:
    """Take a step that asks for nothing."""
    button(page, label).click()
    button(page, label).wait_for(state="hidden")
    page.wait_for_load_state("networkidle")


def test_from_annex_1_to_finished(walk, page_of, photo, estimate, artifacts):
    annex_one(walk, page_of, estimate)
    decide(walk, page_of, "items", approved_amount="20000", resolution_no=NUMBER)
    project = frappe.get_last_doc("Subsidy Project")
    assert (project.title, project.state, project.approved_amount) == (TITLE, "In the Pool", 20000)
    assert (project.urgency, bool(project.statement_in_on)) == ("Urgent", True)

    plan(walk, page_of, project.name, artifacts)
    pay(page_of, project.name, "12000", "记-2026-001", artifacts)
    liaison = page_of("liaison")
    open_form(liaison, "Subsidy Project", project.name)
    liaison.screenshot(path=artifacts / "project-funded-phone.png", full_page=True)
    take(liaison, zh("Confirm the Start"))  # the day is proposed
    assert stored("Subsidy Project", project.name, "state") == "Under Way"

    progress(liaison, project.name, "60", "12000", photo, artifacts)
    pay(page_of, project.name, "8000", "记-2026-002", artifacts)
    assert stored("Subsidy Project", project.name, "paid_amount") == 20000
    progress(liaison, project.name, "100", "20000", photo, artifacts)
    finish(page_of, project.name, photo, artifacts)
    assert stored("Subsidy Project", project.name, "state") == "Finished"

    annex_two(walk, page_of("head"), artifacts)
    assert reconciliation_source.check(walk.town) == []


def annex_one(walk: Walk, page_of: Callable, estimate: Path) -> None:
    liaison, head, office = page_of("liaison"), page_of("head"), page_of("zuzhiban")
    open_form(liaison, "Committee Request", walk.request)
    button(liaison, "填写").click()
    dialog = liaison.locator(".modal.show").last
    dialog.locator("[data-fieldname=kind] select").select_option("Project to Fund")
    upload(liaison, dialog.locator("[data-fieldname=statement]"), estimate)
    confirm(
        liaison,
        current_situation="路口无灯。",
        proposed_solution="安装太阳能路灯六盏。",
        total_budget="36000",
        amount_asked="24000",
        urgency="Urgent",
        expected_finish=str(add_days(getdate(), 90)),
    )
    liaison.wait_for_selector(".zl-item:has-text('太阳能路灯')")
    go(liaison, "送审签")
    open_form(head, "Committee Request", walk.request)
    go(head, "审核签名")
    open_form(office, "Committee Request", walk.request)
    take(office, "受理")
    assert stored("Committee Request", walk.request, "state") == "Accepted"
    # the month turns: what was put up in one is decided in the next
    month = add_months(get_first_day(getdate()), -1)
    frappe.db.set_value("Committee Request", walk.request, "month", month)
    frappe.db.commit()


def upload(page, control, file: Path) -> None:
    """Attach a file through the uploader, as a person does."""
    control.locator("button").first.click()
    box = page.locator(".modal.show:has(.file-uploader)").last
    with page.expect_file_chooser() as chooser:
        box.locator(".btn-file-upload").first.click()
    chooser.value.set_files(file)
    box.locator(".modal-footer .btn-primary, .modal-header .btn-primary").locator(
        "visible=true"
    ).first.click()
    box.wait_for(state="hidden")


def decide(walk: Walk, page_of: Callable, table: str, **values) -> None:
    """The Organization Office writes the committee's word down, and the secretary signs."""
    office, leader = page_of("zuzhiban"), page_of("shuji")
    frappe.db.rollback()
    month = get_first_day(getdate())
    while frappe.db.exists("Committee Session", {"month": month, "docstatus": 1}):
        month = add_months(month, -1)
    session = sessions_upkeep.session_of(walk.town, month)
    sessions_upkeep.refresh(walk.town)
    frappe.db.commit()
    open_form(office, "Committee Session", session)
    write(office.locator("[data-fieldname=session_date] input"), str(getdate()))
    choose(office.locator(".frappe-control[data-fieldname=chair]").first, "邝书记")
    area = "cards" if table == "items" else "paper_cards"
    office.locator(f"[data-fieldname={area}] button:text-is('同意')").click()
    confirm(office, **values)
    office.wait_for_selector(f".zl-item:has-text('{NUMBER}')")
    open_form(leader, "Committee Session", session)
    go(leader, "签发决定")
    assert stored("Committee Session", session, "docstatus") == 1


def plan(walk: Walk, page_of: Callable, project: str, artifacts) -> None:
    """A fund with a budget, and a plan that the committee agrees to."""
    frappe.set_user(walk.users["kuaiji"])
    entry = {"entry_date": getdate(), "kind": "Budget", "amount": 50000, "reason": "年初预算"}
    fund = make("Subsidy Fund", town=walk.town, year=getdate().year, entries=[entry]).name
    frappe.set_user("Administrator")
    frappe.db.commit()
    desk = page_of("kuaiji")
    desk.goto("/app/funding-plan/new")
    desk.wait_for_selector("body[data-route^='Form/Funding Plan/new']")
    desk.wait_for_load_state("networkidle")
    # the only fund of the year and what is free of it stand there already
    desk.wait_for_function(f"cur_frm.doc.fund === '{fund}' && cur_frm.doc.amount === 50000")
    write(desk.locator("[data-fieldname=amount] input").first, "30000")
    desk.locator(".page-actions .primary-action >> visible=true").click()
    desk.wait_for_selector(f".zl-plan-row:has-text('{TITLE}'), .zl-item:has-text('{TITLE}')")
    desk.screenshot(path=artifacts / "project-plan.png", full_page=True)
    go(desk, zh("Put to the Committee"))
    decide(walk, page_of, "papers", resolution_no=NUMBER, words="同意按计划下拨。")
    assert stored("Subsidy Project", project, "state") == "Planned"
    assert stored("Subsidy Fund", fund, "committed") == 20000
    name = frappe.get_last_doc("Funding Plan").name
    text = paper(page_of("shuji"), "Funding Plan", name, "Funding Plan", artifacts)
    says(text, TITLE, "20,000.00", NUMBER)


def pay(page_of: Callable, project: str, amount: str, voucher: str, artifacts) -> None:
    """An instalment, written down by one of the Finance Office and booked by another."""
    writer, other = page_of("kuaiji"), page_of("suozhang")
    open_form(writer, "Subsidy Project", project)
    button(writer, zh("New Payment")).click()
    writer.wait_for_selector("body[data-route^='Form/Subsidy Payment/new']")
    writer.wait_for_function("cur_frm.doc.doctype === 'Subsidy Payment' && cur_frm.doc.payee")
    for field, value in (("amount", amount), ("voucher_no", voucher)):
        write(writer.locator(f"[data-fieldname={field}] input >> visible=true").first, value)
    writer.locator(".page-actions .primary-action >> visible=true").click()
    writer.wait_for_selector("body[data-route^='Form/Subsidy Payment/拨付']")
    writer.wait_for_load_state("networkidle")
    go(writer, zh("Send for Approval"))
    frappe.db.rollback()
    payment = frappe.get_last_doc("Subsidy Payment")
    assert (payment.amount, payment.state) == (float(amount), "To Approve")
    # who wrote it has no button to approve it
    assert not button(writer, zh("Approve and Book")).count()
    open_form(other, "Subsidy Payment", payment.name)
    other.screenshot(path=artifacts / "project-payment.png", full_page=True)
    button(other, zh("Approve and Book")).dblclick()
    button(other, zh("Approve and Book")).wait_for(state="hidden")
    other.wait_for_load_state("networkidle")
    assert stored("Subsidy Payment", payment.name, "docstatus") == 1
    text = paper(other, "Subsidy Payment", payment.name, "Subsidy Payment Voucher", artifacts)
    says(text, TITLE, voucher, payment.amount_words, "田头社区居民委员会")


def progress(phone, project: str, percent: str, spent: str, photo: Path, artifacts) -> None:
    """This month's progress, on the phone beside the work; what was handed in is brought up to date."""
    frappe.db.rollback()
    row = frappe.get_last_doc("Project Progress", {"project": project})
    open_form(phone, "Project Progress", row.name)
    phone.fill(".zl-stepper input", percent)
    write(phone.locator("[data-fieldname=spent] input >> visible=true").first, spent)
    phone.fill("[data-fieldname=words] textarea", f"灯杆已立好，完成百分之{percent}。")
    picture(phone, photo)
    phone.screenshot(path=artifacts / f"project-progress-{percent}.png", full_page=True)
    if row.status == "Due":
        button(phone, zh("Hand In the Progress")).tap()
    else:
        phone.locator(".page-actions .primary-action >> visible=true").tap()
    phone.wait_for_function("!cur_frm.is_dirty() && cur_frm.doc.status === 'Handed In'")
    phone.wait_for_load_state("networkidle")
    assert stored("Subsidy Project", project, "percent") == float(percent)


def picture(page, photo: Path) -> None:
    sent = page.locator(".zl-thumb a >> visible=true")
    before = sent.count()
    with page.expect_file_chooser() as chooser:
        page.locator(".zl-camera >> visible=true").first.click()
    chooser.value.set_files(photo)
    sent.nth(before).wait_for()
    page.wait_for_load_state("networkidle")


def finish(page_of: Callable, project: str, photo: Path, artifacts) -> None:
    """The station writes down how it ended, and the Organization Office accepts it."""
    phone, office = page_of("liaison"), page_of("zuzhiban")
    open_form(phone, "Subsidy Project", project)
    for field, value in (("finished_on", str(getdate())), ("final_cost", "20000")):
        write(phone.locator(f"[data-fieldname={field}] input >> visible=true").first, value)
    phone.fill("[data-fieldname=acceptance] textarea", "村民代表三人现场查看，六盏灯全亮。")
    picture(phone, photo)
    phone.locator(".page-actions .primary-action >> visible=true").tap()
    phone.wait_for_function("!cur_frm.is_dirty() && cur_frm.doc.pictures.length === 1")
    phone.wait_for_load_state("networkidle")
    phone.screenshot(path=artifacts / "project-finish-phone.png", full_page=True)
    open_form(office, "Subsidy Project", project)
    take(office, zh("Accept as Finished"))
    office.screenshot(path=artifacts / "project-finished.png", full_page=True)


def annex_two(walk: Walk, page, artifacts) -> None:
    """The town's and the station's annex 2 as a file that an office hands on."""
    answer = page.request.post(
        "/api/method/zhilian_app.subsidies.annex2_export.export_register",
        form={"station": walk.station, "year": getdate().year, "month": getdate().month},
        headers={"X-Frappe-CSRF-Token": token(page)},
    )
    assert answer.ok, answer.text()[:500]
    (artifacts / "project-annex-2.xlsx").write_bytes(answer.body())
    sheet = openpyxl.load_workbook(BytesIO(answer.body())).active
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("直联工作专项经费补贴项目进度登记表" in word for word in words), words
    assert TITLE in words, words


def token(page) -> str:
    page.goto("/app")
    page.wait_for_selector("body[data-route]")
    return page.evaluate("frappe.csrf_token")
