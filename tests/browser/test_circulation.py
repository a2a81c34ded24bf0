"""A frozen bulletin goes round among the leaders, who sign on their phones; an article is written and handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import frappe
import pytest
from frappe.utils import add_days, getdate
from frappe.utils.password import update_password
from PIL import Image

from tests.chromium import DESK, PHONE
from tests.walking import button, choose, confirm, open_form, paper, says, stored, write
from zhilian_app import calendar
from zhilian_app.filings import bulletin_job
from zhilian_app.testing import make_cadre, make_station, make_team, make_town

PASSWORD = "Chuan-Yue-2026"
BULLETIN, CIRCULATION = "Monthly Bulletin", "Circulation"
WORDS = "请各驻点对照缺报情况整改，下周一前补报。"

pytestmark = pytest.mark.browser


@dataclass
class Round:
    """A town whose leaders read, and its people's sign-in names."""

    town: str
    bulletin: str
    title: str
    people: dict[str, str]


@pytest.fixture(scope="module")
def going(fresh_site) -> Round:
    frappe.set_user("Administrator")
    town = make_town("赤溪镇", county="台山市").name
    leaders = {
        "zhenzhang": make_cadre(town, "陈镇长", roles=["Town Leader"], position="党委副书记、镇长"),
        "shuji": make_cadre(town, "邝书记", roles=["Town Leader"], position="党委书记"),
    }
    office = make_cadre(town, "陈组织", roles=["Organization Office"])
    team = {"lianluo": make_cadre(town, "李联络"), "zuzhang": make_cadre(town, "王组长")}
    # a leader who stands for a station, too
    make_team(
        make_station(town, "田头社区", kind="Community").name,
        leader=leaders["zhenzhang"],
        head=team["zuzhang"],
        liaison=team["lianluo"],
    )
    cadres = {**leaders, **team, "zuzhiban": office}
    for cadre in cadres.values():
        update_password(cadre.user, PASSWORD)
    # of a month whose cut-off is over
    month = calendar.previous_month(calendar.previous_month(getdate()))
    bulletin = frappe.get_doc({"doctype": BULLETIN, "town": town, "month": month}).insert()
    bulletin_job.execute(bulletin.name, freeze=True, files=False)
    frappe.db.commit()
    people = {part: cadre.mobile for part, cadre in cadres.items()}
    return Round(town, bulletin.name, bulletin.title, people)


@pytest.fixture
def page_of(going, new_context, sign_in) -> Callable:
    """The page of a person: the office sits at a desk, the leaders have their phones."""
    pages = {}

    def page(part: str):
        if part not in pages:
            pages[part] = new_context(DESK if part == "zuzhiban" else PHONE).new_page()
            sign_in(pages[part], going.people[part], PASSWORD)
        return pages[part]

    return page


def test_a_frozen_bulletin_goes_round(going, page_of, artifacts):
    office = page_of("zuzhiban")
    name = circulate(going, office, artifacts)

    secretary = page_of("shuji")
    secretary.goto("/app/circulation")
    secretary.get_by_role("button", name="待我签阅").click()
    secretary.locator(f".list-row-container:has-text('{going.title}')").first.wait_for()
    secretary.wait_for_load_state("networkidle")
    secretary.screenshot(path=artifacts / "circulation-list-phone.png")
    sign(secretary, name, going.title, WORDS, artifacts)
    assert stored(CIRCULATION, name, "signed_count") == 1

    # from the paper itself, as the bell's reader comes upon it
    mayor = page_of("zhenzhang")
    open_form(mayor, BULLETIN, going.bulletin)
    button(mayor, "去签阅").click()
    mayor.wait_for_selector(f"body[data-route='Form/Circulation/{name}']")
    sign(mayor, name, going.title, "", artifacts)
    assert stored(CIRCULATION, name, "state") == "Completed"

    open_form(office, CIRCULATION, name)
    office.screenshot(path=artifacts / "circulation-done-desk.png", full_page=True)
    slip = paper(office, CIRCULATION, name, "Circulation Slip", artifacts)
    says(slip, "文件传阅单", going.title, "应阅2人，已阅2人", "邝书记", WORDS, "全部传阅完毕")
    assert slip.index("邝书记") < slip.index("陈镇长")


