"""Exports: a name that begins like a formula is a text in every file that the site hands out."""

from __future__ import annotations

import csv
import io
import json

import frappe
import pytest
from openpyxl import load_workbook

from tests.security.attacked import Attacked
from tests.security.caller import Answer
from tests.security.tally import Tally
from zhilian_app.plain_exports import SIGNS
from zhilian_app.testing import make_entry, make_household, make_issue

FORMULAS = (
    '=HYPERLINK("http://x.invalid","y")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "-2+3",
    "\t=1+1",
)
YEAR = frappe.utils.getdate().year


@pytest.fixture(scope="module")
def typed(attacked: Attacked) -> list[str]:
    """Households, entries and issues of the own station with such names."""
    frappe.set_user("Administrator")
    for formula in FORMULAS:
        home = make_household(attacked.world.own, "张三")
        entry = make_entry(home.name)
        issue = make_issue(station=attacked.world.own)
        # as they may stand in rows from elsewhere, past every form
        for doctype, name, fields in (
            ("Household", home.name, ("householder", "address", "phone", "remark")),
            ("Key Visit Entry", entry.name, ("householder", "remark", "address")),
            ("Ledger Issue", issue.name, ("title", "content")),
        ):
            known = [one for one in fields if frappe.get_meta(doctype).has_field(one)]
            frappe.db.set_value(doctype, name, dict.fromkeys(known, formula))
    project = attacked.of("Subsidy Project", "own").name
    frappe.db.set_value("Subsidy Project", project, "title", FORMULAS[0])
    frappe.db.commit()
    return list(FORMULAS)


def formulas_in(answer: Answer) -> list[str]:
    """What a spreadsheet would work out of an exported file."""
    if answer.body.startswith(b"PK"):
        book = load_workbook(io.BytesIO(answer.body))
        return [
            str(cell.value)
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]
    rows = csv.reader(io.StringIO(answer.text, newline=""))
    return [cell for row in rows for cell in row if len(cell) > 1 and cell.startswith(SIGNS)]


def lists(kind: str) -> list[tuple[str, str, dict]]:
    """Exports of Frappe's lists and reports."""
    found = [
        (
            "Organization Office",
            "frappe.desk.reportview.export_query",
            {"doctype": doctype, "fields": json.dumps([f"`tab{doctype}`.`{field}`"]), "title": "x",
             "file_format_type": kind},
        )
        for doctype, field in (
            ("Household", "householder"), ("Household", "address"), ("Ledger Issue", "title"),
            ("Key Visit Entry", "householder"), ("Subsidy Project", "title"))
    ]  # fmt: skip
    filters = json.dumps(
        {"station": None, "year": YEAR, "from_date": f"{YEAR}-01-01", "to_date": f"{YEAR}-12-31"}
    )
    found += [
        ("Organization Office", "frappe.desk.query_report.export_query",
         {"report_name": report, "filters": filters, "file_format_type": kind, "visible_idx": json.dumps([*range(50)])})
        for report in ("Issue Ledger", "Subsidy Queue")
    ]  # fmt: skip
    return found


OURS = [
    ("Liaison", "zhilian_app.visits.register_export.export_register", {"year": YEAR}),
    ("Liaison", "zhilian_app.issues.ledger_export.export_ledger", {}),
]


def test_all_exports(attacked: Attacked, tally: Tally, typed: list[str]):
    said = set()
    for role, way, sent in (*lists("CSV"), *lists("Excel"), *OURS):
        answer = attacked.people[role].method(way, **sent)
        assert answer.status == 200, (way, sent, answer.text[:300])
        found = formulas_in(answer)
        said.add(answer.body.startswith(b"PK"))
        tally.count("导出 · exports", False, f"{way} {sent}: {found[:3]}" if found else "")
        assert not found, (way, sent, found)
    assert said == {True, False}, "workbooks and CSV"


def test_the_names_are_there(attacked: Attacked, typed: list[str]):
    """They are in the files, as texts."""
    answer = attacked.people["Liaison"].method(
        "zhilian_app.visits.register_export.export_register", year=YEAR
    )
    book = load_workbook(io.BytesIO(answer.body))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert FORMULAS[0] in cells
