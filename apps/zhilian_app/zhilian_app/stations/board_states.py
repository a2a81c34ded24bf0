"""States of a Board Update and the steps between them. No database here.

The plan: 「每月要将公开栏更新情况以电子照片的方式报镇组织,组织要及时针对各驻点公开栏维护情况的问题给予指导」.
"""

from zhilian_app.workflow_spec import Input, Move, Spec, State

DRAFT = "Draft"
HANDED_IN = "Handed In"
TAKEN_IN = "Taken In"
RETURNED = "Returned"

HAND_IN = "Hand In"
TAKE_IN = "Take In"
GUIDE = "Send Back with Guidance"

# those in which the team may still write
OPEN_STATES = (DRAFT, RETURNED)

_TEAM = ("Station Leader", "Team Head", "Liaison", "Station Cadre")
_ORGANIZATION = ("Organization Office",)

BOARD = Spec(
    name="Board Update",
    doctype="Board Update",
    states=(
        State(DRAFT, "Warning"),
        State(HANDED_IN, "Primary"),
        State(TAKEN_IN, "Success"),
        State(RETURNED, "Danger"),
    ),
    moves=(
        Move(OPEN_STATES, HAND_IN, HANDED_IN, _TEAM),
        Move((HANDED_IN,), TAKE_IN, TAKEN_IN, _ORGANIZATION, self_approval=False),
        Move((HANDED_IN, TAKEN_IN), GUIDE, RETURNED, _ORGANIZATION),
    ),
)


def board_inputs(after: str) -> tuple[Input, ...]:
    """What a step of a Board Update to the state ``after`` brings along."""
    return {
        TAKEN_IN: (Input("guidance"),),
        RETURNED: (Input("guidance", True),),
    }.get(after, ())
