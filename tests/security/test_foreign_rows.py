"""Over HTTP, as people of other stations, other towns and offices: no answer holds a word of a foreign household."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import quote

import frappe
import pytest
import requests

from tests.security.attacked import Attacked
from tests.security.caller import PASSWORD
from zhilian_app.testing import World, make_entry, make_household, make_visit

WORDS = ("秘密人", "440781198511020754", "13712345678", "矫正期间的就业", "秘密巷七号")
REPORTS = ("Visit Coverage", "Coverage Burn-down", "Station Log", "Key Register")


@dataclass
class Rows:
    """One household on the register as 社区矫正人员, with a visit and a picture."""

    world: World
    household: str
    entry: str
    visit: str
    picture: str
    doctypes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.doctypes = {
            "Household": self.household,
            "Key Visit Entry": self.entry,
            "Household Visit": self.visit,
        }


@pytest.fixture(scope="module")
def rows(attacked: Attacked) -> Rows:
    frappe.set_user("Administrator")
    world = attacked.world
    home = make_household(
        world.own,
        "秘密人",
        id_number="440781198511020754",
        phone="13712345678",
        address="秘密巷七号",
    )
    entry = make_entry(home.name, "社区矫正人员")
    visit = make_visit(home.name, content="谈了矫正期间的就业")
    picture = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": "secret.txt",
            "is_private": 1,
            "content": "秘密人",
            "attached_to_doctype": "Household Visit",
            "attached_to_name": visit.name,
        }
    ).insert()
    frappe.db.commit()
    return Rows(world, home.name, entry.name, visit.name, picture.file_url)


class Person:
    """Somebody signed in over HTTP."""

    def __init__(self, url: str, user: str):
        self.url, self.session = url, requests.Session()
        answer = self.session.post(
            f"{url}/api/method/login", data={"usr": user, "pwd": PASSWORD}, timeout=30
        )
        assert answer.status_code == 200, answer.text

    def get(self, path: str, **params) -> requests.Response:
        return self.session.get(self.url + path, params=params, timeout=60)

    def post(self, method: str, **data) -> requests.Response:
        return self.session.post(f"{self.url}/api/method/{method}", data=data, timeout=60)

    def resource(self, verb: str, doctype: str, name: str, **data) -> requests.Response:
        return self.session.request(
            verb, f"{self.url}/api/resource/{quote(doctype)}/{quote(name)}", json=data, timeout=60
        )


OUTSIDERS = (
    "other liaison",
    "foreign liaison",
    "Town Leader",
    "Social Affairs Office",
    "Party-Government Office",
    "Finance Office",
    "Town Office Staff",
    "Zhilian Administrator",
)


@pytest.fixture(params=OUTSIDERS)
def outsider(request, rows, web_server) -> Person:
    users = {
        "other liaison": rows.world.other_liaison,
        "foreign liaison": rows.world.foreign_liaison,
    }
    return Person(web_server.url, users.get(request.param) or rows.world.users[request.param])


@pytest.fixture
def liaison(rows, web_server) -> Person:
    return Person(web_server.url, rows.world.users["Liaison"])


def held_back(*answers: requests.Response) -> None:
    for answer in answers:
        told = [
            word
            for word in WORDS
            if word in answer.text or word in json.dumps(_json(answer), ensure_ascii=False)
        ]
        assert not told, f"{answer.url} tells {told}"


def _json(answer: requests.Response):
    try:
        return answer.json()
    except ValueError:
        return None


def test_the_words_are_there_for_the_team(liaison, rows):
    """The tests below look for words that the station's own liaison does see."""
    text = json.dumps(
        [liaison.resource("GET", doctype, name).json() for doctype, name in rows.doctypes.items()],
        ensure_ascii=False,
    )
    assert [word for word in WORDS if word not in text] == []
    assert "秘密人" in liaison.session.get(liaison.url + rows.picture, timeout=30).content.decode()


