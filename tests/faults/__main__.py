"""Run the scenarios, or those named: `python -m tests.faults [visits disk …]`; `make faults` sets up the site first."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Iterator

from config.setup.paths import ROOT, TEST_SITE
from tests.faults import outcome as outcomes
from tests.faults.outcome import Outcome
from tests.faults.running import Bench, running

REPORT = ROOT / "tests" / "artifacts" / "faults.json"
# those that kill processes of the running bench, and those that need none
ON_THE_BENCH = ("jobs", "payments", "disk", "full_database", "visits")
BY_THEMSELVES = ("mail", "backup", "upgrade", "nights")


def main() -> int:
    """Return 0 if nothing was lost, nothing was done twice, and nothing else is wrong."""
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="scenario", help=", ".join((*ON_THE_BENCH, *BY_THEMSELVES))
    )
    names = parser.parse_args().names or [*ON_THE_BENCH, *BY_THEMSELVES]
    if unknown := set(names) - {*ON_THE_BENCH, *BY_THEMSELVES}:
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}")
    started, found = time.monotonic(), []
    with_bench = [name for name in ON_THE_BENCH if name in names]
    if with_bench:
        with running() as bench:
            for name in with_bench:
                found += _run(name, bench)
            if bench.problem:
                found.append(Outcome("看护进程 · supervisor", wrong=[bench.problem]))
    for name in BY_THEMSELVES:
        if name in names:
            found += _run(name)
    seconds = time.monotonic() - started
    print(f"\n{outcomes.table(found)}\n\n{seconds:.0f} s; {REPORT.relative_to(ROOT)}", flush=True)
    outcomes.write(found, REPORT, {"site": TEST_SITE, "seconds": round(seconds, 1)})
    return 0 if found and all(one.good for one in found) else 1


def _run(name: str, *given: Bench) -> list[Outcome]:
    """Run one scenario; one that breaks off is a line of its own, and the others go on."""
    started, found = time.monotonic(), []
    print(f"  ...    {name}", flush=True)
    try:
        _collect(importlib.import_module(f"tests.faults.{name}").run(*given), found)
    except Exception as error:
        found.append(Outcome(name, wrong=[f"broke off: {type(error).__name__}: {error}"]))
    print(f"{time.monotonic() - started:7.1f}s {name}", flush=True)
    return found


def _collect(source: Iterator[Outcome], found: list[Outcome]) -> None:
    for one in source:
        print(f"         {'  '.join(one.cells())}", flush=True)
        found.append(one)


if __name__ == "__main__":
    sys.exit(main())
