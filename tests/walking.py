"""What the walks through a whole matter share: buttons, dialogs, papers."""

from __future__ import annotations

import re
import subprocess
import unicodedata

import frappe
from playwright.sync_api import TimeoutError

# radicals that Unicode does not know to be the signs
RADICALS = str.maketrans("⻓⺠⻋⻔⻅⻜⻢⻩⻥⻘", "长民车门见飞马黄鱼青")


def button(page, label: str):
    return page.locator(f"button:text-is('{label}') >> visible=true").first


def confirm(page, **values) -> None:
    """Fill in the dialog that stands open and send it."""
    box = page.locator(".modal.show").last
    box.wait_for()
    # what is typed while the dialog still slides in is lost
    page.wait_for_function("window.cur_dialog?.display")
    page.wait_for_timeout(200)
    for name, value in values.items():
        control = box.locator(f".frappe-control[data-fieldname={name}]")
        if name in ("town_office", "office"):
            choose(control, value)
        elif control.locator("select").count():
            control.locator("select").select_option(value)
        else:
            write(control.locator("textarea, input").first, value)
    this = box.element_handle()
    box.locator(".modal-footer .btn-primary, .modal-header .btn-primary").locator(
        "visible=true"
    ).first.click()
    try:
        this.wait_for_element_state("hidden")
    except TimeoutError as error:
        # what the page says tells more than that it does not go on
        raise AssertionError(page.locator(".modal.show").all_inner_texts()) from error


def write(field, value: str) -> None:
    """Type into a field of a form or a dialog and go on to the next one.

    A script types faster than anybody: what the field before it brings about may still empty this one.
    """
    for _try in range(5):
        field.fill(value)
        field.press("Tab")
        field.page.wait_for_timeout(50)
        if figures(field.input_value()) == figures(value):
            return
    raise AssertionError(f"{value!r} does not stay: {field.input_value()!r}")


def figures(text: str) -> str:
    """An amount as it was typed, 20,000.00 → 20000; other words as they are."""
    plain_text = text.replace(",", "").removesuffix(".00")
    return plain_text if plain_text.replace(".", "").isdigit() else text.strip()


def choose(control, words: str) -> None:
    """Choose the row that a link field finds by its words."""
    control.locator("input").fill(words)
    # the list opens with all there is, and again with what was found
    control.locator(f"ul[role=listbox] li:has-text('{words}')").first.click()
    # what stands there now is the title of what was chosen, and the server has been asked for it
    control.locator("ul[role=listbox]").wait_for(state="hidden")
    control.page.wait_for_load_state("networkidle")


def take(page, label: str, **values) -> None:
    """Take a step by its big button."""
    button(page, label).click()
    confirm(page, **values)
    page.wait_for_load_state("networkidle")


def stored(doctype: str, name: str, fieldname: str):
    frappe.db.rollback()  # the server is another process: look at what it has committed
    return frappe.db.get_value(doctype, name, fieldname)


def paper(page, doctype: str, name: str, print_format: str, artifacts) -> str:
    """Words of a paper's PDF, without the breaks of its lines."""
    answer = page.request.get(
        "/api/method/frappe.utils.print_format.download_pdf",
        params={"doctype": doctype, "name": name, "format": print_format, "no_letterhead": 1},
    )
    assert answer.ok, answer.text()[:500]
    file = artifacts / f"walk-{print_format.lower().replace(' ', '-')}.pdf"
    file.write_bytes(answer.body())
    done = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True, text=True
    )
    return plain(done.stdout)


def plain(text: str) -> str:
    """Words without breaks of lines; a PDF names some signs by their radicals, which look alike."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).translate(RADICALS))


def says(text: str, *words: str) -> None:
    missing = [word for word in words if plain(word) not in text]
    assert not missing, f"{missing} not in {text}"


def open_form(page, doctype: str, name: str) -> None:
    page.goto(f"/app/{doctype.lower().replace(' ', '-')}/{name}")
    page.wait_for_selector(f"body[data-route='Form/{doctype}/{name}']")
    page.wait_for_load_state("networkidle")
