"""问题台账: the issues in the columns of the paper book, for screen, paper and xlsx."""

from frappe import _

from zhilian_app.issues.ledger_rows import ISSUE, ledger_rows


def execute(filters: dict | None = None):
    """Frappe's entry point: columns and rows, under the reader's own rows."""
    rows = ledger_rows(filters or {})
    for row in rows:
        row.links = {"title": {"doctype": ISSUE, "name": row.name}}
    return _columns(), rows


def _columns() -> list[dict]:
    columns = (
        ("number", _("No."), "Int", 60),
        ("station_name", _("Station"), "Data", 100),
        ("raised_on", _("Raised On"), "Date", 110),
        ("householder", _("Raised By"), "Data", 90),
        ("title", _("Issue Title"), "Data", 220),
        ("kind_words", _("Issue Kind"), "Data", 90),
        ("level_words", _("Level"), "Data", 110),
        ("in_charge", _("In Charge"), "Data", 150),
        ("due_on", _("Due On"), "Date", 110),
        ("state_words", _("State"), "Data", 150),
        ("result", _("Result of Handling"), "Data", 200),
        ("feedback", _("Feedback"), "Data", 190),
        ("remark", _("Remark"), "Data", 160),
    )
    keys = ("fieldname", "label", "fieldtype", "width")
    # a grid would put what looks like a number to the right
    return [
        {
            **dict(zip(keys, column, strict=True)),
            **({"align": "left"} if column[2] == "Data" else {}),
        }
        for column in columns
    ]
