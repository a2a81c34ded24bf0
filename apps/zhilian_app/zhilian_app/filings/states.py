"""States of filings, articles and circulations, and the steps between them. No database here.

The plan: 「表格要经驻点组长或分管领导审核签名后,连同纸质版和电子版,一同报送镇组织」, 「对撰写的书面报告团队内部
应加强传阅修订后提交」, 「质量好的文章将推荐政府网发表」 and 「结果直接呈镇党委书记、镇长、及各领导班子传阅」.
"""

from zhilian_app.workflow_spec import Input, Move, Spec, State

TO_HAND_IN = "To Hand In"
TO_SIGN = "To Sign"
HANDED_IN = "Handed In"
TAKEN_IN = "Taken In"
RETURNED = "Returned"
NOT_NEEDED = "Not Needed"

DRAFT = "Draft"
TEAM_REVIEW = "Team Review"
CHOSEN = "Chosen"
FILED = "Filed"

IN_CIRCULATION = "In Circulation"
COMPLETED = "Completed"
ENDED = "Ended"

SEND = "Send to Sign"
HAND_IN = "Hand In"
SIGN = "Sign"
RETURN = "Return"
TAKE_IN = "Take In"

ASK_TEAM = "Give to the Team"
CHOOSE = "Choose for the Website"
FILE = "Put on File"

CIRCULATE = "Circulate"
COMPLETE = "All Have Signed"
END = "End the Circulation"

# those in which the team may still write
OPEN_STATES = (TO_HAND_IN, RETURNED)
OPEN_ARTICLES = (DRAFT, RETURNED)

_TEAM = ("Station Leader", "Team Head", "Liaison", "Station Cadre")
_HEADS = ("Station Leader", "Team Head")
_ORGANIZATION = ("Organization Office",)

# a filing that follows a document has its steps there; that there is nothing to report is said here
_OWN_PAPER = "(not doc.follows or doc.is_nil)"

FILING = Spec(
    name="Filing",
    doctype="Filing",
    states=(
        State(TO_HAND_IN, "Warning"),
        State(TO_SIGN, "Primary"),
        State(HANDED_IN, "Info"),
        State(TAKEN_IN, "Success"),
        State(RETURNED, "Danger"),
        State(NOT_NEEDED, "Inverse"),
    ),
    moves=(
        Move(OPEN_STATES, SEND, TO_SIGN, _TEAM, condition=f'{_OWN_PAPER} and doc.signer != "Nobody"'),
        Move(OPEN_STATES, HAND_IN, HANDED_IN, _TEAM,
             condition=f'{_OWN_PAPER} and doc.signer == "Nobody"'),
        Move((TO_SIGN,), SIGN, HANDED_IN, _HEADS, self_approval=False, condition=_OWN_PAPER),
        Move((TO_SIGN,), RETURN, RETURNED, _HEADS, condition=_OWN_PAPER),
        Move((HANDED_IN,), TAKE_IN, TAKEN_IN, _ORGANIZATION, self_approval=False,
             condition=_OWN_PAPER),
        Move((HANDED_IN, TAKEN_IN), RETURN, RETURNED, _ORGANIZATION, condition=_OWN_PAPER),
    ),
)  # fmt: skip

ARTICLE = Spec(
    name="Station Article",
    doctype="Station Article",
    states=(
        State(DRAFT, "Warning"),
        State(TEAM_REVIEW, "Primary"),
        State(HANDED_IN, "Info"),
        State(CHOSEN, "Success"),
        State(FILED, "Inverse"),
        State(RETURNED, "Danger"),
    ),
    moves=(
        Move(OPEN_ARTICLES, ASK_TEAM, TEAM_REVIEW, _TEAM),
        Move((TEAM_REVIEW,), HAND_IN, HANDED_IN, _HEADS, self_approval=False),
        Move((TEAM_REVIEW,), RETURN, RETURNED, _TEAM),
        Move((HANDED_IN, FILED), CHOOSE, CHOSEN, _ORGANIZATION, self_approval=False),
        Move((HANDED_IN,), FILE, FILED, _ORGANIZATION, self_approval=False),
        Move((HANDED_IN,), RETURN, RETURNED, _ORGANIZATION),
    ),
)

CIRCULATION = Spec(
    name="Circulation",
    doctype="Circulation",
    states=(
        State(DRAFT, "Warning"),
        State(IN_CIRCULATION, "Primary"),
        State(COMPLETED, "Success"),
        State(ENDED, "Inverse"),
    ),
    moves=(
        Move((DRAFT,), CIRCULATE, IN_CIRCULATION, _ORGANIZATION),
        Move((IN_CIRCULATION,), COMPLETE, COMPLETED, ("Town Leader", "Organization Office"),
             condition="doc.reader_count > 0 and doc.signed_count >= doc.reader_count"),
        Move((DRAFT, IN_CIRCULATION), END, ENDED, _ORGANIZATION),
    ),
)  # fmt: skip


def filing_inputs(after: str) -> tuple[Input, ...]:
    """What a step of a filing to the state ``after`` brings along."""
    return {
        TAKEN_IN: (Input("paper_received"), Input("paper_received_on"), Input("reason")),
        RETURNED: (Input("reason", True),),
    }.get(after, ())


def article_inputs(after: str) -> tuple[Input, ...]:
    """What a step of an article to the state ``after`` brings along."""
    return {
        RETURNED: (Input("reason", True),),
        CHOSEN: (Input("published_on"), Input("published_url"), Input("reason")),
        FILED: (Input("reason"),),
    }.get(after, ())


def circulation_inputs(after: str) -> tuple[Input, ...]:
    """What a step of a circulation to the state ``after`` brings along."""
    return {ENDED: (Input("reason", True),)}.get(after, ())