def circulate(going: Round, page, artifacts) -> str:
    page.goto("/app/circulation")
    page.wait_for_load_state("networkidle")
    page.locator(".primary-action >> visible=true").first.click()
    box = page.locator(".modal.show").last
    box.wait_for()
    page.wait_for_function("window.cur_dialog?.display")
    page.wait_for_timeout(300)
    choose(box.locator(".frappe-control[data-fieldname=paper]"), going.title)
    page.screenshot(path=artifacts / "circulation-choose-desk.png")
    page.locator(".modal.show .btn-primary >> visible=true").last.click()
    page.wait_for_url("**/app/circulation/*")
    page.wait_for_load_state("networkidle")
    name = page.url.rsplit("/", 1)[-1]
    page.locator("[data-fieldname=read_by] input").fill(str(add_days(getdate(), 3)))
    page.locator("[data-fieldname=read_by] input").press("Tab")
    note = page.locator("[data-fieldname=office_note] textarea")
    note.fill("请书记、镇长及班子成员阅示。")
    # Tab would go on into the table of readers and open its first row
    note.blur()
    page.screenshot(path=artifacts / "circulation-draft-desk.png", full_page=True)
    button(page, "开始传阅").click()
    button(page, "增加传阅对象").wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=artifacts / "circulation-going-desk.png", full_page=True)
    slip = paper(page, CIRCULATION, name, "Circulation Slip", artifacts)
    says(slip, "应阅2人，已阅0人", "请书记、镇长及班子成员阅示。")
    return name


def sign(page, name: str, title: str, words: str, artifacts) -> None:
    open_form(page, CIRCULATION, name)
    page.locator(f".zl-paper-link:has-text('{title}')").wait_for()
    page.screenshot(path=artifacts / "circulation-phone.png", full_page=True)
    page.locator(".zl-bar button:text-is('已阅，签名')").click()
    page.locator(".modal.show .zl-place").wait_for()
    page.screenshot(path=artifacts / "circulation-sign-phone.png")
    confirm(page, words=words)
    page.locator(".zl-bar button:text-is('已阅，签名')").wait_for(state="hidden")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=artifacts / "circulation-signed-phone.png", full_page=True)


def test_an_article_is_written_and_handed_in(going, page_of, artifacts, tmp_path):
    liaison = page_of("lianluo")
    liaison.goto("/app/station-article/new")
    liaison.wait_for_selector("body[data-route^='Form/Station Article/new']")
    liaison.wait_for_load_state("networkidle")
    write(liaison.locator("[data-fieldname=title] input >> visible=true"), "三组村道装上了路灯")
    liaison.locator("[data-fieldname=body] .ql-editor[contenteditable=true]").fill(
        "走访时群众反映夜间没有照明。"
    )
    photo = tmp_path / "IMG_1.jpg"
    Image.linear_gradient("L").resize((1200, 900)).convert("RGB").save(photo)
    liaison.locator("[data-fieldname=picture_area] input[multiple]").set_input_files(photo)
    liaison.locator(".zl-thumb a").wait_for()
    liaison.screenshot(path=artifacts / "article-new-phone.png", full_page=True)
    liaison.locator(".primary-action >> visible=true").first.click()
    button(liaison, "交团队传阅").wait_for()
    liaison.wait_for_load_state("networkidle")
    button(liaison, "交团队传阅").click()
    button(liaison, "提修改意见").wait_for()
    name = frappe_name(liaison)
    assert stored("Station Article", name, "state") == "Team Review"

    head = page_of("zuzhang")
    open_form(head, "Station Article", name)
    head.screenshot(path=artifacts / "article-review-phone.png", full_page=True)
    head.locator(".zl-bar button:text-is('报送')").click()
    head.locator(".zl-bar button:text-is('报送')").wait_for(state="hidden")
    assert stored("Station Article", name, "state") == "Handed In"

    office = page_of("zuzhiban")
    open_form(office, "Station Article", name)
    office.screenshot(path=artifacts / "article-office-desk.png", full_page=True)
    words = paper(office, "Station Article", name, "Station Article", artifacts)
    says(words, "三组村道装上了路灯", "田头社区驻点团队", "李联络", "夜间没有照明")


def frappe_name(page) -> str:
    """Name of the document that a page shows."""
    return page.evaluate("cur_frm.docname")
