"""Exports of lists and reports in which a text stays a text.

Frappe writes a name that begins with = into a workbook as a formula, and into a CSV as it is: whoever typed it then has
Excel or WPS work it out on the desk of who opens the file. Our own exports do not (visits/xlsx_cells.py).
"""

import csv
import io

import frappe
from frappe import _
from frappe.desk import query_report, reportview
from openpyxl import load_workbook

SIGNS = ("=", "+", "-", "@", "\t", "\r")
KINDS = ("Excel", "CSV")
# the first bytes of a zip archive, which an xlsx is
XLSX = b"PK\x03\x04"


@frappe.whitelist(methods=["POST"])
def export_list() -> None:
    """Answer with what Frappe's list exports, under Frappe's own checks of permission."""
    _check_asked("DocType", "doctype")
    reportview.export_query()
    _make_plain()


@frappe.whitelist(methods=["POST"])
def export_report() -> None:
    """Answer with what Frappe's report exports, under Frappe's own checks of permission."""
    _check_asked("Report", "report_name")
    query_report.export_query()
    _make_plain()


def _check_asked(doctype: str, key: str) -> None:
    """What is exported is there, and the kind of file is one of the two."""
    asked = frappe.form_dict
    if not isinstance(asked.get(key), str) or not frappe.db.exists(doctype, asked.get(key)):
        raise frappe.DoesNotExistError
    if asked.get("file_format_type") not in KINDS:
        frappe.throw(_("Please choose xlsx or CSV."))


def _make_plain() -> None:
    content = frappe.response.get("filecontent")
    if not content:
        return
    if isinstance(content, bytes) and content.startswith(XLSX):
        frappe.response["filecontent"] = plain_workbook(content)
    else:
        separator = frappe.form_dict.get("csv_delimiter") or ","
        text = content.decode() if isinstance(content, bytes) else content
        frappe.response["filecontent"] = plain_csv(text, str(separator)[0]).encode()


def plain_workbook(content: bytes) -> bytes:
    """The same xlsx with every formula as the text that it was."""
    book = load_workbook(io.BytesIO(content))
    cells = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith(SIGNS)
    ]
    if not cells:
        return content
    for cell in cells:
        cell.data_type = "s"
        cell.quotePrefix = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plain_csv(text: str, separator: str = ",") -> str:
    """The same CSV with an apostrophe before every text that a spreadsheet would take for a formula; numbers stay."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        writer.writerow([f"'{cell}" if _is_formula(cell) else cell for cell in row])
    return out.getvalue()


def _is_formula(cell: str) -> bool:
    # a lone dash says that there is nothing
    if not cell.startswith(SIGNS) or len(cell) == 1:
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return False
