"""The demo town's public boards of the last months: most in time, one late, one sent back, one missing."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import frappe
from frappe.core.doctype.file.utils import get_content_hash

from zhilian_app import calendar
from zhilian_app.demo.board_pictures import board_picture
from zhilian_app.demo.constants import OWNER, STATIONS, TOWN, StationPlan
from zhilian_app.demo.people import Cast
from zhilian_app.demo.rows import ChildRows, Rows
from zhilian_app.demo.stations import Term
from zhilian_app.stations import board_image, board_rules
from zhilian_app.stations import board_states as states

MONTHS = 2
DUE_DAY = 3
ANSWERED_AFTER = timedelta(hours=20)
VIEWS = (board_rules.FAR, board_rules.NEAR, board_rules.NEAR)
GUIDANCE = "近景照片看不清“问题办理”一栏的内容，请更新本月问题办理结果后重新拍照上报。"
WORDS = "更换政策宣传页，公开上月走访和问题办理情况。"
STEP_FIELDS = ("stepped_on", "by_user", "by_name", "from_state", "to_state", "reason")
# by the place of the station in the list: of this month alone
LATE, BACK, NEW, MISSING, USED_AGAIN = 4, 2, 5, 9, 6


@dataclass(frozen=True)
class Plan:
    """What a station did with a month; ``day`` is when it handed in, None where it did not."""

    station: StationPlan
    month: date
    day: datetime | None
    state: str
    used_again: bool = False


def insert_boards(terms: dict[str, list[Term]], cast: Cast, office: str, now: datetime) -> None:
    """Write the boards of this month and the one before, with their pictures as files on the disk."""
    writer = _Writer(terms, cast, office)
    for plan in plans(now):
        writer.add(plan)
    writer.insert()


def plans(now: datetime) -> list[Plan]:
    """What each station of the town did with each month up to ``now``."""
    month, months = calendar.month_start(now.date()), []
    for _number in range(MONTHS):
        months.append(month)
        month = calendar.previous_month(month)
    stations = [plan for plan in STATIONS if plan.town == TOWN]
    found = []
    for first in reversed(months):
        for place, station in enumerate(stations):
            plan = _plan(station, place, first, first == months[0])
            if plan.day and plan.day < now:
                answered = plan.day + ANSWERED_AFTER < now
                found.append(plan if answered else replace(plan, state=states.HANDED_IN))
    return found


def _plan(station: StationPlan, place: int, month: date, is_this: bool) -> Plan:
    due = board_rules.due_on(month, DUE_DAY)
    day = datetime.combine(due - timedelta(days=place % 3), time(9 + place % 7, 7 * (place % 8)))
    state = states.TAKEN_IN
    if is_this:
        if place == MISSING:
            day = None
        if place == LATE:
            day = datetime.combine(due + timedelta(days=2), time(16, 20))
        state = {BACK: states.RETURNED, NEW: states.HANDED_IN}.get(place, state)
    elif place == MISSING:
        # the station that is behind with everything
        day = datetime.combine(due + timedelta(days=6), time(17, 5))
    return Plan(station, month, day, state, is_this and place == USED_AGAIN)


class _Writer:
    def __init__(self, terms: dict[str, list[Term]], cast: Cast, office: str) -> None:
        self.terms, self.cast, self.office = terms, cast, office
        self.updates = Rows(
            "Board Update", "docstatus", "station", "station_name", "town", "month", "due_on", "state", "words",
            "guidance", "handed_in_on", "handed_in_by_name", "accepted_on", "accepted_by_name", "written_by_users",
        )  # fmt: skip
        self.pictures = ChildRows(
            "Board Picture", "Board Update", "pictures", "docstatus", "picture", "view", "taken_on", "fingerprint",
            "remark",
        )  # fmt: skip
        self.steps = ChildRows("Step Record", "Board Update", "steps", "docstatus", *STEP_FIELDS)
        self.files = Rows(
            "File", "file_name", "file_url", "is_private", "file_size", "content_hash", "attached_to_doctype",
            "attached_to_name", "folder", "is_folder",
        )  # fmt: skip

    def add(self, plan: Plan) -> None:
        name = board_rules.name_of(plan.station.docname, plan.month)
        liaison = self.terms[plan.station.docname][-1].main()[2]
        owner = self.cast.users.get(liaison, OWNER)
        back, taken = plan.state == states.RETURNED, plan.state == states.TAKEN_IN
        answered = plan.day + ANSWERED_AFTER
        self.updates.add(
            name, plan.day, 0, plan.station.docname, plan.station.name, TOWN, plan.month,
            board_rules.due_on(plan.month, DUE_DAY), plan.state, WORDS, GUIDANCE if back else "",
            None if back else plan.day, None if back else self.cast.names[liaison],
            answered if taken else None, self.cast.names[self.office] if taken else None, owner, owner=owner,
        )  # fmt: skip
        rows = [self._picture(plan, name, number, owner) for number in range(len(VIEWS))]
        self.pictures.add_all(name, plan.day, iter(rows), owner=owner)
        way = [(plan.day - timedelta(minutes=9), liaison, None, states.DRAFT, "")]
        way.append((plan.day, liaison, states.DRAFT, states.HANDED_IN, ""))
        if back or taken:
            words = GUIDANCE if back else ""
            way.append((answered, self.office, states.HANDED_IN, plan.state, words))
        steps = (
            (0, at, self.cast.users.get(who, OWNER), self.cast.names[who], *rest)
            for at, who, *rest in way
        )
        self.steps.add_all(name, plan.day, steps, owner=owner)

    def _picture(self, plan: Plan, update: str, number: int, owner: str) -> tuple:
        last = calendar.previous_month(plan.month)
        again = plan.used_again and number == len(VIEWS) - 1
        content = board_picture(plan.station.name, last if again else plan.month, number)
        file_name = f"board-{frappe.generate_hash(length=10)}.jpg"
        _write(file_name, content)
        url = f"/private/files/{file_name}"
        self.files.add(
            frappe.generate_hash(length=10), plan.day, file_name, url, 1, len(content), get_content_hash(content),
            "Board Update", update, "Home/Attachments", 0, owner=owner,
        )  # fmt: skip
        fingerprint = board_image.clean(content).fingerprint
        remark = f"与{last:%Y-%m}本驻点照片相同" if again else None
        return (0, url, VIEWS[number], plan.day.date(), fingerprint, remark)

    def insert(self) -> None:
        for rows in (self.updates, self.pictures, self.steps, self.files):
            rows.insert()


def _write(file_name: str, content: bytes) -> None:
    """Beside Frappe, which looks through each picture for a second or so before it stores it."""
    path = Path(frappe.get_site_path("private", "files", file_name))
    path.write_bytes(content)
    frappe.db.after_rollback.add(lambda: path.unlink(missing_ok=True))
