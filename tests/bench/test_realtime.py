"""The realtime relay as clients see it: who is let in, who hears what."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator

import frappe
import pytest
import redis
import requests
import socketio

from config.frappe import restore
from config.setup import bench_config
from config.setup.paths import FRAPPE
from tests.chromium import Server
from tests.plugin import Site

pytestmark = pytest.mark.skipif(
    not restore.is_ours(FRAPPE), reason="apps/frappe is a release with a relay of its own"
)

PASSWORD = "relay-Test-2026"
PEOPLE = ("relay.one@example.com", "relay.two@example.com")
SECONDS = 10  # within which a message arrives
QUIET = 1.5  # seconds without a message that count as silence


@pytest.fixture(scope="module")
def people(fresh_site: Site) -> list[str]:
    """Two desk users without any role of their own."""
    for user in PEOPLE:
        doc = frappe.new_doc("User")
        doc.update(
            {"email": user, "first_name": user.partition("@")[0], "user_type": "System User"}
        )
        doc.update(
            {"send_welcome_email": 0, "new_password": PASSWORD, "roles": [{"role": "Zhilian Test"}]}
        )
        if not frappe.db.exists("Role", "Zhilian Test"):
            frappe.get_doc(
                {"doctype": "Role", "role_name": "Zhilian Test", "desk_access": 1}
            ).insert()
        doc.insert(ignore_permissions=True)
    frappe.db.commit()
    return list(PEOPLE)


class Client:
    """One open page."""

    def __init__(self, server: Server, sid: str, origin: str = "") -> None:
        self.namespace = f"/{server.site}"
        self.heard: queue.Queue = queue.Queue()
        self.socket = socketio.Client(reconnection=False)
        self.socket.on("*", lambda *words: self.heard.put(words), namespace=self.namespace)
        headers = {"Cookie": f"sid={sid}", "Origin": origin or server.url}
        self.socket.connect(
            server.url, headers=headers, namespaces=[self.namespace], wait_timeout=SECONDS
        )

    def say(self, event: str, *names: object) -> None:
        self.socket.emit(event, names, namespace=self.namespace)

    def hears(self, event: str) -> object:
        """Return the message of the next ``event``."""
        until = time.monotonic() + SECONDS
        while True:
            name, message = self.heard.get(timeout=max(0.01, until - time.monotonic()))
            if name == event:
                return message

    def hears_nothing(self) -> bool:
        try:
            self.heard.get(timeout=QUIET)
        except queue.Empty:
            return True
        return False


@pytest.fixture
def connect(web_server: Server, people: list[str]) -> Iterator[Callable[..., Client]]:
    clients = []

    def act(user: str, origin: str = "") -> Client:
        answer = requests.post(
            f"{web_server.url}/api/method/login", data={"usr": user, "pwd": PASSWORD}, timeout=30
        )
        assert answer.ok
        clients.append(Client(web_server, answer.cookies["sid"], origin))
        return clients[-1]

    yield act
    for client in clients:
        client.socket.disconnect()


@pytest.fixture
def note(people: list[str]) -> Iterator[str]:
    """A task that belongs to the first of the two."""
    with_owner = frappe.get_doc({"doctype": "ToDo", "description": "x", "allocated_to": people[0]})
    with_owner.insert(ignore_permissions=True)
    frappe.db.commit()
    yield with_owner.name
    frappe.db.rollback()


def publish_until_heard(client: Client, event: str, **target: object) -> object:
    """Publish again until it arrives: a room is joined only after Frappe was asked."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        frappe.publish_realtime(event, {"text": "民情"}, **target)
        try:
            return client.heard.get(timeout=0.5)
        except queue.Empty:
            continue
    raise AssertionError(f"{event} did not arrive")


def test_a_message_for_one_user_reaches_no_other(connect, people):
    one, two = connect(people[0]), connect(people[1])
    frappe.publish_realtime("told", {"text": "民情"}, user=people[0])
    assert one.hears("told") == {"text": "民情"}
    assert two.hears_nothing()


