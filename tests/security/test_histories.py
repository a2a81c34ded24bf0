"""What Frappe keeps beside a document (history, remarks, tasks, notices, deleted ones) tells no more than it does."""

from __future__ import annotations

import json

import frappe
import pytest

from tests.security.attacked import Attacked, Row
from tests.security.judge import Judge
from tests.security.tally import FULL, Tally, some

# rows that few read
KEPT = ("Household", "Key Visit Entry", "Ledger Issue", "Cadre Record", "Group Robot", "Spot Check")
# what is kept beside a row, and the fields by which it names it; "text" holds words of the row
BESIDE: dict[str, dict[str, str]] = {
    "Version": {"ref_doctype": "doctype", "docname": "name", "data": "json"},
    "Comment": {"reference_doctype": "doctype", "reference_name": "name", "content": "text", "subject": "text"},
    "Communication": {
        "reference_doctype": "doctype", "reference_name": "name", "content": "text", "subject": "text"},
    "Activity Log": {"reference_doctype": "doctype", "reference_name": "name", "subject": "text"},
    "View Log": {"reference_doctype": "doctype", "reference_name": "name", "viewed_by": "text"},
    "ToDo": {"reference_type": "doctype", "reference_name": "name", "description": "text"},
    "Notification Log": {"document_type": "doctype", "document_name": "name", "subject": "text"},
    "Deleted Document": {"deleted_doctype": "doctype", "deleted_name": "text", "data": "json"},
    "Access Log": {"export_from": "doctype", "reference_document": "name", "filters": "text"},
    "Error Log": {"reference_doctype": "doctype", "reference_name": "name", "error": "text", "method": "text"},
    "Prepared Report": {"report_name": "text", "filters": "json"},
    "Email Queue": {"reference_doctype": "doctype", "reference_name": "name", "message": "text"},
    "Tag Link": {"document_type": "doctype", "document_name": "name", "title": "text", "tag": "text"},
    "Document Follow": {"ref_doctype": "doctype", "ref_docname": "name", "user": "text"},
    "List Filter": {"reference_doctype": "doctype", "filter_name": "text", "filters": "text", "for_user": "other"},
    "Route History": {"route": "text"},
    "Workflow Action": {"reference_doctype": "doctype", "reference_name": "name", "workflow_state": "text"},
    "Data Import": {"reference_doctype": "doctype", "template_warnings": "text"},
    "DocShare": {"share_doctype": "doctype", "share_name": "name", "user": "text"},
    "Energy Point Log": {"reference_doctype": "doctype", "reference_name": "name", "reason": "text"},
    "Reminder": {"reminder_doctype": "doctype", "reminder_docname": "name", "description": "text"},
    "Scheduled Job Log": {"details": "text"},
    "Submission Queue": {"ref_doctype": "doctype", "ref_docname": "text", "exception": "text"},
}  # fmt: skip


@pytest.fixture(scope="module")
def beside(attacked: Attacked) -> dict[str, list[str]]:
    """Something of each kind beside each row, with the row's marker; names by kind."""
    frappe.set_user("Administrator")
    found: dict[str, list[str]] = {}
    rows = [row for row in attacked.rows if row.doctype in KEPT]
    for doctype, fields in BESIDE.items():
        if frappe.db.exists("DocType", doctype):
            found[doctype] = [_put(doctype, fields, row) for row in rows]
    frappe.db.commit()
    return found


def _put(doctype: str, fields: dict[str, str], row: Row) -> str:
    words = {
        "doctype": row.doctype,
        "name": row.name,
        "text": row.marker,
        "other": "Administrator",
        "json": json.dumps({"changed": [["remark", row.marker, "x"]], "remark": row.marker}),
    }
    doc = frappe.new_doc(doctype)
    doc.update({field: words[kind] for field, kind in fields.items()})
    if doctype == "Comment":
        doc.comment_type = "Comment"
    counted = "int" in frappe.db.get_column_type(doctype, "name")
    doc.name = (
        frappe.db.get_next_sequence_val(doctype) if counted else frappe.generate_hash(length=10)
    )
    doc.db_insert()
    return doc.name


