"""Boards by state: made where they are missing, what an administrator changed stays."""

import json
from dataclasses import dataclass

import frappe

from zhilian_app.issues import states as issue_states
from zhilian_app.subsidies import states as subsidy_states
from zhilian_app.workflow_spec import Spec

COLOURS = {
    "Warning": "Orange",
    "Primary": "Blue",
    "Info": "Cyan",
    "Success": "Green",
    "Danger": "Red",
    "Inverse": "Gray",
}


@dataclass(frozen=True)
class Board:
    """A board of a DocType by the states of its workflow; ``archived`` ones stand in the list alone."""

    name: str
    spec: Spec
    fields: tuple[str, ...]
    archived: tuple[str, ...]
    # Frappe takes the first one for granted
    filters: tuple[tuple, ...]


BOARDS = (
    Board(
        "问题台账看板",
        issue_states.SPEC,
        ("station_name", "due_on", "handler_name"),
        (issue_states.CLOSED, issue_states.ON_THE_SPOT, issue_states.WITHDRAWN),
        (("Ledger Issue", "is_open", "=", 1),),
    ),
    Board(
        "补贴项目看板",
        subsidy_states.PROJECT,
        ("station_name", "urgency", "approved_amount", "percent"),
        (subsidy_states.STOPPED,),
        (("Subsidy Project", "state", "!=", subsidy_states.STOPPED),),
    ),
)


def make_boards() -> None:
    """Make the boards; idempotent."""
    for board in BOARDS:
        if not frappe.db.exists("Kanban Board", board.name):
            _make(board)


def _make(board: Board) -> None:
    doc = frappe.get_doc(
        {
            "doctype": "Kanban Board",
            "kanban_board_name": board.name,
            "reference_doctype": board.spec.doctype,
            "field_name": board.spec.state_field,
            "private": 0,
            "show_labels": 0,
            "fields": json.dumps(board.fields),
            "filters": json.dumps(board.filters),
            "columns": [
                {
                    "column_name": state.name,
                    "status": "Archived" if state.name in board.archived else "Active",
                    "indicator": COLOURS[state.style],
                }
                for state in board.spec.states
            ],
        }
    )
    doc.insert(ignore_permissions=True)
