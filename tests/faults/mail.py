"""The mail server is gone for longer than the queue tries, and then it is back."""

from __future__ import annotations

import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe.utils import getdate

from config.setup import bench_config
from tests.faults.outcome import Outcome
from tests.faults.running import on_site

ACCOUNT = "故障演练发信"
ROUNDS_AWAY = 6  # the queue gives up after four
DIGEST, QUEUE = "Daily Digest", "Email Queue"


class Sink(socketserver.StreamRequestHandler):
    """Takes mail as a server does, and keeps who got what."""

    received: list[tuple[str, str]]

    def handle(self) -> None:
        """Speak just enough SMTP."""
        to = ""
        self._say("220 sink")
        for raw in self.rfile:
            word = raw.decode("utf-8", "replace").strip()
            verb = word[:4].upper()
            if verb == "RCPT":
                to = word.partition(":")[2].strip(" <>")
            if verb == "DATA":
                self._say("354 go on")
                self.server.received.append((to, self._message()))
            self._say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def _message(self) -> str:
        lines = []
        for raw in self.rfile:
            if raw in (b".\r\n", b".\n"):
                break
            lines.append(raw.decode("utf-8", "replace"))
        return "".join(lines)


@contextmanager
def mail_server(port: int) -> Iterator[list[tuple[str, str]]]:
    """A mail server on loopback; gives what it has received."""
    with socketserver.ThreadingTCPServer(
        ("127.0.0.1", port), Sink, bind_and_activate=False
    ) as server:
        server.allow_reuse_address = True
        server.server_bind()
        server.server_activate()
        server.received = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.received
        server.shutdown()


def run() -> Iterator[Outcome]:
    """Make digests without a server, flush until the queue gives up, bring the server back, and count."""
    from zhilian_app import digest

    port = bench_config.choose_port(18800, set())
    outcome = Outcome("邮件服务器失联 · the mail server gone and back")
    with on_site():
        people = _give_addresses(port)
        digest.make_digests()
        frappe.db.commit()
        made = frappe.get_all(
            DIGEST,
            {"day": getdate(), "user": ["in", people]},
            ["name", "user", "status"],
            order_by="name asc",
        )
        outcome.acknowledged = len(made)
        for _round in range(ROUNDS_AWAY):
            _flush()
            digest.follow_digests()
            frappe.db.commit()
        gave_up = frappe.db.count(QUEUE, {"reference_doctype": DIGEST, "status": "Error"})
        with mail_server(port) as received:
            for _round in range(3):
                digest.follow_digests()
                frappe.db.commit()
                _flush()
        got = Counter(to for to, _text in received)
        addresses = [frappe.db.get_value("User", row.user, "email") for row in made]
        outcome.lost = sum(not got[address] for address in addresses)
        outcome.double = sum(count - 1 for count in got.values())
        shown = frappe.db.count(DIGEST, {"day": getdate(), "user": ["in", people]})
        outcome.notes = f"the queue had given up {gave_up}; {len(received)} mails once it was back"
        if shown != len(made) or not made:
            outcome.wrong.append(f"{shown} of {len(made)} digests are in the app")
        _take_back()
    yield outcome


def _give_addresses(port: int) -> list[str]:
    """An account at a port where nobody listens, and addresses for those who have something to do today."""
    from zhilian_app import digest

    frappe.db.delete(DIGEST, {"day": getdate()})
    frappe.db.delete(QUEUE)
    people = sorted(digest.collect(getdate()))[:12]
    for user in people:
        frappe.db.set_value("User", user, "email", f"{user.partition('@')[0]}@mail.example")
    if not frappe.db.exists("Email Account", ACCOUNT):
        frappe.flags.in_patch = True  # it is not asked whether the server is there
        doc = frappe.new_doc("Email Account")
        doc.update(
            {
                "email_account_name": ACCOUNT, "email_id": "zhilian@mail.example", "enable_outgoing": 1,
                "default_outgoing": 1, "smtp_server": "127.0.0.1", "no_smtp_authentication": 1,
            }
        )  # fmt: skip
        doc.insert()
        frappe.flags.in_patch = False
    values = {"smtp_port": port, "enable_outgoing": 1, "default_outgoing": 1}
    frappe.db.set_value("Email Account", ACCOUNT, values)
    frappe.db.commit()
    frappe.clear_cache()
    return people


def _take_back() -> None:
    frappe.db.set_value("Email Account", ACCOUNT, {"enable_outgoing": 0, "default_outgoing": 0})
    frappe.db.commit()


def _flush() -> None:
    """What the scheduler does with the queue every few minutes, here and now."""
    from frappe.email.doctype.email_queue.email_queue import send_mail
    from frappe.email.queue import get_queue

    for row in get_queue():
        try:
            send_mail(row.name)
        except Exception:
            # the queue has noted it
            frappe.clear_messages()
        frappe.db.commit()