def test_lists_and_documents(attacked: Attacked, tally: Tally, beside: dict[str, list[str]]):
    """Asked for by themselves, they show no word of a row that the asker does not read."""
    judge = Judge(attacked, tally, "历史和附记 · histories", own_code=False)
    everything = '["*"]'
    kinds = (
        sorted(beside)
        if FULL
        else [
            "Version",
            "Comment",
            "List Filter",
            "Tag Link",
            "Notification Log",
            "Energy Point Log",
        ]
    )
    every = [(role, doctype) for role in attacked.people for doctype in kinds]
    for role, doctype in some(every, "histories"):
        person = attacked.people[role]
        for answer in (
            person.resource("GET", doctype, fields=everything, limit_page_length=500),
            person.resource("GET", doctype, str(beside[doctype][0])),
            person.method("frappe.desk.reportview.get", doctype=doctype, fields=everything, page_length=500),
            person.method("frappe.client.get_value", doctype=doctype, fieldname=everything,
                          filters=json.dumps({"name": beside[doctype][0]})),
        ):  # fmt: skip
            judge.hear(role, answer, doctype, foreign=True)
    assert not judge.found, judge.told()


def test_the_form_of_who_reads_it_has_them(attacked: Attacked, tally: Tally, beside: dict):
    """The timeline of one's own row still says what happened to it."""
    row = attacked.of("Household", "own")
    liaison = attacked.people["Liaison"]
    answer = liaison.method("frappe.desk.form.load.getdoc", doctype=row.doctype, name=row.name)
    info = answer.json["docinfo"]
    assert row.marker in str(info["versions"])
    assert row.marker in str(info["comments"])


@pytest.mark.parametrize("way", ["filters", "or_filters", "fields", "order_by", "escaped"])
def test_who_was_there_is_not_found_by_searching(attacked: Attacked, tally: Tally, way: str):
    """A station reads that it was checked, and not who of it was absent: not by counting either."""
    check = attacked.of("Spot Check", "own")
    frappe.db.set_value("Spot Check", check.name, "told", 1)
    person = attacked.world.team.members[0].cadre
    frappe.get_doc(
        {"doctype": "Check Person", "parent": check.name, "parenttype": "Spot Check", "idx": 1,
         "parentfield": "people", "cadre": person, "seen": "Absent"}
    ).db_insert()  # fmt: skip
    frappe.db.commit()
    asked = {
        "filters": {"filters": [["Check Person", "seen", "=", "Absent"]]},
        "or_filters": {"or_filters": [["Check Person", "cadre", "=", person]]},
        "fields": {"fields": ["name", "`tabCheck Person`.`cadre`"]},
        "order_by": {"order_by": "`tabCheck Person`.`seen` asc", "fields": ["people.seen", "name"]},
        "escaped": {"filters": '[["Check\\u0020Person", "seen", "=", "Absent"]]'},
    }[way]
    judge = Judge(attacked, tally, "隐藏的字段 · hidden fields", own_code=False)
    told = {"doctype": "Spot Check", "limit_page_length": 500, **asked}
    rest = {
        key: value if isinstance(value, str) else json.dumps(value) for key, value in asked.items()
    }
    for role in ("Station Leader", "Team Head", "Liaison", "Station Cadre"):
        liaison = attacked.people[role]
        for answer in (
            liaison.method("frappe.client.get_list", **told),
            liaison.method("frappe.client.get_count", **told),
            liaison.method("frappe.desk.reportview.get", **told),
            liaison.method("frappe.desk.reportview.get_count", **told),
            liaison.resource("GET", "Spot Check", **rest),
        ):
            judge.hear(role, answer, str(asked))
            assert answer.status == 403, (role, answer.asked, answer.text[:300])
    office = attacked.people["Organization Office"]
    if way == "filters":
        found = office.method("frappe.client.get_list", **told)
        assert {"name": check.name} in found.json["message"]
    assert not judge.found, judge.told()
