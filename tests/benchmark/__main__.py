"""`make bench`: measures this bench on a site of its own and prints what came out. It passes or fails nothing."""

from __future__ import annotations

import argparse
import os
from importlib import import_module

import frappe

from config.setup.paths import ROOT, SITES, TEST_SITE
from tests.benchmark import machine, results

FILE = ROOT / "tests" / "artifacts" / "bench.json"
MODULES = {
    "a": "documents",
    "b": "register",
    "c": "figures",
    "d": "people",
    "e": "other_system",
}


def main() -> None:
    """Run the parts that were asked for, or all."""
    options = _command_line().parse_args()
    chosen = options.parts or sorted(MODULES)
    wanted = results.Options(quick=options.quick)
    if options.sizes:
        wanted = results.Options(sizes=tuple(sorted(options.sizes)), quick=options.quick)
    elif options.quick:
        wanted = results.Options(sizes=(1_000, 2_000), quick=True)
    connect()
    rows = []
    for part in chosen:
        print(f"  ...    ({part}) {results.PARTS[part]}", flush=True)
        rows += import_module(f"tests.benchmark.{MODULES[part]}").run(wanted)
    about = machine.describe()
    results.write(FILE, about, rows)
    print("\n" + " · ".join(f"{key} {value}" for key, value in about.items()))
    print("\n" + results.table(rows))
    print(f"\n{FILE.relative_to(ROOT)}")
    frappe.destroy()


def connect() -> None:
    """Connect to the site of this run, as Administrator, as a web process is: nothing of a test's shortcuts."""
    os.chdir(SITES)
    frappe.init(site=TEST_SITE, sites_path=str(SITES))
    frappe.connect()
    frappe.set_user("Administrator")
    frappe.flags.mute_emails = True


def _command_line() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*MODULES, []], help="letters of the parts")
    parser.add_argument("--quick", action="store_true", help="few rounds, small sites")
    parser.add_argument("--sizes", nargs="+", type=int, help="households of the large sites")
    return parser


if __name__ == "__main__":
    main()
