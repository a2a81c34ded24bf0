"""An import from the upload to the register: who may, what it writes, and that nothing is half done."""

from io import BytesIO
from unittest.mock import patch

import frappe
from frappe.utils import add_to_date, getdate, now_datetime
from openpyxl import load_workbook

from zhilian_app import permissions
from zhilian_app.testing import (
    World,
    ZhilianTestCase,
    make,
    make_entry,
    make_household,
    make_visit,
)
from zhilian_app.visits.doctype.register_import import register_import
from zhilian_app.visits.doctype.register_import.register_import import ImportIsRunning
from zhilian_app.visits.importing import job
from zhilian_app.visits.importing.testing import id_number, register_book, row

YEAR = getdate().year
BAD_ID = "440781198803253510"
# what belongs to the row itself and differs between any two
OWN = {
    "name",
    "creation",
    "modified",
    "owner",
    "modified_by",
    "household",
    "parent",
    "active_key",
    "add_reason",
}


class ImportTestCase(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        world = World.shared()
        self.town, self.own, self.other = world.town, world.own, world.other
        self.liaison, self.office = world.users["Liaison"], world.users[permissions.ORGANIZATION]
        self.names = [
            frappe.db.get_value("Station", name, "station_name") for name in (self.own, self.other)
        ]
        self.own_name, self.other_name = self.names

    def row(self, number: int, **cells) -> list:
        """A row of the own station if the number is even, else of the other one."""
        return row(number, self.names, **cells)

    def upload(self, *rows, user: str | None = None, content: bytes | None = None):
        """A Register Import of the rows, as the Organization Office unless told otherwise."""
        with self.as_user(user or self.office):
            file = make(
                "File",
                file_name=f"{frappe.generate_hash(length=8)}.xlsx",
                is_private=1,
                content=content or register_book(rows, YEAR),
            )
            return make("Register Import", file=file.file_url, year=YEAR)

    def run_import(
        self, *rows, user: str | None = None, apply: bool = True, content: bytes | None = None
    ):
        doc = self.upload(*rows, user=user, content=content)
        with self.as_user(user or self.office):
            job.execute(doc.name, apply)
        doc.reload()
        return doc

    def of_town(self, doctype: str, **filters) -> list:
        return frappe.get_all(doctype, filters={"town": self.town, **filters}, pluck="name")

    def household(self, number: int):
        return frappe.get_doc("Household", {"id_number": id_number(number), "town": self.town})

    def entry(self, number: int):
        return frappe.get_doc(
            "Key Visit Entry",
            {"household": self.household(number).name, "status": ["!=", "Removed"]},
        )


class TestImport(ImportTestCase):
    def test_preview_saves_nothing(self):
        doc = self.run_import(self.row(1), self.row(2), apply=False)
        self.assertEqual("Previewed", doc.status)
        self.assertEqual((2, 2, 2), (doc.total_rows, doc.new_households, doc.new_entries))
        self.assertEqual([], self.of_town("Household"))

    def test_import_and_the_same_file_again(self):
        rows = [self.row(number) for number in range(1, 9)]
        first = self.run_import(*rows)
        self.assertEqual(
            ("Finished", 8, 8), (first.status, first.new_households, first.new_entries)
        )
        self.assertEqual(4, frappe.db.get_value("Station", self.own, "household_count"))
        before = [frappe.get_doc("Household", name).as_dict() for name in self.of_town("Household")]
        again = self.run_import(*rows)
        self.assertEqual(
            (0, 0, 0, 8),
            (again.new_households, again.new_entries, again.changed_rows, again.unchanged_rows),
        )
        self.assertEqual(
            before,
            [frappe.get_doc("Household", name).as_dict() for name in self.of_town("Household")],
        )
        self.assertEqual(8, len(self.of_town("Key Visit Entry")))

    def test_a_finished_import_runs_no_second_time(self):
        doc = self.run_import(self.row(1))
        frappe.db.delete("Key Visit Entry", {"town": self.town})
        with self.as_user(self.office):
            job.execute(doc.name, True)
        self.assertEqual([], self.of_town("Key Visit Entry"))

    def test_bulk_rows_equal_saved_rows(self):
        values = {"group_name": "第三村民小组", "phone": "13700000001", "id_number": id_number(901)}
        with self.as_user(self.office):
            home = make_household(self.own, "伍坤玲", address="三组1号", **values)
            entry = make_entry(home.name, "残疾人", "优抚对象", year=YEAR, remark="独居")
        cells = {
            "householder": "伍坤玲",
            "categories": "优抚对象、残疾人",
            "remark": "独居",
            "address": "三组2号",
        }
        self.run_import(self.row(902, **(values | cells | {"id_number": id_number(902)})))
        self.assertEqual(self.facts(home), self.facts(self.household(902)))
        self.assertEqual(self.facts(entry), self.facts(self.entry(902)))
        self.assertEqual(self.office, self.entry(902).owner)

    def facts(self, doc) -> dict:
        """All fields as stored; number and address, which the two cannot share, are made equal."""
        stored = frappe.get_doc(doc.doctype, doc.name).as_dict()
        facts = {k: v for k, v in stored.items() if k not in OWN}
        if facts.get("categories"):
            rows = [{k: v for k, v in row.items() if k not in OWN} for row in facts["categories"]]
            facts["categories"] = rows
        same = {"三组2号": "三组1号", "sz2h": "sz1h", id_number(902): id_number(901)}
        for field in ("address", "pinyin", "id_number"):
            for one, other in same.items():
                facts[field] = (facts.get(field) or "").replace(one, other)
        return facts

    def test_a_doubtful_number_is_kept_and_marked(self):
        doc = self.run_import(self.row(1, id_number=BAD_ID))
        self.assertEqual(1, doc.marked_rows)
        self.assertEqual(
            "To Verify",
            frappe.db.get_value("Household", {"town": self.town, "id_number": BAD_ID}, "id_status"),
        )

    def test_changes_are_written_everywhere_and_remembered(self):
        self.run_import(self.row(1, categories="优抚对象"))
        home = self.household(1)
        visit = make_visit(home.name)
        doc = self.run_import(
            self.row(1, categories="残疾人", address="九组9号", phone="13900000000")
        )
        self.assertEqual((0, 1), (doc.new_entries, doc.changed_rows))
        home.reload()
        entry = self.entry(1)
        self.assertEqual(("九组9号", "13900000000"), (home.address, home.phone))
        self.assertTrue(home.pinyin.endswith("jz9h"))
        self.assertEqual(
            ("残疾人、优抚对象", 5, 1), (entry.category_text, entry.priority, entry.sensitive)
        )
        self.assertEqual("九组9号", entry.address)
        self.assertEqual(5, home.visit_priority)
        visit.reload()
        self.assertEqual(("九组9号", 1), (visit.address, visit.sensitive))
        history = frappe.get_all(
            "Version", filters={"docname": home.name}, fields=["data", "owner"]
        )
        self.assertEqual([self.office], [version.owner for version in history])
        changed = frappe.parse_json(history[0].data)["changed"]
        self.assertIn(["phone", "13700000001", "13900000000"], changed)
        self.assertTrue(frappe.get_all("Version", filters={"docname": entry.name}))

    def test_visits_made_before_count_at_once(self):
        home = make_household(self.own, "张三", address="一组1号")
        make_visit(home.name)
        self.run_import(self.row(2, householder="张三", address="一组1号", id_number=None))
        entry = frappe.get_doc("Key Visit Entry", {"household": home.name})
        self.assertEqual(
            ("Visited", 1, getdate()), (entry.status, entry.visit_count, entry.first_visited_on)
        )

    def test_a_removed_entry_is_added_anew(self):
        self.run_import(self.row(1))
        entry = self.entry(1)
        entry.remove(str(getdate()), "已脱贫")
        doc = self.run_import(self.row(1))
        self.assertEqual((0, 1), (doc.new_households, doc.new_entries))
        self.assertEqual("Removed", frappe.db.get_value("Key Visit Entry", entry.name, "status"))
        new = self.entry(1)
        self.assertEqual(getdate(), new.added_on)
        self.assertTrue(new.add_reason)

    def test_registered_meanwhile_by_somebody_else(self):
        doc = self.upload(self.row(1), self.row(2))
        with self.as_user(self.office):
            job.execute(doc.name, False)
        home = make_household(
            self.other,
            self.row(1)[3],
            id_number=id_number(1),
            address=self.row(1)[5],
            phone=self.row(1)[6],
        )
        make_entry(home.name, self.row(1)[7], year=YEAR)
        with self.as_user(self.office):
            job.execute(doc.name, True)
        doc.reload()
        self.assertEqual((1, 1), (doc.new_households, doc.new_entries))

    def test_queries_do_not_grow_with_the_file(self):
        def queries(count: int, first: int) -> int:
            doc = self.upload(*[self.row(number) for number in range(first, first + count)])
            with (
                self.as_user(self.office),
                patch.object(frappe.db, "sql", wraps=frappe.db.sql) as sql,
            ):
                job.execute(doc.name, True)
            return sql.call_count

        queries(2, 1)
        self.assertEqual(queries(3, 100), queries(300, 1000))


class TestWhoMay(ImportTestCase):
    def test_a_liaison_takes_the_rows_of_their_own_station(self):
        doc = self.run_import(self.row(1), self.row(2), user=self.liaison)
        self.assertEqual((1, 1), (doc.new_entries, doc.rejected_rows))
        self.assertEqual(
            [self.own], frappe.get_all("Household", filters={"town": self.town}, pluck="station")
        )

    def test_another_stations_number_is_refused_without_saying_whose(self):
        self.run_import(self.row(1))
        stolen = self.row(2, id_number=id_number(1), householder="伍坤玲")
        doc = self.run_import(stolen, user=self.liaison)
        self.assertEqual(1, doc.rejected_rows)
        self.assertNotIn(self.household(1).householder, doc.preview_data)
        self.assertNotIn(self.other_name, doc.preview_data)

    def test_somebody_elses_file_cannot_be_read(self):
        theirs = self.upload(self.row(1))
        with self.as_user(self.liaison), self.assertRaises(frappe.ValidationError):
            make("Register Import", file=theirs.file, year=YEAR)

    def test_somebody_elses_import_is_closed(self):
        doc = self.upload(self.row(1))
        for call in (register_import.preview, register_import.confirm, register_import.state):
            with self.as_user(self.liaison), self.assertRaises(frappe.PermissionError):
                call(doc.name)

    def test_results_cannot_be_written_from_outside(self):
        doc = self.run_import(self.row(1), apply=False)
        doc.update(
            {"status": "Finished", "new_entries": 99, "rejects_file": "/private/files/x.xlsx"}
        )
        with self.as_user(self.office):
            doc.save()
        doc.reload()
        self.assertEqual(("Previewed", 1, None), (doc.status, doc.new_entries, doc.rejects_file))

    def test_another_town_cannot_be_chosen(self):
        doc = self.upload(self.row(2), user=self.liaison)
        doc.station = World.shared().foreign
        with self.as_user(self.liaison), self.assertRaises(frappe.PermissionError):
            doc.save()


class TestJob(ImportTestCase):
    def test_confirm_needs_a_preview(self):
        doc = self.upload(self.row(1))
        with self.as_user(self.office), self.assertRaises(frappe.ValidationError):
            register_import.confirm(doc.name)

    def test_two_clicks_start_one_job(self):
        doc = self.upload(self.row(1))
        with self.as_user(self.office), patch("frappe.enqueue") as enqueue:
            register_import.preview(doc.name)
            with self.assertRaises(ImportIsRunning):
                register_import.preview(doc.name)
            with self.assertRaises(ImportIsRunning):
                frappe.get_doc(doc.doctype, doc.name).save()
        self.assertEqual(1, enqueue.call_count)
        self.assertTrue(enqueue.call_args.kwargs["deduplicate"])

    def test_a_killed_job_sets_the_import_free(self):
        doc = self.upload(self.row(1))
        long_ago = add_to_date(now_datetime(), minutes=-5)
        doc.db_set({"status": "Running", "modified": long_ago}, update_modified=False)
        with self.as_user(self.office):
            self.assertEqual("Failed", register_import.state(doc.name)["status"])
            with patch("frappe.enqueue") as enqueue:
                register_import.preview(doc.name)
        self.assertEqual(1, enqueue.call_count)

    def test_a_failure_in_the_middle_leaves_nothing(self):
        doc = self.upload(self.row(1), self.row(2))
        frappe.db.savepoint("before_job")
        broken = patch.object(
            job.apply_plan.__globals__["counters"], "recount_all", side_effect=RuntimeError
        )
        # the test's own rows are not committed, so the job's roll-back and commit stop at them
        held = patch.multiple(
            frappe.db,
            rollback=lambda *_a, **_k: frappe.db.sql("rollback to savepoint before_job"),
            commit=lambda *_a, **_k: None,
        )
        with self.as_user(self.office), broken, held:
            job.run_job(doc.name, True)
        doc.reload()
        self.assertEqual("Failed", doc.status)
        self.assertTrue(doc.message)
        self.assertEqual([], self.of_town("Household"))
        self.assertEqual([], self.of_town("Key Visit Entry"))

    def test_a_deadlock_is_tried_again(self):
        doc = self.upload(self.row(1))
        held = patch.multiple(
            frappe.db, rollback=lambda *_a, **_k: None, commit=lambda *_a, **_k: None
        )
        once = patch.object(job, "apply_plan", side_effect=[frappe.QueryDeadlockError, None])
        with self.as_user(self.office), held, once as apply_plan:
            job.run_job(doc.name, True)
        doc.reload()
        self.assertEqual((2, "Finished"), (apply_plan.call_count, doc.status))

    def test_an_unreadable_file_says_why(self):
        doc = self.upload(content=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old")
        held = patch.multiple(
            frappe.db, rollback=lambda *_a, **_k: None, commit=lambda *_a, **_k: None
        )
        frappe.db.set_value("User", self.office, "language", "zh")
        with self.as_user(self.office), held:
            job.run_job(doc.name, False)
        frappe.local.lang = "en"
        doc.reload()
        self.assertEqual("Failed", doc.status)
        self.assertIn("另存为", doc.message)


class TestRejects(ImportTestCase):
    def test_they_come_back_private_and_can_be_corrected(self):
        doc = self.run_import(
            self.row(1), self.row(2, categories="低保户"), self.row(4, householder=None)
        )
        self.assertEqual(2, doc.rejected_rows)
        file = frappe.get_doc("File", {"file_url": doc.rejects_file})
        self.assertEqual((1, doc.name), (file.is_private, file.attached_to_name))
        book = load_workbook(BytesIO(file.get_content()))
        self.assertEqual([5, 6], [book.active.cell(line, 10).value for line in (4, 5)])
        book.active["H4"], book.active["D5"] = "特困家庭", "张三"
        out = BytesIO()
        book.save(out)
        again = self.run_import(content=out.getvalue())
        self.assertEqual((2, 2, 0), (again.total_rows, again.new_entries, again.rejected_rows))

    def test_only_the_last_ones_are_kept(self):
        doc = self.run_import(self.row(1, categories="低保户"), apply=False)
        first = doc.rejects_file
        with self.as_user(self.office):
            job.execute(doc.name, True)
        doc.reload()
        self.assertNotEqual(first, doc.rejects_file)
        files = frappe.get_all(
            "File",
            {"attached_to_name": doc.name, "attached_to_field": "rejects_file"},
            pluck="file_url",
        )
        self.assertEqual([doc.rejects_file], files)
