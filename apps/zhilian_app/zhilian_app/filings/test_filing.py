"""A filing from the station's desk to the office's shelf, and what nobody can do on the way."""

from datetime import timedelta

import frappe
from frappe.utils import getdate, now_datetime

from zhilian_app import calendar
from zhilian_app.filings import requirements, rules, sources, states, upkeep
from zhilian_app.filings.doctype.filing.filing import FilingRefused
from zhilian_app.filings.doctype.filing_requirement.filing_requirement import RequirementRefused
from zhilian_app.filings.testing import FILING, REQUIREMENT, FilingTestCase, clock
from zhilian_app.steps import StepIncomplete, StepRefused
from zhilian_app.testing import make


class TestFiling(FilingTestCase):
    def test_from_the_upload_to_the_shelf(self):
        filing = self.upload(self.filing())
        filing = self.step(filing, "Liaison", states.SEND)
        self.assertEqual(states.TO_SIGN, filing.state)
        self.assertIsNone(filing.handed_in_on, "not in before it is signed")
        filing = self.step(filing, "Team Head", states.SIGN)
        self.assertEqual((states.HANDED_IN, rules.ON_TIME), (filing.state, filing.standing))
        self.assertEqual(self.world.cadres["Team Head"].cadre_name, filing.signed_by_name)
        filing = self.step(
            filing,
            "Organization Office",
            states.TAKE_IN,
            paper_received=1,
            paper_received_on=getdate(),
        )
        self.assertEqual((states.TAKEN_IN, 1), (filing.state, filing.paper_received))
        self.assertEqual(getdate(), filing.paper_received_on)

    def test_returned_with_a_reason_it_is_not_in(self):
        filing = self.step(self.upload(self.filing()), "Liaison", states.SEND)
        filing = self.step(filing, "Station Leader", states.SIGN)
        with self.assertRaises(StepIncomplete):
            self.step(filing, "Organization Office", states.RETURN)
        filing = self.step(filing, "Organization Office", states.RETURN, "缺第三季度的数字")
        self.assertEqual((states.RETURNED, None), (filing.state, filing.handed_in_on))
        self.assertEqual(rules.NOT_DUE, filing.standing)
        told = frappe.get_all(
            "Notification Log", {"document_name": filing.name}, pluck="for_user", distinct=True
        )
        self.assertIn(self.world.users["Liaison"], told)

    def test_nobody_signs_what_they_sent(self):
        """The head who uploads himself leaves the signature to the leader."""
        filing = self.step(self.upload(self.filing(), "Team Head"), "Team Head", states.SEND)
        with self.assertRaises(StepRefused):
            self.step(filing, "Team Head", states.SIGN)
        filing = self.step(filing, "Station Leader", states.SIGN)
        self.assertEqual(states.HANDED_IN, filing.state)

    def test_whom_the_requirement_names_signs(self):
        filing = self.filing("领导签批件", signer="Station Leader")
        filing = self.step(self.upload(filing), "Liaison", states.SEND)
        with self.assertRaises(StepRefused):
            self.step(filing, "Team Head", states.SIGN)
        self.step(filing, "Station Leader", states.SIGN)

    def test_without_a_file_it_is_not_sent(self):
        with self.assertRaises(StepIncomplete):
            self.step(self.filing(), "Liaison", states.SEND)

    def test_nothing_to_report_where_the_requirement_knows_it(self):
        filing = self.filing()
        with self.by("Liaison"):
            doc = self.as_read(filing)
            doc.is_nil = 1
            with self.assertRaises(FilingRefused):
                doc.save()
        filing = self.filing("信访件办理情况", may_be_nil=1)
        with self.by("Liaison"):
            doc = self.as_read(filing)
            doc.is_nil = 1
            doc.save()
        filing = self.step(filing, "Liaison", states.SEND)
        self.assertEqual(rules.ON_TIME, self.step(filing, "Team Head", states.SIGN).standing)

    def as_read(self, filing):
        return frappe.get_doc(FILING, filing.name)

    def test_what_was_sent_stays_as_it_was_sent(self):
        filing = self.step(self.upload(self.filing()), "Liaison", states.SEND)
        with self.by("Liaison"):
            doc = self.as_read(filing)
            doc.set("files", [])
            doc.words = "另有说明"
            doc.save()
        stored = self.as_read(filing)
        self.assertEqual((1, ""), (len(stored.files), stored.words or ""))

    def test_nobody_edits_the_times(self):
        filing = self.filing()
        for role in ("Liaison", "Organization Office"):
            with self.by(role):
                doc = self.as_read(filing)
                doc.update(
                    {
                        "handed_in_on": now_datetime() - timedelta(days=9),
                        "due_on": getdate() + timedelta(days=99),
                        "standing": rules.ON_TIME,
                        "signer": "Nobody",
                    }
                )
                if role == "Organization Office":
                    doc.station = self.world.other
                doc.save()
        stored = self.as_read(filing)
        self.assertIsNone(stored.handed_in_on)
        self.assertEqual(
            (filing.due_on, rules.NOT_DUE, filing.signer, self.world.own),
            (stored.due_on, stored.standing, stored.signer, stored.station),
        )

    def test_filings_make_themselves(self):
        filing = self.filing()
        another = {
            "requirement": filing.requirement,
            "station": self.world.other,
            "month": filing.month,
            "due_on": filing.due_on,
        }
        with self.by("Organization Office"), self.assertRaises(frappe.PermissionError):
            make(FILING, **another)
        with self.assertRaises(FilingRefused):
            make(FILING, **another)

    def test_late_by_the_clock(self):
        filing = self.filing()
        after = filing.due_on + timedelta(days=1)
        with clock(after):
            upkeep.make_filings()
            self.assertEqual(rules.OVERDUE, self.as_read(filing).standing)
        with clock(filing.cutoff_on + timedelta(days=1)):
            upkeep.make_filings()
            stored = self.as_read(filing)
            self.assertEqual((rules.MISSING, 1), (stored.standing, stored.missed_cutoff))
            filing = self.step(self.upload(filing), "Liaison", states.SEND)
            filing = self.step(filing, "Team Head", states.SIGN)
        # in after all, and the bulletin had said 缺报
        self.assertEqual((rules.LATE, 1), (filing.standing, filing.missed_cutoff))

    def test_the_paper_may_come_later(self):
        filing = self.step(self.upload(self.filing()), "Liaison", states.SEND)
        filing = self.step(filing, "Team Head", states.SIGN)
        filing = self.step(filing, "Organization Office", states.TAKE_IN)
        self.assertFalse(filing.paper_received)
        with self.by("Liaison"), self.assertRaises(frappe.PermissionError):
            self.as_read(filing).receive_paper()
        with self.by("Organization Office"):
            self.as_read(filing).receive_paper()
        self.assertEqual(getdate(), self.as_read(filing).paper_received_on)


