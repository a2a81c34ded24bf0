"""What goes round among the leaders: who reads, who signs, and that nobody signs for another."""

import frappe
from frappe.utils import add_days, getdate

from zhilian_app import calendar, steps
from zhilian_app.filings import circulation_api, session_papers, states
from zhilian_app.filings.circulation_papers import NotForCirculation
from zhilian_app.filings.doctype.circulation.circulation import NotAReader
from zhilian_app.steps import StepIncomplete, StepRefused
from zhilian_app.testing import World, ZhilianTestCase, make, make_cadre

CIRCULATION, BULLETIN = "Circulation", "Monthly Bulletin"


def make_bulletin(town: str, frozen: int = 1) -> str:
    """A bulletin as it is stored once it is frozen; what stands in it is another matter."""
    month = calendar.previous_month(calendar.month_start(getdate()))
    doc = frappe.new_doc(BULLETIN)
    doc.update(
        {
            "name": f"{town}-通报-{month:%Y-%m}",
            "title": f"{town}{month.year}年{month.month}月驻点直联工作情况通报",
            "town": town,
            "month": month,
            "state": "Frozen" if frozen else "In Work",
            "frozen": frozen,
            "cutoff_on": getdate(),
        }
    )
    doc.db_insert()
    return doc.name


class CirculationTestCase(ZhilianTestCase):
    @classmethod
    def setUpClass(cls):
        frappe.set_user("Administrator")
        cls.world = World.shared()

    def setUp(self):
        super().setUp()
        self.town = self.world.town
        self.secretary = make_cadre(self.town, "邝书记", roles=["Town Leader"], position="党委书记")
        self.mayor = make_cadre(
            self.town, "陈镇长", roles=["Town Leader"], position="党委副书记、镇长"
        )
        self.office = self.world.users["Organization Office"]
        self.leader = self.world.users["Town Leader"]
        self.bulletin = make_bulletin(self.town)

    def begin(self):
        with self.as_user(self.office):
            name = circulation_api.circulate(BULLETIN, self.bulletin)
        return frappe.get_doc(CIRCULATION, name)

    def going_round(self, *cadres):
        """In circulation among ``cadres``, or all leaders."""
        doc = self.begin()
        with self.as_user(self.office):
            if cadres:
                doc.set("readers", [{"cadre": cadre.name} for cadre in cadres])
                doc.save()
            steps.take_step(CIRCULATION, doc.name, states.CIRCULATE)
        return frappe.get_doc(CIRCULATION, doc.name)

    def sign(self, doc, user: str, words: str = "") -> bool:
        with self.as_user(user):
            return circulation_api.sign(doc.name, words)

    def told(self, user: str, doc) -> list[str]:
        return frappe.get_all(
            "Notification Log", {"for_user": user, "document_name": doc.name}, pluck="subject"
        )


class TestReaders(CirculationTestCase):
    def test_leaders_are_proposed_secretary_first(self):
        doc = self.begin()
        self.assertEqual(
            [self.secretary.name, self.mayor.name], [row.cadre for row in doc.readers[:2]]
        )
        self.assertIn(self.world.cadres["Town Leader"].name, [row.cadre for row in doc.readers])
        self.assertIn("通报", doc.title)

    def test_a_second_tap_opens_the_first_ones(self):
        self.assertEqual(self.begin().name, self.begin().name)

    def test_others_are_no_readers(self):
        doc = self.begin()
        for cadre, words in (
            (self.world.cadres["Liaison"], "不是本镇在职的班子成员"),
            (self.secretary, "重复"),
        ):
            with self.as_user(self.office), self.assertRaises(frappe.ValidationError) as caught:
                doc.append("readers", {"cadre": cadre.name})
                frappe.local.lang = "zh"
                doc.save()
            frappe.local.lang = "en"
            self.assertIn(words, str(caught.exception))
            doc = frappe.get_doc(CIRCULATION, doc.name)

    def test_who_has_no_account_is_named_before_it_goes_round(self):
        make_cadre(self.town, "无号人", roles=["Town Leader"], account=False)
        doc = self.begin()
        with self.as_user(self.office), self.assertRaises(frappe.ValidationError) as caught:
            steps.take_step(CIRCULATION, doc.name, states.CIRCULATE)
        self.assertIn("无号人", str(caught.exception))

    def test_without_readers_it_does_not_go_round(self):
        doc = self.begin()
        with self.as_user(self.office):
            doc.set("readers", [])
            doc.save()
            with self.assertRaises(StepIncomplete):
                steps.take_step(CIRCULATION, doc.name, states.CIRCULATE)

    def test_fixed_once_it_goes_round_but_for_one_more(self):
        doc = self.going_round(self.secretary)
        with self.as_user(self.office):
            doc.set("readers", [{"cadre": self.mayor.name}])
            doc.title = "另一份"
            doc.save()
            doc = frappe.get_doc(CIRCULATION, doc.name)
            self.assertEqual([self.secretary.name], [row.cadre for row in doc.readers])
            self.assertIn("通报", doc.title)
            circulation_api.add_reader(doc.name, self.mayor.name, "请镇长一并阅")
        doc.reload()
        self.assertEqual([2, 0], [doc.reader_count, doc.signed_count])
        self.assertIn("请镇长一并阅", doc.steps[-1].reason)
        self.assertEqual(1, len(self.told(self.mayor.user, doc)))
        with self.as_user(self.secretary.user), self.assertRaises(frappe.PermissionError):
            circulation_api.add_reader(doc.name, self.world.cadres["Town Leader"].name, "x")


