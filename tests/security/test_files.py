"""Files: by URL, by a row of one's own that names them, by ways around their folder; and pictures that are none."""

from __future__ import annotations

import io
import json

import frappe
import pytest
from PIL import Image

from tests.security import bombs
from tests.security.attacked import OUTSIDERS, Attacked
from tests.security.judge import Judge
from tests.security.tally import Tally, some

KEPT = ("Household Visit", "Ledger Issue", "Board Update", "Filing", "Cadre Record", "Spot Check")
# what nobody may read through the web
SERVER_FILES = ("db_password", "encryption_key", "root:x:", "BEGIN RSA")
AROUND = (
    "/private/files/../site_config.json",
    "/private/files/../../site_config.json",
    "/private/files/%2e%2e/%2e%2e/site_config.json",
    "/private/files/..%2f..%2fsite_config.json",
    "/private/files//etc/passwd",
    "/private/files/....//....//site_config.json",
    "/files/../site_config.json",
    "/files/../private/files/x.txt",
    "/assets/../site_config.json",
    "/backups/../site_config.json",
    "/private/backups/x.sql.gz",
    "/site_config.json",
    "/private/files/x\x00.txt",
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="zx()"><script>zx()</script></svg>'
HTML = b"<html><script>zx()</script></html>"


@pytest.fixture
def judge(attacked: Attacked, tally: Tally):
    """The line of the table that these tests count in."""
    found = Judge(attacked, tally, "文件 · files")
    yield found
    assert not found.found, found.told()


@pytest.fixture(scope="module")
def urls(attacked: Attacked) -> dict[str, tuple[str, str]]:
    """A private file on rows that few read: URL by marker, and the name of its File."""
    found = {}
    frappe.set_user("Administrator")
    for row in attacked.rows:
        if row.doctype in KEPT:
            file = frappe.get_doc(
                {"doctype": "File", "file_name": f"{row.marker[3:9]}.txt", "is_private": 1, "content": row.marker,
                 "attached_to_doctype": row.doctype, "attached_to_name": row.name}
            ).insert()  # fmt: skip
            found[row.marker] = (file.file_url, file.name)
    frappe.db.commit()
    return found


def test_by_url_and_by_a_row_of_ones_own(attacked: Attacked, judge: Judge, urls: dict):
    judge.look()
    every = [
        (role, marker)
        for role in attacked.people
        for marker in sorted(set(attacked.forbidden(role)) & set(urls))[:4]
    ]
    for role, marker in some(every, "files"):
        person, (url, name) = attacked.people[role], urls[marker]
        for answer in (
            person.get(url),
            person.get("/api/method/download_file", file_url=url),
            person.get("/api/method/frappe.core.doctype.file.file.download_file", file_url=url),
            person.resource("GET", "File", name),
            person.method("frappe.client.get", doctype="File", name=name),
            person.ask("POST", "/api/method/upload_file", form={"file_url": url, "is_private": "1"}),
            person.method("frappe.client.insert", doc=json.dumps(
                {"doctype": "File", "file_url": url, "is_private": 1, "file_name": "x.txt"})),
            person.method("frappe.core.api.file.zip_files", files=json.dumps([name])),
            person.method("frappe.core.api.file.unzip_file", name=name),
            person.get(url),
        ):  # fmt: skip
            judge.hear(role, answer, url, foreign=True)
            assert answer.status >= 400, (role, answer.asked, answer.text[:200])


def test_ways_around_the_folder(attacked: Attacked, judge: Judge):
    roles = ("Guest", "Stranger", "Liaison", "Organization Office")
    for role, path in some(((role, path) for role in roles for path in AROUND), "around"):
        person = attacked.people[role]
        for answer in (
            person.get(path),
            person.get("/api/method/download_file", file_url=path),
            person.ask(
                "POST", "/api/method/upload_file", form={"file_url": path, "is_private": "1"}
            ),
        ):
            judge.hear(role, answer, path)
            assert not any(word in answer.text for word in SERVER_FILES), (role, path)
    judge.look()


def test_nothing_is_hung_on_a_foreign_row(attacked: Attacked, judge: Judge):
    every = [
        (role, row)
        for role in attacked.people
        for row in list(attacked.forbidden(role).values())[::9]
    ]
    for role, row in some(every, "hung"):
        form = {
            "doctype": row.doctype, "docname": row.name, "is_private": "1",
            "file": (io.BytesIO(b"zx"), "x.txt"),
        }  # fmt: skip
        answer = attacked.people[role].ask("POST", "/api/method/upload_file", form=form)
        judge.hear(role, answer, row.doctype, foreign=True)
        assert answer.status in (401, 403), (role, row.doctype, answer.text[:200])


def test_guests_and_strangers_upload_nothing_public(attacked: Attacked, judge: Judge):
    for role in (*OUTSIDERS, "Liaison"):
        for name, content in (("x.svg", SVG), ("x.html", HTML), ("x.txt", b"x")):
            form = {"is_private": "0", "file": (io.BytesIO(content), name)}
            answer = attacked.people[role].ask("POST", "/api/method/upload_file", form=form)
            judge.hear(role, answer, name)
            assert answer.status in (401, 403, 417), (role, name, answer.text[:200])


def jpeg() -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(out, "JPEG")
    return out.getvalue()


PICTURES = {
    "huge.png": lambda: bombs.png(30_000, 30_000),
    "large.png": lambda: bombs.png(13_000, 13_000),
    "cut.jpg": jpeg()[:200],
    "page.jpg": HTML,
    "drawing.jpg": SVG,
    "both.jpg": jpeg() + HTML,
    "drawing.svg": SVG,
    "page.html": HTML,
    "page.jpg.html": HTML,
    "../../x.jpg": jpeg(),
    "<img src=x onerror=zx()>.jpg": jpeg(),
    "nul\0.jpg": jpeg(),
    "empty.jpg": b"",
    f"{'长' * 200}.jpg": jpeg(),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_pictures_that_are_none(attacked: Attacked, judge: Judge, kind: str):
    """Refused in words, or kept as what does no harm; never a fault, and never a page that runs."""
    board = attacked.of("Board Update", "own").name
    liaison = attacked.people["Liaison"]
    ways = (
        {"is_private": "1"},
        {"is_private": "1", "optimize": "1", "max_width": "1600"},
        {"is_private": "1", "doctype": "Board Update", "docname": board,
         "method": "zhilian_app.stations.board_api.send_picture"},
    )  # fmt: skip
    content = PICTURES[kind]() if callable(PICTURES[kind]) else PICTURES[kind]
    for sent in ways:
        form = {**sent, "file": (io.BytesIO(content), kind)}
        answer = liaison.ask("POST", "/api/method/upload_file", form=form)
        judge.hear("Liaison", answer, f"{kind[:40]} {sent}")
        message = answer.json.get("message")
        url = message.get("file_url") if isinstance(message, dict) else message
        if answer.status == 200 and url:
            assert url.startswith("/private/files/"), url
            kept = liaison.get(url)
            assert "html" not in kept.headers["Content-Type"]
            assert "svg" not in kept.headers["Content-Type"]
    judge.look()