class TestSheets(FilingTestCase):
    """Papers that the system has already."""

    def test_the_register_is_signed_and_its_figures_stay(self):
        filing = self.month_filing("已走访登记名册")
        filing = self.step(filing, "Liaison", states.SEND)
        filing = self.step(filing, "Team Head", states.SIGN)
        labels = [row["label"] for row in frappe.parse_json(filing.figures)]
        self.assertIn("Households Registered", labels)

    def test_annex_2_after_the_start_of_a_project(self):
        project = make_started_project(self.world)
        upkeep.make_filings()
        filing = frappe.get_doc(FILING, {"reference_name": project})
        self.assertEqual(calendar.month_end(getdate()), filing.due_on)
        self.assertEqual("经费补贴项目进度登记表", filing.requirement_title)
        upkeep.make_filings()
        self.assertEqual(1, frappe.db.count(FILING, {"reference_name": project}))

    def month_filing(self, title: str):
        upkeep.make_filings()
        name = f"{self.world.own}-{title}-{getdate():%Y-%m}"
        return frappe.get_doc(FILING, name)


def make_started_project(world) -> str:
    """A project of the own station whose start was confirmed today."""
    project = frappe.new_doc("Subsidy Project")
    project.update({"title": "三组路灯", "station": world.own, "town": world.town})
    project.update({"state": "Under Way", "started_on": getdate()})
    project.name = frappe.generate_hash(length=10)
    project.db_insert()
    return project.name


