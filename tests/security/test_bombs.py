"""Files that want to be enormous: refused with a word that says why, in bounded memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from config.setup.paths import ROOT, ZHILIAN
from tests.security import bombs
from tests.security.tally import FULL, Tally

MEMORY = 1_500_000_000  # bytes of address space that reading a file may take, Python and all
SECONDS = 60  # of the processor
WORKBOOKS: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "gigabytes in a sheet": (bombs.unpacks_to_gigabytes, {"too_large"}),
    "gigabytes of strings": (
        lambda: bombs.unpacks_to_gigabytes("xl/sharedStrings.xml"), {"too_large"}),
    "gigabytes beside": (lambda: bombs.unpacks_to_gigabytes("xl/x.bin"), {"too_large"}),
    "strings by the million": (bombs.shared_strings, {"too_large"}),
    "entities": (lambda: bombs.entities("utf-8"), {"damaged"}),
    "entities in UTF-16": (lambda: bombs.entities("utf-16"), {"damaged"}),
    "a file of the server": (bombs.outer_file, {"damaged"}),
    "wide rows": (bombs.wide, {""}),
    "rows far apart": (bombs.far_down, {""}),
    "too many rows": (bombs.many_rows, {"too_many_rows"}),
    "too many sheets": (
        lambda: bombs.book_of(bombs.sheet_of(bombs.row_of(1, A="x")), sheets=500), {""}),
    "merges by the million": (bombs.many_merges, {"too_many_merges"}),
    "formulas": (
        lambda: bombs.book_of(
            bombs.sheet_of('<row r="1"><c r="A1"><f>HYPERLINK("http://x")</f></c></row>')), {""}),
    "macros": (
        lambda: bombs.book_of(
            bombs.sheet_of(bombs.row_of(1, A="x")), **{"xl/vbaProject.bin": "Sub x()"}), {""}),
    "no archive": (lambda: b"PK\x03\x04" + b"x" * 1000, {"not_xlsx"}),
    "cut off": (lambda: bombs.many_rows()[:5000], {"not_xlsx"}),
}  # fmt: skip
QUICK = ("entities in UTF-16", "a file of the server", "formulas", "macros", "cut off")

# reads one file in a process of its own, with limits that the system holds it to
READER = f"""
import json, resource, sys, time
from zhilian_app.visits.importing.workbook import UnreadableWorkbook, read_workbook
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
content = open(sys.argv[1], "rb").read()
code, texts = "", ""
try:
    texts = str([[row.values[:3] for row in sheet.rows[:5]] for sheet in read_workbook(content)][:3])
except UnreadableWorkbook as error:
    code = error.code
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({{"code": code, "texts": texts, "peak": used.ru_maxrss * 1024, "cpu": used.ru_utime}}))
"""


@pytest.mark.timeout(240)
@pytest.mark.parametrize("kind", WORKBOOKS if FULL else QUICK)
def test_workbooks(kind: str, tally: Tally):
    make, codes = WORKBOOKS[kind]
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(make())
        file.flush()
        size = Path(file.name).stat().st_size
        done = subprocess.run(
            [sys.executable, "-c", READER, file.name],
            cwd=ROOT,
            env={"PYTHONPATH": str(ZHILIAN), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
    told = json.loads(done.stdout) if done.returncode == 0 else {}
    wrong = not told or told["code"] not in codes or "root:" in told["texts"]
    finding = (
        f"{kind} ({size} bytes): {done.returncode} {told} {done.stderr[-300:]}" if wrong else ""
    )
    print(f"{kind}: {size} bytes, {told}")
    tally.count("表格炸弹 · workbook bombs", bool(told.get("code")), finding)
    assert not finding
