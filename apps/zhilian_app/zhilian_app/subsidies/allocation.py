"""What an amount of money can pay, in the order of the queue. No database here.

The plan: 「根据镇财政能力综合优先考虑,由党委会讨论研究,按照资金日程安排按序下拨」.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

PASS_OVER, STOP_AT_FIRST = "Pass Over", "Stop at the First"
POLICIES = (PASS_OVER, STOP_AT_FIRST)

IN = "In the Plan"
NOT_READY = "Papers Not Complete"
TOO_LARGE = "Does Not Fit"
BEHIND = "Behind One That Does Not Fit"
OUTCOMES = (IN, NOT_READY, TOO_LARGE, BEHIND)


@dataclass(frozen=True)
class Need:
    """A project in its turn, and the yuan that it still needs."""

    key: str
    amount: Decimal
    ready: bool = True


@dataclass(frozen=True)
class Outcome:
    """What becomes of a project under a plan; ``left`` is what is left for those behind it."""

    key: str
    outcome: str
    left: Decimal


@dataclass(frozen=True)
class Difference:
    """What another amount would change, by key of the project."""

    entering: tuple[str, ...]
    leaving: tuple[str, ...]


def fill(needs: Iterable[Need], amount: Decimal, policy: str = PASS_OVER) -> list[Outcome]:
    """Spend ``amount`` (yuan) on projects in their order; never more than there is, and no project in part.

    Args:
        policy: PASS_OVER tries those behind one that does not fit; STOP_AT_FIRST ends there.

    Raises:
        ValueError: there is no such policy, or an amount is negative.
    """
    if policy not in POLICIES:
        raise ValueError(f"no policy {policy!r}")
    if amount < 0:
        raise ValueError(f"a negative amount: {amount}")
    left, stopped, found = amount, False, []
    for need in needs:
        if need.amount < 0:
            raise ValueError(f"a negative amount: {need}")
        outcome = _outcome(need, left, stopped)
        if outcome == IN:
            left -= need.amount
        elif outcome == TOO_LARGE and policy == STOP_AT_FIRST:
            stopped = True
        found.append(Outcome(need.key, outcome, left))
    return found


def _outcome(need: Need, left: Decimal, stopped: bool) -> str:
    if not need.ready:
        return NOT_READY
    if stopped:
        return BEHIND
    return IN if need.amount <= left else TOO_LARGE


def in_plan(outcomes: Iterable[Outcome]) -> list[str]:
    """Keys of the projects that are in."""
    return [one.key for one in outcomes if one.outcome == IN]


def difference(before: Iterable[Outcome], after: Iterable[Outcome]) -> Difference:
    """Who comes in and who drops out between two ways of spending."""
    old, new = in_plan(before), in_plan(after)
    return Difference(
        tuple(key for key in new if key not in old), tuple(key for key in old if key not in new)
    )
