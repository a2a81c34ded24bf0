"""One digest a day for each person who has something to do: collected from the chapters, shown, and mailed.

A chapter registers functions in hooks.py under ``zhilian_digest_sources``: each takes a day and returns what it has to
say to whom, with a few queries over all stations. The plan: 「及时提醒分管领导及组长上报资料的期限」.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from urllib.parse import quote

import frappe
from frappe import _
from frappe.utils import escape_html, getdate, now_datetime

from zhilian_app import notices, upkeep

DIGEST, QUEUE = "Daily Digest", "Email Queue"
HOOK = "zhilian_digest_sources"
MADE_ON = "zhilian_digests_made_on"
MAKING_TIME = time(7, 30)
WAITING, SENT, NO_ADDRESS, NOT_SENT = "Waiting", "Sent", "No Address", "Not Sent"
TRIED_FOR_DAYS = 7
MOST_LINES = 30
# addresses that can receive nothing: of people who gave none
NOWHERE = ".invalid"


@dataclass(frozen=True)
class Line:
    """One matter, in Chinese: what to do, and what opens when it is tapped.

    Attributes:
        name: name of a document; without one the list of ``doctype`` opens.
        urgent: it is late, or due today.
    """

    section: str
    text: str
    doctype: str
    name: str | None = None
    urgent: bool = False


Lines = dict[str, list[Line]]


def put(found: Lines, users: Iterable[str], line: Line) -> None:
    """Add a line for each of ``users``."""
    for user in users:
        found.setdefault(user, []).append(line)


# -- jobs -------------------------------------------------------------------------------------------------


def make_digests() -> None:
    """Write today's digest of each person who has lines, once, and try to mail it.

    Only today is made: what was to be done on a missed day stands in today's, if it still is.
    """
    today = getdate()
    of_user = collect(today)
    upkeep.each(
        sorted(of_user), lambda user: make_digest(user, today, of_user[user]), "Daily Digest of"
    )
    frappe.db.set_default(MADE_ON, str(today))
    # what was written stays, whatever comes of the mail
    frappe.db.commit()
    send_waiting()


def follow_digests() -> None:
    """Hourly: make today's digests where the machine was off at the time for it, and try again what waits."""
    late = now_datetime().time() >= MAKING_TIME
    if late and frappe.db.get_default(MADE_ON) != str(getdate()):
        make_digests()
    else:
        send_waiting()
    note_errors()


# -- making -----------------------------------------------------------------------------------------------


def collect(day: date) -> Lines:
    """Lines by user from all sources; one that fails is logged and does not stop the others."""
    found: Lines = {}
    for path in source_paths():
        frappe.db.savepoint("digest_source")
        try:
            for user, lines in frappe.get_attr(path)(day).items():
                found.setdefault(user, []).extend(lines)
        except Exception:
            frappe.db.rollback(save_point="digest_source")
            frappe.log_error(title=f"Daily Digest: {path}"[:140])
    enabled = set(
        frappe.get_all("User", {"name": ["in", [*found, ""]], "enabled": 1}, pluck="name")
    )
    return {user: lines for user, lines in found.items() if lines and user in enabled}


def source_paths() -> list[str]:
    """Dotted paths of the functions that have something to say."""
    return frappe.get_hooks(HOOK)


def make_digest(user: str, day: date, lines: list[Line]) -> str | None:
    """Write the digest of a person for a day and tell their desk; None where there is one already."""
    if frappe.db.exists(DIGEST, {"user": user, "day": day}):
        return None
    lines = sorted(dict.fromkeys(lines), key=lambda line: not line.urgent)
    urgent = sum(line.urgent for line in lines)
    subject = _("Today's matters: {0}", lang="zh").format(len(lines))
    if urgent:
        subject = _("Today's matters: {0}, urgent: {1}", lang="zh").format(len(lines), urgent)
    doc = frappe.new_doc(DIGEST)
    doc.update(
        {
            "user": user,
            "day": day,
            "subject": subject,
            "body": body_of(lines),
            "lines": len(lines),
            "urgent": urgent,
            "status": WAITING if address_of(user) else NO_ADDRESS,
        }
    )
    doc.insert(ignore_permissions=True)
    notices.tell([user], subject, DIGEST, doc.name)
    return doc.name


def address_of(user: str) -> str | None:
    """Address at which a person can receive mail."""
    address = frappe.db.get_value("User", user, "email") or ""
    return address if "@" in address and not address.lower().endswith(NOWHERE) else None


def body_of(lines: Iterable[Line]) -> str:
    """HTML of a digest: a heading a section, and a link a line."""
    sections: dict[str, list[Line]] = {}
    for line in lines:
        sections.setdefault(line.section, []).append(line)
    return "\n".join(_section_html(name, rows) for name, rows in sections.items())


