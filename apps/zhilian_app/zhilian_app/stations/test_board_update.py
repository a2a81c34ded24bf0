"""The board of a month on a site: pictures in, handed in, sent back with guidance, and nothing past the steps."""

import re
from datetime import timedelta
from pathlib import Path

import frappe
from frappe.utils import getdate
from PIL import Image

from zhilian_app import calendar, steps
from zhilian_app.stations import board_api, board_sheet
from zhilian_app.stations import board_states as states
from zhilian_app.stations.board_rules import FAR, NEAR
from zhilian_app.stations.doctype.board_update.board_update import BoardRefused
from zhilian_app.stations.test_board_rules import GPS, ORIENTATION, drawn, opened, saved
from zhilian_app.testing import WorldTestCase

UPDATE = "Board Update"


class BoardTestCase(WorldTestCase):
    def user_of(self, role: str) -> str:
        return self.world.other_liaison if role == "Other Liaison" else super().user_of(role)

    def upload(self, content: bytes, name: str = "p.jpg") -> str:
        """URL of a private picture that who is signed in has uploaded."""
        file = {"doctype": "File", "file_name": name, "content": content, "is_private": 1}
        return frappe.get_doc(file).insert().file_url

    def board(self, *views: str, seed: int = 1, month=None, role: str = "Liaison", station=None):
        """This month's board of the station with a drawn picture for each of ``views``."""
        with self.by(role):
            name = board_api.open_update(station or self.world.own, str(month or getdate()))
            doc = frappe.get_doc(UPDATE, name)
            for at, view in enumerate(views):
                picture = self.upload(saved(drawn(seed * 100 + at)))
                doc.append("pictures", {"picture": picture, "view": view})
            return doc.save()

    def handed_in(self, **kind):
        return self.step(self.board(FAR, NEAR, NEAR, **kind), "Liaison", states.HAND_IN)


class TestMonths(BoardTestCase):
    def test_one_for_each_station_and_month(self):
        first = self.board()
        self.assertEqual(f"{self.world.own}-公开栏-{getdate():%Y-%m}", first.name)
        self.assertEqual(calendar.due_day(getdate().year, getdate().month, 3), first.due_on)
        with self.by("Station Cadre"):
            self.assertEqual(first.name, board_api.open_update(self.world.own))
            second = frappe.get_doc(
                {"doctype": UPDATE, "station": self.world.own, "month": str(getdate())}
            )
            with self.assertRaises(BoardRefused) as told:
                second.insert()
        # and the way there
        self.assertIn(f"/app/board-update/{frappe.utils.quoted(first.name)}", str(told.exception))

    def test_not_before_the_station_nor_before_the_month(self):
        started = frappe.db.get_value("Station", self.world.own, "started_on")
        for day in (started - timedelta(days=1), calendar.next_month(getdate())):
            with self.assertRaises(BoardRefused):
                self.board(month=day)

    def test_another_stations_board_is_neither_begun_nor_opened(self):
        self.board()
        for role in ("Other Liaison", "Organization Office"):
            with self.by(role), self.assertRaises(frappe.PermissionError):
                month = str(calendar.previous_month(getdate()))
                board_api.open_update(self.world.own, month)
        with self.by("Other Liaison"), self.assertRaises(frappe.PermissionError):
            board_api.open_update(self.world.own)
        with self.by("Organization Office"):
            self.assertTrue(board_api.open_update(self.world.own))


