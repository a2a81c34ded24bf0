"""On a full disk a file is refused in words, and leaves neither a row nor a part of itself."""

from pathlib import Path
from unittest.mock import patch

import frappe

from zhilian_app import disk
from zhilian_app.testing import ZhilianTestCase, make


class TestDisk(ZhilianTestCase):
    def upload(self):
        return make("File", file_name="满盘.txt", content=b"x" * 3000, is_private=1)

    def test_a_file_that_finds_no_room_leaves_nothing(self):
        folder = Path(frappe.get_site_path("private", "files"))
        before = sorted(folder.iterdir())
        with (
            patch.object(disk.shutil, "disk_usage") as usage,
            patch.dict(frappe.conf, {disk.SETTING: 1, disk.DATABASE_SETTING: 0}),
        ):
            usage.return_value.free = disk.MB + 2999
            with self.assertRaises(disk.DiskIsFull):
                self.upload()
        self.assertEqual(before, sorted(folder.iterdir()))
        self.assertFalse(frappe.db.exists("File", {"file_name": ["like", "满盘%"]}))

    def test_the_last_room_beyond_the_reserve_is_used(self):
        with (
            patch.object(disk.shutil, "disk_usage") as usage,
            patch.dict(frappe.conf, {disk.SETTING: 1, disk.DATABASE_SETTING: 0}),
        ):
            usage.return_value.free = disk.MB + 3000
            file = self.upload()
        self.addCleanup(Path(file.get_full_path()).unlink)
        self.assertEqual(b"x" * 3000, Path(file.get_full_path()).read_bytes())
