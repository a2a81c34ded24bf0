"""Questions that what people do most puts to the database: pinned, and the same however many rows there are.

A pin is the number that was counted when it was written, once DocTypes and roles are known to the process. Fewer is
welcome: lower the pin. More has a reason, or is a query for each row.
"""

import json
from collections.abc import Callable
from unittest.mock import patch

import frappe
from frappe.desk.form.load import getdoc
from frappe.desk.reportview import get as list_rows
from frappe.utils import add_days, getdate

from zhilian_app import digest, my_day, steps
from zhilian_app.filings import due_today
from zhilian_app.filings.upkeep import make_filings
from zhilian_app.issues.report.issue_ledger import issue_ledger
from zhilian_app.issues.report.issue_summary import issue_summary
from zhilian_app.issues.upkeep import follow_due_days
from zhilian_app.meetings.requests_upkeep import make_requests
from zhilian_app.subsidies.progress_upkeep import make_rows
from zhilian_app.subsidies.report.subsidy_queue import subsidy_queue
from zhilian_app.supervision import town_today
from zhilian_app.testing import WorldTestCase, make_entry, make_household, make_issue, make_visit
from zhilian_app.visits import api as visits_api
from zhilian_app.visits.report.key_register import key_register
from zhilian_app.visits.report.station_log import station_log
from zhilian_app.visits.report.visit_coverage import visit_coverage

TEAM, OFFICE, LEADER = "Liaison", "Organization Office", "Town Leader"
VISIT, ISSUE = "Household Visit", "Ledger Issue"
# a list asks for its rows, and twice for the team by which the reader sees them
LIST_QUERIES = 3
LISTS = (
    "Household", "Key Visit Entry", VISIT, ISSUE, "Weekly Meeting", "Committee Request", "Review Report", "Filing",
    "Board Update", "Station Article", "Subsidy Project", "Rectification", "Spot Check",
)  # fmt: skip


REPORTS = (
    "coverage", "issue ledger", "issue summary", "subsidy queue", "key register", "station log",
)  # fmt: skip


class QueryCountCase(WorldTestCase):
    """``self.home`` has an entry in the register, a visit and an issue."""

    def setUp(self):
        super().setUp()
        # jobs commit what they have made, and a test's rows must not be
        self.enterContext(patch.object(frappe.db, "commit"))
        self.home = self.add()

    def add(self) -> str:
        """A household of the own station with an entry in the register, a visit and an issue; no query of it counts."""
        home = make_household(self.world.own).name
        make_entry(home)
        with self.by(TEAM):
            self.visit, self.issue = make_visit(home).name, make_issue(household=home).name
        return home

    @staticmethod
    def queries(act: Callable[[], object]) -> int:
        with patch.object(frappe.db, "sql", wraps=frappe.db.sql) as spy:
            act()
        return spy.call_count

    def asked(self, role: str, act: Callable[[], object]) -> list[str]:
        """First word of each query of somebody who reads."""
        with self.by(role), patch.object(frappe.db, "sql", wraps=frappe.db.sql) as spy:
            act()
        return [str(call.args[0]).split()[0].lower() for call in spy.call_args_list]

    def by_reader(self, role: str, act: Callable[[], object]) -> int:
        """Queries of somebody who reads: it is done once before, so that DocTypes are known."""
        with self.by(role):
            act()
        with self.by(role):
            return self.queries(act)

    def shown(self, doctype: str) -> None:
        """What the desk asks for when a form is opened."""
        frappe.local.response = frappe._dict(docs=[])
        getdoc(doctype, self.visit if doctype == VISIT else self.issue)

    @staticmethod
    def listed(doctype: str) -> None:
        """What the desk asks for when a list is opened."""
        frappe.local.form_dict = frappe._dict(
            doctype=doctype, fields=json.dumps([f"`tab{doctype}`.`name`"]), start=0, page_length=20,
            order_by=f"`tab{doctype}`.`modified` desc",
        )  # fmt: skip
        list_rows()

    @staticmethod
    def my_day() -> None:
        """The first page, when nobody has asked for it lately."""
        my_day.forget()
        my_day.overview()

    def reading(self) -> dict[str, tuple[str, Callable[[], object], int]]:
        """What people look at: the role, what it does, and its pin."""
        log = frappe._dict(station=self.world.own, from_date=str(getdate()), to_date=str(getdate()))
        year = frappe._dict(year=getdate().year)
        return {
            # eight of them Frappe's own: comments, files, versions and so on
            "form of a visit": (TEAM, lambda: self.shown(VISIT), 16),
            "form of an issue": (TEAM, lambda: self.shown(ISSUE), 19),
            "form of an issue, office": (OFFICE, lambda: self.shown(ISSUE), 20),
            # collected for all people of the site at once, some queries a chapter, and then kept for minutes
            "my day": (TEAM, self.my_day, 65),
            "my day, office": (OFFICE, self.my_day, 68),
            # and one for each kind of matters of the reader: what they have dealt with since
            "my day, once it is collected": (TEAM, my_day.overview, 5),
            "my day of the office, once it is collected": (OFFICE, my_day.overview, 7),
            "leaders' page": (LEADER, town_today.read, 30),
            "whom to urge": (OFFICE, due_today.overview, 9),
            "visit list": (TEAM, visits_api.households_due, 6),
            "household before a visit": (TEAM, lambda: visits_api.household_brief(self.home), 10),
            "coverage": (OFFICE, lambda: visit_coverage.execute(year), 6),
            "issue ledger": (TEAM, lambda: issue_ledger.execute(frappe._dict()), 3),
            "issue summary": (OFFICE, lambda: issue_summary.execute(frappe._dict()), 4),
            "subsidy queue": (OFFICE, lambda: subsidy_queue.execute(frappe._dict()), 5),
            "key register": (OFFICE, lambda: key_register.execute(year), 4),
            "station log": (TEAM, lambda: station_log.execute(log), 5),
        }


