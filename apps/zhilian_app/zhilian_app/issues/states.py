"""The states of a Ledger Issue and the steps between them. No database here.

The plan: 「对《问题台账》实行动态管理,特别是对不能现场办结的问题进行记录,实行限时办结,及时反馈办理结果给群众」.
What an administrator configures in the desk (who may do which step) starts from STEPS; what a step must bring along
is a rule and stays here.
"""

from collections.abc import Iterable

from zhilian_app.workflow_spec import Input, Move, Spec, State

REGISTERED = "Registered"
WITH_STATION = "With the Station"
REFERRED = "Referred to Office"
PUT_UP = "Put to the Committee"
IN_PROGRESS = "In Progress"
RESOLVED = "Resolved"
CLOSED = "Closed"
ON_THE_SPOT = "Solved on the Spot"
REOPENED = "Reopened"
WITHDRAWN = "Withdrawn"

# those after which nobody's turn it is
ENDED = frozenset((CLOSED, ON_THE_SPOT, WITHDRAWN))

VILLAGE, OFFICE, COMMITTEE = "Village or Community", "Town Office", "Committee"
LEVELS = (VILLAGE, OFFICE, COMMITTEE)

AGREED, NOT_AGREED, DEFERRED, STUDIED = "Agreed", "Not Agreed", "Deferred", "Studied Separately"
DECISIONS = (AGREED, NOT_AGREED, DEFERRED, STUDIED)

NOT_SATISFIED = "Not Satisfied"

_TEAM = ("Station Leader", "Team Head", "Liaison", "Station Cadre", "Village Cadre")
_MAIN = ("Station Leader", "Team Head", "Liaison", "Station Cadre")
_STEERING = ("Station Leader", "Team Head", "Liaison")
_HEADS = ("Station Leader", "Team Head")
_OFFICES = (
    "Town Office Staff",
    "Social Affairs Office",
    "Party-Government Office",
    "Finance Office",
)
_ORGANIZATION = "Organization Office"
# the session's paper is signed by one of these
_COMMITTEE = (_ORGANIZATION, "Town Leader")

NEW = (REGISTERED, REOPENED)
AT_STATION = (*NEW, WITH_STATION)

SPEC = Spec(
    name="Ledger Issue",
    doctype="Ledger Issue",
    states=(
        State(REGISTERED, "Warning"),
        State(WITH_STATION, "Primary"),
        State(REFERRED, "Primary"),
        State(PUT_UP, "Primary"),
        State(IN_PROGRESS, "Primary"),
        State(RESOLVED, "Info"),
        State(CLOSED, "Success"),
        State(ON_THE_SPOT, "Success"),
        State(REOPENED, "Danger"),
        State(WITHDRAWN, "Inverse"),
    ),
    moves=(
        Move((REGISTERED,), "Solved at Once", ON_THE_SPOT, _TEAM),
        Move(NEW, "Handle at the Station", WITH_STATION, _MAIN),
        Move(AT_STATION, "Refer to an Office", REFERRED, (*_STEERING, _ORGANIZATION)),
        Move((*AT_STATION, REFERRED, IN_PROGRESS), "Put to the Committee", PUT_UP, _STEERING),
        Move((REFERRED,), "Accept", IN_PROGRESS, _OFFICES),
        Move((REFERRED, IN_PROGRESS), "Send Back to the Station", WITH_STATION, _OFFICES),
        Move((WITH_STATION, IN_PROGRESS), "Report as Resolved", RESOLVED, (*_MAIN, *_OFFICES)),
        Move((REFERRED,), "Report as Resolved", RESOLVED, _OFFICES),
        Move((PUT_UP,), "Take Back", WITH_STATION, _HEADS),
        Move((PUT_UP,), "Carry Out the Decision", IN_PROGRESS, _COMMITTEE,
             condition='doc.decision == "Agreed"'),
        Move((PUT_UP,), "Answer by Decision", RESOLVED, _COMMITTEE,
             condition='doc.decision == "Not Agreed"'),
        Move((RESOLVED,), "Tell the People", CLOSED, _TEAM),
        Move((RESOLVED, CLOSED, ON_THE_SPOT), "People Not Satisfied", REOPENED, (*_TEAM, _ORGANIZATION)),
        Move(AT_STATION, "Withdraw", WITHDRAWN, (*_HEADS, _ORGANIZATION), self_approval=False),
    ),
)  # fmt: skip

_FEEDBACK = (
    Input("told_on", True),
    Input("told_by", True),
    Input("told_how", True),
    Input("told_words"),
)


def inputs(before: str, after: str) -> tuple[Input, ...]:
    """What a step from ``before`` to ``after`` brings along; the field ``reason`` is kept in the step's record."""
    if after == ON_THE_SPOT:
        return (Input("result", True), Input("satisfaction", True))
    if after == REFERRED:
        return (Input("town_office", True), Input("reason"))
    if after == RESOLVED:
        return (Input("result", True),) if before != PUT_UP else ()
    if after == CLOSED:
        return (*_FEEDBACK[:3], Input("satisfaction", True), _FEEDBACK[3])
    if after == REOPENED:
        told = _FEEDBACK[:3] if before == RESOLVED else ()
        return (*told, Input("reason", True))
    if after == WITH_STATION:
        return (Input("handler"), Input("reason", before not in NEW))
    if after == WITHDRAWN:
        return (Input("reason", True),)
    return (Input("reason"),)


def level_after(state: str, level: str) -> str:
    """Level of an issue that has come into ``state``; three levels: 村(社区) → 镇办局 → 党委会."""
    if state in (REGISTERED, REOPENED, WITH_STATION):
        return VILLAGE
    return {REFERRED: OFFICE, PUT_UP: COMMITTEE}.get(state, level)


def is_open(state: str) -> bool:
    """Whether somebody has still to do something about it."""
    return state not in ENDED


def may_close_with(satisfaction: str) -> bool:
    """Whether the people's answer ends an issue; 不满意 goes back to work instead."""
    return satisfaction != NOT_SATISFIED


def path(states: Iterable[str]) -> bool:
    """Whether issues can go through ``states`` one after the other; for tests and the demo."""
    route = list(states)
    return all(
        any(before in move.before and move.after == after for move in SPEC.moves)
        for before, after in zip(route, route[1:], strict=False)
    )
