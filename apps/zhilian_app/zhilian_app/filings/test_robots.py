"""Messages of the groups' robots reach a real receiver on this machine, or are tried again and stop nobody."""

from datetime import timedelta
from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate, now_datetime

from zhilian_app.filings import robots, webhook
from zhilian_app.filings.robot_text import DINGTALK, WECOM
from zhilian_app.filings.test_reminders import add_filing
from zhilian_app.testing import World, ZhilianTestCase, make
from zhilian_app.tests.receivers import Robots, running

ROBOT, MESSAGE = "Group Robot", "Robot Message"
NOBODY = "http://127.0.0.1:9/hook"  # the port of a service that is not there


class RobotTestCase(ZhilianTestCase):
    @classmethod
    def setUpClass(cls):
        frappe.set_user("Administrator")
        cls.world = World.shared()

    def setUp(self):
        super().setUp()
        self.groups = self.enterContext(running_robots())
        hosts = [self.groups.host, "127.0.0.1:9"]
        self.enterContext(patch.dict(frappe.conf, {"zhilian_webhook_hosts": hosts}))
        # jobs commit what they wrote; the tests take it back
        self.enterContext(patch.object(frappe.db, "commit"))
        self.enterContext(patch.object(webhook, "TIMEOUT_S", 0.3))
        add_filing(self.world, "公开栏照片", due_on=getdate())

    def enterContext(self, manager):
        """As unittest has it from 3.11 on."""
        value = manager.__enter__()
        self.addCleanup(manager.__exit__, None, None, None)
        return value

    def robot(self, path: str = "/a", kind: str = WECOM, **fields):
        fields.setdefault("url", self.groups.url(path))
        with self.as_user(self.world.users["Organization Office"]):
            return make(ROBOT, title="驻点联络员群", town=self.world.town, kind=kind, **fields)

    def message(self, robot):
        return frappe.get_doc(MESSAGE, f"{robot.name}-{getdate()}")

    def later(self, minutes: float):
        """Send what waits, so many minutes from now."""
        moment = now_datetime() + timedelta(minutes=minutes)
        with patch.object(robots, "now_datetime", return_value=moment):
            robots.send_waiting()


def running_robots():
    server = Robots()

    class Running:
        def __enter__(self):
            self.inner = running(server.server)
            self.inner.__enter__()
            return server

        def __exit__(self, *problem):
            return self.inner.__exit__(*problem)

    return Running()


class TestMessages(RobotTestCase):
    def test_one_a_day_however_often_the_job_runs(self):
        robot = self.robot()
        robots.make_messages()
        robots.make_messages()
        self.later(60)
        (text,) = self.groups.texts("/a")
        station = frappe.db.get_value("Station", self.world.own, "station_name")
        self.assertIn(f"今天到期：\n公开栏照片：{station}", text)
        message = self.message(robot)
        self.assertEqual(("Sent", 1), (message.status, message.tries))
        robot.reload()
        self.assertTrue(robot.last_sent_on)

    def test_nothing_due_nothing_said(self):
        frappe.db.delete("Filing")
        robot = self.robot()
        robots.make_messages()
        self.assertEqual([], self.groups.calls)
        self.assertFalse(frappe.db.exists(MESSAGE, {"robot": robot.name}))

    def test_another_towns_filings_are_not_told(self):
        robot = self.robot()
        frappe.db.set_value(ROBOT, robot.name, "town", self.world.other_town)
        robots.make_messages()
        self.assertEqual([], self.groups.calls)

    def test_made_later_in_the_day_when_the_machine_was_off(self):
        self.robot()
        frappe.db.set_default(robots.MADE_ON, "2020-01-01")
        for hour, calls in ((6, 0), (10, 1), (11, 1)):
            moment = now_datetime().replace(hour=hour)
            with patch.object(robots, "now_datetime", return_value=moment):
                robots.follow_messages()
            self.assertEqual(calls, len(self.groups.calls), hour)

    def test_signed_for_dingtalk(self):
        self.robot("/ding", DINGTALK, secret="SECabc")
        robots.make_messages()
        ((path, body),) = self.groups.calls
        self.assertRegex(path, r"^/ding\?timestamp=\d{13}&sign=[\w%.-]+$")
        self.assertEqual({"msgtype", "text"}, set(body))


