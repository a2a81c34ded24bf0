"""A visit on the phone, as a liaison does it: few taps, a slow line, and nothing typed is lost."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import frappe
import pytest
from frappe.utils import nowdate
from frappe.utils.password import update_password
from PIL import Image

from tests.chromium import PHONE
from zhilian_app.testing import (
    make_cadre,
    make_entry,
    make_household,
    make_station,
    make_team,
    make_town,
)

PASSWORD = "Zhu-Dian-2026-zoufang"
MOST_TAPS = 6
CAMERA_TAPS = 2  # the shutter and OK of the phone's own camera
# a village at the end of the line: half a second there and back, 400 kbit/s down, 160 kbit/s up
SLOW = {
    "offline": False,
    "latency": 500,
    "downloadThroughput": 50 * 1024,
    "uploadThroughput": 20 * 1024,
}
SAVE = "**/api/method/frappe.desk.form.save.savedocs"
UPLOAD = "**/api/method/upload_file"
TEXT = "老人身体尚好，今年收成不错，盼望修好三组到学校的路灯。"

pytestmark = pytest.mark.browser


@dataclass
class Village:
    station: str
    liaison: str
    cadre: str
    elder: str
    """孤寡老人, never visited: first on the list."""
    neighbour: str


@pytest.fixture(scope="module")
def village(fresh_site) -> Village:
    frappe.set_user("Administrator")
    town = make_town().name
    station = make_station(town).name
    liaison = make_cadre(town, "张桂丽")
    make_team(station, liaison=liaison, officers=False)
    update_password(liaison.user, PASSWORD)
    elder = make_household(station, "梁惠德", address="三组12号", phone="13800138000").name
    make_entry(elder, "孤寡老人")
    neighbour = make_household(station, "何小燕", address="三组14号").name
    for number in range(22):
        make_household(station, f"邻居{number}", address=f"四组{number}号")
    frappe.db.commit()
    return Village(station, liaison.mobile, liaison.name, elder, neighbour)


@pytest.fixture
def phone(village, new_context, sign_in):
    """The liaison's phone with the list open; visits of an earlier test are taken away."""
    for doctype in ("Household Visit", "Visit Picture", "Visit Cadre"):
        frappe.db.delete(doctype)
    frappe.db.set_value("Household", {"station": village.station}, "last_visited_on", None)
    frappe.db.commit()
    page = new_context(PHONE).new_page()
    sign_in(page, village.liaison, PASSWORD)
    page.goto("/app/visit-list")
    page.wait_for_selector(".zl-row")
    return page


@pytest.fixture(scope="module")
def photo(tmp_path_factory) -> Path:
    """What a phone's camera makes: twelve million pixels, with a place noted in it."""
    file = tmp_path_factory.mktemp("camera") / "IMG_1.jpg"
    image = Image.linear_gradient("L").resize((4000, 3000)).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "MakerOfThePhone"
    image.save(file, quality=85, exif=exif)
    return file


class Hand:
    """Taps, counted."""

    def __init__(self, page):
        self.page = page
        self.taps = 0

    def tap(self, selector: str) -> None:
        self.page.locator(f"{selector} >> visible=true").first.tap()
        self.taps += 1

    def take_picture(self, photo: Path) -> None:
        with self.page.expect_file_chooser() as chooser:
            self.tap(".zl-camera")
        self.taps += CAMERA_TAPS
        chooser.value.set_files(photo)


def slow_down(page) -> None:
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)


def begin(page, text: str = TEXT) -> None:
    """Look 梁惠德 up and write."""
    page.wait_for_selector(".zl-rows:not(.zl-old) .zl-row")
    page.locator(".zl-search").fill("梁惠德")
    page.wait_for_function(
        "document.querySelectorAll('.zl-rows:not(.zl-old) .zl-row').length === 1"
    )
    page.locator(".zl-open").tap()
    page.wait_for_selector(".zl-brief >> visible=true")
    page.wait_for_function("document.activeElement?.dataset.fieldname === 'content'")
    page.keyboard.type(text)


def save(page) -> None:
    page.locator(".primary-action >> visible=true").tap()


