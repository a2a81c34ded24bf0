"""Signed-in people who ask a server all at once: each waits for an answer, then asks again."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.benchmark.desk_calls import Call

HOST = "127.0.0.1"
PATIENCE = 120.0  # seconds for one answer
FORM = "application/x-www-form-urlencoded; charset=UTF-8"


class WrongAnswer(Exception):
    """The server did not answer as it must: what was measured would mean nothing."""


@dataclass
class Visitor:
    """One signed-in person with a session of their own.

    Attributes:
        cookies: as they go with each request.
        token: against forged requests; the desk has it from its page.
    """

    port: int
    cookies: str = ""
    token: str = ""

    def sign_in(self, user: str, password: str) -> None:
        """Sign in and open the desk, as a browser does once in the morning.

        Raises:
            WrongAnswer: the server did not let the person in.
        """
        with_line = self._line()
        body = urlencode({"usr": user, "pwd": password})
        with_line.request("POST", "/api/method/login", body, {"Content-Type": FORM})
        answer = with_line.getresponse()
        text = answer.read().decode()
        if answer.status != 200:
            raise WrongAnswer(f"login: {answer.status} {text[:300]}")
        jar = SimpleCookie()
        for header in answer.headers.get_all("Set-Cookie", ()):
            jar.load(header)
        self.cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())
        with_line.request("GET", "/app", headers={"Cookie": self.cookies})
        page = with_line.getresponse().read().decode()
        found = re.search(r'csrf_token\s*=\s*"(\w+)"', page)
        if not found:
            raise WrongAnswer("the desk's page has no token")
        self.token = found[1]
        with_line.close()

    def ask(self, calls: Sequence[Call]) -> Iterator[float]:
        """Make ``calls`` one after the other on one line and yield the seconds of each.

        Raises:
            WrongAnswer: an answer was not what it must be.
        """
        line = self._line()
        headers = {
            "Cookie": self.cookies,
            "X-Frappe-CSRF-Token": self.token,
            "X-Requested-With": "XMLHttpRequest",
            "Accept": "application/json",
        }
        for call in calls:
            started = time.perf_counter()
            if call.body is None:
                line.request("GET", call.path, headers=headers)
            else:
                line.request("POST", call.path, call.body, {**headers, "Content-Type": FORM})
            answer = line.getresponse()
            text = answer.read()
            took = time.perf_counter() - started
            if answer.status != 200 or not _is_right(call, text):
                raise WrongAnswer(f"{call.path}: {answer.status} {text[:500].decode()}")
            yield took
        line.close()

    def _line(self) -> HTTPConnection:
        return HTTPConnection(HOST, self.port, timeout=PATIENCE)


def _is_right(call: Call, text: bytes) -> bool:
    try:
        return call.is_right(json.loads(text))
    except (KeyError, IndexError, TypeError, ValueError):
        return False


@dataclass
class Crowd:
    """All of them at once, round by round.

    Attributes:
        rates: requests a second of each round.
        seconds: of each request of all rounds.
    """

    rates: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def round(
        self, visitors: Sequence[Visitor], calls: Sequence[Sequence[Call]], counted: bool
    ) -> None:
        """Have each visitor make their own ``calls``; ``counted`` or only to warm up."""
        start = threading.Barrier(len(visitors) + 1)

        def one(visitor: Visitor, own: Sequence[Call]) -> list[float]:
            start.wait()
            return list(visitor.ask(own))

        with ThreadPoolExecutor(len(visitors)) as pool:
            waiting = [pool.submit(one, *pair) for pair in zip(visitors, calls, strict=True)]
            start.wait()
            started = time.perf_counter()
            took = [seconds for future in waiting for seconds in future.result()]
            elapsed = time.perf_counter() - started
        if counted:
            self.rates.append(len(took) / elapsed)
            self.seconds += took