class TestPictures(BoardTestCase):
    def photo(self, kind: str = "PNG") -> bytes:
        """Lying on its side, and with its place in it."""
        tags = Image.Exif()
        tags[ORIENTATION] = 6
        tags[GPS] = {1: "N", 2: (21.0, 58.0, 12.0), 3: "E", 4: (112.0, 53.0, 7.0)}
        tags[0x8769] = {0x9003: "2026:10:31 08:00:00"}
        return saved(drawn(5, (2000, 1000)), kind, exif=tags)

    def content(self, url: str) -> bytes:
        file = frappe.get_doc("File", {"file_url": url})
        return Path(file.get_full_path()).read_bytes()

    def test_what_comes_past_the_phone_is_made_clean_too(self):
        doc = self.board()
        with self.by("Liaison"):
            raw = self.upload(self.photo(), "p.png")
            path = frappe.get_doc("File", {"file_url": raw}).get_full_path()
            doc.append("pictures", {"picture": raw, "taken_on": "2020-01-01", "fingerprint": "0"})
            doc.save()
        row = frappe.get_doc(UPDATE, doc.name).pictures[0]
        image = opened(self.content(row.picture))
        self.assertEqual((800, 1600), image.size)
        self.assertFalse(dict(image.getexif()))
        self.assertEqual(getdate("2026-10-31"), row.taken_on)
        self.assertEqual(512, len(row.fingerprint))
        # the one that says where it was taken is gone
        self.assertFalse(frappe.db.exists("File", {"file_url": raw}))
        self.assertFalse(Path(path).exists())
        # who reads the row sees the picture, and nobody else
        file = frappe.get_doc("File", {"file_url": row.picture})
        for role, sees in (
            ("Village Cadre", True),
            ("Town Leader", True),
            ("Other Liaison", False),
        ):
            with self.by(role):
                self.assertEqual(sees, frappe.has_permission("File", "read", doc=file), role)

    def send(self, content: bytes, name: str) -> str:
        frappe.form_dict.docname = name
        frappe.local.uploaded_file = content
        return board_api.send_picture()

    def test_a_cameras_own_jpeg_in_one_request(self):
        doc = self.board()
        with self.by("Liaison"):
            url = self.send(self.photo("JPEG"), doc.name)
            with self.assertRaises(frappe.ValidationError):
                self.send(b"no picture", doc.name)
        self.assertEqual((800, 1600), opened(self.content(url)).size)
        row = frappe.get_doc(UPDATE, doc.name).pictures[0]
        self.assertEqual((url, getdate("2026-10-31")), (row.picture, row.taken_on))
        with self.by("Other Liaison"), self.assertRaises(frappe.PermissionError):
            self.send(self.photo("JPEG"), doc.name)

    def test_what_was_read_from_a_picture_stays(self):
        doc = self.board(FAR)
        row = doc.pictures[0]
        with self.by("Liaison"):
            again = frappe.get_doc(UPDATE, doc.name)
            again.pictures[0].update({"fingerprint": "f" * 512, "remark": "x", "view": NEAR})
            again.save()
        stored = frappe.get_doc(UPDATE, doc.name).pictures[0]
        self.assertEqual((row.fingerprint, None), (stored.fingerprint, stored.remark))
        self.assertEqual((row.picture, NEAR), (stored.picture, stored.view))

    def test_a_file_that_is_no_picture_is_named_by_its_row(self):
        doc = self.board(FAR)
        with self.by("Liaison"):
            doc.append("pictures", {"picture": self.upload(b"<html>", "p.png")})
            with self.assertRaisesRegex(frappe.ValidationError, "2"):
                doc.save()

    def test_nobody_elses_picture(self):
        with self.by("Other Liaison"):
            foreign = self.upload(saved(drawn(9)))
        doc = self.board()
        with self.by("Liaison"), self.assertRaises(frappe.ValidationError):
            doc.append("pictures", {"picture": foreign})
            doc.save()

    def test_a_picture_that_was_used_before_is_said(self):
        last = calendar.previous_month(getdate())
        self.board(FAR, NEAR, NEAR, seed=3, month=last)
        new = self.board(FAR, seed=3)
        self.assertIn(f"{last:%Y-%m}", new.pictures[0].remark)
        other = self.board(FAR, seed=3, role="Other Liaison", station=self.world.other)
        name = frappe.db.get_value("Station", self.world.own, "station_name")
        self.assertIn(name, other.pictures[0].remark)
        fresh = self.board(NEAR, seed=4)
        self.assertFalse(fresh.pictures[-1].remark)
        # a warning only
        again = self.board(NEAR, seed=6)
        self.assertEqual("Handed In", self.step(again, "Liaison", states.HAND_IN).state)

    def test_twice_in_one_month(self):
        doc = self.board(FAR, seed=8)
        self.assertTrue(self.board(NEAR, seed=8).pictures[1].remark)
        self.assertFalse(frappe.get_doc(UPDATE, doc.name).pictures[0].remark)