class TestFailures(RobotTestCase):
    def test_each_failure_is_kept_stops_nobody_and_is_tried_again(self):
        answers = {
            "/refused": ((200, {"errcode": 93000, "errmsg": "invalid webhook url"}), "93000"),
            "/broken": ((500, {}), "500"),
            "/nobody": ((200, None), "不是群机器人"),
            "/moved": ((302, {}), "302"),
            "/hangs": ((200, {"errcode": 0}, 1), "没有回应"),
        }
        bad = {path: self.robot(path) for path in answers}
        off = self.robot(url=NOBODY)
        self.groups.answers = {path: answer for path, (answer, _words) in answers.items()}
        good = self.robot("/good")
        robots.make_messages()
        self.assertEqual("Sent", self.message(good).status)
        self.assertEqual(1, len(self.groups.texts("/good")))
        self.assertEqual([], self.groups.texts("/elsewhere"))
        for path, robot in bad.items():
            message = self.message(robot)
            self.assertEqual(("Waiting", 1), (message.status, message.tries), path)
            self.assertIn(answers[path][1], message.error)
            self.assertIn(answers[path][1], frappe.db.get_value(ROBOT, robot.name, "last_error"))
        self.assertIn("连接不上", self.message(off).error)
        self.assertNotIn("9/hook", self.message(off).error)  # the address is a key

        self.groups.answers = {}
        self.later(0.5)
        self.assertEqual("Waiting", self.message(bad["/broken"]).status, "too soon")
        self.later(2)
        for path, robot in bad.items():
            self.assertEqual(("Sent", None), tuple(frappe.db.get_value(
                MESSAGE, self.message(robot).name, ["status", "error"]
            )), path)  # fmt: skip
            self.assertFalse(frappe.db.get_value(ROBOT, robot.name, "last_error"))

    def test_pauses_grow_until_the_day_is_over(self):
        robot = self.robot(url=NOBODY)
        robots.make_messages()
        now = now_datetime()
        pauses = [(robots.next_try(now, tries) - now).seconds // 60 for tries in range(1, 8)]
        self.assertEqual([1, 5, 15, 60, 240, 240, 240], pauses)
        name = self.message(robot).name
        frappe.db.set_value(MESSAGE, name, "day", add_days(getdate(), -1))
        robots.send_waiting()
        status, error = frappe.db.get_value(MESSAGE, name, ["status", "error"])
        self.assertEqual("Not Sent", status)
        self.assertIn("连接不上", error)

    def test_claimed_before_the_call(self):
        """Whoever comes while the robot is being called finds nothing to send."""
        robot = self.robot()
        seen = []

        def second(*_args):
            robots.send_waiting()
            seen.append(self.message(robot).tries)

        with patch.object(webhook, "call", side_effect=second):
            robots.make_messages()
        self.assertEqual([1], seen)

    def test_switched_off_meanwhile(self):
        robot = self.robot("/broken")
        self.groups.answers = {"/broken": (500, {})}
        robots.make_messages()
        frappe.db.set_value(ROBOT, robot.name, "is_active", 0)
        self.later(5)
        self.assertEqual("Not Sent", self.message(robot).status)
        self.assertEqual(1, len(self.groups.calls))


class TestRobot(RobotTestCase):
    def test_test_message(self):
        robot = self.robot()
        with self.as_user(self.world.users["Organization Office"]):
            self.assertEqual("", robots.send_test(robot.name))
            self.groups.answers = {"/a": (200, {"errcode": 310000, "errmsg": "sign not match"})}
            self.assertIn("310000 sign not match", robots.send_test(robot.name))
        with self.as_user(self.world.users["Liaison"]), self.assertRaises(frappe.PermissionError):
            robots.send_test(robot.name)
        self.assertEqual(2, len(self.groups.calls))

    def test_address_is_kept_secret_and_survives_a_save(self):
        robot = self.robot(secret="SECabc")
        with self.as_user(self.world.users["Organization Office"]):
            doc = frappe.get_doc(ROBOT, robot.name)
            self.assertEqual({"*"}, set(doc.url))
            doc.title = "新群名"
            doc.last_error = "假的"
            doc.save()
            self.assertEqual(self.groups.url("/a"), doc.address())
            self.assertFalse(doc.last_error)

    def test_not_to_anywhere(self):
        for url in ("http://127.0.0.1:10/x", "https://www.gov.cn/x", "https://oapi.dingtalk.com/x"):
            with self.assertRaises(frappe.ValidationError):
                self.robot(url=url)