def saved(page) -> None:
    page.wait_for_selector(".zl-saved >> visible=true")


def answer(page, primary: bool) -> None:
    kind = "primary" if primary else "secondary"
    page.locator(f".modal.show .modal-footer .btn-{kind} >> visible=true").last.tap()


def visits(household: str) -> list:
    frappe.db.rollback()  # a new look at what the server has written
    return frappe.get_all(
        "Household Visit",
        filters={"household": household},
        fields=["name", "content", "visit_date", "effective"],
        order_by="creation asc",
    )


@pytest.mark.timeout(180)
@pytest.mark.parametrize("search", ["", "lhd"], ids=["first of the list", "found by initials"])
def test_six_taps_from_the_home_page_on_a_slow_line(village, phone, photo, artifacts, search):
    phone.goto("/app/zhilian")
    phone.wait_for_selector(".widget.shortcut-widget-box")
    slow_down(phone)
    hand = Hand(phone)

    hand.tap(".shortcut-widget-box:has-text('走访')")
    phone.wait_for_selector(".zl-row")
    if search:
        hand.tap(".zl-search")
        phone.keyboard.type(search)
        phone.keyboard.press("Enter")  # the keyboard's own search key: the only one found opens
    else:
        hand.tap(".zl-open")
    phone.wait_for_function("document.activeElement?.dataset.fieldname === 'content'")
    phone.keyboard.type(TEXT)
    hand.take_picture(photo)
    hand.tap(".primary-action")
    phone.wait_for_selector(".zl-saved", timeout=90_000)
    phone.screenshot(path=artifacts / f"visit-phone-saved-{search or 'list'}.png")

    assert hand.taps <= MOST_TAPS
    (visit,) = visits(village.elder)
    assert (visit.content, str(visit.visit_date), visit.effective) == (TEXT, nowdate(), 1)
    doc = frappe.get_doc("Household Visit", visit.name)
    assert [row.cadre for row in doc.visitors] == [village.cadre]
    assert_small_private_picture(doc)


def assert_small_private_picture(doc) -> None:
    (row,) = doc.pictures
    file = frappe.get_doc("File", {"file_url": row.picture})
    assert (file.is_private, file.attached_to_name) == (1, doc.name)
    image = Image.open(io.BytesIO(file.get_content()))
    assert (image.format, max(image.size)) == ("JPEG", 1600)
    assert not image.getexif(), "what the camera noted must not leave the phone"


def test_the_next_household_comes_first_afterwards(village, phone):
    assert phone.locator(".zl-name").first.inner_text() == "梁惠德"
    begin(phone)
    save(phone)
    saved(phone)
    answer(phone, primary=True)
    phone.wait_for_function("document.querySelector('.zl-name')?.innerText !== '梁惠德'")
    phone.locator("[data-only=visited_this_month]").tap()
    phone.wait_for_function("document.querySelectorAll('.zl-row').length === 1")
    assert phone.locator(".zl-row .zl-name").inner_text() == "梁惠德"


def test_what_was_written_outlives_a_dead_line(village, phone):
    phone.route(SAVE, lambda route: route.abort())
    begin(phone)
    save(phone)
    phone.wait_for_selector("text=不会丢失")
    assert visits(village.elder) == []

    phone.reload()  # the person has given up and comes back later
    phone.unroute(SAVE)
    phone.goto("/app/visit-list")
    phone.locator(".zl-row:has(.zl-draft) .zl-open").tap()
    phone.wait_for_selector(".zl-restored")
    assert phone.locator("textarea[data-fieldname=content]").input_value() == TEXT
    save(phone)
    saved(phone)
    assert [visit.content for visit in visits(village.elder)] == [TEXT]
    answer(phone, primary=True)
    phone.wait_for_selector(".zl-rows:not(.zl-old) .zl-row")
    assert phone.locator(".zl-draft").count() == 0


