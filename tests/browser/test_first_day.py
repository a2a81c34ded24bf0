"""The first day: a liaison is shown how a visit is written, if they like, and the office what to set up."""

from __future__ import annotations

from dataclasses import dataclass

import frappe
import pytest
from frappe.utils.password import update_password

from tests.chromium import DESK, PHONE
from zhilian_app.setup.office import apply_office_defaults
from zhilian_app.testing import make_cadre, make_household, make_station, make_team, make_town

PASSWORD = "Tou-Yi-Tian-2026-zhudian"
BOX = "#driver-popover-item"
LINE = ".zl-tour-line >> visible=true"

pytestmark = pytest.mark.browser


@dataclass
class Beginning:
    household: str
    liaison: str
    office: str


@pytest.fixture(scope="module")
def beginning(fresh_site) -> Beginning:
    frappe.set_user("Administrator")
    apply_office_defaults()
    town = make_town().name
    station = make_station(town).name
    liaison = make_cadre(town, "张桂丽")
    make_team(station, liaison=liaison, officers=False)
    office = make_cadre(town, "陈组织", roles=["Organization Office"])
    household = make_household(station, "梁惠德", address="三组12号").name
    for user in (liaison.user, office.user):
        update_password(user, PASSWORD)
    frappe.db.commit()
    return Beginning(household, liaison.mobile, office.mobile)


def words(page) -> str:
    """What the step says, once it stands still."""
    page.wait_for_timeout(450)
    return page.locator(f"{BOX} >> visible=true").inner_text()


def is_on_screen(page, selector: str) -> bool:
    box, size = page.locator(selector).bounding_box(), page.viewport_size
    return (
        box["x"] >= 0
        and box["y"] >= 0
        and box["x"] + box["width"] <= size["width"]
        and box["y"] + box["height"] <= size["height"]
    )


def new_visit(page, household: str) -> None:
    page.goto(f"/app/household-visit/new?household={household}")
    page.wait_for_selector("[data-fieldname=content] textarea >> visible=true")


def tours_in(urls: list[str]) -> list[str]:
    return [url for url in urls if "Form+Tour" in url or "Form%20Tour" in url]


def walk(page, artifacts, name: str, tap) -> list[str]:
    """All steps to the end, each looked at."""
    told = []
    while page.locator(f"{BOX} >> visible=true").count():
        told.append(words(page))
        page.screenshot(path=artifacts / f"first-day-{name}-{len(told)}.png")
        assert is_on_screen(page, BOX), told[-1]
        assert page.locator(".driver-highlighted-element").bounding_box()["y"] > 0
        tap(page.locator(f"{BOX} .driver-next-btn"))
        page.wait_for_timeout(450)
        assert len(told) < 9
    return told


@pytest.mark.timeout(120)
def test_a_liaison_is_shown_how_a_visit_is_written(beginning, new_context, sign_in, artifacts):
    page = new_context(PHONE).new_page()
    sign_in(page, beginning.liaison, PASSWORD)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    new_visit(page, beginning.household)
    page.wait_for_selector(LINE)
    page.screenshot(path=artifacts / "first-day-line.png")
    assert not tours_in(asked), "fetched when it is wanted"
    # writing can begin at once
    page.wait_for_function("document.activeElement?.dataset.fieldname === 'content'")
    page.keyboard.type("谈了家里的近况")

    with page.expect_response("**/frappe.model.utils.user_settings.save"):
        page.locator(".zl-tour-start").tap()
    page.wait_for_selector(f"{BOX} >> visible=true")
    assert tours_in(asked)
    told = walk(page, artifacts, "phone", lambda button: button.tap())
    assert [text.split("\n")[0] for text in told] == [
        "谈了什么",
        "拍张照",
        "群众有什么诉求",
        "谁一起去的",
    ]
    assert all("下一步" in text for text in told[:-1])
    assert "知道了" in told[-1]
    assert not any(word in "".join(told) for word in ("Next", "Previous", "Close", "Done"))
    assert page.locator("#driver-page-overlay").count() == 0
    assert page.locator(LINE).count() == 0
    assert page.locator("textarea[data-fieldname=content]").input_value() == "谈了家里的近况"

    new_visit(page, beginning.household)
    page.wait_for_selector(".zl-brief >> visible=true")
    assert page.locator(LINE).count() == 0, "asked once"
    # whoever wants it again finds it in the menu
    page.locator(".menu-btn-group button >> visible=true").tap()
    page.locator(".dropdown-menu.show :text-is('怎么填')").tap()
    assert words(page).startswith("谈了什么")
    page.locator(f"{BOX} .driver-close-btn").tap()
    page.wait_for_selector(BOX, state="hidden")

    # who fills a form in and saves it without an answer has answered
    page.goto("/app/ledger-issue/new")
    page.wait_for_selector(LINE)
    page.locator("textarea[data-fieldname=content]").fill("三组到学校的路灯不亮。")
    with page.expect_response("**/frappe.model.utils.user_settings.save"):
        page.locator(".primary-action >> visible=true").tap()


@pytest.mark.timeout(120)
def test_the_office_is_led_through_the_first_day(beginning, new_context, sign_in, artifacts):
    page = new_context(DESK).new_page()
    sign_in(page, beginning.office, PASSWORD)
    page.goto("/app/zhilian")
    block = page.locator(".onboarding-widget-box")
    block.wait_for()
    page.wait_for_timeout(800)
    page.screenshot(path=artifacts / "first-day-office.png")
    text = block.inner_text()
    assert text.startswith("头一天，把系统用起来")
    assert "星期几走访" in text
    assert "跳过" in text
    assert page.locator(f"{BOX}").count() == 0, "no tour of the framework"

    block.locator("button:has-text('打开“镇”')").click()
    page.wait_for_selector(".modal.show :text('点开本镇')")
    page.screenshot(path=artifacts / "first-day-office-step.png")
    page.locator(".modal.show .modal-footer .btn-primary >> visible=true").click()
    page.go_back()
    page.locator(".onboarding-step.complete:has-text('核对镇里的日子') >> visible=true").wait_for()
    page.reload()
    page.locator(".onboarding-step.complete").wait_for()
    assert page.locator(".onboarding-step.complete").count() == 1
    page.screenshot(path=artifacts / "first-day-office-ticked.png")


def test_nobody_else_meets_it_nor_a_gap(beginning, new_context, sign_in, artifacts):
    page = new_context(PHONE).new_page()
    sign_in(page, beginning.liaison, PASSWORD)
    page.goto("/app/zhilian")
    first = page.locator(".shortcut-widget-box").first
    page.locator(".number-widget-box .number").first.wait_for()
    first.scroll_into_view_if_needed()
    page.screenshot(path=artifacts / "first-day-liaison.png")
    assert page.locator(".onboarding-widget-box").count() == 0
    top = page.locator(".layout-main-section >> visible=true").first.bounding_box()["y"]
    assert first.bounding_box()["y"] - top < 60
