"""What a large site is filled with: for each DocType how many rows a station has, and each column as SQL.

In the SQL ``n.seq`` is the row's number within the town (from 1) and ``n.place`` its station (0 to 9).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

VISITS_OF_HOME = 5
REGISTERED_OF = 5  # every fifth household is on the key register
SENSITIVE_OF = 10  # of these, every tenth in a category that few may read
HOMES_OF_ISSUE = 20
STATION = "concat(%(town)s, '-大村', n.place)"
SURNAMES = "'陈李黄张何梁林吴罗谢'"
WORDS = "'问了家里老人的身体和收成，说到村口的水渠堵了，下雨就漫到晒谷场，盼着早点清。'"


def chance(purpose: str, upto: int, row: str = "n.seq") -> str:
    """Return SQL for a number from 0 to ``upto`` - 1 that looks drawn, for this purpose and row."""
    return f"(crc32(concat_ws('-', %(seed)s, '{purpose}', %(offset)s + {row})) mod {upto})"


def key(kind: str, row: str = "n.seq") -> str:
    """Return SQL for a name: scattered over the table as Frappe's are, and unique by its second half."""
    number = f"%(offset)s + {row}"
    return (
        f"concat(left(md5(concat_ws('-', %(seed)s, '{kind}', {number})), 5),"
        f" lpad(lower(conv({number}, 10, 36)), 5, '0'))"
    )


def day(purpose: str, start: str, days: str, row: str = "n.seq") -> str:
    """Return SQL for a day from ``start`` (SQL) within the next ``days`` (SQL, a number) days."""
    return f"date_add({start}, interval {chance(purpose, 10_000, row)} mod ({days}) day)"


THIS_YEAR = "datediff(%(today)s, %(new_year)s) + 1"


@dataclass(frozen=True)
class Table:
    """Rows of one DocType.

    Attributes:
        of_station: rows of a station, from its number of households.
        columns: column → SQL.
        joined: further SQL after the numbers.
    """

    doctype: str
    of_station: Callable[[int], int]
    name: str
    columns: dict[str, str] = field(default_factory=dict)
    joined: str = ""
    docstatus: int = 0


PLACE = {"station": STATION, "town": "%(town)s"}
NAMED = {"station_name": "concat('大村', n.place)"}
PERSON = f"concat(substr({SURNAMES}, 1 + {{0}} mod 10, 1), substr('志建国秀丽玉春海永明', 1 + {{1}} mod 10, 1), '生')"


def person(row: str) -> str:
    """Return SQL for the name of a household's head."""
    return PERSON.format(chance("surname", 1000, row), chance("given", 1000, row))


HOME_OF_VISIT = f"((n.seq - 1) div {VISITS_OF_HOME} + 1)"
HOME_OF_ENTRY = f"(n.seq * {REGISTERED_OF})"
HOME_OF_ISSUE = f"(n.seq * {HOMES_OF_ISSUE})"
SENSITIVE = f"(mod(n.seq, {SENSITIVE_OF}) = 0)"
ISSUE_OPEN = f"({chance('open', 100)} < 15)"
RAISED = day("raised", "%(new_year)s", THIS_YEAR)
STEP_ISSUE = "((n.seq - 1) div 3 + 1)"
DAYS_APART = 146  # no two visits of a household on one day: each has a fifth of two years


def visit_day(visit: str, turn: str) -> str:
    """Return SQL for the day of a visit; ``turn`` (0 to 4) is its place among those of the household."""
    days = f"{turn} * {DAYS_APART} + {chance('visit', DAYS_APART, visit)}"
    return f"date_add(%(long_ago)s, interval {days} day)"


def effective(visit: str) -> str:
    """Return SQL that tells whether a visit says enough."""
    return f"({chance('effective', 100, visit)} < 90)"


def voided(visit: str) -> str:
    """Return SQL that tells whether a visit was made void."""
    return f"({chance('voided', 1000, visit)} < 3)"


def counted(home: str, since: str = "%(long_ago)s") -> dict[str, str]:
    """Return SQL for what a household keeps of its visits since a day: how many count, the first and the last."""
    days, counts = [], []
    for turn in range(VISITS_OF_HOME):
        visit = f"(({home} - 1) * {VISITS_OF_HOME} + {turn + 1})"
        day_of = visit_day(visit, str(turn))
        counts.append(f"({effective(visit)} and not {voided(visit)} and {day_of} >= {since})")
        days.append(day_of)
    first = ", ".join(f"if({count}, {day}, null)" for count, day in zip(counts, days, strict=True))
    last = ", ".join(
        f"if({count}, {day}, null)" for count, day in reversed(list(zip(counts, days, strict=True)))
    )
    return {
        "visit_count": " + ".join(counts),
        "first_visited_on": f"coalesce({first})",
        "last_visited_on": f"coalesce({last})",
    }


