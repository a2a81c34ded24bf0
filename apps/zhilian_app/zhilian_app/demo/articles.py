"""Demo articles of the stations, one in each state that an article passes through, and the last bulletin's round."""

from datetime import date, datetime, time, timedelta

import frappe

from zhilian_app import calendar
from zhilian_app.demo.article_texts import ARTICLES
from zhilian_app.demo.constants import OWNER, STATIONS, TOWN
from zhilian_app.demo.people import Cast
from zhilian_app.demo.rows import ChildRows, Rows
from zhilian_app.demo.stations import Term
from zhilian_app.filings import circulation_papers as papers
from zhilian_app.filings import states

WRITTEN_AT = time(16)
ADDRESS = "https://www.gov.example/zhilian/1.html"
FIELDS = (
    "title", "kind", "station", "station_name", "town", "author", "author_name", "body", "state", "month",
    "reviewed_on", "reviewed_by_name", "handed_in_on", "chosen_on", "chosen_by_name", "published_on", "published_url",
    "written_by_users",
)  # fmt: skip
# how far each article has come
WAYS = (
    (states.TEAM_REVIEW, states.HANDED_IN, states.CHOSEN),
    (states.TEAM_REVIEW, states.HANDED_IN),
    (states.TEAM_REVIEW, states.HANDED_IN, states.FILED),
    (states.TEAM_REVIEW,),
)


def insert_articles(cast: Cast, terms: dict[str, list[Term]], office: str, today: date) -> None:
    """Write the articles of the last weeks; ``office`` is who chose for the Organization Office."""
    rows = Rows("Station Article", *FIELDS)
    steps = ChildRows(
        "Step Record", "Station Article", "steps",
        "stepped_on", "by_user", "by_name", "from_state", "to_state",
    )  # fmt: skip
    plans = [plan for plan in STATIONS if plan.town == TOWN]
    for number, (text, way) in enumerate(zip(ARTICLES, WAYS, strict=True)):
        plan = plans[number]
        _leader, head, liaison, *_others = terms[plan.docname][-1].main()
        first = datetime.combine(today - timedelta(days=12 - 3 * number), WRITTEN_AT)
        _add(
            f"demo-a-{number:03d}",
            rows,
            steps,
            cast,
            plan,
            text,
            way,
            (liaison, head, office),
            first,
        )
    rows.insert()
    steps.insert()


def _add(
    name: str, rows: Rows, steps: ChildRows, cast: Cast, plan, text, way, people, first: datetime
) -> None:
    liaison, head, office = people
    kind, title, paragraphs = text
    by = {states.TEAM_REVIEW: liaison, states.HANDED_IN: head}
    at = {state: first + timedelta(hours=20 * turn) for turn, state in enumerate(way, 1)}
    names = {cadre: cast.names[cadre] for cadre in people}
    handed_in, chosen = at.get(states.HANDED_IN), at.get(states.CHOSEN)
    values = {
        "title": title.format(plan.name),
        "kind": kind,
        "station": plan.docname,
        "station_name": plan.name,
        "town": TOWN,
        "author": liaison,
        "author_name": names[liaison],
        "body": "".join(f"<p>{one}</p>" for one in paragraphs),
        "state": way[-1],
        "month": calendar.month_start(handed_in.date()) if handed_in else None,
        "reviewed_on": handed_in,
        "reviewed_by_name": names[head] if handed_in else None,
        "handed_in_on": handed_in,
        "chosen_on": chosen,
        "chosen_by_name": names[office] if chosen else None,
        "published_on": chosen.date() if chosen else None,
        "published_url": ADDRESS if chosen else None,
        "written_by_users": cast.users.get(liaison, OWNER),
    }
    rows.add(name, first, *(values[field] for field in FIELDS))
    told, before = (
        [(first, cast.users.get(liaison, OWNER), names[liaison], None, states.DRAFT)],
        states.DRAFT,
    )
    for state in way:
        cadre = by.get(state, office)
        told.append((at[state], cast.users.get(cadre, OWNER), names[cadre], before, state))
        before = state
    steps.add_all(name, at[way[-1]], iter(told))


def circulate_last_bulletin(now: datetime) -> str | None:
    """The town's last frozen bulletin waits for the leaders' signatures; None where there is none."""
    bulletin = frappe.db.get_value(
        papers.BULLETIN, {"town": TOWN, "frozen": 1}, "name", order_by="month desc"
    )
    if not bulletin:
        return None
    demo_user = frappe.session.user
    # the demo's own user reads nothing, and who circulates a paper must read it
    frappe.set_user("Administrator")
    try:
        return _circulate(bulletin, now)
    finally:
        frappe.set_user(demo_user)


def _circulate(bulletin: str, now: datetime) -> str:
    doc = frappe.new_doc(papers.CIRCULATION)
    doc.update({"reference_doctype": papers.BULLETIN, "reference_name": bulletin})
    doc.insert(ignore_permissions=True)
    # who has no account has none to sign with
    unable = [row for row in doc.readers if not row.user]
    for row in unable:
        doc.remove(row)
    if unable:
        doc.save(ignore_permissions=True)
    doc.db_set({"state": states.IN_CIRCULATION, "started_on": now, "owner": OWNER})
    return doc.name
