"""Checks from the draw to the record: what a notice keeps, what a patrol finds, and what nobody can change."""

import json

import frappe
from frappe.client import get as client_get
from frappe.desk.form.load import getdoc
from frappe.utils import add_days, getdate

from zhilian_app.steps import StepIncomplete, StepRefused
from zhilian_app.supervision import books, draws, states
from zhilian_app.supervision.doctype.spot_check.spot_check import CheckRefused
from zhilian_app.supervision.testing import CHECK, DRAW, OFFICE, RECORD, CheckTestCase
from zhilian_app.testing import make, make_household, make_visit

ABSENT = {"Liaison": ("Absent", "", 1)}


class TestDraw(CheckTestCase):
    def draw(self, **fields):
        with self.by(OFFICE):
            return make(DRAW, town=self.world.town, **fields)

    def test_a_draw_begins_the_check_and_can_be_repeated(self):
        doc = self.draw()
        self.assertIn(doc.station, (self.world.own, self.world.other))
        self.assertEqual(doc.station, draws.repeated(doc).station)
        self.assertEqual(doc.station, doc.proof()[0]["station"])
        check = frappe.get_doc(CHECK, {"draw": doc.name})
        self.assertEqual(
            (states.BOOKS, doc.station, states.DRAFT), (check.kind, check.station, check.state)
        )

    def test_a_month_is_drawn_once_and_nobody_chooses(self):
        doc = self.draw(station=self.world.own, seed="mine", round_no=9)
        self.assertNotEqual("mine", doc.seed)
        self.assertEqual(1, doc.round_no)
        with self.assertRaises(draws.DrawRefused):
            self.draw()
        with self.by(OFFICE):
            doc = frappe.get_doc(DRAW, doc.name)
            seed = doc.seed
            doc.update({"seed": "mine", "station": self.world.own, "voided": 1})
            doc.save()
        self.assertEqual((seed, 0), tuple(frappe.db.get_value(DRAW, doc.name, ["seed", "voided"])))

    def test_a_draw_that_does_not_count_is_made_again_until_the_notice(self):
        doc = self.draw()
        with self.by(OFFICE):
            with self.assertRaises(draws.DrawRefused):
                doc.void(" ")
            doc.void("该驻点本月撤并")
        self.assertEqual(states.VOIDED, doc.check().state)
        again = self.draw()
        self.assertNotEqual(doc.name, again.name)
        self.step(again.check(), OFFICE, states.NOTIFY)
        with self.by(OFFICE), self.assertRaises(draws.DrawRefused):
            again.void("不想查了")


