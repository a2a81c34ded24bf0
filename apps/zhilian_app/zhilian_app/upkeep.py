"""What daily jobs share: one bad row stops no other, a deadlock ends no night, and a chapter asks for nothing from
before it first ran.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any, ParamSpec

import frappe
from frappe.utils import getdate

LONGEST_TITLE = 140
TRIES = 4
# the database took the row back, or may have: the same once more is likely to go well
LOCKED_OUT = (frappe.QueryDeadlockError, frappe.QueryTimeoutError)
SAVEPOINT = "upkeep"
P = ParamSpec("P")


def each(what: Iterable, act: Callable[[Any], object], title: str) -> None:
    """Do ``act`` with each and commit it; what fails is undone and logged under ``title``, and the others go on.

    For jobs alone, whose transaction is their own. A deadlock takes back the whole transaction, savepoints and all:
    what is done is committed at once, so that only the row itself has to begin anew.
    """
    rows = list(what)
    _commit()
    for one in rows:
        for left in reversed(range(TRIES)):
            if _is_done(one, act, title, last=not left):
                break
        _commit()


def _is_done(one: Any, act: Callable[[Any], object], title: str, last: bool) -> bool:
    """Try a row; False where it has to begin anew, which is not said of the ``last`` try."""
    frappe.db.savepoint(SAVEPOINT)
    try:
        act(one)
    except LOCKED_OUT:
        frappe.db.rollback()
        if last:
            _log(title, one)
        return last
    except Exception:
        frappe.db.rollback(save_point=SAVEPOINT)
        _log(title, one)
    return True


def each_within(what: Iterable, act: Callable[[Any], object], title: str) -> None:
    """Like ``each``, but in the transaction of the caller, who commits all or nothing.

    Raises:
        frappe.QueryDeadlockError, frappe.QueryTimeoutError: it has to begin anew as a whole.
    """
    for one in what:
        # a name of its own: an ``each`` around this goes back to where its row began
        frappe.db.savepoint("upkeep_within")
        try:
            act(one)
        except LOCKED_OUT:
            raise
        except Exception:
            frappe.db.rollback(save_point="upkeep_within")
            _log(title, one)


def begins_anew(job: Callable[P, None]) -> Callable[P, None]:
    """A job that begins anew after a deadlock: for those that write many rows by one statement, and may run twice."""

    @wraps(job)
    def tried(*args: P.args, **kwargs: P.kwargs) -> None:
        for left in reversed(range(TRIES)):
            try:
                job(*args, **kwargs)
            except LOCKED_OUT:
                frappe.db.rollback()
                if not left:
                    raise
            else:
                return

    return tried


def _commit() -> None:
    # tests take back what they wrote
    if not frappe.flags.in_test:
        frappe.db.commit()


def _log(title: str, one: Any) -> None:
    if isinstance(one, tuple):
        of = " ".join(map(str, one))
    else:
        of = getattr(one, "name", None) or one
    frappe.log_error(title=f"{title} {of}"[:LONGEST_TITLE])


def since(key: str, today: date) -> date:
    """The day that was noted under ``key`` when this was asked first; ``today`` is noted now where there is none."""
    known = frappe.db.get_default(key)
    if known:
        return getdate(known)
    frappe.db.set_default(key, str(today))
    return today