def test_words_are_kept_even_when_the_phone_dies_unsaved(village, phone):
    begin(phone, text="刚写到一半")
    phone.wait_for_function("Object.values(localStorage).some(kept => kept.includes('刚写到一半'))")
    phone.goto("about:blank")
    phone.goto("/app/visit-list")
    phone.locator(".zl-row:has(.zl-draft) .zl-open").tap()
    phone.wait_for_selector(".zl-restored")
    assert phone.locator("textarea[data-fieldname=content]").input_value() == "刚写到一半"
    phone.locator(".zl-discard").tap()
    assert phone.locator("textarea[data-fieldname=content]").input_value() == ""
    assert phone.evaluate("Object.keys(localStorage).filter(k => k.includes('draft')).length") == 0


def test_a_lost_answer_does_not_double_the_visit(village, phone):
    def lose_the_answer(route):
        route.fetch()  # the server writes it down
        route.abort()

    phone.route(SAVE, lose_the_answer)
    begin(phone)
    save(phone)
    phone.wait_for_selector("text=不会丢失")
    assert len(visits(village.elder)) == 1
    phone.unroute(SAVE)
    answer(phone, primary=True)  # save again
    phone.wait_for_selector("text=这次走访已经保存过了")
    (visit,) = visits(village.elder)
    phone.wait_for_url(f"**/household-visit/{visit.name}")


def test_two_taps_on_save_are_one_visit(village, phone):
    begin(phone)
    box = phone.locator(".primary-action >> visible=true").bounding_box()
    at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    phone.touchscreen.tap(*at)
    phone.touchscreen.tap(*at)
    saved(phone)
    phone.wait_for_timeout(1500)
    assert len(visits(village.elder)) == 1


def test_a_second_visit_of_the_day_is_asked_about(village, phone, artifacts):
    begin(phone)
    save(phone)
    saved(phone)
    answer(phone, primary=True)
    begin(phone, text="下午又去了一趟，送去申请表。")
    assert TEXT in phone.locator(".zl-brief .zl-warning >> visible=true").inner_text()

    save(phone)
    question = phone.locator(".modal.show .zl-visit-text >> visible=true")
    assert question.inner_text() == TEXT
    phone.screenshot(path=artifacts / "visit-phone-second.png")
    answer(phone, primary=False)
    phone.wait_for_timeout(800)
    assert len(visits(village.elder)) == 1

    save(phone)
    phone.wait_for_selector(".modal.show .zl-visit-text >> visible=true")
    answer(phone, primary=True)
    saved(phone)
    assert [visit.content for visit in visits(village.elder)] == [
        TEXT,
        "下午又去了一趟，送去申请表。",
    ]


def test_a_server_that_breaks_off_does_not_double_a_second_visit(village, phone):
    """Killed between the saving and its answer: what was confirmed for the first try counts for that one alone."""

    def break_off(route):
        route.fetch()  # the server writes it down
        route.fulfill(status=500, content_type="application/json", body="{}")

    begin(phone)
    save(phone)
    saved(phone)
    answer(phone, primary=True)
    begin(phone, text="下午又去了一趟，送去申请表。")
    save(phone)
    phone.wait_for_selector(".modal.show .zl-visit-text >> visible=true")
    phone.route(SAVE, break_off)
    with phone.expect_response(SAVE):
        answer(phone, primary=True)
    phone.unroute(SAVE)
    phone.wait_for_timeout(800)
    phone.evaluate("frappe.hide_msgprint(true)")
    save(phone)
    phone.wait_for_selector("text=这次走访已经保存过了")
    assert len(visits(village.elder)) == 2


@pytest.mark.timeout(120)
def test_a_picture_that_will_not_go_holds_up_no_text(village, phone, photo):
    phone.route(UPLOAD, lambda route: route.abort())
    begin(phone)
    Hand(phone).take_picture(photo)
    phone.wait_for_selector(".zl-retry", timeout=30_000)
    save(phone)
    answer(phone, primary=True)  # the text first
    saved(phone)
    assert [visit.content for visit in visits(village.elder)] == [TEXT]

    answer(phone, primary=False)  # stay here
    phone.unroute(UPLOAD)
    phone.wait_for_timeout(500)
    phone.locator(".zl-retry").tap()
    phone.wait_for_selector(".zl-thumb .zl-state", state="detached")
    phone.wait_for_function("cur_frm.doc.pictures.length === 1 && !cur_frm.doc.__unsaved")
    (visit,) = visits(village.elder)
    assert_small_private_picture(frappe.get_doc("Household Visit", visit.name))


