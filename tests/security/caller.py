"""Somebody who calls the site, through all of Frappe's handling of a request: in this process, in milliseconds."""

from __future__ import annotations

import contextvars
import io
import json
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

import frappe.app
from werkzeug.test import Client
from werkzeug.wrappers import Response

PASSWORD = "Yan-Shi-2026-zhudian"
# a text that stands in one row alone; plain letters, so that no way of writing an answer changes it
MARKER = re.compile(r"zmk[0-9a-f]{6}x")
AUTOMATED = "Mozilla/5.0 (X11; Linux x86_64) tests"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    asked: str
    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @cached_property
    def json(self) -> dict:
        """The body read as JSON; empty if it is something else."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {"message": found}

    @property
    def error(self) -> str:
        """Kind of exception that Frappe answered with."""
        return str(self.json.get("exc_type") or "")

    def markers(self) -> set[str]:
        """Markers that the answer holds, also within the parts of a spreadsheet."""
        found = set(MARKER.findall(self.text))
        if self.body.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(self.body)) as parts:
                for name in parts.namelist():
                    found |= set(MARKER.findall(parts.read(name).decode("utf-8", "replace")))
        return found


class Caller:
    """A person with their own cookies; without a user name it is a guest."""

    def __init__(self, site: str, user: str = "", password: str = PASSWORD) -> None:
        """Sign in, if there is a user."""
        self.user, self.base = user or "Guest", f"http://{site}"
        self.client = Client(frappe.app.application, Response)
        if user:
            answer = self.ask("POST", "/api/method/login", form={"usr": user, "pwd": password})
            assert answer.status == 200, answer.text

    def ask(
        self,
        verb: str,
        path: str,
        *,
        query: dict | None = None,
        form: dict | None = None,
        values: object = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send one request; ``values`` go as JSON, ``form`` as a form (with files, if any)."""
        options = {"query_string": query, "data": form, "headers": headers}
        if values is not None:
            options.update(data=json.dumps(values, default=str), content_type="application/json")
        # a context of its own: the request opens and closes its own connection and leaves ours alone
        return contextvars.Context().run(self._send, verb, path, options)

    def _send(self, verb: str, path: str, options: dict) -> Answer:
        found: Response = self.client.open(path, method=verb, base_url=self.base, **options)
        try:
            body = b"".join(found.iter_encoded())
        finally:
            found.close()
        return Answer(f"{verb} {path}", found.status_code, body, dict(found.headers))

    def method(self, name: str, /, **values: object) -> Answer:
        """POST to a whitelisted function."""
        return self.ask("POST", f"/api/method/{name}", values=values)

    def get(self, path: str, /, **query: object) -> Answer:
        """GET a page or a function."""
        return self.ask("GET", path, query=query)

    def resource(self, verb: str, doctype: str, name: str = "", /, **values: object) -> Answer:
        """Use the REST route of a DocType or of one document."""
        path = f"/api/resource/{quote(doctype)}" + (f"/{quote(name, safe='')}" if name else "")
        if verb == "GET":
            return self.ask(verb, path, query=values)
        return self.ask(verb, path, values=values)
