"""How the demo's projects go on once their money is planned: payments, the start, monthly rows, the end."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count

from zhilian_app import calendar
from zhilian_app.demo import subsidy_texts as texts
from zhilian_app.demo.subsidy_model import Payment, Progress, Project, station_name, work_day_before
from zhilian_app.meetings.money import CENT, yuan
from zhilian_app.subsidies import books, states

HANDED_IN_FROM = 22
PAID_AT, BOOKED_AFTER = time(9, 30), timedelta(hours=5, minutes=10)


class Lives:
    """Puts the events of each project's life on the play's list, and carries them out."""

    def __init__(self, play) -> None:
        self.play, self._vouchers = play, count(1)

    def begin(self, project: Project, decided: datetime) -> None:
        """The money of a project is planned: its instalments follow."""
        today = self.play.now.date()
        for turn, (days, share) in enumerate(project.life.pay):
            ahead = calendar.next_working_day(decided.date() + timedelta(days=max(days, 0)))
            day = work_day_before(today + timedelta(days=days)) if days < 0 else ahead
            at = datetime.combine(day, PAID_AT)
            self.play.at(at, lambda moment, t=turn, s=share: self._pay(project, t, s, moment))
        if project.life.waiting:
            at = datetime.combine(work_day_before(today - timedelta(days=1)), PAID_AT)
            self.play.at(at, lambda moment: self._ask(project, moment))

    def pay_outside(self, project: Project, at: datetime) -> None:
        """A payment outside of a plan: the leader books it, and it is its own promise."""
        project.fund = self.play.funds[at.year]
        amount = min(project.book.approved, project.fund.book.free)
        if amount <= 0:
            return
        payment = self._payment(project, amount, at, exception=True)
        project.fund.book, project.book = books.promise(project.fund.book, project.book, amount)
        self._book(payment, at + BOOKED_AFTER, self.play.people.secretary)

    # -- money -------------------------------------------------------------------------------------------

    def _pay(self, project: Project, turn: int, share: str, at: datetime) -> None:
        rest = project.book.to_pay
        last = (
            turn == len(project.life.pay) - 1 and sum(Decimal(s) for _d, s in project.life.pay) == 1
        )
        amount = rest if last else min(rest, (project.book.planned * Decimal(share)).quantize(CENT))
        if amount <= 0 or project.state == states.STOPPED:
            return
        payment = self._payment(project, amount, at)
        self._book(payment, at + BOOKED_AFTER, self.play.people.approver)
        if project.life.wrong == turn:
            payment.payee = "赤溪镇建筑工程队"
            self.play.at(at + timedelta(days=3), lambda moment: self._cancel(payment, moment))

    def _payment(self, project: Project, amount: Decimal, at: datetime, **more) -> Payment:
        """A payment that is written down and sent for approval."""
        writer = self.play.people.writer
        steps = [
            (at, states.DRAFT, writer, ""),
            (at + timedelta(minutes=12), states.TO_APPROVE, writer, ""),
        ]
        voucher = f"记-{at:%m}-{next(self._vouchers):03d}"
        payment = Payment(
            len(self.play.payments) + 1, project, amount, payee_of(project), voucher, steps, project.plan, project.fund,
            **more,
        )  # fmt: skip
        self.play.payments.append(payment)
        project.payments.append(payment)
        return payment

    def _ask(self, project: Project, at: datetime) -> None:
        if project.state in states.WITH_MONEY:
            share = Decimal(project.life.waiting)
            self._payment(project, (project.book.planned * share).quantize(CENT), at)

    def _book(self, payment: Payment, at: datetime, by: str) -> None:
        project, values = payment.project, payment.project.values
        payment.steps.append((at, states.BOOKED, by, ""))
        fund = payment.fund
        fund.book, project.book = books.pay(fund.book, project.book, payment.amount)
        payment.instalment = values["payments_made"] = values.get("payments_made", 0) + 1
        paid_on = payment.steps[0][0].date()
        values["first_paid_on"] = min(values.get("first_paid_on") or paid_on, paid_on)
        if project.state in (states.IN_POOL, states.PLANNED):
            project.steps.append((at, states.FUNDED, by, payment.voucher))
            self._first_paid(project, paid_on, at)

    def _cancel(self, payment: Payment, at: datetime) -> None:
        """Money that went to a wrong payee: cancelled with the reason, amended and paid anew."""
        project, fund = payment.project, payment.fund
        payment.steps.append((at, states.CANCELLED, self.play.people.approver, texts.CANCEL_REASON))
        fund.book, project.book = books.unpay(fund.book, project.book, payment.amount)
        again = self._payment(
            project, payment.amount, at + timedelta(minutes=25), amended_from=payment
        )
        again.voucher = payment.voucher
        self._book(again, at + BOOKED_AFTER, self.play.people.approver)

    # -- work --------------------------------------------------------------------------------------------

    def _first_paid(self, project: Project, paid_on: date, at: datetime) -> None:
        life = project.life
        self._add_row(project, at)
        if life.start is not None:
            begun = calendar.next_working_day(paid_on + timedelta(days=life.start))
            self.play.at(
                datetime.combine(begun, time(11)), lambda moment: self._start(project, moment)
            )
        if life.stops:
            stopped = calendar.next_working_day(paid_on + timedelta(days=life.stops))
            self.play.at(
                datetime.combine(stopped, time(16)), lambda moment: self._stop(project, moment)
            )

    def _add_row(self, project: Project, at: datetime) -> None:
        """The row of a month; the next month's makes itself on its first day while the project goes on."""
        if project.state not in states.WITH_MONEY:
            return
        month = calendar.month_start(at.date())
        last = project.handed_in
        before = (last.percent, last.spent) if last else (0, yuan(0))
        row = Progress(month, *before, before)
        project.rows.append(row)
        turn = len(project.rows) - 1
        following = calendar.next_month(month)
        self.play.at(
            datetime.combine(following, time(0, 5)), lambda moment: self._add_row(project, moment)
        )
        day = max(HANDED_IN_FROM + turn % 5, min(at.date().day + 3, 27))
        if turn in project.life.late:
            handed_in = datetime.combine(following + timedelta(days=3), time(10, 20))
        else:
            handed_in = datetime.combine(month.replace(day=day), time(16, 30))
        is_last = following == calendar.month_start(self.play.now.date())
        if not (project.life.missing and (is_last or following > self.play.now.date())):
            self.play.at(handed_in, lambda moment: self._hand_in(project, row, turn, moment))

    def _hand_in(self, project: Project, row: Progress, turn: int, at: datetime) -> None:
        if project.state not in states.WITH_MONEY:
            return
        percents, life = project.life.percents or (0,), project.life
        last = project.handed_in
        row.before = (last.percent, last.spent) if last else (0, yuan(0))
        row.percent = percents[min(turn, len(percents) - 1)]
        whole = project.book.approved - life.saves
        row.spent = max((whole * row.percent / 100).quantize(CENT), row.before[1])
        row.words = texts.words_of(row.percent, row.before[0])
        row.back_reason = texts.BACK_REASON if row.percent < row.before[0] else ""
        row.status, row.handed_in, row.by = "Handed In", at, self.play.liaison(project, at.date())
        project.values.update(
            {
                "percent": row.percent,
                "spent": row.spent,
                "progress_month": row.month,
                "written_by": row.by,
            }
        )
        if row.percent == 100 and life.finishes:
            accepted = calendar.next_working_day(at.date() + timedelta(days=5))
            finished = max(
                at.date() - timedelta(days=2), project.values.get("started_on") or at.date()
            )
            self.play.at(
                datetime.combine(accepted, time(15, 40)),
                lambda moment: self._finish(project, finished, moment),
            )

    def _start(self, project: Project, at: datetime) -> None:
        if project.state == states.FUNDED:
            project.values["started_on"] = at.date()
            by = self.play.liaison(project, at.date())
            project.steps.append((at, states.UNDER_WAY, by, ""))

    # -- the end -----------------------------------------------------------------------------------------

    def _finish(self, project: Project, finished: date, at: datetime) -> None:
        if project.state != states.UNDER_WAY:
            return
        cost, by = project.book.approved - project.life.saves, self.play.people.organization
        project.values.update(
            {
                "finished_on": finished, "final_cost": cost, "acceptance": texts.ACCEPTANCE, "accepted_on": at.date(),
                "accepted_by_name": self.play.names[by],
            }
        )  # fmt: skip
        project.steps.append((at, states.FINISHED, by, ""))
        self._close_rows(project)
        planned = project.book.planned
        self._release(project, planned - max(project.book.paid, min(planned, cost)))
        if project.book.to_pay > 0:
            day = calendar.next_working_day(at.date() + timedelta(days=9))
            self.play.at(
                datetime.combine(day, PAID_AT), lambda moment: self._pay_rest(project, moment)
            )

    def _pay_rest(self, project: Project, at: datetime) -> None:
        if project.book.to_pay > 0:
            payment = self._payment(project, project.book.to_pay, at)
            self._book(payment, at + BOOKED_AFTER, self.play.people.approver)

    def _stop(self, project: Project, at: datetime) -> None:
        project.values.update({"stopped_on": at.date(), "stop_reason": texts.STOP_REASON})
        project.steps.append((at, states.STOPPED, self.play.people.secretary, texts.STOP_REASON))
        self._close_rows(project)
        self._release(project, project.book.to_pay)
        day = calendar.next_working_day(at.date() + timedelta(days=8))
        self.play.at(
            datetime.combine(day, PAID_AT), lambda moment: self._give_back(project, moment)
        )

    def _give_back(self, project: Project, at: datetime) -> None:
        """What was paid and not spent comes back to the fund."""
        amount = project.book.paid - project.values.get("spent", yuan(0))
        if amount <= 0:
            return
        payment = self._payment(project, amount, at, kind="Return")
        payment.steps.append((at + BOOKED_AFTER, states.BOOKED, self.play.people.approver, ""))
        fund = payment.fund
        fund.book, project.book = books.give_back(fund.book, project.book, amount)

    @staticmethod
    def _release(project: Project, amount: Decimal) -> None:
        if amount > 0:
            project.fund.book, project.book = books.release(project.fund.book, project.book, amount)

    @staticmethod
    def _close_rows(project: Project) -> None:
        for row in project.rows:
            if row.status == "Due":
                row.status = "Not Needed"


def payee_of(project: Project) -> str:
    """The village's own account."""
    name = station_name(project)
    return (
        f"{name}居民委员会" if name.endswith("社区") else f"{name}村民委员会".replace("村村", "村")
    )
