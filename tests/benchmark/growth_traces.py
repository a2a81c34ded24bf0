"""What one thing that a person does leaves in every table: done the ordinary way, by a user of that role."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate
from PIL import Image

from zhilian_app import permissions, steps
from zhilian_app.meetings import api as meetings_api
from zhilian_app.meetings import week_rules
from zhilian_app.testing import make, make_issue, make_visit

TIMES = 5  # each is done so often, and the rows divided by it: what comes only the first time weighs less
PEOPLE = {
    "Liaison": "lianluo1", "Team Head": "zuzhang1", "Station Leader": "fenguan1", "Station Cadre": "ganbu1",
    "Organization Office": "zuzhiban", "Town Office Staff": "banshiyuan",
}  # fmt: skip
CONTENT = (
    "户主在家，身体还好。今年种了三亩水稻，收成比去年好些，担心后面台风。小儿子在江门打工，过年回来。"
    "问到合作医疗，已经缴费。屋后水沟淤塞，下雨时漫到门口，希望村里清一次。已记下，回去和村委商量。"
)


class Traces:
    """The things that people do, each a method that does it once."""

    def __init__(self) -> None:
        """The people of the demo town's first station, and households that they have not visited today."""
        self.users = {
            role: frappe.db.get_value("User", {"username": name}) for role, name in PEOPLE.items()
        }
        self.liaison = frappe.db.get_value("Cadre", {"user": self.users["Liaison"]})
        where = {"user": self.users["Town Office Staff"]}
        self.office = frappe.db.get_value("Cadre", where, "town_office")
        self.station = permissions.places_of(self.liaison)[0].station
        self.homes = frappe.get_all(
            "Household", {"station": self.station, "status": "Active"}, pluck="name", limit=200,
            order_by="last_visited_on asc, name asc",
        )  # fmt: skip

    @contextmanager
    def by(self, role: str) -> Iterator[None]:
        """Do what follows as who holds ``role``."""
        frappe.set_user(self.users[role])
        permissions.clear_scopes()
        try:
            yield
        finally:
            frappe.set_user("Administrator")
            permissions.clear_scopes()

    def all(self) -> dict[str, Callable[[], object]]:
        """Each by its name in growth_rates.events."""
        return {
            "visit": self.visit,
            "visit with a picture": lambda: self.visit(picture()),
            "visit changed": self.change_visit,
            "issue from beginning to end": self.issue,
            "weekly meeting": self.meeting,
            "sign-in": self.sign_in,
            "form opened": self.open_form,
            "list exported": self.export,
        }

    def visit(self, content: bytes | None = None) -> str:
        """A visit by the liaison, with a picture as a phone sends it."""
        with self.by("Liaison"):
            pictures = [{"picture": _uploaded(content)}] if content else []
            return make_visit(self.homes.pop(0), content=CONTENT, pictures=pictures).name

    def change_visit(self) -> None:
        """The liaison adds a sentence to a visit."""
        with self.by("Liaison"):
            doc = frappe.get_doc("Household Visit", self.last_visit)
            doc.content += "又补一句。"
            doc.save()

    def issue(self) -> None:
        """Registered, referred, accepted, resolved, and told to the people."""
        with self.by("Liaison"):
            doc = make_issue(station=self.station, content=CONTENT)
        for role, action, values in (
            ("Liaison", "Refer to an Office", {"town_office": self.office}),
            ("Town Office Staff", "Accept", {}),
            ("Town Office Staff", "Report as Resolved", {"result": "已派人修好，来电确认过。"}),
            ("Liaison", "Tell the People", {
                "told_on": str(getdate()), "told_by": self.liaison,
                "told_how": "Face to Face", "satisfaction": "Satisfied",
            }),
        ):  # fmt: skip
            with self.by(role):
                steps.take_step("Ledger Issue", doc.name, action, "按职责办理", json.dumps(values))

    def meeting(self) -> None:
        """A meeting with four signatures, notes, and its minutes closed."""
        self._put_meetings_of_this_week_aside()
        with (
            patch.object(week_rules, "is_month_end", return_value=False),
            patch.object(week_rules, "fits_week", return_value=True),
        ):
            doc = make("Weekly Meeting", station=self.station, meeting_date=getdate())
            for role in ("Station Leader", "Team Head", "Liaison", "Station Cadre"):
                with self.by(role):
                    meetings_api.sign_in(doc.name)
            with self.by("Liaison"):
                doc = frappe.get_doc("Weekly Meeting", doc.name)
                doc.notes = CONTENT
                doc.save()
                meetings_api.close_minutes(doc.name)

    def _put_meetings_of_this_week_aside(self) -> None:
        """A station meets once a week, and here it does several times a minute."""
        week = {"station": self.station, "meeting_date": [">", add_days(getdate(), -7)]}
        for name in frappe.get_all("Weekly Meeting", week, pluck="name"):
            self.weeks -= 1
            day = add_days(getdate(), 7 * self.weeks)
            aside = {"name": f"{name}-{day}", "meeting_date": day, "week": day}
            frappe.db.set_value("Weekly Meeting", name, aside, update_modified=False)
            for child in ("Meeting Attendance", "Weekly Agenda Item"):
                rows = {"parent": name, "parenttype": "Weekly Meeting"}
                frappe.db.set_value(child, rows, "parent", aside["name"], update_modified=False)

    def sign_in(self) -> None:
        """A sign-in, as Frappe notes it, with the pages that the desk reports."""
        from frappe.core.doctype.activity_log.activity_log import add_authentication_log
        from frappe.desk.doctype.route_history.route_history import deferred_insert

        with self.by("Liaison"):
            frappe.local.request_ip = "127.0.0.1"
            add_authentication_log("登录", frappe.session.user)
            routes = [{"route": route, "creation": str(frappe.utils.now())}
                      for route in ("my-day", "visit-list", "List/Household Visit/List")]  # fmt: skip
            deferred_insert(json.dumps(routes))

    def open_form(self) -> None:
        """A form of a visit and one of an issue, read by the office."""
        from frappe.desk.form.load import getdoc

        with self.by("Organization Office"):
            frappe.local.response = frappe._dict(docs=[])
            getdoc("Household Visit", self.last_visit)

    def export(self) -> None:
        """A list put out as a sheet: Frappe notes who did it."""
        from frappe.desk.reportview import export_query

        with self.by("Organization Office"):
            frappe.local.form_dict = frappe._dict(
                doctype="Household Visit", file_format_type="CSV", title="走访记录",
                fields=json.dumps(["name", "visit_date"]), start=0, page_length=5,
            )  # fmt: skip
            export_query()

    weeks = -200

    @property
    def last_visit(self) -> str:
        """The visit that was written last."""
        return frappe.get_last_doc("Household Visit", {"station": self.station}).name


def picture() -> bytes:
    """A picture with the grain of a camera, as the phone sends it: 1600 pixels, quality 80."""
    image = Image.effect_noise((1600, 1200), 24).convert("RGB")
    shade = Image.linear_gradient("L").resize((1600, 1200)).convert("RGB")
    out = io.BytesIO()
    Image.blend(image, shade, 0.75).save(out, "JPEG", quality=80)
    return out.getvalue()


def _uploaded(content: bytes) -> str:
    made = {"doctype": "File", "file_name": "visit.jpg", "is_private": 1, "content": content}
    return frappe.get_doc(made).insert().file_url


def rows_left(act: Callable[[], object], count: Callable[[], dict[str, int]]) -> dict[str, float]:
    """Rows that a thing leaves in each table, counted over some times."""
    from frappe.deferred_insert import save_to_db

    act()
    save_to_db()
    before = count()
    for _ in range(TIMES):
        act()
    save_to_db()
    frappe.db.commit()
    after = count()
    grown = {table: after[table] - before.get(table, 0) for table in after}
    return {table: more / TIMES for table, more in grown.items() if more}
