"""How large the site of a county grows in ten years: `env/bin/python -m tests.benchmark.growth`, some minutes.

On a site of its own, which is removed afterwards: the demo town gives rows of every kind, people then do the ordinary
things while all tables are counted, and copies of these rows say how many bytes a row takes with its indexes. Writes
tests/artifacts/growth.json and tests/artifacts/growth.md, for docs/figures.md.
"""

from __future__ import annotations

import json
import os
import sys
import time

SITE_NAME = "growth.zhilian.localhost"
os.environ.setdefault("ZHILIAN_TEST_SITE", SITE_NAME)

import frappe  # noqa: E402

from config.setup import services, site, testing  # noqa: E402
from config.setup.paths import ROOT, SITES, TEST_SITE  # noqa: E402
from config.setup.steps import step  # noqa: E402
from tests.benchmark import growth_rates as rates  # noqa: E402
from tests.benchmark import growth_sizes as sizes  # noqa: E402
from tests.benchmark import growth_table as table  # noqa: E402

RESULT = ROOT / "tests" / "artifacts" / "growth.json"
PART = ROOT / "tests" / "artifacts" / "growth.md"


def main() -> int:
    """Measure, print the table and write it."""
    if TEST_SITE != SITE_NAME:
        print(f"ZHILIAN_TEST_SITE={TEST_SITE}: 请不要指定站点 · this takes a site of its own")
        return 1
    services.start()
    try:
        with step("站点 · a site of its own"):
            dump, _ = testing.provide_dump()
            testing.fill(dump)
            _connect()
        found = measure()
    finally:
        frappe.destroy()
        site.drop(TEST_SITE, testing.DATABASE)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    text = table.markdown(found)
    PART.write_text(text, encoding="utf-8")
    print(text)
    return 0


def _connect() -> None:
    os.chdir(SITES)
    frappe.init(site=TEST_SITE, sites_path=str(SITES))
    frappe.connect()
    frappe.set_user("Administrator")
    frappe.flags.mute_emails = True
    frappe.local.lang = "zh"


def measure() -> dict:
    """Rows and bytes: all that the table is worked out from, and the table."""
    from tests.benchmark import growth_traces
    from zhilian_app.demo.load import load

    with step("演示镇 · the demo town"):
        load()
        frappe.db.commit()
    demo = sizes.tables_with_rows()
    with step("日常操作 · the ordinary things"):
        traces = growth_traces.Traces()
        # what installing and the demo changed is larger than what people change
        frappe.db.delete("Version")
        frappe.db.commit()
        left = {
            name: growth_traces.rows_left(act, sizes.tables_with_rows)
            for name, act in traces.all().items()
        }
        nightly = growth_traces.rows_left(_night, sizes.tables_with_rows)
    with step("每行字节 · bytes a row"):
        wanted = table.wanted(demo, left)
        rows = sizes.tables_with_rows()
        bytes_of = {
            name: sizes.bytes_per_row(name, rows[name]) for name in sorted(wanted & set(rows))
        }
    return {
        "measured": time.strftime("%Y-%m-%d"),
        "left": left,
        "nightly": nightly,
        "bytes": {name: round(size, 1) for name, size in bytes_of.items()},
        "picture": len(growth_traces.picture()),
        "cases": {
            case: table.lines(case, demo, left, bytes_of, _days())
            for case in (rates.PLAN, rates.UPPER)
        },
    }


def _days() -> dict[str, int]:
    """For how many days rows of a table stay, with those that Frappe's own night adds."""
    doc = frappe.get_doc("Log Settings")
    doc.add_default_logtypes()
    # of a snapshot the row stays: its copy goes, and what was found is small beside it
    return {
        f"tab{row.ref_doctype}": row.days
        for row in doc.logs_to_clear
        if row.ref_doctype != "Book Snapshot"
    }


def _night() -> None:
    """The digest of a morning, for the demo town."""
    from zhilian_app import digest

    frappe.db.delete(digest.DIGEST)
    digest.make_digests()


if __name__ == "__main__":
    sys.exit(main())
