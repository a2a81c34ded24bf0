"""A person at a page: asks as the page does, and tries again as one does whose line is bad."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

import requests

LINE_LOST = {502, 503, 504}  # as visits/tools.js has it, with no answer at all
PATIENCE = 30.0  # seconds for one answer
TRIES = 40
PAUSE = 0.5


class Refused(Exception):
    """The server answered that this cannot be done."""

    def __init__(self, kind: str, words: str, traceback: str = "") -> None:
        """``kind``: name of the exception; ``words``: what is shown; ``traceback``: what nobody should be sent."""
        super().__init__(f"{kind}: {words}")
        self.kind, self.words, self.traceback = kind, words, traceback


class NoAnswer(Exception):
    """The line is down, or the server is."""


@dataclass
class Person:
    """One who is signed in."""

    url: str
    user: str
    password: str
    site: str
    session: requests.Session = field(default_factory=requests.Session)

    def sign_in(self) -> Person:
        """Sign in, however often that takes."""
        self.session.headers.update({"Host": self.site, "Accept-Language": "zh-CN"})
        self.persist("login", usr=self.user, pwd=self.password)
        return self

    def ask(self, method: str, files: dict | None = None, **values: Any) -> dict:
        """Call a method once.

        Raises:
            Refused: with what the person is told.
            NoAnswer: there is none, or the server broke off.
        """
        data = {key: v if isinstance(v, str) else json.dumps(v) for key, v in values.items()}
        try:
            answer = self.session.post(
                f"{self.url}/api/method/{method}", data=data, files=files, timeout=PATIENCE
            )
        except requests.RequestException as error:
            raise NoAnswer(type(error).__name__) from error
        if answer.status_code == 200:
            return answer.json()
        if answer.status_code in LINE_LOST:
            raise NoAnswer(str(answer.status_code))
        raise Refused(*_told(answer))

    def persist(self, method: str, tries: int = TRIES, **values: Any) -> dict:
        """Call a method until it is answered: only for what may be done again."""
        for left in range(tries, 0, -1):
            try:
                return self.ask(method, **values)
            except (NoAnswer, Refused):
                if left == 1:
                    raise
                time.sleep(PAUSE)
        raise AssertionError


def _told(answer: requests.Response) -> tuple[str, str, str]:
    try:
        said = answer.json()
        words = [
            json.loads(one)["message"] for one in json.loads(said.get("_server_messages", "[]"))
        ]
        kind = said.get("exc_type") or str(answer.status_code)
        return kind, " ".join(words), said.get("exc") or ""
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code), answer.text[:200], ""