class TestReading(QueryCountCase):
    def asked_by_readers(self, acts: dict) -> dict[str, int]:
        return {name: self.by_reader(*one) for name, one in acts.items()}

    def test_pins(self):
        for name, (role, act, pin) in self.reading().items():
            with self.subTest(name):
                self.assertLessEqual(self.by_reader(role, act), pin)

    def test_reports_can_be_read_from_a_replica(self):
        """Frappe reads reports from a replica where there is one, and a replica takes no writing."""
        for name, (role, act, _pin) in self.reading().items():
            if name in REPORTS:
                with self.subTest(name):
                    self.assertEqual({"select"}, set(self.asked(role, act)))

    def test_lists(self):
        for role in (TEAM, OFFICE):
            for doctype in LISTS:
                with self.subTest(doctype, role=role):
                    asked = self.by_reader(role, lambda doctype=doctype: self.listed(doctype))
                    self.assertLessEqual(asked, LIST_QUERIES)

    def test_as_many_for_three_times_the_rows(self):
        acts = {name: (role, act) for name, (role, act, _pin) in self.reading().items()}
        for doctype in LISTS[:4]:
            acts[doctype] = (OFFICE, lambda doctype=doctype: self.listed(doctype))
        few = self.asked_by_readers(acts)
        for _number in range(2):
            self.add()
        self.assertEqual(few, self.asked_by_readers(acts))


class TestWriting(QueryCountCase):
    def change(self) -> None:
        doc = frappe.get_doc(VISIT, self.visit)
        doc.content += "再补一句。"
        doc.save()

    def step(self) -> None:
        name = make_issue(station=self.world.own).name
        self.counted = self.queries(
            lambda: steps.take_step(ISSUE, name, "Handle at the Station", "按职责办理")
        )

    def test_pins(self):
        home = make_household(self.world.own).name
        with self.by(TEAM):
            self.change()
            self.step()
            self.step()
            found = {
                "new visit": self.queries(lambda: make_visit(home)),
                "visit changed": self.queries(self.change),
                "new issue": self.queries(lambda: make_issue(station=self.world.own)),
                "step of an issue": self.counted,
            }
        # beyond the rows themselves: the household's counters, the entry, the day's other visits, who comes next
        pins = {"new visit": 20, "visit changed": 19, "new issue": 14, "step of an issue": 29}
        self.assertEqual({}, {name: asked for name, asked in found.items() if asked > pins[name]})

    def test_a_step_asks_no_more_when_more_issues_are_there(self):
        with self.by(TEAM):
            self.step()
            self.step()
            few = self.counted
            for _number in range(2):
                self.step()
        self.assertEqual(few, self.counted)


class TestNights(QueryCountCase):
    # what has nothing to do asks as much for many rows as for few
    STEADY = (follow_due_days, make_requests, make_rows, make_filings)

    def test_jobs_ask_no_more_for_three_times_the_rows(self):
        def asked() -> dict[str, int]:
            for job in self.STEADY:
                job()
            digest.collect(getdate())
            return {job.__name__: self.queries(job) for job in self.STEADY} | {
                "digest": self.queries(lambda: digest.collect(getdate()))
            }

        few = asked()
        for _number in range(2):
            self.add()
        self.assertEqual(few, asked())


class TestDigest(QueryCountCase):
    def test_a_digest_costs_the_same_for_everybody(self):
        """Sixteen a person at most: the row, its notice, and who they are."""
        line = digest.Line("问题台账", "有 1 件要办", ISSUE)
        day = add_days(getdate(), 1)
        users = [self.user_of(role) for role in (TEAM, OFFICE, LEADER)]
        digest.make_digest(users[0], day, [line])
        asked = {
            self.queries(lambda user=user: digest.make_digest(user, day, [line]))
            for user in users[1:]
        }
        self.assertEqual(1, len(asked))
        self.assertLessEqual(max(asked), 16)