class TestPapers(CirculationTestCase):
    def test_only_what_is_frozen_and_of_the_kinds_goes_round(self):
        frappe.db.set_value(BULLETIN, self.bulletin, {"frozen": 0, "state": "In Work"})
        with self.as_user(self.office):
            for doctype, name in ((BULLETIN, self.bulletin), ("Station", self.world.own)):
                with self.assertRaises(NotForCirculation):
                    circulation_api.circulate(doctype, name)

    def test_nobody_else_begins_one(self):
        for role in ("Town Leader", "Team Head", "Finance Office"):
            with self.as_user(self.world.users[role]), self.assertRaises(frappe.PermissionError):
                circulation_api.circulate(BULLETIN, self.bulletin)

    def test_it_stands_before_the_committee_for_information(self):
        doc = self.going_round(self.secretary, self.mayor)
        self.sign(doc, self.secretary.user, "请各驻点对照整改。")
        (paper,) = session_papers.waiting(self.town)
        self.assertEqual(
            (BULLETIN, self.bulletin, 0),
            (paper["reference_doctype"], paper["reference_name"], paper["needs_decision"]),
        )
        self.assertIn("邝书记：请各驻点对照整改。", paper["summary"])
        session = make("Committee Session", town=self.town, month=calendar.month_start(getdate()))
        self.assertEqual([self.bulletin], [row.reference_name for row in session.papers])
        with self.as_user(self.office):
            steps.take_step(CIRCULATION, doc.name, states.END, "另行传阅")
        self.assertEqual([], session_papers.waiting(self.town))


class TestSigning(CirculationTestCase):
    def test_until_the_last_one_has_signed(self):
        doc = self.going_round(self.secretary, self.mayor)
        self.assertEqual(["请阅签：" + doc.title], self.told(self.secretary.user, doc))
        self.assertTrue(self.sign(doc, self.mayor.user, " 已阅。 "))
        doc.reload()
        self.assertEqual(("In Circulation", 1), (doc.state, doc.signed_count))
        self.assertTrue(self.sign(doc, self.secretary.user))
        doc.reload()
        self.assertEqual(("Completed", 2), (doc.state, doc.signed_count))
        self.assertEqual(["", "已阅。"], [row.words or "" for row in doc.readers])
        self.assertTrue(all(row.signed_on and row.opened_on for row in doc.readers))
        self.assertEqual(1, len(self.told(self.office, doc)))
        self.assertEqual(self.secretary.user, doc.steps[-1].by_user)

    def test_a_second_tap_does_nothing(self):
        doc = self.going_round(self.secretary, self.mayor)
        self.sign(doc, self.mayor.user, "同意")
        first = frappe.get_doc(CIRCULATION, doc.name)
        self.assertFalse(self.sign(doc, self.mayor.user, "不同意"))
        again = frappe.get_doc(CIRCULATION, doc.name)
        self.assertEqual(first.readers[1].as_dict(), again.readers[1].as_dict())

    def test_nobody_signs_for_another(self):
        doc = self.going_round(self.secretary, self.mayor)
        for user in (self.leader, self.office):
            with self.assertRaises(NotAReader):
                self.sign(doc, user)
        for user in (self.world.users["Liaison"], self.world.foreign_liaison):
            with self.assertRaises(frappe.PermissionError):
                self.sign(doc, user)
        # what a form or the API brings along for a row is not taken
        for user, error in ((self.office, None), (self.secretary.user, frappe.PermissionError)):
            with self.as_user(user):
                mine = frappe.get_doc(CIRCULATION, doc.name)
                mine.readers[1].update({"signed_on": "2026-01-01 08:00:00", "words": "同意"})
                if error:
                    self.assertRaises(error, mine.save)
                else:
                    mine.save()
        doc.reload()
        self.assertEqual([None, None], [row.signed_on for row in doc.readers])

    def test_a_draft_cannot_be_signed_and_brings_no_signature(self):
        doc = self.begin()
        with self.as_user(self.office):
            doc.readers[0].signed_on = "2026-01-01 08:00:00"
            doc.save()
        self.assertFalse(doc.readers[0].signed_on)
        with self.assertRaises(StepRefused):
            self.sign(doc, self.secretary.user)

    def test_the_office_cannot_say_that_all_have_signed(self):
        doc = self.going_round(self.secretary)
        with self.as_user(self.office), self.assertRaises(StepRefused):
            steps.take_step(CIRCULATION, doc.name, states.COMPLETE)

    def test_ended_by_the_office_with_a_reason(self):
        doc = self.going_round(self.secretary)
        with self.as_user(self.office):
            with self.assertRaises(StepIncomplete):
                steps.take_step(CIRCULATION, doc.name, states.END)
            steps.take_step(CIRCULATION, doc.name, states.END, "通报有误")
        with self.assertRaises(StepRefused):
            self.sign(doc, self.secretary.user)

    def test_opening_the_paper_is_noted_once(self):
        doc = self.going_round(self.secretary, self.mayor)
        with self.as_user(self.mayor.user):
            self.assertEqual(doc.name, circulation_api.to_sign(BULLETIN, self.bulletin))
            self.assertEqual(1, circulation_api.opened(BULLETIN, self.bulletin))
            self.assertEqual(0, circulation_api.opened(CIRCULATION, doc.name))
        stored = frappe.get_doc(CIRCULATION, doc.name)
        self.assertEqual([False, True], [bool(row.opened_on) for row in stored.readers])
        # who has it open meanwhile can still save it
        self.assertEqual(doc.modified, stored.modified)

    def test_read_by_lies_ahead(self):
        doc = self.begin()
        with self.as_user(self.office):
            doc.read_by = add_days(getdate(), -1)
            doc.save()
            with self.assertRaises(StepRefused):
                steps.take_step(CIRCULATION, doc.name, states.CIRCULATE)