class TestSteps(BoardTestCase):
    def test_what_lacks_is_named(self):
        doc = self.board(FAR, "")
        with self.by("Liaison"), self.assertRaises(steps.StepIncomplete) as told:
            steps.take_step(UPDATE, doc.name, states.HAND_IN)
        self.assertEqual(["1", "1"], re.findall(r"\d", str(told.exception)))

    def test_by_the_towns_own_numbers(self):
        town = frappe.get_doc("Town", self.world.town)
        town.update({"board_photo_count": 1, "board_near_photos": 0}).save()
        self.assertEqual("Handed In", self.step(self.board(FAR), "Liaison", states.HAND_IN).state)

    def test_from_the_phone_to_the_office_and_back(self):
        doc = self.handed_in()
        self.assertTrue(doc.handed_in_on)
        doc = self.step(doc, "Organization Office", states.GUIDE, guidance="近景看不清栏目。")
        self.assertEqual(("Returned", None), (doc.state, doc.handed_in_on))
        self.assertEqual("近景看不清栏目。", doc.steps[-1].reason)
        told = frappe.get_all(
            "Notification Log", {"document_name": doc.name}, ["for_user", "subject"]
        )
        self.assertEqual([self.world.users["Liaison"]], [row.for_user for row in told])
        self.assertIn("近景看不清栏目", told[0].subject)
        doc = self.step(doc, "Liaison", states.HAND_IN)
        self.assertEqual("近景看不清栏目。", doc.guidance)
        doc = self.step(doc, "Organization Office", states.TAKE_IN)
        self.assertTrue(doc.accepted_on and doc.handed_in_on)
        self.assertFalse(doc.guidance)
        # what was said first is still told
        self.assertIn("近景看不清栏目。", [row.reason for row in doc.steps])

    def test_sending_back_needs_words(self):
        doc = self.handed_in()
        with self.by("Organization Office"), self.assertRaises(steps.StepIncomplete):
            steps.take_step(UPDATE, doc.name, states.GUIDE)

    def test_who_may_not(self):
        doc = self.handed_in()
        for role in ("Liaison", "Town Leader", "Other Liaison"):
            with self.by(role), self.assertRaises((steps.StepRefused, frappe.PermissionError)):
                steps.take_step(UPDATE, doc.name, states.TAKE_IN)
        back = self.step(doc, "Organization Office", states.GUIDE, guidance="请重拍。")
        for role in ("Organization Office", "Village Cadre"):
            with self.by(role), self.assertRaises((steps.StepRefused, frappe.PermissionError)):
                steps.take_step(UPDATE, back.name, states.HAND_IN)

    def test_what_was_handed_in_stays_as_it_was(self):
        doc = self.handed_in()
        for role in ("Liaison", "Organization Office"):
            with self.by(role):
                mine = frappe.get_doc(UPDATE, doc.name)
                mine.pictures = mine.pictures[:1]
                mine.update(
                    {
                        "words": "改过",
                        "guidance": "自己写的",
                        "handed_in_on": "2020-01-01 00:00:00",
                        "accepted_on": "2020-01-01 00:00:00",
                    }
                )
                mine.save()
        stored = frappe.get_doc(UPDATE, doc.name)
        self.assertEqual(3, len(stored.pictures))
        self.assertEqual(doc.handed_in_on, stored.handed_in_on)
        self.assertFalse(stored.words or stored.guidance or stored.accepted_on)

    def test_the_state_is_no_field_to_write(self):
        doc = self.board(FAR)
        with self.by("Liaison"):
            for state, error in (
                ("Handed In", steps.StepIncomplete),
                ("Taken In", steps.StepRefused),
            ):
                mine = frappe.get_doc(UPDATE, doc.name)
                mine.state = state
                with self.assertRaises(error):
                    mine.save()

    def test_a_late_picture_finds_its_board_until_it_is_handed_in(self):
        doc = self.board(FAR, NEAR)
        with self.by("Liaison"):
            board_api.add_picture(doc.name, self.upload(saved(drawn(40))))
        self.assertEqual(3, len(frappe.get_doc(UPDATE, doc.name).pictures))
        done = self.handed_in(seed=5, month=calendar.previous_month(getdate()))
        with self.by("Liaison"), self.assertRaises(frappe.ValidationError):
            board_api.add_picture(done.name, self.upload(saved(drawn(41))))


class TestSheet(BoardTestCase):
    def test_all_stations_of_the_month(self):
        self.handed_in()
        self.board(FAR, role="Other Liaison", station=self.world.other)
        with self.by("Town Leader"):
            boards = board_sheet.boards_of(self.world.town, calendar.month_start(getdate()))
        own, other = boards
        self.assertTrue(own.is_in)
        self.assertEqual([3], [len(row) for row in own.rows])
        # what is not handed in is not for the leaders yet
        self.assertEqual((False, ()), (other.is_in, other.rows))

    def test_a_station_that_has_ended_is_not_waited_for(self):
        month = calendar.month_start(getdate())
        frappe.db.set_value("Station", self.world.other, "ended_on", month - timedelta(days=1))
        self.assertEqual(1, len(board_sheet.boards_of(self.world.town, month)))

    def test_who_prints_it(self):
        self.handed_in()
        for role in ("Organization Office", "Town Leader", "Social Affairs Office"):
            with self.by(role):
                board_sheet.print_sheet(self.world.town, str(getdate()))
            self.assertTrue(frappe.response.filecontent.startswith(b"%PDF"), role)
        for role, town in (
            ("Liaison", self.world.town),
            ("Finance Office", self.world.town),
            ("Organization Office", self.world.other_town),
        ):
            with self.by(role), self.assertRaises(frappe.PermissionError):
                board_sheet.print_sheet(town, str(getdate()))
