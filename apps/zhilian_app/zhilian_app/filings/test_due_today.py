import json
from datetime import date, timedelta

import frappe
from frappe.desk.doctype.number_card.number_card import get_result
from frappe.utils import getdate, now_datetime

from zhilian_app import calendar
from zhilian_app.filings import due_calendar, due_today, upkeep
from zhilian_app.testing import World, ZhilianTestCase, make_issue

FILING = "Filing"
# how many more a card shows for what ``TestNumbers.fill`` puts there
CARDS = {
    "Due in 7 Days": 2,
    "Filings Overdue": 2,
    "Filings Missing": 1,
    "Filings to Take In": 1,
}


class DeskTestCase(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        self.world = World.shared()
        self.own, self.other, self.foreign = (
            self.world.own,
            self.world.other,
            self.world.foreign,
        )
        upkeep.make_filings()
        # only what a test puts there is asked for
        frappe.db.set_value(
            FILING,
            {"town": ["in", [self.world.town, self.world.other_town]]},
            {"standing": "On Time", "state": "Taken In", "due_on": "2020-01-31"},
        )
        self.free = {
            station: frappe.get_all(FILING, {"station": station}, pluck="name", order_by="name asc")
            for station in (self.own, self.other, self.foreign)
        }

    def put(self, station: str, days: int, standing: str = "Overdue", **values) -> str:
        """One of a station's filings, due ``days`` from today."""
        name = self.free[station].pop()
        month = values.pop("month", calendar.month_start(getdate()))
        frappe.db.set_value(
            FILING,
            name,
            {
                "due_on": getdate() + timedelta(days=days),
                "standing": standing,
                "state": "To Hand In",
                "month": month,
                **values,
            },
        )
        return name

    def overview(self, role: str = "Organization Office") -> dict:
        with self.as_user(self.world.users[role]):
            return due_today.overview()

    def counts(self, role: str = "Organization Office") -> dict[str, int]:
        return {one["key"]: one["count"] for one in self.overview(role)["numbers"]}


class TestNumbers(DeskTestCase):
    def fill(self):
        missed = due_today.missed_month(getdate(), 5)
        self.put(self.own, 0, "Not Due")
        self.put(self.own, -2)
        self.put(self.other, -1, "Not Due")
        self.put(self.other, 0, "On Time", state="Handed In", handed_in_on=now_datetime())
        self.put(self.foreign, -5)
        if self.free[self.own]:
            self.put(self.own, -40, "Missing", month=missed)
        issue = make_issue(station=self.own)
        issue.db_set("due_on", getdate() - timedelta(days=1))

    def test_each_number_is_the_rows_of_its_filters(self):
        self.fill()
        for role in ("Organization Office", "Town Leader"):
            with self.as_user(self.world.users[role]):
                for one in due_today.overview()["numbers"]:
                    rows = frappe.get_list(
                        one["doctype"],
                        filters=[[one["doctype"], *each] for each in one["filters"]],
                        limit_page_length=0,
                    )
                    self.assertEqual(one["count"], len(rows), (role, one["key"]))

    def test_they_count_one_town_and_what_the_calendar_says(self):
        before = self.counts()
        self.fill()
        counts = {key: number - before[key] for key, number in self.counts().items()}
        # what the job of the night has not seen yet is overdue all the same
        self.assertEqual(
            counts, {"due_today": 1, "overdue": 2, "missing": 1, "to_take_in": 1, "issues": 1}
        )

    def test_what_is_missing_is_of_the_last_bulletin_that_closed(self):
        cases = {
            date(2026, 6, 5): date(2026, 4, 1),
            date(2026, 6, 6): date(2026, 5, 1),
            date(2026, 1, 6): date(2025, 12, 1),
            date(2026, 1, 5): date(2025, 11, 1),
        }
        for today, month in cases.items():
            self.assertEqual(due_today.missed_month(today, 5), month, today)

    def test_a_liaison_has_no_such_page(self):
        with self.assertRaises(frappe.PermissionError):
            self.overview("Liaison")

    def test_cards_of_the_workspace_show_what_their_click_opens(self):
        before = {name: self.card(name) for name in CARDS}
        self.fill()
        for name, more in CARDS.items():
            number, rows = self.card(name)
            self.assertEqual((number, number - before[name][0]), (rows, more), name)

    def card(self, name: str) -> tuple[int, int]:
        with self.as_user(self.world.users["Organization Office"]):
            card = frappe.get_doc("Number Card", name)
            card.run_method("onload")
            filters = [one[:4] for one in json.loads(card.filters_json)]
            rows = frappe.get_list(FILING, filters=filters, limit_page_length=0)
            return get_result(card.as_json(), card.filters_json), len(rows)

    def test_every_block_of_the_workspace_has_its_widget(self):
        doc = frappe.get_doc("Workspace", "Filings")
        labels = {
            "shortcut": {row.label for row in doc.shortcuts},
            "number_card": {row.label for row in doc.number_cards},
        }
        for block in json.loads(doc.content):
            if block["type"] != "spacer":
                self.assertIn(block["data"][f"{block['type']}_name"], labels[block["type"]])
        for row in doc.shortcuts:
            self.assertTrue(frappe.db.exists(row.type, row.link_to), row.link_to)


class TestCalls(DeskTestCase):
    def lines(self, role: str = "Organization Office") -> list[dict]:
        return self.overview(role)["calls"]

    def test_a_line_says_what_is_owed_and_whom_to_ring_up(self):
        self.put(self.own, -9, requirement_title="书面汇报")
        self.put(self.other, 1, "Not Due")
        self.put(self.other, 2, "Not Due")
        self.put(self.foreign, -9)
        lines = self.lines()
        self.assertEqual([line["station"] for line in lines], [self.own, self.other])
        late, soon = lines
        self.assertEqual([(one["title"], one["days"]) for one in late["owed"]], [("书面汇报", -9)])
        self.assertEqual(
            [person["duty"] for person in late["people"]],
            ["Liaison", "Team Head", "Station Leader"],
        )
        liaison = self.world.cadres["Liaison"]
        self.assertEqual(
            (late["people"][0]["name"], late["people"][0]["phone"]),
            (liaison.cadre_name, liaison.mobile),
        )
        self.assertEqual([one["days"] for one in soon["owed"]], [1])
        self.assertEqual([person["duty"] for person in soon["people"]], ["Liaison"])

    def test_what_waits_for_the_office_is_no_reason_to_ring_up(self):
        before = self.counts()
        self.put(self.own, -9, state="Handed In")
        self.assertEqual(self.lines(), [])
        counts = self.counts()
        self.assertEqual(counts["overdue"], before["overdue"])
        self.assertEqual(counts["to_take_in"], before["to_take_in"] + 1)

    def test_who_was_rung_up_is_noted_and_comes_last(self):
        name = self.put(self.own, -9)
        self.put(self.other, -1)
        with self.as_user(self.world.users["Organization Office"]):
            answer = due_today.mark_called(self.own)
        lines = self.lines()
        self.assertEqual([line["station"] for line in lines], [self.other, self.own])
        self.assertEqual(lines[1]["called_on"], answer["called_on"])
        self.assertEqual(lines[1]["called_by"], self.world.cadres["Organization Office"].cadre_name)
        self.assertEqual(frappe.db.get_value(FILING, name, "standing"), "Overdue")

    def test_only_the_office_of_the_town_notes_calls(self):
        self.put(self.own, -9)
        self.put(self.foreign, -9)
        for role, station in (
            ("Town Leader", self.own),
            ("Liaison", self.own),
            ("Organization Office", self.foreign),
        ):
            with self.as_user(self.world.users[role]), self.assertRaises(frappe.PermissionError):
                due_today.mark_called(station)
        self.assertFalse(self.overview("Town Leader")["may_mark"])

    def test_the_number_of_queries_does_not_grow_with_the_stations(self):
        self.put(self.own, -9)
        first = self.queries()
        self.put(self.other, -9)
        self.put(self.other, -8)
        self.assertEqual(self.queries(), first)

    def queries(self) -> int:
        with self.as_user(self.world.users["Organization Office"]):
            due_today.overview()
            count, sql = 0, frappe.db.sql

            def counted(*args, **kwargs):
                nonlocal count
                count += 1
                return sql(*args, **kwargs)

            frappe.db.sql = counted
            try:
                due_today.overview()
            finally:
                frappe.db.sql = sql
        return count


class TestCalendar(DeskTestCase):
    def events(self, role: str, days: int = 10) -> list[dict]:
        today = getdate()
        first, last = today - timedelta(days=days), today + timedelta(days=days)
        with self.as_user(self.world.users[role]):
            return due_calendar.get_events(str(first), str(last))

    def filings(self, role: str) -> list[dict]:
        return [one for one in self.events(role) if one["doctype"] == FILING]

    def test_a_team_sees_its_own_and_opens_it(self):
        name = self.put(self.own, 3, "Not Due", requirement_title="书面汇报")
        self.put(self.other, 3, "Not Due", requirement_title="书面汇报")
        (event,) = self.filings("Liaison")
        self.assertEqual((event["opens"], event["title"]), (name, "书面汇报"))
        self.assertEqual(event["tone"], due_calendar.OPEN)

    def test_an_office_sees_one_event_a_day_and_matter(self):
        self.put(self.own, -3, "On Time", requirement_title="书面汇报")
        self.put(self.other, -3, "Overdue", requirement_title="书面汇报")
        self.put(self.foreign, -3, "Overdue", requirement_title="书面汇报")
        (event,) = self.filings("Organization Office")
        self.assertEqual((event["title"], event["tone"]), ("书面汇报 1/2", due_calendar.BAD))
        with self.as_user(self.world.users["Organization Office"]):
            self.assertEqual(len(frappe.get_list(FILING, filters=event["filters"])), 2)

    def test_open_issues_and_the_cutoff_stand_there(self):
        issue = make_issue(station=self.own, title="桥栏杆松动")
        issue.db_set("due_on", getdate() + timedelta(days=2))
        titles = [one["title"] for one in self.events("Liaison")]
        self.assertTrue(any("桥栏杆松动" in title for title in titles), titles)
        closing = [
            one for one in self.events("Liaison", 40) if one["doctype"] == "Monthly Bulletin"
        ]
        self.assertTrue(closing and all(one["start"].endswith("-05") for one in closing))

    def test_no_more_than_a_season_at_once(self):
        with self.assertRaises(frappe.ValidationError):
            self.events("Liaison", 60)
