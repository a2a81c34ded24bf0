"""States of spot checks and rectifications, and the steps between them. No database here.

The plan: 「抽查由组织办公室组织执行,分3种形式进行」, and 「对在检查中发现工作不达要求的及时提醒,并核查整改」.
"""

from zhilian_app.workflow_spec import Input, Move, Spec, State

DRAFT = "Draft"
NOTIFIED = "Notified"
RECORDED = "Recorded"
VOIDED = "Voided"

OPEN = "To Put Right"
DONE = "To Be Checked"
CLOSED = "Put Right"
REOPENED = "Reopened"

NOTIFY = "Give Notice"
RECORD = "Record the Result"
VOID = "Void"

HAND_IN = "Hand In the Evidence"
CONFIRM = "Confirm That It Is Good"
REOPEN = "Not Good Yet"

# those in which the team may still write
OPEN_STATES = (OPEN, REOPENED)

BOOKS, PATROL, MEETING, FULL = "Book Check", "Patrol", "Meeting Check", "Full Check"
# kinds for which a station hands in its books
WITH_NOTICE = (BOOKS, FULL)

_ORGANIZATION = ("Organization Office",)
_TEAM = ("Station Leader", "Team Head", "Liaison", "Station Cadre")

CHECK = Spec(
    name="Spot Check",
    doctype="Spot Check",
    states=(
        State(DRAFT, "Warning"),
        State(NOTIFIED, "Primary"),
        State(RECORDED, "Success"),
        State(VOIDED, "Inverse"),
    ),
    moves=(
        Move((DRAFT,), NOTIFY, NOTIFIED, _ORGANIZATION,
             condition='doc.kind in ("Book Check", "Full Check")'),
        Move((NOTIFIED,), RECORD, RECORDED, _ORGANIZATION),
        Move((DRAFT,), RECORD, RECORDED, _ORGANIZATION,
             condition='doc.kind in ("Patrol", "Meeting Check")'),
        Move((DRAFT, NOTIFIED), VOID, VOIDED, _ORGANIZATION),
    ),
)  # fmt: skip

RECTIFICATION = Spec(
    name="Rectification",
    doctype="Rectification",
    states=(
        State(OPEN, "Warning"),
        State(DONE, "Primary"),
        State(CLOSED, "Success"),
        State(REOPENED, "Danger"),
    ),
    moves=(
        Move(OPEN_STATES, HAND_IN, DONE, _TEAM),
        # the office that asked for it looks at it: who did it is refused by the document itself
        Move((DONE,), CONFIRM, CLOSED, _ORGANIZATION),
        Move((DONE,), REOPEN, REOPENED, _ORGANIZATION),
    ),
)


def check_inputs(after: str) -> tuple[Input, ...]:
    """What a step of a spot check to the state ``after`` brings along."""
    return {VOIDED: (Input("reason", True),)}.get(after, ())


def rectification_inputs(after: str) -> tuple[Input, ...]:
    """What a step of a rectification to the state ``after`` brings along."""
    return {
        CLOSED: (Input("reason"),),
        REOPENED: (Input("due_on", True), Input("reason", True)),
    }.get(after, ())
