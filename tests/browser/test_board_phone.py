"""The public board of a month: photographed on the phone, sent back with guidance on the desk, and handed in again."""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass
from pathlib import Path

import frappe
import pytest
from frappe.utils import getdate
from frappe.utils.password import update_password
from PIL import Image

from tests.chromium import DESK, PHONE
from tests.walking import button, open_form, plain, stored, take
from zhilian_app import calendar
from zhilian_app.demo.board_pictures import board_picture
from zhilian_app.stations.board_api import open_update
from zhilian_app.testing import make_cadre, make_station, make_team, make_town

PASSWORD = "Gong-Kai-2026-lan"
GUIDANCE = "近景看不清“问题办理”一栏,请更新后重拍。"
UPDATE = "Board Update"

pytestmark = pytest.mark.browser


@dataclass
class Boards:
    liaison: str
    office: str
    name: str


@pytest.fixture(scope="module")
def boards(fresh_site) -> Boards:
    """A station with last month's board, and this month's still to be photographed."""
    frappe.set_user("Administrator")
    town = make_town("赤溪镇", county="台山市").name
    station = make_station(town, "田头村").name
    make_station(town, "长沙村")
    liaison = make_cadre(town, "李联络", position="组织办科员")
    office = make_cadre(town, "陈组织", roles=["Organization Office"], position="组织委员")
    make_team(station, liaison=liaison, officers=False)
    month = calendar.month_start(getdate())
    last = frappe.get_doc(UPDATE, open_update(station, str(calendar.previous_month(month))))
    for number, view in enumerate(("Far View", "Near View", "Near View")):
        last.append("pictures", {"picture": upload(last.month, number), "view": view})
    last.save()
    for cadre in (liaison, office):
        update_password(cadre.user, PASSWORD)
    frappe.db.commit()
    return Boards(liaison.mobile, office.mobile, f"{station}-公开栏-{month:%Y-%m}")


def upload(month, number: int) -> str:
    content = board_picture("田头村", month, number)
    file = {"doctype": "File", "file_name": "b.jpg", "content": content, "is_private": 1}
    return frappe.get_doc(file).insert().file_url


@pytest.fixture(scope="module")
def photos(tmp_path_factory) -> list[Path]:
    """As a phone makes them: large, and with what it notes of itself."""
    month = calendar.month_start(getdate())
    folder = tmp_path_factory.mktemp("camera")
    files = []
    for number in range(3):
        image = Image.open(io.BytesIO(board_picture("田头村", month, number)))
        exif = Image.Exif()
        exif[0x010F] = "Telephone of Li"
        files.append(folder / f"IMG_{number}.jpg")
        image.resize((3200, 2400)).save(files[-1], quality=85, exif=exif)
    return files


def shoot(page, photo: Path, count: int) -> None:
    """Take a picture and wait until it is stored."""
    page.set_input_files(".zl-camera input", photo)
    page.wait_for_function(
        f"cur_frm.doc.pictures.length === {count} && !cur_frm.is_dirty() && !cur_frm.tray.tray.own().length"
    )


def test_from_the_phone_to_the_leaders(boards, photos, new_context, sign_in, artifacts) -> None:
    phone = new_context(PHONE).new_page()
    sign_in(phone, boards.liaison, PASSWORD)
    phone.goto("/app/board-update")
    phone.wait_for_selector(".list-row-container")
    # who is on one team is asked nothing
    phone.locator(".primary-action >> visible=true").first.click()
    phone.wait_for_selector(f"body[data-route='Form/{UPDATE}/{boards.name}']")
    phone.wait_for_selector(".zl-last-board img")
    phone.screenshot(path=artifacts / "board-phone-empty.png", full_page=True)
    assert "3张中已拍0张" in phone.inner_text(".zl-progress-line")
    for count, photo in enumerate(photos, 1):
        shoot(phone, photo, count)
    assert "有3张未标明" in phone.inner_text(".zl-progress-line")
    button(phone, "报送").tap()
    told = phone.locator(".msgprint >> visible=true").first
    told.wait_for()
    assert "未标明远景或近景" in told.inner_text()
    phone.screenshot(path=artifacts / "board-phone-refused.png")
    phone.keyboard.press("Escape")
    phone.locator(".modal.show").wait_for(state="hidden")
    for at, view in enumerate(("远景", "近景", "近景")):
        phone.locator(f".zl-shot >> nth={at}").locator(f".zl-view:text-is('{view}')").tap()
    assert "可以报送" in phone.inner_text(".zl-progress-line")
    phone.screenshot(path=artifacts / "board-phone-marked.png", full_page=True)
    # below the pictures, where one looks after the last mark
    phone.locator(".zl-offer:text-is('报送')").tap()
    phone.wait_for_selector(".zl-brief .indicator-pill:text-is('已交')")
    doc = frappe_doc(boards.name)
    assert [row.view for row in doc.pictures] == ["Far View", "Near View", "Near View"]
    assert not any(row.remark for row in doc.pictures)

    desk = new_context(DESK).new_page()
    sign_in(desk, boards.office, PASSWORD)
    open_form(desk, UPDATE, boards.name)
    desk.wait_for_selector(".zl-last-board img")
    desk.screenshot(path=artifacts / "board-desk.png", full_page=True)
    take(desk, "退回指导", guidance=GUIDANCE)
    desk.wait_for_selector(".zl-guidance.zl-back")

    phone.reload()
    phone.wait_for_selector(f".zl-guidance >> text={GUIDANCE}")
    phone.screenshot(path=artifacts / "board-phone-back.png", full_page=True)
    phone.locator(".zl-shot .zl-remove").last.tap()
    phone.wait_for_function("cur_frm.doc.pictures.length === 2")
    phone.set_input_files(".zl-album input", photos[0])
    phone.wait_for_selector(".zl-used")
    assert "相同" in phone.inner_text(".zl-used")
    phone.locator(".zl-unmarked .zl-view:text-is('近景')").tap()
    button(phone, "报送").tap()
    phone.wait_for_selector(".zl-brief .indicator-pill:text-is('已交')")
    assert stored(UPDATE, boards.name, "state") == "Handed In"

    desk.goto("/app/board-update")
    desk.wait_for_selector(".list-row-container")
    desk.screenshot(path=artifacts / "board-list.png")
    button(desk, "打印通报").click()
    desk.wait_for_function("window.cur_dialog?.display")
    with desk.expect_download() as download:
        desk.locator(".modal.show .btn-primary >> visible=true").click()
    sheet = artifacts / "board-sheet.pdf"
    download.value.save_as(sheet)
    words = subprocess.run(
        ["pdftotext", "-raw", str(sheet), "-"], capture_output=True, check=True, text=True
    ).stdout
    assert "田头村" in plain(words)
    assert "长沙村" in plain(words)
    assert "未报" in plain(words)


def frappe_doc(name: str):
    frappe.db.rollback()  # the server is another process: look at what it has committed
    return frappe.get_doc(UPDATE, name)
