"""The bench's one address: files, the site that a host name means, and what it passes on."""

from __future__ import annotations

import contextlib
import http.client
import json
from urllib.parse import urlsplit

import frappe
import pytest
import requests

from config.setup.paths import SITES
from tests.chromium import Server


@pytest.fixture
def get(web_server: Server):
    def act(path: str, **headers: str) -> requests.Response:
        return requests.get(f"{web_server.url}{path}", headers=headers, timeout=30)

    return act


@pytest.fixture
def raw(web_server: Server):
    """Ask for a path as it is written: requests would tidy it up."""

    def act(path: str, host: str = "", **headers: str) -> tuple[int, bytes]:
        address = urlsplit(web_server.url)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
        with contextlib.closing(connection):
            connection.putrequest("GET", path, skip_host=True)
            connection.putheader("Host", host or address.netloc)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read()

    return act


@pytest.fixture
def upload(web_server: Server):
    """A file among the site's public ones."""
    folder = SITES / web_server.site / "public" / "files"
    made = []

    def act(name: str, content: bytes = b"<script>alert(1)</script>") -> str:
        made.append(folder / name)
        made[-1].write_bytes(content)
        return f"/files/{name}"

    yield act
    for file in made:
        file.unlink()


def built(name: str) -> str:
    return json.loads((SITES / "assets" / "assets.json").read_text())[name]


def test_built_scripts_are_compressed_and_kept_for_good(get):
    answer = get(built("desk.bundle.js"), **{"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert len(answer.text) > 500_000


def test_other_files_are_asked_for_again(get):
    first = get("/assets/frappe/images/ui-states/404.png")
    assert first.headers["Cache-Control"] == "no-cache"
    again = get(
        "/assets/frappe/images/ui-states/404.png", **{"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304


def test_pages_are_compressed(get):
    answer = get("/login", **{"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "login" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../common_site_config.json",
        "/assets/%2e%2e/common_site_config.json",
        "/assets/..%2fcommon_site_config.json",
        "/files/../../site_config.json",
        "/files/%2e%2e/%2e%2e/site_config.json",
        "/files/..%5c..%5csite_config.json",
        "/assets/%00",
        "/assets/%zz",
    ],
)
def test_nothing_outside_the_public_folders(raw, path):
    status, body = raw(path)
    assert status in (400, 404)
    assert b"db_password" not in body
    assert b"redis_cache" not in body


def test_a_missing_file_is_said_to_be_missing(get):
    assert get("/assets/frappe/nothing.js").status_code == 404


def test_uploaded_pages_and_drawings_are_saved_not_shown(get, upload):
    for name in ("page.html", "drawing.svg", "script.js", "无类型"):
        answer = get(upload(name))
        assert answer.headers["Content-Disposition"] == "attachment", name
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Disposition" not in get(upload("照片.jpg", b"\xff\xd8")).headers


@pytest.mark.parametrize("host", ["localhost", "192.0.2.7:8000", "no-such-site.localhost"])
def test_any_host_name_leads_to_the_default_site(raw, host):
    status, body = raw("/api/method/ping", host)
    assert (status, json.loads(body)) == (200, {"message": "pong"})


def test_a_client_cannot_name_the_site(raw):
    status, _ = raw("/api/method/ping", X_Frappe_Site_Name="no-such-site.localhost")
    assert status == 200


def test_frappe_learns_the_address_of_who_asks(web_server, site):
    """Login limits count addresses, so a client must not choose its own."""
    answer = requests.post(
        f"{web_server.url}/api/method/login",
        data={"usr": "Administrator", "pwd": "wrong"},
        headers={"X-Forwarded-For": "203.0.113.9"},
        timeout=30,
    )
    assert answer.status_code == 401
    frappe.db.rollback()
    ip = frappe.db.get_value(
        "Activity Log",
        {"operation": "Login", "status": "Failed"},
        "ip_address",
        order_by="creation desc",
    )
    assert ip in ("127.0.0.1", "::1", "::ffff:127.0.0.1")


def test_every_listed_bundle_is_there(get):
    for listing in ("assets.json", "assets-rtl.json"):
        for address in json.loads((SITES / "assets" / listing).read_text()).values():
            assert get(address).status_code == 200, address
