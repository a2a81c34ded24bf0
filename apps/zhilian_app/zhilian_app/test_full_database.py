"""While the database's disk is full people are told so, whichever door they come by, and jobs go on."""

import json
from unittest.mock import patch

import frappe
import pymysql
from frappe.app import handle_exception
from frappe.utils import set_request

from zhilian_app import disk, full_database, upkeep
from zhilian_app.testing import WorldTestCase, make, make_household, make_issue, make_visit
from zhilian_app.visits.importing import job

WORDS = "服务器磁盘已满，没有保存，请告知管理员。"
QUEUE = "insert_queue_for_Error Log"
FULL = (
    pymysql.OperationalError(1114, "The table 'tabHousehold' is full"),
    pymysql.OperationalError(1021, "Disk full (/tmp/x); waiting for someone to free some space"),
    pymysql.InternalError(
        3, "Error writing file '/tmp/x' (Errcode: 28 \"No space left on device\")"
    ),
)
OTHER = (
    pymysql.OperationalError(2003, "Can't connect to MySQL server on '127.0.0.1'"),
    pymysql.OperationalError(1054, "Unknown column 'error 280' in 'field list'"),
    pymysql.IntegrityError(1062, "Duplicate entry '28' for key 'PRIMARY'"),
    ValueError(1114),
    None,
)


# what a request and its answer leave behind
OF_A_REQUEST = ("request", "response", "is_ajax", "message_log", "error_log", "path", "no_cache")
MISSING = object()


class FullDatabaseTestCase(WorldTestCase):
    def setUp(self):
        super().setUp()
        self.enterContext(patch.object(frappe.local, "lang", "zh"))
        frappe.local.flags.pop(full_database.NOTED, None)
        # of this test alone: what waits there is written by the next run of a job
        self.logs = []
        self.enterContext(
            patch("frappe.deferred_insert.deferred_insert", lambda **one: self.logs.append(one))
        )

    def left(self, megabytes: int):
        """So much is left of every disk."""
        usage = patch.object(disk.shutil, "disk_usage")
        self.enterContext(usage).return_value.free = megabytes * disk.MB

    def fails(self, error: Exception, path: str = "/api/method/x", accept: str = ""):
        """The answer to a request that ends in ``error``."""
        for name in OF_A_REQUEST:
            self.addCleanup(self.put_back, name, getattr(frappe.local, name, MISSING))
        set_request(path=path, method="POST", headers={"Accept": accept} if accept else {})
        frappe.local.is_ajax = False
        frappe.local.response = frappe._dict(docs=[])
        frappe.local.message_log, frappe.local.error_log = [], []
        try:
            raise error
        except Exception as raised:
            response = handle_exception(raised)
        full_database.answer(response=response, request=frappe.local.request)
        return response

    @staticmethod
    def put_back(name: str, value: object) -> None:
        if value is not MISSING:
            setattr(frappe.local, name, value)
        elif hasattr(frappe.local, name):
            delattr(frappe.local, name)


class TestNearlyFull(FullDatabaseTestCase):
    def test_whatever_people_write_is_refused_in_words_and_reading_goes_on(self):
        household = make_household(self.world.own)
        visit = make_visit(household.name)
        before = frappe.db.count("Household Visit")
        self.left(disk.RESERVED_FOR_DATABASE_MB - 1)
        for write in (
            lambda: make_visit(household.name, duplicate_confirmed=1),
            lambda: make_issue(station=self.world.own),
            lambda: frappe.get_doc("Household", household.name).save(),
            lambda: visit.add_comment("Comment", "看过了"),
        ):
            with self.assertRaises(disk.DiskIsFull) as refusal:
                write()
            self.assertEqual(WORDS, str(refusal.exception))
        self.assertEqual(before, frappe.db.count("Household Visit"))
        self.assertEqual(visit.content, frappe.get_doc("Household Visit", visit.name).content)

    def test_the_last_room_beyond_the_reserve_is_used(self):
        self.left(disk.RESERVED_FOR_DATABASE_MB)
        self.assertTrue(make_household(self.world.own).name)

    def test_the_reserve_is_a_setting(self):
        self.left(5)
        with patch.dict(frappe.conf, {disk.DATABASE_SETTING: 5}):
            self.assertTrue(make_household(self.world.own).name)

    def test_a_database_elsewhere_is_left_to_itself(self):
        self.left(0)
        with patch.dict(frappe.conf, {"db_host": "database.example"}):
            self.assertTrue(make_household(self.world.own).name)
        with patch.object(disk.shutil, "disk_usage", side_effect=FileNotFoundError):
            self.assertTrue(make_household(self.world.own).name)

    def test_signing_in_is_noted_all_the_same(self):
        self.left(1)
        made = make("Activity Log", subject="登录", operation="Login", status="Success")
        self.assertTrue(frappe.db.exists("Activity Log", made.name))


class TestFull(FullDatabaseTestCase):
    def test_which_errors_are_meant(self):
        self.assertEqual([True] * len(FULL), [full_database.is_full(error) for error in FULL])
        self.assertEqual([False] * len(OTHER), [full_database.is_full(error) for error in OTHER])

    def test_the_page_that_asked_gets_the_words_and_no_traceback(self):
        for allowed in (0, 1):
            settings = patch.object(frappe, "get_system_settings", return_value=allowed)
            for error in FULL:
                with self.subTest(error=error, allowed=allowed), settings:
                    response = self.fails(error)
                    said = json.loads(response.data)
                    (told,) = map(json.loads, json.loads(said["_server_messages"]))
                    self.assertEqual(WORDS, told["message"])
                    self.assertEqual("DiskIsFull", said["exc_type"])
                    self.assertEqual(disk.DiskIsFull.http_status_code, response.status_code)
                    self.assertNotIn("Traceback", response.get_data(as_text=True))

    def test_a_page_of_its_own_has_the_words(self):
        response = self.fails(FULL[0], path="/app", accept="text/html")
        self.assertEqual(full_database.UNAVAILABLE, response.status_code)
        self.assertIn(WORDS, response.get_data(as_text=True))
        self.assertNotIn("Traceback", response.get_data(as_text=True))

    def test_another_error_stays_what_it_is(self):
        response = self.fails(OTHER[1])
        self.assertEqual(500, response.status_code)
        self.assertNotIn("磁盘", response.get_data(as_text=True))

    def test_the_error_is_kept_until_there_is_room(self):
        title = f"Full {frappe.generate_hash(length=8)}"
        try:
            raise FULL[0]
        except pymysql.OperationalError:
            frappe.log_error(title=title)
        # who caught it and went on has not failed
        self.assertNotIn(full_database.NOTED, frappe.local.flags)
        self.assertFalse(frappe.db.exists("Error Log", {"method": title}))
        (kept,) = self.logs
        self.assertEqual(title, kept["records"]["method"])
        self.assertIn("tabHousehold", kept["records"]["error"])

    def test_a_job_of_the_night_goes_on_with_the_next_row(self):
        done = []

        def act(row):
            if row == 2:
                raise FULL[0]
            done.append(row)

        upkeep.each((1, 2, 3), act, "Night")
        self.assertEqual([1, 3], done)
        self.assertEqual(["Night 2"], [one["records"]["method"] for one in self.logs])

    def test_an_import_ends_with_the_words(self):
        name, ended = "of-no-row", []
        with (
            patch.object(job, "execute", side_effect=FULL[0]),
            patch.object(job, "_fail", lambda *told: ended.append(told)),
            patch.object(frappe.db, "rollback"),
        ):
            job.run_job(name, apply=True)
        self.assertEqual([(name, WORDS)], ended)
