"""Imports at the same time, and one that is killed: these commit, and take away again what they wrote."""

import subprocess
import sys
import threading

import frappe
from frappe.utils import getdate

from zhilian_app import permissions
from zhilian_app.testing import World, ZhilianTestCase, make
from zhilian_app.visits.importing import job
from zhilian_app.visits.importing.testing import large_register

YEAR = getdate().year
ROWS = 40
KILLED = """
import os, signal, sys
import frappe
from zhilian_app.visits import counters
from zhilian_app.visits.importing import job

frappe.init({site!r}, sites_path={sites_path!r})
frappe.connect()
frappe.set_user({user!r})
counters.recount_all = lambda stations: os.kill(os.getpid(), signal.SIGKILL)
job.run_job({name!r}, True)
"""


class TestTwoAtOnce(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        world = World.shared()
        self.town, self.user = world.town, world.users[permissions.ORGANIZATION]
        station = frappe.db.get_value("Station", world.own, "station_name")
        self.content = large_register(ROWS, [station])
        self.addCleanup(self.take_away)

    def take_away(self):
        frappe.set_user("Administrator")
        frappe.db.rollback()
        for doctype in ("Household", "Key Visit Entry", "Register Import"):
            names = frappe.get_all(doctype, filters={"town": self.town}, pluck="name")
            for file in frappe.get_all(
                "File", filters={"attached_to_name": ["in", names or [""]]}, pluck="name"
            ):
                frappe.delete_doc("File", file)
            frappe.db.delete("Key Visit Category", {"parent": ["in", names or [""]]})
            frappe.db.delete(doctype, {"town": self.town})
        frappe.db.commit()

    def upload(self):
        with self.as_user(self.user):
            name = f"{frappe.generate_hash(length=8)}.xlsx"
            file = make("File", file_name=name, is_private=1, content=self.content)
            doc = make("Register Import", file=file.file_url, year=YEAR)
        frappe.db.commit()
        return doc

    def entries(self) -> int:
        frappe.db.rollback()
        return frappe.db.count("Key Visit Entry", {"town": self.town})

    def test_the_same_file_twice_is_taken_once(self):
        docs = [self.upload(), self.upload()]
        site = (frappe.local.site, frappe.local.sites_path)
        threads = [threading.Thread(target=run, args=(*site, self.user, doc.name)) for doc in docs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(ROWS, self.entries())
        self.assertEqual(ROWS, frappe.db.count("Household", {"town": self.town}))
        fields = ["status", "new_entries", "unchanged_rows"]
        found = sorted(tuple(frappe.db.get_value(doc.doctype, doc.name, fields)) for doc in docs)
        self.assertEqual([("Finished", 0, ROWS), ("Finished", ROWS, 0)], found)

    def test_a_killed_worker_leaves_nothing(self):
        doc = self.upload()
        script = KILLED.format(
            site=frappe.local.site,
            sites_path=frappe.local.sites_path,
            user=self.user,
            name=doc.name,
        )
        done = subprocess.run(
            [sys.executable, "-c", script], check=False, capture_output=True, timeout=60
        )
        self.assertEqual(-9, done.returncode, done.stderr.decode()[-500:])
        self.assertEqual(0, self.entries())
        self.assertEqual(0, frappe.db.count("Household", {"town": self.town}))
        job.run_job(doc.name, True)
        self.assertEqual(ROWS, self.entries())


def run(site: str, sites_path: str, user: str, name: str) -> None:
    """What a worker does, with a connection of its own."""
    frappe.init(site, sites_path=sites_path)
    frappe.connect()
    try:
        frappe.set_user(user)
        job.run_job(name, True)
    finally:
        frappe.destroy()