class TestFollowed(FilingTestCase):
    """What is handed in elsewhere is not handed in twice."""

    def setUp(self):
        super().setUp()
        upkeep.make_filings()
        self.month = calendar.month_start(getdate())

    def filing_of(self, title: str):
        return frappe.get_doc(FILING, f"{self.world.own}-{title}-{self.month:%Y-%m}")

    def request(self, **fields):
        """A request of this month, stored as the form would have brought it to this point."""
        name = f"{self.world.own}-提请-{self.month:%Y-%m}"
        if not frappe.db.exists(sources.REQUEST, name):
            doc = frappe.new_doc(sources.REQUEST)
            doc.update({"station": self.world.own, "town": self.world.town, "month": self.month})
            doc.name = name
            doc.db_insert()
        frappe.db.set_value(sources.REQUEST, name, fields)
        doc = frappe.get_doc(sources.REQUEST, name)
        sources.follow(doc)
        return doc

    def test_annex_1_is_handed_in_at_its_acceptance(self):
        signed, accepted = (
            now_datetime() - timedelta(hours=3),
            now_datetime().replace(microsecond=0),
        )
        self.request(state="Signed", signed_on=signed)
        filing = self.filing_of("提请党委会研究解决问题表")
        self.assertEqual((states.HANDED_IN, None), (filing.state, filing.handed_in_on))
        request = self.request(state="Accepted", accepted_on=accepted)
        filing.reload()
        self.assertEqual((states.TAKEN_IN, accepted), (filing.state, filing.handed_in_on))
        self.assertEqual((rules.ON_TIME, request.name), (filing.standing, filing.reference_name))

    def test_or_at_its_signature_where_the_town_says_so(self):
        requirement = frappe.get_doc(REQUIREMENT, f"{self.world.town}-提请党委会研究解决问题表")
        requirement.counts_from = "Signature"
        requirement.save()
        signed = now_datetime().replace(microsecond=0)
        self.request(state="Signed", signed_on=signed)
        self.assertEqual(signed, self.filing_of("提请党委会研究解决问题表").handed_in_on)

    def test_what_happened_before_the_filing_was_there_counts(self):
        filing = self.filing_of("提请党委会研究解决问题表")
        frappe.db.delete(FILING, {"name": filing.name})
        self.request(state="Accepted", accepted_on=now_datetime())
        upkeep.make_filings()
        self.assertEqual(rules.ON_TIME, self.filing_of("提请党委会研究解决问题表").standing)

    def test_it_has_no_steps_of_its_own(self):
        filing = self.filing_of("提请党委会研究解决问题表")
        with self.by("Liaison"), self.assertRaises(StepRefused):
            self.step(filing, "Liaison", states.SEND)

    def test_a_month_without_requests_is_reported_as_such(self):
        filing = self.filing_of("提请党委会研究解决问题表")
        with self.by("Liaison"):
            doc = frappe.get_doc(FILING, filing.name)
            doc.is_nil = 1
            doc.save()
        filing = self.step(filing, "Liaison", states.SEND)
        filing = self.step(filing, "Team Head", states.SIGN)
        filing = self.step(filing, "Organization Office", states.TAKE_IN)
        self.assertEqual(rules.ON_TIME, filing.standing)

    def test_the_report_counts_when_it_is_ready_and_not_when_it_is_taken_back(self):
        doc = frappe.new_doc(sources.REVIEW)
        doc.update({"station": self.world.own, "town": self.world.town, "month": self.month})
        doc.update({"status": "Ready", "ready_on": now_datetime().replace(microsecond=0)})
        doc.name = f"{self.world.own}-汇报-{self.month:%Y-%m}"
        if frappe.db.exists(sources.REVIEW, doc.name):
            frappe.db.delete(sources.REVIEW, {"name": doc.name})
        doc.db_insert()
        sources.follow(doc)
        filing = self.filing_of("直联工作书面汇报材料")
        self.assertEqual((rules.ON_TIME, doc.ready_on), (filing.standing, filing.handed_in_on))
        doc.db_set({"status": "Draft", "ready_on": None})
        sources.follow(doc)
        filing.reload()
        self.assertEqual((states.TO_HAND_IN, None), (filing.state, filing.handed_in_on))


class TestRequirement(FilingTestCase):
    def test_what_makes_no_sense_is_named(self):
        wrong = (
            ({"due_rule": "Day of the Month", "due_day": 32}, "1 to 31"),
            ({"due_rule": "Days after the Event", "days_after": 7}, "When It Is Due"),
            ({"rhythm": "After an Event", "event": ""}, "Event"),
            ({"to_date": getdate().replace(day=28)}, "End Reason"),
            ({"all_stations": 0}, "choose the stations"),
            ({"all_stations": 0, "stations": [{"station": self.world.foreign}]}, "Row 1"),
        )
        for fields, word in wrong:
            with self.subTest(word), self.assertRaises(RequirementRefused) as caught:
                self.requirement("防汛值班表", **fields)
            self.assertIn(word, str(caught.exception))

    def test_a_notice_is_for_own_stations_and_no_day_to_come(self):
        doc = frappe.get_doc(REQUIREMENT, f"{self.world.town}-驻点台账资料")
        with self.by("Organization Office"):
            with self.assertRaises(RequirementRefused):
                doc.notify([self.world.foreign])
            with self.assertRaises(RequirementRefused):
                doc.notify(None, str(getdate() + timedelta(days=1)))
            names = doc.notify(f'["{self.world.own}"]')
        filing = frappe.get_doc(FILING, names[0])
        self.assertEqual(getdate() + timedelta(days=7), filing.due_on)
        self.assertEqual(requirements.BOOKS, filing.counts)
        with self.by("Liaison"), self.assertRaises(frappe.PermissionError):
            doc.notify()
        told = frappe.get_all("Notification Log", {"document_name": filing.name}, pluck="for_user")
        self.assertIn(self.world.users["Liaison"], told)
