"""Sessions: not from a link, not from another page, not by guessing, and not after the account is closed."""

from __future__ import annotations

import re

import frappe
import pytest

from tests.security.attacked import Attacked
from tests.security.caller import PASSWORD, Caller
from tests.security.judge import Judge
from tests.security.tally import Tally
from zhilian_app.setup.office import SYSTEM_SETTINGS
from zhilian_app.testing import make_cadre

WHO_AM_I = "/api/method/frappe.auth.get_logged_user"


@pytest.fixture
def judge(attacked: Attacked, tally: Tally):
    """The line of the table that these tests count in."""
    # signing in is Frappe's: a locked account is told so with the status of a fault
    found = Judge(attacked, tally, "会话 · sessions", own_code=False)
    yield found
    assert not found.found, found.told()


def sid_of(person: Caller) -> str:
    """The session that a person's cookie names."""
    return person.client.get_cookie("sid", domain=person.base.removeprefix("http://")).value


@pytest.fixture
def passer_by(attacked: Attacked) -> Caller:
    """Somebody of an office, with a fresh session."""
    user = make_cadre(attacked.world.town, roles=["Town Office Staff"]).user
    frappe.utils.password.update_password(user, PASSWORD)
    frappe.db.commit()
    return Caller(attacked.site, user)


@pytest.mark.parametrize("way", ["query", "form", "values"])
def test_a_session_is_not_taken_from_a_request(attacked: Attacked, judge: Judge, way: str):
    """Neither to act as somebody, nor to put the reader of a link into somebody else's session."""
    stolen = sid_of(attacked.people["Liaison"])
    guest = Caller(attacked.site)
    verb = "GET" if way == "query" else "POST"
    answer = guest.ask(verb, WHO_AM_I, **{way: {"sid": stolen}})
    judge.hear("Guest", answer)
    assert answer.status == 401
    assert attacked.people["Liaison"].user not in answer.text
    assert stolen not in str(answer.headers)
    page = guest.get("/app", sid=stolen)
    assert stolen not in page.text + str(page.headers)
    # and a cookie goes on to work
    assert (
        attacked.people["Liaison"].get(WHO_AM_I).json["message"] == attacked.people["Liaison"].user
    )


def test_the_relay_of_live_news_asks_who_connects(attacked: Attacked):
    """The framework's own relay names the session of who connects in its address; the answer gives it to nobody."""
    person = attacked.people["Liaison"]
    answer = Caller(attacked.site).get(
        "/api/method/frappe.realtime.get_user_info", sid=sid_of(person)
    )
    assert answer.status == 200
    assert answer.json["message"]["user"] == person.user
    assert sid_of(person) not in str(answer.headers)


def test_a_page_elsewhere_cannot_post(attacked: Attacked, judge: Judge, passer_by: Caller):
    """What comes without the token of the person's own pages is refused."""
    judge.look()
    desk = passer_by.get("/app")
    token = re.search(r'csrf_token = "(\w+)"', desk.text)
    assert token, desk.text[:300]
    sent = {"doctype": "Town"}
    for way in ({"form": sent}, {"values": sent}, {"form": {**sent, "csrf_token": "guessed"}}):
        answer = passer_by.ask("POST", WHO_AM_I, **way)
        judge.hear("Town Office Staff", answer, foreign=True)
        assert answer.status == 400
    headers = {"X-Frappe-CSRF-Token": token[1]}
    assert passer_by.ask("POST", WHO_AM_I, values=sent, headers=headers).status == 200
    judge.look()


def test_the_cookie_is_kept_from_scripts_and_other_sites(attacked: Attacked):
    answer = Caller(attacked.site).ask(
        "POST",
        "/api/method/login",
        form={"usr": attacked.people["Liaison"].user, "pwd": PASSWORD},
    )
    cookie = answer.headers["Set-Cookie"]
    assert "sid=" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_passwords_are_not_tried_without_end(attacked: Attacked, judge: Judge, passer_by: Caller):
    allowed = SYSTEM_SETTINGS["allow_consecutive_login_attempts"]
    judge.look()
    guest = Caller(attacked.site)
    for _attempt in range(allowed + 2):
        form = {"usr": passer_by.user, "pwd": "guessed"}
        answer = guest.ask("POST", "/api/method/login", form=form)
        judge.hear("Guest", answer)
        assert answer.status in (401, 417, 500)
    right = guest.ask("POST", "/api/method/login", form={"usr": passer_by.user, "pwd": PASSWORD})
    assert right.error == "SecurityException", "locked for a while, whatever the password"


def test_a_closed_account_ends_its_sessions(attacked: Attacked, judge: Judge, passer_by: Caller):
    assert passer_by.get(WHO_AM_I).json["message"] == passer_by.user
    cadre = frappe.get_doc("Cadre", {"user": passer_by.user})
    cadre.update({"status": "Left", "leave_reason": "调离"})
    cadre.save()
    frappe.db.commit()
    judge.look()
    answer = passer_by.get(WHO_AM_I)
    judge.hear("Guest", answer)
    assert passer_by.user not in answer.text


@pytest.mark.parametrize(
    ("method", "sent"),
    [
        ("frappe.core.doctype.user.user.sign_up", {"email": "a@b.cn", "full_name": "x", "redirect_to": ""}),
        ("frappe.core.doctype.user.user.generate_keys", {"user": "Administrator"}),
        ("frappe.core.doctype.user.user.get_role_profile", {"role_profile": "x"}),
        ("frappe.client.set_value", {
            "doctype": "User", "name": "Administrator", "fieldname": "new_password", "value": "Zx-2026-zx"}),
        ("frappe.core.doctype.user.user.update_password", {"new_password": "Zx-2026-zx", "key": "x"}),
        ("frappe.utils.password.get_decrypted_password", {"doctype": "User", "name": "Administrator"}),
        ("frappe.core.doctype.user.user.impersonate", {"user": "Administrator", "reason": "x"}),
    ],
)  # fmt: skip
def test_nobody_becomes_somebody_else(attacked: Attacked, judge: Judge, method: str, sent: dict):
    for role in ("Guest", "Stranger", "Liaison", "Organization Office", "Zhilian Administrator"):
        answer = attacked.people[role].method(method, **sent)
        judge.hear(role, answer, method, foreign=True)
        assert answer.status >= 400 or not answer.json.get("message"), answer.text


def test_roles_are_not_given_to_oneself(attacked: Attacked, tally: Tally):
    """One may change one's own name and picture, and not what one may do."""

    def held() -> list:
        frappe.db.rollback()
        return frappe.get_all("Has Role", fields=["parent", "role"], order_by="parent, role")

    before = held()
    for role in ("Stranger", "Liaison", "Village Cadre", "Zhilian Administrator"):
        person = attacked.people[role]
        roles = [{"role": "System Manager"}, {"role": "Organization Office"}]
        person.resource("PUT", "User", person.user, roles=roles)
        row = person.resource(
            "POST", "Has Role", parent=person.user, parenttype="User", role="System Manager"
        )
        kind = person.resource("PUT", "Role", "Liaison", desk_access=0)
        for answer in (row, kind):
            assert answer.status in (403, 404, 417), answer.text
            tally.count("会话 · sessions", True)
    assert held() == before