def test_documents_and_lists(outsider, rows):
    for doctype, name in rows.doctypes.items():
        one = outsider.resource("GET", doctype, name)
        assert one.status_code in (403, 404)
        named = json.dumps({"name": name})
        everything, columns = json.dumps(["*"]), json.dumps([f"`tab{doctype}`.*"])
        held_back(
            one,
            outsider.get(f"/api/resource/{doctype}", fields=everything, limit_page_length=0),
            outsider.post("frappe.client.get", doctype=doctype, name=name),
            outsider.post("frappe.client.get_list", doctype=doctype, fields=everything, limit_page_length=0),
            outsider.post("frappe.client.get_value", doctype=doctype, fieldname=everything, filters=named),
            outsider.post("frappe.desk.form.load.getdoc", doctype=doctype, name=name),
            outsider.post("frappe.desk.reportview.get", doctype=doctype, fields=columns, page_length=500),
            outsider.post(
                "frappe.desk.reportview.export_query",
                doctype=doctype, fields=columns, file_format_type="CSV", title="x",
            ),
            outsider.post("frappe.desk.search.search_link", doctype=doctype, txt="秘密", ignore_user_permissions=1),
            outsider.get("/printview", doctype=doctype, name=name, format="Standard"),
            outsider.get("/api/method/frappe.utils.print_format.download_pdf", doctype=doctype, name=name),
        )  # fmt: skip


def test_filters_tell_nothing(outsider, rows):
    for doctype in rows.doctypes:
        for field_name, value in (
            ("id_number", "440781198511020754"),
            ("householder", "秘密人"),
            ("name", rows.doctypes[doctype]),
        ):
            filters = json.dumps([[doctype, field_name, "=", value]])
            answer = outsider.post(
                "frappe.desk.reportview.get_count", doctype=doctype, filters=filters, fields="[]"
            )
            assert answer.status_code != 200 or answer.json().get("message") in (0, None), (
                doctype,
                field_name,
                answer.text,
            )


def test_reports(outsider, rows):
    for report in REPORTS:
        for station in (rows.world.own, ""):
            filters = {
                "station": station,
                "town": rows.world.town,
                "year": 2026,
                "from_date": "2026-01-01",
                "to_date": "2026-12-31",
            }
            held_back(
                outsider.post(
                    "frappe.desk.query_report.run", report_name=report, filters=json.dumps(filters)
                )
            )


def test_files(outsider, rows):
    answer = outsider.session.get(outsider.url + rows.picture, timeout=30)
    assert answer.status_code in (403, 404)
    held_back(
        answer,
        outsider.get("/api/method/download_file", file_url=rows.picture),
        outsider.post(
            "frappe.client.get_list", doctype="File", fields='["*"]', limit_page_length=0
        ),
    )
    stolen = outsider.post("upload_file", file_url=rows.picture, is_private=1)
    assert stolen.status_code == 403
    held_back(outsider.session.get(outsider.url + rows.picture, timeout=30))


def test_nothing_is_written(outsider, rows):
    before = {dt: frappe.db.get_value(dt, name, "modified") for dt, name in rows.doctypes.items()}
    for doctype, name in rows.doctypes.items():
        answers = (
            outsider.resource(
                "PUT", doctype, name, remark="x", content="x", station=rows.world.other
            ),
            outsider.resource("DELETE", doctype, name),
            outsider.post(
                "frappe.client.set_value",
                doctype=doctype,
                name=name,
                fieldname="station",
                value=rows.world.other,
            ),
            outsider.post("frappe.client.delete", doctype=doctype, name=name),
            outsider.post(
                "frappe.share.add",
                doctype=doctype,
                name=name,
                user=rows.world.other_liaison,
                read=1,
            ),
        )
        for answer in answers:
            assert answer.status_code in (403, 404, 417), (
                answer.url,
                answer.status_code,
                answer.text[:300],
            )
        held_back(*answers)
    frappe.db.rollback()
    assert {
        dt: frappe.db.get_value(dt, name, "modified") for dt, name in rows.doctypes.items()
    } == before


def test_own_station_written_into_a_foreign_household(rows, web_server):
    person = Person(web_server.url, rows.world.other_liaison)
    answer = person.resource(
        "PUT", "Household", rows.household, station=rows.world.other, town=rows.world.town
    )
    assert answer.status_code == 403
    held_back(answer)
