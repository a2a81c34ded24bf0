"""States of a Committee Request (附件1) and a Committee Session, and the steps between them. No database here.

The plan: 「表格要经驻点组长或分管领导审核签名后,连同纸质版和电子版,一同报送镇组织」 and
「镇领导班子每月召开一次专题会议……主要是针对上月各驻点提交党委会研究解决的问题作讨论,提出解决方案」.
"""

from zhilian_app.workflow_spec import Input, Move, Spec, State

DRAFT = "Draft"
TO_SIGN = "To Sign"
SIGNED = "Signed"
ACCEPTED = "Accepted"
RETURNED = "Returned"

PREPARING = "Preparing"
DECIDED = "Decided"

SEND = "Send to Sign"
SIGN = "Sign"
ACCEPT = "Accept"
RETURN = "Return"
DECIDE = "Sign and Decide"

# those in which the team may still write
OPEN_STATES = (DRAFT, RETURNED)

_TEAM = ("Station Leader", "Team Head", "Liaison", "Station Cadre")
_HEADS = ("Station Leader", "Team Head")
_ORGANIZATION = ("Organization Office",)
_COMMITTEE = ("Town Leader", "Organization Office")

REQUEST = Spec(
    name="Committee Request",
    doctype="Committee Request",
    states=(
        State(DRAFT, "Warning"),
        State(TO_SIGN, "Primary"),
        State(SIGNED, "Info"),
        State(ACCEPTED, "Success"),
        State(RETURNED, "Danger"),
    ),
    moves=(
        Move(OPEN_STATES, SEND, TO_SIGN, _TEAM),
        Move((TO_SIGN,), SIGN, SIGNED, _HEADS, self_approval=False),
        Move((TO_SIGN,), RETURN, RETURNED, _HEADS),
        Move((SIGNED,), ACCEPT, ACCEPTED, _ORGANIZATION, self_approval=False),
        Move((SIGNED,), RETURN, RETURNED, _ORGANIZATION),
    ),
)

SESSION = Spec(
    name="Committee Session",
    doctype="Committee Session",
    states=(State(PREPARING, "Warning"), State(DECIDED, "Success", doc_status=1)),
    moves=(Move((PREPARING,), DECIDE, DECIDED, _COMMITTEE, self_approval=False),),
)


def request_inputs(after: str) -> tuple[Input, ...]:
    """What a step of a request to the state ``after`` brings along."""
    return {
        ACCEPTED: (Input("paper_received"), Input("reason")),
        RETURNED: (Input("reason", True),),
    }.get(after, ())
