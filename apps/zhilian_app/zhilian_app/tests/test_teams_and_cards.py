"""Teams by date, what a change does to the card, and accounts with the roles of the roster."""

import frappe
from frappe.utils import add_days, nowdate

from zhilian_app import permissions
from zhilian_app.stations import accounts, cards, roster_upkeep
from zhilian_app.stations.doctype.station_team.station_team import OverlappingTeam
from zhilian_app.testing import World, ZhilianTestCase, make_cadre, make_station, make_team


class TestTeams(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        self.world = World.shared()
        self.station = make_station(self.world.town).name

    def team(self, **fields):
        return make_team(self.station, officers=False, **fields)

    def test_one_team_at_a_time(self):
        self.team(from_date="2026-01-01")
        with self.assertRaises(OverlappingTeam):
            self.team(from_date="2026-06-01")

    def test_teams_are_numbered_within_their_station(self):
        old = self.team()
        self.assertEqual(old.name, f"{self.station}-团队01")
        self.assertEqual(old.change_from(nowdate(), "干部调整"), f"{self.station}-团队02")

    def test_people_change_with_a_date_and_a_reason(self):
        old = self.team(from_date="2026-01-01")
        new = frappe.get_doc("Station Team", old.change_from(nowdate(), "干部调整"))
        old.reload()
        self.assertEqual((str(old.to_date), old.end_reason), (add_days(nowdate(), -1), "干部调整"))
        self.assertEqual([row.cadre for row in new.members], [row.cadre for row in old.members])
        self.assertEqual(cards.team_in_force(self.station), new.name)
        self.assertEqual(cards.team_in_force(self.station, add_days(nowdate(), -1)), old.name)

    def test_change_needs_a_reason_and_a_day_after_the_first(self):
        old = self.team(from_date="2026-01-01")
        for day, reason in ((nowdate(), " "), ("2026-01-01", "干部调整")):
            with self.assertRaises(frappe.ValidationError):
                old.change_from(day, reason)

    def test_nobody_is_taken_off_a_team_that_has_begun(self):
        member = make_cadre(self.world.town, account=False)
        team = self.team(members=[member])
        team.members = [row for row in team.members if row.cadre != member.name]
        with self.assertRaisesRegex(frappe.ValidationError, member.cadre_name):
            team.save()

    def test_same_person_twice_and_people_of_another_town_are_refused(self):
        member = make_cadre(self.world.town, account=False)
        with self.assertRaisesRegex(frappe.ValidationError, member.cadre_name):
            self.team(members=[member, member])
        stranger = make_cadre(self.world.other_town, account=False)
        with self.assertRaisesRegex(frappe.ValidationError, stranger.cadre_name):
            self.team(members=[stranger])

    def test_card_goes_stale_and_is_remade(self):
        team = self.team()
        station = frappe.get_doc("Station", self.station)
        first = station.make_card()
        self.assertEqual(self.card_status(), "In Force")
        cadre = frappe.get_doc("Cadre", team.liaison)
        phone = cadre.mobile
        cadre.mobile = "13000000001"
        cadre.save()
        self.assertEqual(self.card_status(), "To Be Remade")
        self.assertIn(cadre.cadre_name, frappe.db.get_value("Contact Card", first, "stale_reason"))
        second = station.make_card()
        card = frappe.get_doc("Contact Card", second)
        self.assertEqual((card.version, self.card_status()), (2, "In Force"))
        self.assertIn("13000000001", [row.phone for row in card.members])
        self.assertEqual(frappe.db.get_value("Contact Card", first, "status"), "Replaced")
        # the first version still says what it said when it was handed out
        self.assertIn(phone, [row.phone for row in frappe.get_doc("Contact Card", first).members])

    def test_change_taken_back_makes_the_card_good_again(self):
        team = self.team()
        frappe.get_doc("Station", self.station).make_card()
        cadre = frappe.get_doc("Cadre", team.liaison)
        before = cadre.position
        for position, status in (("主任", "To Be Remade"), (before, "In Force")):
            cadre.position = position
            cadre.save()
            self.assertEqual(self.card_status(), status)

    def test_no_card_without_a_team(self):
        with self.assertRaises(frappe.ValidationError):
            frappe.get_doc("Station", self.station).make_card()

    def test_team_that_begins_by_its_date_is_followed_by_the_daily_job(self):
        person = make_cadre(self.world.town)
        old = self.team()
        frappe.get_doc("Station", self.station).make_card()
        frappe.db.set_default(roster_upkeep.LAST_DAY, add_days(nowdate(), -10))
        new = frappe.get_doc("Station Team", old.change_from(add_days(nowdate(), 1), "增补"))
        new.append("members", {"cadre": person.name, "side": "Main", "duty": "Member"})
        new.save()
        self.assertEqual(self.card_status(), "In Force")
        self.assertNotIn("Station Cadre", frappe.get_roles(person.user))
        # three days on: the job was not run in between
        frappe.db.set_value("Station Team", old.name, "to_date", add_days(nowdate(), -4))
        frappe.db.set_value("Station Team", new.name, "from_date", add_days(nowdate(), -3))
        for _run in range(2):
            roster_upkeep.follow_teams()
            self.assertEqual(self.card_status(), "To Be Remade")
            self.assertIn("Station Cadre", frappe.get_roles(person.user))

    def card_status(self):
        return frappe.db.get_value("Station", self.station, "card_status")


class TestAccounts(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        self.world = World.shared()

    def test_account_is_made_from_the_card(self):
        cadre = make_cadre(self.world.town, account=False)
        with self.as_user(self.world.users["Organization Office"]):
            made = frappe.get_doc("Cadre", cadre.name).open_account()
        user = frappe.get_doc("User", made["user"])
        self.assertEqual(
            (user.username, user.mobile_no, user.full_name),
            (cadre.mobile, cadre.mobile, cadre.cadre_name),
        )
        self.assertEqual(
            frappe.utils.password.check_password(user.name, made["password"]), user.name
        )
        with self.assertRaises(frappe.ValidationError):
            frappe.get_doc("Cadre", cadre.name).open_account()

    def test_who_may_open_accounts(self):
        cadre = make_cadre(self.world.town, account=False)
        for role in ("Party-Government Office", "Liaison", "Town Leader"):
            with self.as_user(self.world.users[role]), self.assertRaises(frappe.PermissionError):
                frappe.get_doc("Cadre", cadre.name).open_account()

    def test_office_cannot_take_over_an_administrators_account(self):
        admin = frappe.get_doc("Cadre", self.world.cadres["Zhilian Administrator"].name)
        with (
            self.as_user(self.world.users["Organization Office"]),
            self.assertRaises(frappe.PermissionError),
        ):
            admin.reset_password()

    def test_office_cannot_hand_out_roles_of_the_town(self):
        cadre = make_cadre(self.world.town, account=False)
        with self.as_user(self.world.users["Organization Office"]):
            own = frappe.get_doc("Cadre", cadre.name)
            own.append("town_roles", {"role": "Town Leader"})
            own.save()
        self.assertEqual(frappe.get_doc("Cadre", cadre.name).town_roles, [])
        with self.as_user(self.world.users["Zhilian Administrator"]):
            own = frappe.get_doc("Cadre", cadre.name)
            own.append("town_roles", {"role": "Town Leader"})
            own.save()
        self.assertEqual(
            [row.role for row in frappe.get_doc("Cadre", cadre.name).town_roles], ["Town Leader"]
        )

    def test_only_roles_of_the_town_are_handed_out(self):
        cadre = make_cadre(self.world.town, account=False)
        cadre.append("town_roles", {"role": "System Manager"})
        with self.assertRaises(frappe.ValidationError):
            cadre.save()

    def test_roles_end_with_the_team_and_others_stay(self):
        station = make_station(self.world.town).name
        person = make_cadre(self.world.town, roles=["Town Leader"])
        team = make_team(station, members=[person], officers=False)
        frappe.get_doc("User", person.user).add_roles("Blogger")
        self.assertLessEqual({"Station Cadre", "Town Leader"}, set(frappe.get_roles(person.user)))
        team.update({"to_date": add_days(nowdate(), -1), "end_reason": "调离"})
        team.save()
        roles = set(frappe.get_roles(person.user))
        self.assertNotIn("Station Cadre", roles)
        self.assertLessEqual({"Town Leader", "Blogger"}, roles)
        self.assertEqual(permissions.scope(person.user).stations, frozenset())

    def test_no_cadre_becomes_a_system_manager(self):
        """Not even where nobody besides Administrator is one and Frappe would make the next saved user one."""
        person = make_cadre(self.world.town)
        frappe.db.delete("Has Role", {"role": "System Manager", "parent": ["!=", "Administrator"]})
        frappe.db.set_single_value("System Settings", "setup_complete", 1)
        with self.as_user(self.world.users["Organization Office"]):
            frappe.get_doc("Cadre", person.name).reset_password()
        self.assertNotIn("System Manager", frappe.get_roles(person.user))
        boss = frappe.get_doc("User", person.user)
        boss.append("roles", {"role": "System Manager"})
        boss.save()  # asked for by Administrator
        self.assertIn("System Manager", frappe.get_roles(person.user))

    def test_passwords_are_not_guessed(self):
        made = {accounts.new_password() for _turn in range(200)}
        self.assertEqual(len(made), 200)
        self.assertTrue(all(len(password) == 14 for password in made))

    def test_mobile_must_be_one(self):
        for mobile in ("1390000", "23900000001", "一三九"):
            with self.assertRaisesRegex(frappe.ValidationError, mobile):
                make_cadre(self.world.town, mobile=mobile, account=False)
