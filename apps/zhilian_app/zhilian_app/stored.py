"""One stored row by its name, on paths that every save takes.

``frappe.db.get_value`` parses each field's name as if a stranger had sent it, and that takes longer than its query.
"""

import frappe


def values(doctype: str, name: str, *fields: str, lock: bool = False) -> frappe._dict | None:
    """Fields of a row, or None where there is none; ``lock`` keeps others from it until the transaction ends.

    Names of DocType and fields are written in code, never taken from a request.
    """
    columns = ", ".join(f"`{field}`" for field in fields)
    query = f"select {columns} from `tab{doctype}` where name = %s"
    rows = frappe.db.sql(query + (" for update" if lock else ""), name, as_dict=True)
    return rows[0] if rows else None