OF_HOME = counted("n.seq")
OF_ENTRY = counted(HOME_OF_ENTRY, "%(new_year)s")

HOMES = Table(
    "Household",
    lambda homes: homes,
    key("home"),
    {
        **PLACE,
        "householder": person("n.seq"),
        "group_name": f"concat(1 + {chance('group', 12)}, '组')",
        "address": "concat(1 + n.seq mod 12, '组', n.seq, '号')",
        "phone": f"concat('139', lpad({chance('phone', 100_000_000)}, 8, '0'))",
        "status": "'Active'",
        "register_year": f"if(n.seq mod {REGISTERED_OF} = 0, %(year)s, 0)",
        "visit_priority": f"if(n.seq mod {REGISTERED_OF} = 0, 1, 99)",
        "visit_count": OF_HOME["visit_count"],
        "last_visited_on": OF_HOME["last_visited_on"],
    },
)

ENTRIES = Table(
    "Key Visit Entry",
    lambda homes: homes // REGISTERED_OF,
    key("entry"),
    {
        **PLACE,
        "household": key("home", HOME_OF_ENTRY),
        "year": "%(year)s",
        "householder": person(HOME_OF_ENTRY),
        "address": f"concat(1 + {HOME_OF_ENTRY} mod 12, '组', {HOME_OF_ENTRY}, '号')",
        "added_on": "%(new_year)s",
        **OF_ENTRY,
        "status": f"if({OF_ENTRY['visit_count']}, 'Visited', 'To Visit')",
        "category_text": f"if({SENSITIVE}, '残疾人', '孤寡老人')",
        "priority": "1",
        "sensitive": SENSITIVE,
        "active_key": f"concat({key('home', HOME_OF_ENTRY)}, '-', %(year)s)",
    },
)

CATEGORIES = Table(
    "Key Visit Category",
    lambda homes: homes // REGISTERED_OF,
    key("category"),
    {
        "parent": key("entry"),
        "parenttype": "'Key Visit Entry'",
        "parentfield": "'categories'",
        "idx": "1",
        "category": f"if({SENSITIVE}, '残疾人', '孤寡老人')",
    },
)

VISITS = Table(
    "Household Visit",
    lambda homes: homes * VISITS_OF_HOME,
    key("visit"),
    {
        **PLACE,
        "household": key("home", HOME_OF_VISIT),
        "visit_date": visit_day("n.seq", f"((n.seq - 1) mod {VISITS_OF_HOME})"),
        "content": WORDS,
        "householder": person(HOME_OF_VISIT),
        "address": f"concat(1 + {HOME_OF_VISIT} mod 12, '组', {HOME_OF_VISIT}, '号')",
        "visit_kind": f"if({HOME_OF_VISIT} mod {REGISTERED_OF} = 0, 'Key Visit', 'Door-to-door Visit')",
        "effective": effective("n.seq"),
        "visitor_names": "'李联络'",
        "sensitive": f"({HOME_OF_VISIT} mod {REGISTERED_OF * SENSITIVE_OF} = 0)",
        "voided": voided("n.seq"),
    },
)

ISSUES = Table(
    "Ledger Issue",
    lambda homes: homes // HOMES_OF_ISSUE,
    key("issue"),
    {
        **PLACE,
        **NAMED,
        "household": key("home", HOME_OF_ISSUE),
        "householder": person(HOME_OF_ISSUE),
        "title": "concat('水渠堵塞', n.seq)",
        "content": WORDS,
        "issue_kind": f"elt(1 + {chance('kind', 4)}, 'Livelihood', 'Infrastructure', 'Dispute', 'Environment')",
        "raised_on": RAISED,
        "state": f"if({ISSUE_OPEN}, elt(1 + {chance('state', 3)}, 'With the Station', 'Registered', 'In Progress'),"
        " 'Closed')",
        "level": "'Village or Community'",
        "due_from": RAISED,
        "due_on": f"date_add({RAISED}, interval 7 day)",
        "due_days": "7",
        "is_open": ISSUE_OPEN,
        "resolved_on": f"if({ISSUE_OPEN}, null, least(%(today)s, date_add({RAISED}, interval 5 day)))",
        "closed_on": f"if({ISSUE_OPEN}, null, least(%(today)s, date_add({RAISED}, interval 6 day)))",
        "told_on": f"if({ISSUE_OPEN}, null, least(%(today)s, date_add({RAISED}, interval 6 day)))",
        "told_how": f"if({ISSUE_OPEN}, null, 'Face to Face')",
        "satisfaction": f"if({ISSUE_OPEN}, null, 'Satisfied')",
        "source": "'Entered by Hand'",
    },
)