def test_a_slow_picture_follows_when_the_person_has_gone_on(village, phone, photo):
    on_its_way = []
    phone.route(UPLOAD, lambda route: on_its_way.append(route))
    begin(phone)
    Hand(phone).take_picture(photo)
    phone.wait_for_selector(".zl-sending")
    save(phone)
    answer(phone, primary=True)  # the text first
    saved(phone)
    answer(phone, primary=True)  # next household
    phone.wait_for_selector(".zl-rows:not(.zl-old) .zl-row")
    with phone.expect_response("**/zhilian_app.visits.api.add_picture"):
        on_its_way[0].continue_()
    (visit,) = visits(village.elder)
    assert_small_private_picture(frappe.get_doc("Household Visit", visit.name))


def test_nothing_is_too_small_for_a_thumb_or_an_old_eye(phone, artifacts):
    phone.screenshot(path=artifacts / "visit-phone-list.png")
    check_sizes(phone, ".zl-list", ".zl-open, .zl-chip, .zl-search, a.zl-call, .zl-more")
    begin(phone)
    phone.screenshot(path=artifacts / "visit-phone-new.png", full_page=True)
    check_sizes(
        phone,
        ".zl-form .form-page",
        ".zl-camera, .zl-album, .primary-action, textarea, .zl-call, .form-control",
    )


def check_sizes(page, inside: str, targets: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    low = """([inside, targets]) => [...document.querySelectorAll(targets)]
        .filter(e => e.offsetParent && e.closest(inside) && e.offsetHeight < 44)
        .map(e => [e.className, e.offsetHeight])"""
    assert page.evaluate(low, [inside, targets]) == []
    small = """inside => [...document.querySelectorAll(inside + ' *')]
        .filter(e => e.offsetParent && !e.closest('.zl-tags, .zl-thumb, .tooltip-content, .visually-hidden'))
        .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
        .filter(e => parseFloat(getComputedStyle(e).fontSize) < 16)
        .map(e => [e.className, e.textContent.trim().slice(0, 20), getComputedStyle(e).fontSize])"""
    assert page.evaluate(small, inside) == []


def test_more_rows_come_while_scrolling(phone):
    assert phone.locator(".zl-row").count() == 20
    phone.locator(".zl-row").last.scroll_into_view_if_needed()
    phone.wait_for_function("document.querySelectorAll('.zl-row').length === 24")


def test_a_visit_of_the_wrong_household_is_made_void(village, phone):
    begin(phone)
    save(phone)
    saved(phone)
    answer(phone, primary=False)  # stay here
    phone.locator(".menu-btn-group button >> visible=true").tap()
    phone.locator(".dropdown-menu.show :text-is('作废')").tap()
    phone.locator(".modal.show textarea").fill("点错了户")
    answer(phone, primary=True)
    phone.wait_for_selector("text=已作废 >> visible=true")
    phone.wait_for_selector(".primary-action >> visible=true", state="detached")
    (visit,) = visits(village.elder)
    assert frappe.db.get_value("Household Visit", visit.name, "void_reason") == "点错了户"
    assert not frappe.db.get_value("Household", village.elder, "last_visited_on")


def test_the_household_shows_its_visits_and_needs(village, phone):
    begin(phone)
    phone.locator("textarea[data-fieldname=needs]").fill("希望修好路灯")
    save(phone)
    saved(phone)
    answer(phone, primary=False)
    phone.goto(f"/app/household/{village.elder}")
    history = phone.locator(".zl-history .zl-visit")
    assert TEXT in history.inner_text()
    assert "希望修好路灯" in history.inner_text()
    # before the particulars of the household, which one seldom needs at the door
    assert history.bounding_box()["y"] < PHONE["viewport"]["height"] / 2
    phone.locator(".zl-bar .btn-primary").tap()
    brief = phone.locator(".zl-brief >> visible=true")
    assert "希望修好路灯" in brief.locator(".zl-last-needs").inner_text()