def _section_html(name: str, lines: list[Line]) -> str:
    shown = "".join(f"<li>{_line_html(line)}</li>" for line in lines[:MOST_LINES])
    more = len(lines) - MOST_LINES
    if more > 0:
        shown += "<li>" + escape_html(_("and {0} more", lang="zh").format(more)) + "</li>"
    return f"<h4>{escape_html(name)}</h4><ul>{shown}</ul>"


def _line_html(line: Line) -> str:
    path = f"/app/{frappe.scrub(line.doctype).replace('_', '-')}"
    if line.name:
        path = f"{path}/{quote(line.name, safe='')}"
    text = escape_html(line.text)
    mark = f"<b>{escape_html(_('Urgent', lang='zh'))}</b> " if line.urgent else ""
    return f'{mark}<a href="{path}">{text}</a>'


# -- mail -------------------------------------------------------------------------------------------------


def send_waiting() -> None:
    """Hand waiting digests to the mail queue; without a mail server they wait, for seven days at most."""
    oldest = getdate() - timedelta(days=TRIED_FOR_DAYS)
    _give_up(oldest)
    rows = frappe.get_all(
        DIGEST,
        filters={"status": WAITING, "day": [">=", oldest]},
        fields=["name", "user", "subject", "body"],
        order_by="day asc, name asc",
    )
    if not rows or not has_mail_server():
        return
    upkeep.each(rows, _send, DIGEST)


def has_mail_server() -> bool:
    """Whether the site has an account to send from."""
    from frappe.email.doctype.email_account.email_account import EmailAccount

    try:
        return bool(EmailAccount.find_outgoing())
    except frappe.OutgoingEmailError:
        return False


def _send(row) -> None:
    address = address_of(row.user)
    if not address:
        frappe.db.set_value(DIGEST, row.name, "status", NO_ADDRESS, update_modified=False)
        return
    frappe.db.savepoint("send_digest")
    try:
        frappe.sendmail(
            recipients=[address],
            subject=row.subject,
            message=row.body,
            reference_doctype=DIGEST,
            reference_name=row.name,
            delayed=True,
            add_unsubscribe_link=0,
        )
    except upkeep.LOCKED_OUT:
        raise
    except Exception as problem:
        # whatever is wrong with the mail, the digest stays and is tried again
        frappe.db.rollback(save_point="send_digest")
        frappe.log_error(title=f"Daily Digest {row.name}"[:140])
        frappe.db.set_value(DIGEST, row.name, "error", str(problem)[:500], update_modified=False)
        return
    queued = frappe.db.get_value(
        QUEUE,
        {"reference_doctype": DIGEST, "reference_name": row.name},
        "name",
        order_by="creation desc",
    )
    if not queued:
        return
    values = {"status": SENT, "sent_on": now_datetime(), "email_queue": queued, "error": None}
    frappe.db.set_value(DIGEST, row.name, values, update_modified=False)


def _give_up(oldest: date) -> None:
    digest = frappe.qb.DocType(DIGEST)
    reason = _("No mail could be sent for {0} days.", lang="zh").format(TRIED_FOR_DAYS)
    (
        frappe.qb.update(digest)
        .set(digest.status, NOT_SENT)
        .set(digest.error, reason)
        .where((digest.status == WAITING) & (digest.day < oldest))
        .run()
    )


def note_errors() -> None:
    """Have mails sent again that failed while the mail server was away; show with a digest what it refused in the end.

    The queue gives up after a few tries, within minutes. While the server does not answer nothing is judged; once it
    does, each mail has one more chance.
    """
    digest, queue = frappe.qb.DocType(DIGEST), frappe.qb.DocType(QUEUE)
    rows = (
        frappe.qb.from_(digest)
        .join(queue)
        .on(queue.name == digest.email_queue)
        .select(digest.name, digest.day, digest.error.as_("noted"), digest.email_queue, queue.error)
        .where((digest.status == SENT) & (queue.status == "Error"))
        .run(as_dict=True)
    )
    if not rows:
        return
    oldest = getdate() - timedelta(days=TRIED_FOR_DAYS)
    again = _("The mail server was away; sent again when it was back.", lang="zh")
    answers = server_answers()
    for row in rows:
        fresh = row.day >= oldest
        if fresh and not answers:
            continue
        if fresh and row.noted != again:
            frappe.db.set_value(QUEUE, row.email_queue, {"status": "Not Sent", "retry": 0})
            frappe.db.set_value(DIGEST, row.name, "error", again, update_modified=False)
            continue
        last = (row.error or "").strip().splitlines()
        values = {"status": NOT_SENT, "error": (last[-1] if last else "")[:500]}
        frappe.db.set_value(DIGEST, row.name, values, update_modified=False)


def server_answers() -> bool:
    """Whether the mail server takes a connection now."""
    from frappe.email.doctype.email_account.email_account import EmailAccount

    frappe.clear_messages()
    try:
        server = EmailAccount.find_outgoing().get_smtp_server()
        server.session  # noqa: B018  connecting is all that is asked for
        server.quit()
    except Exception:
        # said by the framework to a page that nobody looks at
        frappe.clear_messages()
        return False
    return True
