"""Where everybody arrives: the reader's own matters, as they stand now, and the ways of their roles."""

from unittest.mock import patch

import frappe

from zhilian_app import digest, home_ways, my_day
from zhilian_app.digest import Line
from zhilian_app.setup.roles import ROLES
from zhilian_app.testing import World, ZhilianTestCase, make_issue

LATER = Line("上报资料", "还有3天到期：简报", "Filing", "F1")
LATE = Line("问题", "已逾期2天：路灯", "Ledger Issue", "I1", urgent=True)


class TestMyDay(ZhilianTestCase):
    @classmethod
    def setUpClass(cls):
        frappe.set_user("Administrator")
        cls.world = World.shared()

    def setUp(self):
        super().setUp()
        my_day.forget()
        self.addCleanup(my_day.forget)

    def day_of(self, role: str, **lines) -> dict:
        found = {self.world.users[one.replace("_", " ")]: rows for one, rows in lines.items()}
        with (
            patch.object(digest, "collect", return_value=found),
            self.as_user(self.world.users[role]),
        ):
            return my_day.overview()

    def test_own_matters_alone_the_urgent_first(self):
        shown = self.day_of("Liaison", Liaison=[LATER, LATE, LATER], Team_Head=[LATER])
        self.assertEqual(["问题", "上报资料"], [section["name"] for section in shown["sections"]])
        self.assertEqual((2, 1), (shown["count"], shown["urgent"]))
        self.assertEqual([], self.day_of("Station Cadre")["sections"])

    def test_collected_anew_when_a_matter_is_done(self):
        """A quick collection is kept for moments, a slow one for as long as it is worth."""
        self.day_of("Liaison", Liaison=[LATE])
        kept = frappe.cache.get_value(my_day.CACHE, expires=True)
        self.assertLess(kept["good_until"] - my_day.time(), 1)
        with patch.object(my_day, "time", return_value=kept["good_until"] + 1):
            self.assertEqual(0, self.day_of("Liaison")["count"])

    def test_what_the_reader_has_just_dealt_with_is_gone_however_long_the_lines_are_kept(self):
        issue = make_issue(station=self.world.own).name
        line = Line("问题", "已逾期2天：路灯", "Ledger Issue", issue)
        self.day_of("Liaison", Liaison=[line, LATER], Team_Head=[line])
        kept = frappe.cache.get_value(my_day.CACHE, expires=True)
        still_kept = patch.object(my_day, "time", return_value=kept["good_until"] - 0.01)
        with still_kept, self.as_user(self.world.users["Liaison"]):
            self.assertEqual(2, my_day.overview()["count"])
            doc = frappe.get_doc("Ledger Issue", issue)
            doc.title = "路灯不亮"
            doc.save()
            self.assertEqual(["F1"], self.names_shown())
        with still_kept, self.as_user(self.world.users["Team Head"]):
            self.assertEqual([issue], self.names_shown())

    @staticmethod
    def names_shown() -> list[str]:
        """Documents of the lines that the page shows to who is signed in."""
        sections = my_day.overview()["sections"]
        return [row["name"] for section in sections for row in section["lines"]]

    def test_while_one_collects_the_others_see_what_there_was(self):
        self.day_of("Liaison", Liaison=[LATE])
        kept = frappe.cache.get_value(my_day.CACHE, expires=True)
        self.assertTrue(my_day._first_to_collect())
        with patch.object(my_day, "time", return_value=kept["good_until"] + 1):
            self.assertEqual(1, self.day_of("Liaison")["count"])
        frappe.cache.delete(frappe.cache.make_key(f"{my_day.CACHE}_collecting"))

    def test_the_true_sources_answer(self):
        with self.as_user(self.world.users["Liaison"]):
            self.assertIsInstance(my_day.overview()["sections"], list)

    def test_each_role_has_ways_that_it_may_open(self):
        for role in ROLES:
            user = self.world.users[role]
            with self.as_user(user):
                groups = my_day.overview()["ways"]
                self.assertTrue(groups, role)
                for link in (link for group in groups for link in group["links"]):
                    if link["kind"] == home_ways.LIST:
                        frappe.get_list(link["to"], filters=link["filters"], limit=1)

    def test_the_organization_office_finds_what_it_comes_for(self):
        shown = self.day_of("Organization Office")["ways"]
        labels = [link["to"] for group in shown for link in group["links"]]
        self.assertEqual(["urge-today", "Filing", "Spot Check"], labels[:3])

    def test_the_desk_opens_here_for_people_of_the_plan_alone(self):
        for user, page in ((self.world.users["Town Leader"], "my-day"), ("Administrator", "x")):
            boot = frappe._dict(home_page="x")
            with self.as_user(user):
                my_day.land_here(boot)
            self.assertEqual(page, boot.home_page)


class TestWays(ZhilianTestCase):
    def test_every_role_has_a_home_and_nothing_stands_twice(self):
        for role in ROLES:
            self.assertTrue(home_ways.groups_of(frozenset((role,))), role)
        ways = [way for group in home_ways.groups_of(frozenset(ROLES)) for way in group.ways]
        self.assertEqual(len(ways), len(set(ways)))

    def test_targets_exist(self):
        for way in (way for group in home_ways.GROUPS for way in group.ways):
            doctype = {"page": "Page", "report": "Report", "list": "DocType"}[way.kind]
            self.assertTrue(frappe.db.exists(doctype, way.to), way)
            for fieldname in way.filters:
                self.assertTrue(frappe.get_meta(way.to).has_field(fieldname), way)
