"""The board of issues by state: made where it is missing, what an administrator changed stays."""

import json

import frappe

from zhilian_app.issues import states

BOARD = "问题台账看板"
COLOURS = {
    "Warning": "Orange",
    "Primary": "Blue",
    "Info": "Cyan",
    "Success": "Green",
    "Danger": "Red",
    "Inverse": "Gray",
}
# ended ones stand in the list
ARCHIVED = (states.CLOSED, states.ON_THE_SPOT, states.WITHDRAWN)


def make_boards() -> None:
    """Make the board; idempotent."""
    if frappe.db.exists("Kanban Board", BOARD):
        return
    board = frappe.get_doc(
        {
            "doctype": "Kanban Board",
            "kanban_board_name": BOARD,
            "reference_doctype": "Ledger Issue",
            "field_name": "state",
            "private": 0,
            "show_labels": 0,
            "fields": json.dumps(["station_name", "due_on", "handler_name"]),
            "filters": json.dumps([["Ledger Issue", "is_open", "=", 1]]),
            "columns": [
                {
                    "column_name": state.name,
                    "status": "Archived" if state.name in ARCHIVED else "Active",
                    "indicator": COLOURS[state.style],
                }
                for state in states.SPEC.states
            ],
        }
    )
    board.insert(ignore_permissions=True)
