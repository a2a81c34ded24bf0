"""One call of a chat group's robot: short, without detours, and with an answer that says why it failed."""

import time

import frappe
import requests
from frappe import _
from urllib3.exceptions import HTTPError, ReadTimeoutError

from zhilian_app.filings import robot_text

TIMEOUT_S = 5
MOST_ANSWER = 10_000
LONGEST_ERROR = 300


class CallFailed(Exception):
    """The robot was not reached or did not take the message; the text is for people, without the address."""


def call(kind: str, url: str, secret: str | None, text: str) -> None:
    """Say ``text`` in the group of a robot.

    The address holds the key of the group: it is in no message and no log.

    Raises:
        CallFailed: no answer in five seconds, or one that is no success.
    """
    mistake = robot_text.mistake_of_url(kind, url, own_hosts())
    if mistake:
        raise CallFailed(_(mistake, lang="zh"))
    address = robot_text.signed_url(kind, url.strip(), secret, int(time.time() * 1000))
    status, answer = _post(address, robot_text.body_of(text))
    if status != 200:
        raise CallFailed(_("The robot answered with the code {0}.", lang="zh").format(status))
    if not isinstance(answer, dict) or "errcode" not in answer:
        raise CallFailed(_("The answer is none of a robot. Please check the address.", lang="zh"))
    if answer["errcode"] != 0:
        words = f"{answer['errcode']} {answer.get('errmsg') or ''}".strip()
        raise CallFailed(_("The robot refused it: {0}", lang="zh").format(words[:LONGEST_ERROR]))


def own_hosts() -> list[str]:
    """Hosts of gateways in the office's own network, as the site's configuration names them."""
    found = frappe.conf.get("zhilian_webhook_hosts") or []
    return [found] if isinstance(found, str) else [str(one) for one in found]


def _post(address: str, body: dict) -> tuple[int, object]:
    """Status and JSON of the answer; None where it has none."""
    with requests.Session() as session:
        # neither a proxy nor a password file of the machine
        session.trust_env = False
        try:
            with session.post(
                address, json=body, timeout=TIMEOUT_S, allow_redirects=False, stream=True
            ) as answer:
                content = answer.raw.read(MOST_ANSWER, decode_content=True)
                status = answer.status_code
        except (requests.Timeout, ReadTimeoutError) as error:
            raise CallFailed(
                _("No answer within {0} seconds.", lang="zh").format(TIMEOUT_S)
            ) from error
        except (requests.RequestException, HTTPError, OSError) as error:
            raise CallFailed(_("The robot could not be reached.", lang="zh")) from error
    try:
        return status, frappe.parse_json(content.decode())
    except ValueError:
        return status, None
