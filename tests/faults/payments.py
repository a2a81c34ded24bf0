"""A payment run: written, sent, and booked by a second person, while each process is killed."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import frappe

from config.setup.paths import TEST_SITE
from tests.faults.outcome import Outcome
from tests.faults.person import NoAnswer, Person, Refused
from tests.faults.running import BACK_WITHIN, VICTIMS, Bench, on_site, wait_for
from zhilian_app.demo.constants import PASSWORD, TOWN
from zhilian_app.subsidies import states

PAYMENT = "Subsidy Payment"
AMOUNT = 100.0  # yuan
INSTALMENTS = 8  # of each project
DESKS = 4
STEP = "zhilian_app.steps.take_step"


@dataclass
class Payment:
    """One instalment; ``name`` once its draft was acknowledged, ``booked`` once the booking was."""

    project: str
    voucher: str
    name: str = ""
    booked: bool = False


@dataclass
class Desk:
    """The two people that a payment takes."""

    writer: Person
    approver: Person

    def pay(self, payment: Payment, done: Callable[[], None]) -> None:
        """Write, send and book, each as often as it takes."""
        doc = {
            "doctype": PAYMENT, "project": payment.project, "kind": "Payment", "amount": AMOUNT,
            "paid_on": str(date.today()), "payee": "村民委员会", "voucher_no": payment.voucher,
        }  # fmt: skip
        saved = _until(lambda: self.writer.ask("frappe.client.insert", doc=doc)["message"])
        payment.name = saved["name"]
        self._step(self.writer, payment, states.ASK, (states.TO_APPROVE, states.BOOKED))
        self._step(self.approver, payment, states.BOOK, (states.BOOKED,))
        payment.booked = True
        done()

    @staticmethod
    def _step(person: Person, payment: Payment, action: str, ends: tuple[str, ...]) -> None:
        """Take a step; who had no answer looks at the form first, and taps again where nothing has come of it."""

        def try_once() -> bool:
            try:
                person.ask(STEP, doctype=PAYMENT, name=payment.name, action=action)
            except Refused:
                shown = person.ask("frappe.client.get", doctype=PAYMENT, name=payment.name)
                return shown["message"]["state"] in ends
            return True

        _until(try_once)


def _until(call: Callable) -> object:
    def attempt() -> object:
        try:
            return call()
        except (NoAnswer, Refused):
            time.sleep(0.4)
            return None

    return wait_for(attempt, "an answer", 2 * BACK_WITHIN)


def run(bench: Bench) -> Iterator[Outcome]:
    """Pay, kill, and hold the books against the rows."""
    payments, before = _plan(), _paid()
    done, lock = [], threading.Lock()

    def tick() -> None:
        with lock:
            done.append(time.monotonic())

    def work(part: list[Payment]) -> None:
        desk = Desk(
            *(
                Person(bench.url, u, PASSWORD, TEST_SITE).sign_in()
                for u in ("caizhengban2", "caizhengban")
            )
        )
        for payment in part:
            desk.pay(payment, tick)

    with ThreadPoolExecutor(DESKS) as pool:
        parts = [pool.submit(work, payments[at::DESKS]) for at in range(DESKS)]
        recoveries = [
            _kill_at(bench, done, victim, len(payments) * (at + 1) // (len(VICTIMS) + 1))
            for at, victim in enumerate(VICTIMS)
        ]
        for part in parts:
            part.result()
    outcome = Outcome("经费下拨 · a payment run, each process killed", recovery=max(recoveries))
    yield _check(outcome, payments, before)


def _kill_at(bench: Bench, done: list[float], victim: str, moment: int) -> float:
    wait_for(lambda: len(done) >= moment, f"{moment} payments", 3 * BACK_WITHIN)
    killed, pid = time.monotonic(), bench.kill(victim)
    bench.wait_back(victim, pid)
    wait_for(lambda: done[-1] > killed, "a payment to be booked")
    return max(done[-1], time.monotonic()) - killed


def _plan() -> list[Payment]:
    with on_site():
        projects = frappe.get_all(
            "Subsidy Project",
            {"state": ["in", (states.PLANNED, states.FUNDED, states.UNDER_WAY)]},
            ["name", "planned_amount", "paid_amount"],
            order_by="name asc",
        )
    open_ = [
        row.name for row in projects if row.planned_amount - row.paid_amount >= AMOUNT * INSTALMENTS
    ]
    stamp = f"{time.time():.0f}"
    return [
        Payment(name, f"故障{stamp}-{name}-{at}") for at in range(INSTALMENTS) for name in open_
    ]


def _paid() -> float:
    with on_site():
        return frappe.db.get_value("Subsidy Fund", f"{TOWN}-{date.today().year}", "paid")


def _check(outcome: Outcome, payments: list[Payment], before: float) -> Outcome:
    from zhilian_app.subsidies import reconciliation, reconciliation_source

    with on_site():
        rows = frappe.get_all(
            PAYMENT,
            {"voucher_no": ["in", [p.voucher for p in payments]]},
            ["name", "voucher_no", "docstatus", "project", "instalment"],
        )
        differences = reconciliation.differences(reconciliation_source.check(TOWN))
    booked = Counter(row.voucher_no for row in rows if row.docstatus == 1)
    names = {row.name for row in rows if row.docstatus == 1}
    numbers = Counter((row.project, row.instalment) for row in rows if row.docstatus == 1)
    outcome.acknowledged = sum(payment.booked for payment in payments)
    outcome.lost = sum(payment.booked and payment.name not in names for payment in payments)
    outcome.double = sum(n - 1 for n in booked.values()) + sum(n - 1 for n in numbers.values())
    spare = sum(row.docstatus == 0 for row in rows)
    outcome.notes = f"{spare} unpaid drafts of lost answers"
    moved = _paid() - before
    if abs(moved - AMOUNT * len(booked)) > 0.005:
        outcome.wrong.append(f"the fund paid {moved:.2f} for {len(booked)} payments of {AMOUNT}")
    outcome.wrong += [f"books differ: {line}" for line in differences[:3]]
    if outcome.acknowledged < len(payments):
        outcome.wrong.append(f"{len(payments) - outcome.acknowledged} payments could not be booked")
    return outcome