STEPS = Table(
    "Step Record",
    lambda homes: homes // HOMES_OF_ISSUE * 3,
    key("step"),
    {
        "parent": key("issue", STEP_ISSUE),
        "parenttype": "'Ledger Issue'",
        "parentfield": "'steps'",
        "idx": "1 + (n.seq - 1) mod 3",
        "stepped_on": "now(6)",
        "by_name": "'李联络'",
        "to_state": "elt(1 + (n.seq - 1) mod 3, 'Registered', 'With the Station', 'Closed')",
    },
)

MEETINGS = Table(
    "Weekly Meeting",
    lambda homes: 52,
    key("meeting"),
    {
        **PLACE,
        "title": "concat('大村', n.place, ' 周会')",
        "meeting_date": "date_sub(%(today)s, interval ((n.seq - 1) mod 52) * 7 day)",
        "week": "date_sub(%(today)s, interval ((n.seq - 1) mod 52) * 7 day)",
        "status": f"if({chance('held', 20)} > 0, 'Held', 'Not Held')",
        "expected_count": "8",
        "present_count": "7",
    },
)

FILINGS = Table(
    "Filing",
    lambda homes: 84,
    key("filing"),
    {
        **PLACE,
        **NAMED,
        "title": "concat('上报 ', n.seq)",
        "requirement": "r.name",
        "requirement_title": "r.title",
        "month": "date_add(%(new_year)s, interval ((n.seq - 1) mod 12) month)",
        "due_on": "last_day(date_add(%(new_year)s, interval ((n.seq - 1) mod 12) month))",
        "cutoff_on": "date_add(last_day(date_add(%(new_year)s, interval ((n.seq - 1) mod 12) month)), interval 5 day)",
        "standing": f"elt(1 + {chance('standing', 10)}, 'Missing', 'Late', 'On Time', 'On Time', 'On Time', 'On Time',"
        " 'On Time', 'On Time', 'On Time', 'On Time')",
        "state": "'Handed In'",
        "handed_in_on": "date_add(%(new_year)s, interval ((n.seq - 1) mod 12) month)",
    },
    "join (select name, title, row_number() over (order by sequence, name) - 1 place from `tabFiling Requirement`"
    " where town = %(town)s) r on r.place = ((n.seq - 1) div 12) mod (select count(*) from `tabFiling Requirement`"
    " where town = %(town)s)",
)

PROJECTS = Table(
    "Subsidy Project",
    lambda homes: 20,
    key("project"),
    {
        **PLACE,
        **NAMED,
        "title": "concat('水渠清淤', n.seq)",
        "urgency": f"elt(1 + {chance('urgency', 3)}, 'Normal', 'Urgent', 'Most Urgent')",
        "state": f"if({chance('pool', 2)} = 0, 'In the Pool', 'Finished')",
        "total_budget": f"10000 + {chance('budget', 90_000)}",
        "amount_asked": f"5000 + {chance('asked', 40_000)}",
        "approved_amount": f"4000 + {chance('approved', 30_000)}",
        "resolution_no": "concat('赤党会〔2026〕', n.seq, '号')",
        "decided_on": day("decided", "%(new_year)s", THIS_YEAR),
        "form_in_on": day("form", "%(new_year)s", THIS_YEAR),
        "statement_in_on": day("statement", "%(new_year)s", THIS_YEAR),
        "statement": "'/private/files/statement.pdf'",
    },
)

PROGRESS = Table(
    "Project Progress",
    lambda homes: 12 * 10,
    key("progress"),
    {
        **PLACE,
        **NAMED,
        "project": key("project", "((n.seq - 1) div 12 + 1)"),
        "project_title": "concat('水渠清淤', (n.seq - 1) div 12 + 1)",
        "month": "date_add(%(new_year)s, interval ((n.seq - 1) mod 12) month)",
        "due_on": "last_day(date_add(%(new_year)s, interval ((n.seq - 1) mod 12) month))",
        "status": "'Handed In'",
        "percent": "8 * ((n.seq - 1) mod 12)",
    },
)

CHECKS = Table(
    "Spot Check",
    lambda homes: 6,
    key("check"),
    {
        **PLACE,
        **NAMED,
        "title": "concat('巡查 ', n.seq)",
        "kind": f"elt(1 + {chance('check', 3)}, 'Patrol', 'Book Check', 'Full Check')",
        "check_day": day("check day", "%(new_year)s", THIS_YEAR),
        "state": "'Recorded'",
        "score": f"60 + {chance('score', 40)}",
    },
)

TABLES: tuple[Table, ...] = (
    HOMES, ENTRIES, CATEGORIES, VISITS, ISSUES, STEPS, MEETINGS, FILINGS, PROJECTS, PROGRESS, CHECKS,
)  # fmt: skip
