"""Personal files: what checks found of a cadre, for the cadre, the office and the leaders alone.

The plan: 「如发现部分干部基本不下乡、干部下乡“走过场”等现象,会如实记录到个人档案」.
"""

import frappe
from frappe import _
from frappe.utils import cint, cstr

RECORD = "Cadre Record"


def write_findings(check) -> list[str]:
    """An entry for each person whom the checker marked; once a check and person."""
    names = []
    for row in check.people:
        where = {"spot_check": check.name, "cadre": row.cadre}
        if cint(row.noted) and not frappe.db.exists(RECORD, where):
            names.append(_write(check, row))
    return names


def _write(check, row) -> str:
    seen = _("Absent from Post", lang="zh")
    words = "，".join(filter(None, (seen, cstr(check.findings))))
    doc = frappe.new_doc(RECORD)
    doc.update({"cadre": row.cadre, "entry_date": check.check_day, "kind": "Finding"})
    doc.update({"text": f"{check.title}：{words}", "spot_check": check.name})
    doc.flags.by_check = True
    # who may record the check may write what it found
    doc.insert(ignore_permissions=True)
    return doc.name
