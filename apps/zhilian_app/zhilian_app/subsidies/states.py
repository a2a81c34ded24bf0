"""States of projects, plans and payments, and the steps between them. No database here.

The plan: 「相关的申请表和说明材料提交党委会研究同意后,纳入镇问题台账的支持补贴项目库……由党委会讨论研究,按照资金日程
安排按序下拨」 and 「直至项目完成」.
"""

from zhilian_app.workflow_spec import Input, Move, Spec, State

IN_POOL = "In the Pool"
PLANNED = "Planned"
FUNDED = "Funded"
UNDER_WAY = "Under Way"
FINISHED = "Finished"
STOPPED = "Stopped"

DRAFT = "Draft"
BEFORE_COMMITTEE = "Before the Committee"
AGREED = "Agreed"
NOT_AGREED = "Not Agreed"

TO_APPROVE = "To Approve"
BOOKED = "Booked"
CANCELLED = "Cancelled"

# steps that follow from money alone: nobody takes them by a button, the conditions see to that
PLAN = "Put on the Plan"
FUND = "First Payment Made"
UNFUND = "Payment Cancelled"

START = "Confirm the Start"
FINISH = "Accept as Finished"
STOP = "Stop the Project"

SEND = "Put to the Committee"
TAKE_BACK = "Take Back"
AGREE = "Committee Agrees"
REFUSE = "Committee Does Not Agree"

ASK = "Send for Approval"
BOOK = "Approve and Book"
RETURN = "Return"
CANCEL = "Cancel the Payment"

# those in which money may still come or go
OPEN_STATES = (IN_POOL, PLANNED, FUNDED, UNDER_WAY)
WITH_MONEY = (FUNDED, UNDER_WAY)
ENDED = (FINISHED, STOPPED)

_STEERING = ("Station Leader", "Team Head", "Liaison")
_ORGANIZATION = ("Organization Office",)
_OFFICES = ("Organization Office", "Finance Office")
_FINANCE = ("Finance Office",)
_BOOKING = ("Finance Office", "Town Leader")
_COMMITTEE = ("Town Leader", "Organization Office")

PROJECT = Spec(
    name="Subsidy Project",
    doctype="Subsidy Project",
    states=(
        State(IN_POOL, "Warning"),
        State(PLANNED, "Info"),
        State(FUNDED, "Primary"),
        State(UNDER_WAY, "Primary"),
        State(FINISHED, "Success"),
        State(STOPPED, "Inverse"),
    ),
    moves=(
        Move((IN_POOL,), PLAN, PLANNED, _COMMITTEE, condition="doc.planned_amount > 0"),
        Move((IN_POOL, PLANNED), FUND, FUNDED, _BOOKING, condition="doc.paid_amount > 0"),
        Move((FUNDED,), UNFUND, PLANNED, _BOOKING,
             condition="doc.paid_amount <= 0 and doc.planned_amount > 0"),
        Move((FUNDED,), UNFUND, IN_POOL, _BOOKING,
             condition="doc.paid_amount <= 0 and doc.planned_amount <= 0"),
        Move((FUNDED,), START, UNDER_WAY, _STEERING),
        Move((UNDER_WAY,), FINISH, FINISHED, _ORGANIZATION, self_approval=False),
        Move(OPEN_STATES, STOP, STOPPED, _COMMITTEE),
    ),
)  # fmt: skip

FUNDING_PLAN = Spec(
    name="Funding Plan",
    doctype="Funding Plan",
    states=(
        State(DRAFT, "Warning"),
        State(BEFORE_COMMITTEE, "Primary"),
        State(AGREED, "Success"),
        State(NOT_AGREED, "Danger"),
    ),
    moves=(
        Move((DRAFT, NOT_AGREED), SEND, BEFORE_COMMITTEE, _OFFICES),
        Move((BEFORE_COMMITTEE,), TAKE_BACK, DRAFT, _OFFICES),
        Move((BEFORE_COMMITTEE,), AGREE, AGREED, _COMMITTEE, condition='doc.decision == "Agreed"'),
        Move((BEFORE_COMMITTEE,), REFUSE, NOT_AGREED, _COMMITTEE,
             condition='doc.decision == "Not Agreed"'),
    ),
)  # fmt: skip

PAYMENT = Spec(
    name="Subsidy Payment",
    doctype="Subsidy Payment",
    states=(
        State(DRAFT, "Warning"),
        State(TO_APPROVE, "Primary"),
        State(BOOKED, "Success", doc_status=1),
        State(CANCELLED, "Danger", doc_status=2),
    ),
    moves=(
        Move((DRAFT,), ASK, TO_APPROVE, _FINANCE),
        Move((TO_APPROVE,), BOOK, BOOKED, _BOOKING, self_approval=False),
        Move((TO_APPROVE,), RETURN, DRAFT, _BOOKING),
        Move((BOOKED,), CANCEL, CANCELLED, _BOOKING),
    ),
)


def project_inputs(after: str) -> tuple[Input, ...]:
    """What a step of a project to the state ``after`` brings along."""
    return {
        UNDER_WAY: (Input("started_on", True), Input("reason")),
        FINISHED: (Input("accepted_on", True), Input("reason")),
        STOPPED: (Input("stopped_on", True), Input("reason", True)),
    }.get(after, ())


def plan_inputs(after: str) -> tuple[Input, ...]:
    """What a step of a plan to the state ``after`` brings along."""
    return {DRAFT: (Input("reason", True),)}.get(after, ())


def payment_inputs(after: str) -> tuple[Input, ...]:
    """What a step of a payment to the state ``after`` brings along."""
    return {
        DRAFT: (Input("reason", True),),
        CANCELLED: (Input("reason", True),),
    }.get(after, ())