def test_desk_users_hear_what_is_for_all(connect, people, web_server):
    one = connect(people[0])
    guest = Client(web_server, "Guest")
    frappe.publish_realtime("told", {"text": "民情"}, room="all")
    assert one.hears("told") == {"text": "民情"}
    assert guest.hears_nothing()
    guest.socket.disconnect()


def test_a_document_is_followed_by_whom_may_read_it(connect, people, note):
    one, two = connect(people[0]), connect(people[1])
    for client in (one, two):
        client.say("doc_subscribe", "ToDo", note)
    name, message = publish_until_heard(one, "doc_update", doctype="ToDo", docname=note)
    assert (name, message) == ("doc_update", {"text": "民情"})
    assert two.hears_nothing()


def test_a_list_is_followed_by_whom_may_read_it(connect, people):
    one = connect(people[0])
    one.say("doctype_subscribe", "ToDo")
    publish_until_heard(one, "list_update", doctype="ToDo")
    while not one.hears_nothing():
        pass
    one.say("doctype_subscribe", "Server Script")
    time.sleep(QUIET)
    frappe.publish_realtime("list_update", {"doctype": "Server Script"}, doctype="Server Script")
    assert one.hears_nothing()
    one.say("doctype_unsubscribe", "ToDo")
    time.sleep(QUIET)
    frappe.publish_realtime("list_update", {"doctype": "ToDo"}, doctype="ToDo")
    assert one.hears_nothing()


def test_viewers_of_a_document_see_each_other_come_and_go(connect, people, note):
    frappe.share.add("ToDo", note, people[1], read=1)
    frappe.db.commit()
    one, two = connect(people[0]), connect(people[1])
    one.say("doc_open", "ToDo", note)
    assert one.hears("doc_viewers") == {"doctype": "ToDo", "docname": note, "users": [people[0]]}
    two.say("doc_open", "ToDo", note)
    assert set(one.hears("doc_viewers")["users"]) == set(people)
    two.socket.disconnect()
    assert one.hears("doc_viewers")["users"] == [people[0]]


def test_progress_of_a_task_reaches_whom_asked_for_it(connect, people):
    one = connect(people[0])
    one.say("task_subscribe", "import-0815")
    room = "task_progress:import-0815"
    assert publish_until_heard(one, "task_progress", room=room)[0] == "task_progress"


@pytest.mark.parametrize("names", [[], [None, None], [{}, []], ["", "x"], ["ToDo", "x" * 600]])
def test_nonsense_is_ignored(connect, people, names):
    one = connect(people[0])
    for event in ("doc_subscribe", "doctype_subscribe", "doc_open", "doc_close", "task_subscribe"):
        one.say(event, *names)
    frappe.publish_realtime("told", {"text": "still here"}, user=people[0])
    assert one.hears("told") == {"text": "still here"}


def test_a_page_of_another_host_is_refused(connect, people):
    with pytest.raises(socketio.exceptions.ConnectionError):
        connect(people[0], origin="http://evil.example")


def test_a_session_that_frappe_does_not_know_is_a_guests(web_server, people):
    client = Client(web_server, "made-up-session")
    frappe.publish_realtime("told", {}, user=people[0])
    frappe.publish_realtime("told", {}, room="all")
    assert client.hears_nothing()
    client.socket.disconnect()


def test_other_sites_are_no_namespaces(web_server, people):
    other = Server(web_server.url, "no-such-site.localhost")
    with pytest.raises(socketio.exceptions.ConnectionError):
        Client(other, "Guest")


def test_messages_of_one_site_stay_there(connect, people):
    one = connect(people[0])
    relay = redis.from_url(bench_config.load()["redis_queue"])
    relay.publish("events", '{"event": "told", "message": 1, "namespace": "other.localhost"}')
    relay.publish("events", "not json")
    assert one.hears_nothing()
