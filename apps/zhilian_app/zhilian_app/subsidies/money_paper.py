"""Papers of the town's money, 资金日程安排表 and 经费下拨单: what stands where. No database here.

The plan: 「由党委会讨论研究,按照资金日程安排按序下拨」. The papers are the office's own, so their words are Chinese.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhilian_app.meetings.money import NOTHING, figures, in_words
from zhilian_app.meetings.request_paper import day_text

OUT_OF_PLAN = "计划外拨付"


@dataclass(frozen=True)
class PlanRow:
    """A project of a plan in its turn; amounts in yuan, urgency and outcome in Chinese."""

    rank: int
    title: str
    station: str
    urgency: str
    amount: Decimal
    outcome: str
    left: Decimal
    why: str = ""
    is_in: bool = False

    @property
    def amount_text(self) -> str:
        return figures(self.amount)

    @property
    def left_text(self) -> str:
        return figures(self.left)


@dataclass(frozen=True)
class PlanPaper:
    """资金日程安排表; ``moves`` are sentences, ``state`` in Chinese."""

    town: str
    year: int
    day: date
    amount: Decimal
    planned: Decimal
    left: Decimal
    rows: tuple[PlanRow, ...] = ()
    moves: tuple[str, ...] = ()
    state: str = ""
    decision: str = ""
    resolution_no: str = ""
    decided_on: date | None = None
    remark: str = ""

    @property
    def title(self) -> str:
        return f"{self.town}{self.year}年直联工作专项经费补贴资金日程安排表"

    @property
    def day_text(self) -> str:
        return day_text(self.day)

    @property
    def in_plan(self) -> int:
        """How many projects are in."""
        return sum(1 for row in self.rows if row.is_in)

    @property
    def sums(self) -> str:
        """The plan's amounts in one line, the sum in words, too."""
        return (
            f"计划安排 {figures(self.amount)} 元；列入 {self.in_plan} 个项目，合计 {figures(self.planned)} 元"
            f"（{in_words(max(self.planned, NOTHING))}）；结余 {figures(self.left)} 元"
        )

    @property
    def decision_text(self) -> str:
        """The committee's word, or where the plan is."""
        if not self.decision:
            return f"尚未决定（{self.state}）"
        parts = (self.decision, self.resolution_no, day_text(self.decided_on))
        return "　".join(part for part in parts if part)


@dataclass(frozen=True)
class PaymentPaper:
    """经费下拨单, or 经费退回单; amounts in yuan."""

    town: str
    name: str
    is_return: bool
    is_booked: bool
    project: str
    station: str
    resolution_no: str
    decided_on: date | None
    approved: Decimal
    amount: Decimal
    paid_before: Decimal
    payee: str
    voucher_no: str
    paid_on: date
    plan: str = ""
    instalment: int = 0
    exception_reason: str = ""
    remark: str = ""
    written_by: str = ""
    checked_by: str = ""

    @property
    def title(self) -> str:
        return f"{self.town}直联工作专项经费补贴{'退回' if self.is_return else '下拨'}单"

    @property
    def mark(self) -> str:
        """What the paper is as long as it is not booked."""
        return "" if self.is_booked else "（未审核）"

    @property
    def resolution(self) -> str:
        parts = (self.resolution_no, day_text(self.decided_on))
        return "　".join(part for part in parts if part)

    @property
    def basis(self) -> str:
        """By which plan, or why without one."""
        if self.exception_reason:
            return f"{OUT_OF_PLAN}：{self.exception_reason}"
        return self.plan

    @property
    def which(self) -> str:
        if self.is_return:
            return "退回"
        return f"第 {self.instalment} 次" if self.instalment else "待审核"

    @property
    def amount_text(self) -> str:
        return f"{figures(self.amount)} 元"

    @property
    def amount_words(self) -> str:
        return in_words(self.amount)

    @property
    def approved_text(self) -> str:
        return f"{figures(self.approved)} 元"

    @property
    def paid_text(self) -> str:
        """What the project has with this payment."""
        sign = -1 if self.is_return else 1
        return f"{figures(self.paid_before + sign * self.amount)} 元"

    @property
    def day_text(self) -> str:
        return day_text(self.paid_on)

    @property
    def payee_label(self) -> str:
        return "退回单位" if self.is_return else "收款单位"
