"""What the demo's subsidies are made of while they are played: funds, projects, payments, rows of progress, plans."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from zhilian_app import calendar
from zhilian_app.demo import subsidy_texts as texts
from zhilian_app.demo.constants import TOWN
from zhilian_app.demo.issues import Issue
from zhilian_app.meetings.money import NOTHING, yuan
from zhilian_app.subsidies import allocation, books, states

# when a session's resolutions are signed
DECIDED_AT = time(17, 30)
Step = tuple[datetime, str, str, str]


@dataclass(frozen=True)
class People:
    """Cadres who play a part besides the stations' own."""

    secretary: str
    organization: str
    writer: str
    approver: str


@dataclass
class Fund:
    """A year's money, with its entries as rows of Fund Entry."""

    year: int
    book: books.Fund = field(default_factory=books.Fund)
    entries: list[tuple] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{TOWN}-{self.year}"


@dataclass
class Project:
    """A project as it stands, with all that happened to it."""

    name: str
    facts: dict
    entered: datetime
    papers: datetime | None
    life: texts.Life = field(default_factory=texts.Life)
    book: books.Project = field(default_factory=books.Project)
    fund: Fund | None = None
    plan: str | None = None
    steps: list[Step] = field(default_factory=list)
    payments: list["Payment"] = field(default_factory=list)
    rows: list["Progress"] = field(default_factory=list)
    # fields of the document that its steps set
    values: dict = field(default_factory=dict)
    issue: Issue | None = None

    @property
    def state(self) -> str | None:
        return self.steps[-1][1] if self.steps else None

    def state_at(self, moment: datetime) -> str | None:
        return next((after for at, after, *_rest in reversed(self.steps) if at <= moment), None)

    @property
    def handed_in(self) -> "Progress | None":
        """The row that was handed in last."""
        return next((row for row in reversed(self.rows) if row.handed_in), None)


@dataclass
class Payment:
    """A payment with its steps; ``number`` is its place among all."""

    number: int
    project: Project
    amount: Decimal
    payee: str
    voucher: str
    steps: list[Step]
    plan: str | None
    fund: Fund
    kind: str = "Payment"
    instalment: int = 0
    exception: bool = False
    amended_from: "Payment | None" = None

    @property
    def name(self) -> str:
        origin = self.amended_from
        return f"{origin.name}-1" if origin else f"拨付-演示-{self.number:03d}"

    @property
    def state(self) -> str:
        return self.steps[-1][1]


@dataclass
class Progress:
    """A month's row."""

    month: date
    percent: int
    spent: Decimal
    before: tuple[int, Decimal]
    status: str = "Due"
    handed_in: datetime | None = None
    by: str = ""
    words: str = ""
    back_reason: str = ""


@dataclass
class Plan:
    """A funding plan; ``rows`` and ``moves`` as the form stores them."""

    day: date
    fund: Fund
    amount: Decimal
    rows: list[dict]
    moves: list[dict]
    steps: list[Step]
    decided: date | None = None
    decision: str = ""

    @property
    def name(self) -> str:
        return f"{TOWN}-资金计划-{self.day}"

    @property
    def planned(self) -> Decimal:
        return sum((yuan(row["amount"]) for row in self.chosen), NOTHING)

    @property
    def chosen(self) -> list[dict]:
        return [row for row in self.rows if row["outcome"] == allocation.IN]


def decision_words(plan: Plan) -> str:
    """What the committee said of a plan."""
    if plan.decision == states.AGREED:
        return "同意，按资金日程安排按序下拨。"
    return "本季度预算偏紧，暂不安排，下次会议再议。"


def station_name(project: Project) -> str:
    """Name of the project's station."""
    return project.facts["station"].removeprefix(f"{TOWN}-")


def work_day_before(day: date) -> date:
    """``day``, or the last working day before it."""
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day
