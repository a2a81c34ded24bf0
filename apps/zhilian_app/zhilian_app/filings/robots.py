"""Messages of the chat groups' robots: one a robot and day, sent until the day is over, apart from all else.

A message is claimed before it is sent: its next try is set and committed, and only then the robot is called. A lock
on the row would have to be held for as long as the robot takes to answer; and whoever dies in the middle of the call
leaves a message that waits for its next try, not one that two send at once.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

import frappe
from frappe import _
from frappe.utils import cint, cstr, getdate, now_datetime

from zhilian_app.filings import robot_text, webhook
from zhilian_app.filings.reminders import owed
from zhilian_app.stations import duties
from zhilian_app.upkeep import each

ROBOT, MESSAGE = "Group Robot", "Robot Message"
WAITING, SENT, NOT_SENT = "Waiting", "Sent", "Not Sent"
MADE_ON = "zhilian_robot_messages_made_on"
MAKING_TIME = time(7, 30)
# minutes until the next try, after the first, second … one
BACK_OFF = (1, 5, 15, 60, 240)


# -- jobs -------------------------------------------------------------------------------------------------


def make_messages() -> None:
    """Write today's message of each robot that has something to say, once, and send it.

    Only today's is made: what was due on a missed day stands in today's, if it still is.
    """
    today = getdate()
    robots = frappe.get_all(
        ROBOT, filters={"is_active": 1}, fields=["name", "town", "kind"], order_by="name asc"
    )
    ahead = duties.reminder_days()
    by_town = _owed_by_town(today, ahead)

    def make(robot) -> None:
        most = robot_text.MOST_BYTES[robot.kind]
        text = robot_text.text_of(by_town[robot.town], today, ahead[robot.town], most)
        if text:
            _make(robot, today, text)

    each(robots, make, "Robot Message of")
    frappe.db.set_default(MADE_ON, str(today))
    # what was written stays, whatever comes of sending it
    frappe.db.commit()
    send_waiting()


def follow_messages() -> None:
    """Every ten minutes: make today's messages where the machine was off at the time for it, and send what waits."""
    if now_datetime().time() >= MAKING_TIME and frappe.db.get_default(MADE_ON) != str(getdate()):
        make_messages()
    else:
        send_waiting()


def send_waiting() -> None:
    """Send what waits and whose time has come; what is of an earlier day is given up."""
    now = now_datetime()
    _give_up(getdate(now))
    names = frappe.get_all(
        MESSAGE,
        filters={"status": WAITING, "next_try_on": ["<=", now]},
        pluck="name",
        order_by="next_try_on asc, name asc",
    )
    for name in names:
        try:
            _send(name)
        except Exception:
            # whatever is wrong with one robot, the others are called
            frappe.db.rollback()
            frappe.log_error(title=f"Robot Message {name}"[:140])
        frappe.db.commit()


# -- making -----------------------------------------------------------------------------------------------


def _owed_by_town(day: date, ahead: dict[str, frozenset[int]]) -> dict[str, list[robot_text.Owed]]:
    found: dict[str, list[robot_text.Owed]] = defaultdict(list)
    furthest = max((max(days) for days in ahead.values()), default=0)
    for row in owed(day, furthest):
        found[row.town].append(
            robot_text.Owed(
                cstr(row.station_name),
                cstr(row.requirement_title),
                row.due_on,
                bool(row.cutoff_on and row.cutoff_on < day),
            )
        )
    return found


def _make(robot, day: date, text: str) -> None:
    if frappe.db.exists(MESSAGE, {"robot": robot.name, "day": day}):
        return
    doc = frappe.new_doc(MESSAGE)
    doc.update(
        {
            "robot": robot.name,
            "town": robot.town,
            "day": day,
            "text": text,
            "status": WAITING,
            "next_try_on": now_datetime(),
        }
    )
    doc.insert(ignore_permissions=True)


# -- sending ----------------------------------------------------------------------------------------------


def _give_up(today: date) -> None:
    """Yesterday's reminder helps nobody: today's says what is still due."""
    message = frappe.qb.DocType(MESSAGE)
    (
        frappe.qb.update(message)
        .set(message.status, NOT_SENT)
        .where((message.status == WAITING) & (message.day < today))
        .run()
    )
    frappe.db.commit()


def _send(name: str) -> None:
    row = _claim(name, now_datetime())
    if not row:
        return
    robot = frappe.get_doc(ROBOT, row.robot)
    if not robot.is_active:
        _note(row, robot.name, NOT_SENT, _("The robot is switched off.", lang="zh"))
        return
    try:
        robot.say(row.text)
    except webhook.CallFailed as problem:
        _note(row, robot.name, WAITING, str(problem))
    else:
        _note(row, robot.name, SENT)


def _claim(name: str, now: datetime):
    """The message, if it still waits and nobody else has taken it; its next try is set and stored from here on."""
    row = frappe.db.get_value(
        MESSAGE,
        name,
        ["name", "robot", "text", "status", "tries", "next_try_on"],
        as_dict=True,
        for_update=True,
    )
    free = row and row.status == WAITING and row.next_try_on <= now
    if free:
        tries = cint(row.tries) + 1
        values = {"tries": tries, "next_try_on": next_try(now, tries)}
        frappe.db.set_value(MESSAGE, name, values, update_modified=False)
    frappe.db.commit()
    return row if free else None


def next_try(now: datetime, tries: int) -> datetime:
    """When to try again after so many tries: after 1, 5, 15, 60 minutes, and then every four hours."""
    return now + timedelta(minutes=BACK_OFF[min(tries, len(BACK_OFF)) - 1])


def _note(row, robot: str, status: str, error: str = "") -> None:
    now = now_datetime()
    values = {"status": status, "error": error or None}
    if status == SENT:
        values["sent_on"] = now
    frappe.db.set_value(MESSAGE, row.name, values, update_modified=False)
    note_answer(robot, error)


def note_answer(robot: str, error: str = "") -> None:
    """Show with a robot how the last call of it went; "" is success."""
    values = {"last_error": error or None}
    if not error:
        values["last_sent_on"] = now_datetime()
    frappe.db.set_value(ROBOT, robot, values, update_modified=False)


@frappe.whitelist(methods=["POST"])
def send_test(robot: str) -> str:
    """Say something in a robot's group now; what went wrong, or "".

    Raises:
        frappe.PermissionError: the user may not change the robot.
    """
    doc = frappe.get_doc(ROBOT, robot)
    doc.check_permission("write")
    error = ""
    try:
        doc.say(robot_text.TEST.format(town=doc.town))
    except webhook.CallFailed as problem:
        error = str(problem)
    note_answer(doc.name, error)
    return error