class TestNotice(CheckTestCase):
    def test_what_is_put_in_or_changed_after_the_notice_shows(self):
        home = make_household(self.world.own)
        old = make_visit(home.name, content="问了收成，家里都好。")
        check = self.notified()
        self.assertEqual(
            [(book, []) for book in books.BOOKS],
            [(row["book"], row["differences"]) for row in books.compared(check.name)],
        )
        late = make_visit(make_household(self.world.own).name, visit_date=getdate())
        frappe.db.set_value("Household Visit", old.name, "content", "补写：谈了危房改造。")
        log = books.compared(check.name)[0]
        self.assertEqual(
            {late.name: "Added after the Notice", old.name: "Changed after the Notice"},
            {row["name"]: row["kind"] for row in log["differences"]},
        )
        self.assertTrue(log["whole"])
        frappe.db.set_value("Book Snapshot", {"spot_check": check.name}, "content", "[]")
        self.assertFalse(all(row["whole"] for row in books.compared(check.name)))

    def test_the_station_is_told_and_its_books_fall_due(self):
        check = self.check(states.BOOKS)
        with self.by("Liaison"):
            self.assertFalse(check.has_permission("read"))
        check = self.step(check, OFFICE, states.NOTIFY)
        self.assertEqual(add_days(getdate(), 7), check.due_on)
        filing = frappe.get_doc("Filing", {"reference_name": check.name})
        self.assertEqual((self.world.own, check.due_on), (filing.station, filing.due_on))
        told = frappe.get_all("Notification Log", {"document_name": check.name}, pluck="for_user")
        self.assertTrue({self.world.users[r] for r in ("Liaison", "Team Head")} <= set(told))
        with self.by("Liaison"):
            self.assertTrue(frappe.get_list(CHECK, {"name": check.name}))
            doc = frappe.get_doc(CHECK, check.name)
            doc.run_method("onload")
        self.assertIsNone(doc.get_onload().get("books"), "what has changed is for who checks")

    def test_sensitive_entries_stand_without_words(self):
        visit = make_visit(make_household(self.world.own).name, content="帮教对象思想稳定。")
        visit.db_set("sensitive", 1)
        check = self.notified()
        content = frappe.db.get_value(
            "Book Snapshot", {"spot_check": check.name, "book": books.LOG}, "content"
        )
        self.assertIn(visit.name, content)
        self.assertNotIn("帮教", content)

    def test_result_by_the_checklist_stays_as_it_was_recorded(self):
        check = self.notified()
        with self.assertRaises(StepIncomplete):
            self.step(check, OFFICE, states.RECORD)
        check = self.write(check, findings="有两条漏填。")
        with self.by(OFFICE):
            check.results[0].result = "Not Met"
            check.results[1].result = "Partly Met"
            check.results[2].result = "Not Checked"
            check.save()
        check = self.step(check, OFFICE, states.RECORD)
        self.assertEqual(81.25, check.score)
        with self.by(OFFICE):
            check.findings = "没有问题"
            check.results[0].result = "Met"
            check.score = 100
            check.save()
        stored = frappe.get_doc(CHECK, check.name)
        self.assertEqual(
            ("有两条漏填。", "Not Met", 81.25),
            (stored.findings, stored.results[0].result, stored.score),
        )

    def test_a_snapshot_is_never_changed(self):
        name = frappe.db.get_value("Book Snapshot", {"spot_check": self.notified().name})
        with self.assertRaises(frappe.ValidationError):
            frappe.get_doc("Book Snapshot", name).save()


