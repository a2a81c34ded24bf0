"""When filings are due, and whether they came on time. No database here.

The plan: 「每月提交资料应注意上报时限,错过印刊时间将显示缺报」 and the five papers of 「定期上报资料制度」.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhilian_app import calendar

NOT_DUE = "Not Due"
OVERDUE = "Overdue"
MISSING = "Missing"
ON_TIME = "On Time"
LATE = "Late"
NOT_NEEDED = "Not Needed"
STANDINGS = (NOT_DUE, OVERDUE, MISSING, ON_TIME, LATE, NOT_NEEDED)
# those that somebody still has to do something about
OWED = (NOT_DUE, OVERDUE, MISSING)

EVERY_MONTH = "Every Month"
AFTER_EVENT = "After an Event"

DAY_OF_MONTH = "Day of the Month"
END_OF_MONTH = "End of the Month"
DAYS_AFTER = "Days after the Event"

# what is late is written down for so many months back at most when a station turns out to have begun earlier
LOOK_BACK_MONTHS = 2


@dataclass(frozen=True)
class Rule:
    """When a requirement falls due.

    Attributes:
        due_day: day of the month, 1 to 31; the last day where the month is shorter.
        next_month: due in the month after the one that it is about.
        days_after: calendar days after the event.
        cutoff_day: last day of the month after, on which it still counts for the bulletin.
        from_month: first day of the first month that is asked for.
        to: last day on which something may be due, if there is one.
    """

    due_rule: str
    from_month: date
    due_day: int = 31
    next_month: bool = False
    days_after: int = 0
    cutoff_day: int = 5
    to: date | None = None


@dataclass(frozen=True)
class Span:
    """Days, both included, on which a station is in force."""

    started_on: date
    ended_on: date | None = None

    def has(self, day: date) -> bool:
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)


@dataclass(frozen=True)
class Due:
    """A filing that is asked for: the month whose bulletin shows it, its due day, and the last day that counts."""

    month: date
    due_on: date
    cutoff_on: date


# -- due days ---------------------------------------------------------------------------------------------


def due_of_month(rule: Rule, month: date) -> Due:
    """The filing of a month.

    The plan: 「每月3日前报公开栏更新情况的远景、近景电子照片3张」, 「每月30日前」; February ends earlier.
    A holiday on the due day does not move it.

    Raises:
        ValueError: the day is not 1 to 31, or the rule goes by an event.
    """
    month = calendar.month_start(month)
    of = calendar.next_month(month) if rule.next_month else month
    if rule.due_rule == END_OF_MONTH:
        due_on = calendar.month_end(of)
    elif rule.due_rule == DAY_OF_MONTH:
        due_on = calendar.due_day(of.year, of.month, rule.due_day)
    else:
        raise ValueError(f"no due day of a month: {rule.due_rule}")
    return Due(month, due_on, cutoff_on(month, rule.cutoff_day))


def due_after(rule: Rule, event_on: date) -> Due:
    """The filing that an event brings about; it belongs to the month in which it is due.

    The plan: 「在接到抽查通知的一个星期内交到镇组织」, 「确认申请启动……后,当月30日前填报」. An event after the day of
    its month leaves until the month's end.

    Raises:
        ValueError: the day is not 1 to 31, or the days are negative.
    """
    if rule.due_rule == DAYS_AFTER:
        if rule.days_after < 0:
            raise ValueError(f"days must not be negative: {rule.days_after}")
        due_on = event_on + timedelta(days=rule.days_after)
    elif rule.due_rule == END_OF_MONTH:
        due_on = calendar.month_end(event_on)
    else:
        due_on = calendar.due_day(event_on.year, event_on.month, rule.due_day)
        if due_on < event_on:
            due_on = calendar.month_end(event_on)
    month = calendar.month_start(due_on)
    return Due(month, due_on, cutoff_on(month, rule.cutoff_day))


def cutoff_on(month: date, day: int) -> date:
    """Last day on which what is about ``month`` counts for its bulletin: a day of the month after."""
    after = calendar.next_month(month)
    return calendar.due_day(after.year, after.month, day)


def dues(rule: Rule, today: date, ahead: int, since: date | None = None) -> Iterator[Due]:
    """Filings of a monthly rule that are to be there on ``today``: of months begun, and those soon due.

    Args:
        ahead: days before the due day on which it is reminded of first.
        since: a month before which all are there already.
    """
    month = max(rule.from_month, since) if since else rule.from_month
    month = calendar.month_start(month)
    while True:
        due = due_of_month(rule, month)
        if month > today and due.due_on - timedelta(days=ahead) > today:
            return
        if is_asked(rule, due):
            yield due
        month = calendar.next_month(month)


def is_asked(rule: Rule, due: Due) -> bool:
    """Whether the rule was in force for a filing."""
    return due.month >= calendar.month_start(rule.from_month) and (
        rule.to is None or due.due_on <= rule.to
    )


def since(made_until: date | None) -> date | None:
    """First month to look at again where the job ran last on ``made_until``; None: all there are."""
    if made_until is None:
        return None
    month = calendar.month_start(made_until)
    for _month in range(LOOK_BACK_MONTHS):
        month = calendar.previous_month(month)
    return month


# -- standing ---------------------------------------------------------------------------------------------


def standing(due_on: date, cutoff_on: date, handed_in_on: datetime | None, today: date) -> str:
    """How a filing stands on ``today``, from its timestamps alone.

    The plan: 「遵守真实、依时……的原则」. The whole of the due day is on time, and the whole of the cut-off day counts.
    """
    if handed_in_on:
        return ON_TIME if handed_in_on.date() <= due_on else LATE
    if today <= due_on:
        return NOT_DUE
    return OVERDUE if today <= cutoff_on else MISSING


def missed_cutoff(cutoff_on: date, handed_in_on: datetime | None, today: date) -> bool:
    """Whether the bulletin shows it as 缺报: 「错过印刊时间将显示缺报」."""
    if handed_in_on:
        return handed_in_on.date() > cutoff_on
    return today > cutoff_on


def standing_in_bulletin(due_on: date, cutoff_on: date, handed_in_on: datetime | None) -> str:
    """How the bulletin shows a filing: as at the end of its cut-off day, whenever the bulletin is made."""
    if handed_in_on and handed_in_on.date() > cutoff_on:
        handed_in_on = None
    return standing(due_on, cutoff_on, handed_in_on, cutoff_on + timedelta(days=1))
