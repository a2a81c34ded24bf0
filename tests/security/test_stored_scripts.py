"""Scripts in names and texts: no list, form, report, page or paper runs them."""

from __future__ import annotations

import json
from collections.abc import Callable

import frappe
import pymysql
import pytest
from frappe.utils import sanitize_html
from lxml import html

from tests.chromium import DESK
from tests.security.attacked import TEXTS, Attacked, Row
from tests.security.caller import PASSWORD
from tests.security.tally import FULL, Tally
from tests.security.test_doors import reports

# past every form and its filters, as a row from elsewhere may have it
STORED = '"><img src=x onerror="window.__xss=1"><script>window.__xss=1</script>{{7919*7907}}'
SHORT = "<img src=x onerror=window.__xss=1>"
COMPUTED = str(7919 * 7907)
PAGES = ("my-day", "visit-list", "urge-today", "town-today", "my-points")
KEPT = {"mobile", "url"}


@pytest.fixture(scope="module")
def written(attacked: Attacked) -> list[Row]:
    """The rows of the own station and its town, with a script in every text."""
    frappe.set_user("Administrator")
    rows = [row for row in attacked.rows if row.place == "own"]
    for row in rows:
        doc = frappe.get_doc(row.doctype, row.name)
        for part in (doc, *doc.get_all_children()):
            for field in frappe.get_meta(part.doctype).fields:
                if (
                    field.fieldtype in TEXTS
                    and field.fieldname not in KEPT
                    and _is_text(part, field)
                ):
                    _write(part, field)
    frappe.db.commit()
    frappe.clear_cache()
    return rows


def _is_text(part, field) -> bool:
    """Whether people write there, or their words are copied there; not what the code stores to read again."""
    value = str(part.get(field.fieldname) or "")
    named_by = (frappe.get_meta(part.doctype).autoname or "").removeprefix("field:")
    if field.fieldname in {named_by, "workflow_state", "naming_series", "pinyin"}:
        return False
    return not value.startswith(("{", "[", "/")) and (field.fieldtype != "Long Text" or bool(value))


@pytest.fixture
def cleaned(written: list[Row]) -> list[Row]:
    """The same rows with these texts as Frappe stores them when somebody saves a form: its screens count on that."""
    texts = (sanitize_html(STORED), sanitize_html(SHORT))
    for row in written:
        doc = frappe.get_doc(row.doctype, row.name)
        for part in (doc, *doc.get_all_children()):
            for field in frappe.get_meta(part.doctype).fields:
                if part.get(field.fieldname) in (STORED, SHORT):
                    _write(part, field, texts)
    frappe.db.commit()
    frappe.clear_cache()
    return written


def _write(part, field, texts: tuple[str, ...] = (STORED, SHORT)) -> None:
    for text in texts:
        try:
            frappe.db.set_value(
                part.doctype, part.name, field.fieldname, text, update_modified=False
            )
            return
        except (pymysql.err.DataError, pymysql.err.IntegrityError):
            continue  # too short for it, or there is one already


def alive(text: str) -> list[str]:
    """What of the data came alive in a page: elements and attributes that would run it."""
    tree = html.fromstring(text or "<p></p>")
    found = [html.tostring(one).decode()[:200] for one in tree.xpath("//*[@onerror or @onload]")]
    found += [one.text[:200] for one in tree.xpath("//script") if "__xss=1" in (one.text or "")]
    if COMPUTED in text:
        found.append("a template in the data was computed")
    return found


def papers(doctype: str) -> list[str]:
    """Print formats of a DocType; Frappe's Standard believes in what was cleaned when it was stored, see below."""
    return frappe.get_all("Print Format", {"doc_type": doctype, "disabled": 0}, pluck="name")


def test_what_people_store_is_clean_on_the_standard_paper(attacked: Attacked, tally: Tally):
    row = attacked.of("Household", "own")
    liaison = attacked.people["Liaison"]
    for text in (
        STORED,
        SHORT,
        "<svg onload=window.__xss=1>",
        "<a href='javascript:window.__xss=1'>x</a>",
    ):
        answer = liaison.resource("PUT", "Household", row.name, remark=text)
        tally.count("存储的脚本 · stored scripts", answer.status >= 400)
        frappe.db.rollback()
        assert not alive(frappe.get_print("Household", row.name, print_format="Standard")), text


def test_papers(tally: Tally, written: list[Row]):
    wrong = []
    for row in written:
        for paper in papers(row.doctype):
            found = alive(frappe.get_print(row.doctype, row.name, print_format=paper))
            finding = f"{paper} of {row.doctype}: {found[:2]}" if found else ""
            wrong += [finding] if finding else []
            tally.count("存储的脚本 · stored scripts", False, finding)
    assert not wrong, "\n".join(wrong)


@pytest.mark.browser
@pytest.mark.timeout(600)
@pytest.mark.skipif(not FULL, reason="walks through every screen: `make security`")
@pytest.mark.parametrize("role", ["Organization Office", "Liaison", "Town Leader"])
def test_screens(
    attacked: Attacked, tally: Tally, cleaned: list[Row], new_context, sign_in: Callable, role: str
):
    page = new_context(DESK).new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    sign_in(page, attacked.people[role].user, PASSWORD)
    page.goto("/app")
    page.wait_for_selector("body[data-route]")
    wrong = []
    for route in routes(attacked, cleaned, role):
        page.evaluate("route => frappe.set_route(route)", route)
        page.wait_for_timeout(300)
        page.wait_for_load_state("networkidle")
        ran = page.evaluate("window.__xss") or page.locator("img[onerror]").count()
        finding = f"{role}: {'/'.join(route)} runs it" if ran else ""
        tally.count("存储的脚本 · stored scripts", False, finding)
        if ran:
            wrong.append(finding)
            page.goto("/app")
            page.wait_for_selector("body[data-route]")
    assert not wrong, "\n".join(wrong)


def routes(attacked: Attacked, rows: list[Row], role: str) -> list[list[str]]:
    """Every list, form, report and page that a role may open."""
    readable = [row for row in rows if "r" in attacked.letters(role, row)]
    found = [["List", row.doctype, "List"] for row in readable]
    found += [["Form", row.doctype, row.name] for row in readable]
    found += [["query-report", name] for name in reports()]
    found += [[name] for name in PAGES]
    found += [
        ["Workspaces", name]
        for name in frappe.get_all("Workspace", {"module": ["in", modules()]}, pluck="name")
    ]
    return json.loads(json.dumps(found))


def modules() -> list[str]:
    """Our modules."""
    return frappe.get_all("Module Def", {"app_name": "zhilian_app"}, pluck="name")