class TestPatrol(CheckTestCase):
    def test_people_come_from_the_roster_with_their_trace(self):
        home = make_household(self.world.own)
        make_visit(home.name, visitors=[{"cadre": self.world.cadres["Station Cadre"].name}])
        check = self.check()
        roles = ("Station Leader", "Team Head", "Liaison", "Station Cadre")
        self.assertEqual(
            [self.world.cadres[role].name for role in roles], [row.cadre for row in check.people]
        )
        self.assertIn("1", check.people[3].signed)
        self.assertEqual(self.world.cadres[OFFICE].name, check.checker)

    def test_absent_and_marked_comes_to_the_file(self):
        check = self.write(self.check(), {"Team Head": ("On Leave",), **ABSENT})
        with self.assertRaises(StepIncomplete):
            self.step(check, OFFICE, states.RECORD)
        check = self.write(check, {"Team Head": ("On Leave", "年休假", 1), **ABSENT})
        self.step(check, OFFICE, states.RECORD)
        (entry,) = frappe.get_all(RECORD, {"spot_check": check.name}, ["cadre", "text"])
        self.assertEqual(self.world.cadres["Liaison"].name, entry.cadre)
        self.assertIn("缺勤", entry.text)

    def test_the_checker_does_not_note_themself(self):
        team = frappe.get_doc("Station Team", self.world.team.name)
        team.append(
            "members",
            {"side": "Main", "duty": "Member", "cadre": self.world.cadres[OFFICE].name},
        )
        team.save()
        with self.assertRaises(CheckRefused):
            self.write(self.check(), {OFFICE: ("Absent", "", 1)})

    def test_a_rest_client_chooses_neither_people_nor_questions(self):
        with self.by(OFFICE):
            check = make(
                CHECK, kind=states.PATROL, station=self.world.own, check_day=getdate(), score=100,
                people=[{"cadre": self.world.other_team.liaison, "seen": "Absent", "noted": 1}],
                results=[{"book": "Patrol", "question": "随便", "points": 100, "result": "Met"}],
            )  # fmt: skip
            self.assertEqual((4, 2, 0), (len(check.people), len(check.results), check.score))
            check.state = states.RECORDED
            check.append("people", {"cadre": self.world.other_team.liaison, "seen": "Present"})
            for row in check.people:
                row.seen = "Present"
            for row in check.results:
                row.result = "Met"
            check.save()
        self.assertEqual(4, len(frappe.get_doc(CHECK, check.name).people))

    def test_a_patrol_of_a_day_to_come_is_refused(self):
        with self.assertRaises(CheckRefused):
            self.check(check_day=add_days(getdate(), 1))

    def test_the_station_reads_the_result_and_never_the_people(self):
        check = self.recorded(seen=ABSENT)
        with self.by("Liaison"):
            doc = client_get(CHECK, check.name)
            self.assertEqual("Recorded", doc["state"])
            self.assertFalse(doc.get("people"))
            self.assertEqual([], frappe.get_list("Check Person", parent_doctype=CHECK))
            joined = "`tabCheck Person`.`cadre_name` as who"
            rows = frappe.get_list(CHECK, {"name": check.name}, ["name", joined])
            self.assertTrue(all(not row.get("who") for row in rows))
            html = frappe.get_print(CHECK, check.name)
        self.assertNotIn(self.world.cadres["Team Head"].cadre_name, html)
        for role in (OFFICE, "Town Leader"):
            with self.by(role):
                self.assertEqual(4, len(client_get(CHECK, check.name)["people"]))

    def test_a_meeting_that_is_sat_in_on_has_all_of_the_team(self):
        meeting = make("Weekly Meeting", station=self.world.own, meeting_date=getdate())
        check = self.check(states.MEETING, meeting=meeting.name)
        self.assertEqual(5, len(check.people))
        other = make("Weekly Meeting", station=self.world.other, meeting_date=getdate())
        with self.assertRaises(CheckRefused):
            self.check(states.MEETING, meeting=other.name)

    def test_steps_are_the_offices(self):
        check = self.check()
        for role in ("Liaison", "Town Leader"):
            with self.assertRaises((frappe.PermissionError, StepRefused)):
                self.step(check, role, states.VOID, "不查了")
        with self.assertRaises(StepIncomplete):
            self.step(check, OFFICE, states.VOID)
        with self.assertRaises(StepRefused):
            self.step(check, OFFICE, states.NOTIFY)


class TestAnswers(CheckTestCase):
    """What comes back to a browser besides the row itself."""

    def test_the_form_and_the_history_say_nothing_of_people_to_the_station(self):
        check = self.recorded(seen=ABSENT)
        head = self.world.cadres["Team Head"].cadre_name
        with self.by("Liaison"):
            frappe.response.docs = []
            getdoc(CHECK, check.name)
            said = json.loads(frappe.as_json([frappe.response.docs, frappe.response.docinfo]))
        self.assertIn(check.title, str(said))
        self.assertNotIn(head, str(said))
        self.assertNotIn(check.people[0].name, str(said))

    def test_a_station_changes_nothing_of_its_check(self):
        check = self.notified()
        with self.by("Liaison"):
            doc = frappe.get_doc(CHECK, check.name)
            doc.findings = "没有问题"
            with self.assertRaises(frappe.PermissionError):
                doc.save()
            with self.assertRaises(frappe.PermissionError):
                frappe.call(
                    "frappe.client.set_value",
                    doctype=CHECK,
                    name=check.name,
                    fieldname="findings",
                    value="没有问题",
                )
