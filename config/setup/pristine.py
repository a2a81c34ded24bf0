"""A test site's database, put back to its dump: only what was changed since is loaded again.

A site has some 300 tables. To make them all anew takes ten seconds and more, and a test changes a few dozen.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from config.setup import services
from config.setup.steps import SetupError, run

# the head of a table's or a sequence's part of a dump
PART = re.compile(
    r"^--\n-- (Table|Sequence) structure for (?:table )?`([^`]+)`\n--\n", re.MULTILINE
)
ROWS = re.compile(r"^INSERT INTO .*;\n(?=/\*!40000 ALTER TABLE)", re.MULTILINE | re.DOTALL)
COLUMNS_LENGTH = 1_000_000  # bytes of a table's columns in words
# what a dump sets at its head, and one transaction for what is not about whole tables
SESSION = (
    "SET NAMES utf8mb4;\n"
    "SET UNIQUE_CHECKS=0, FOREIGN_KEY_CHECKS=0, SQL_MODE='NO_AUTO_VALUE_ON_ZERO', AUTOCOMMIT=0;\n"
)

Fingerprints = dict[str, list[str]]  # by table: of its columns, of its rows


def dump(database: str, file: Path) -> None:
    """Write all of a database to ``file``."""
    # one transaction for the rows: filling the site is many times faster than with one per row
    words = ["--no-autocommit", "--skip-lock-tables", "--single-transaction", "--skip-dump-date"]
    run([*services.client_command("mariadb-dump"), *words, f"--result-file={file}", database])


def fingerprints(database: str) -> Fingerprints:
    """Of each table and sequence of a database: what its columns and its rows come to."""
    found = services.sql(
        f"set group_concat_max_len = {COLUMNS_LENGTH};"
        "select table_name, md5(group_concat(column_name, ' ', column_type, ' ', is_nullable,"
        " ' ', coalesce(column_default, '-') order by ordinal_position separator ','))"
        f" from information_schema.columns where table_schema = '{database}' group by table_name"
    )
    columns = dict(line.split("\t") for line in found.splitlines())
    if not columns:
        return {}
    names = ", ".join(f"`{name}`" for name in columns)
    sums = services.sql(f"checksum table {names}", database)
    rows = dict(line.removeprefix(f"{database}.").split("\t") for line in sums.splitlines())
    return {name: [columns[name], rows[name]] for name in columns}


def remember(database: str, file: Path) -> None:
    """Keep in ``file`` how the database is now: as its dump has it."""
    file.write_text(json.dumps(fingerprints(database)))


def put_back(database: str, source: Path, file: Path) -> bool:
    """Give the database the tables and rows of the dump ``source`` again; False where all of it must be made anew.

    ``file`` tells how it was when it had just been filled from that dump.
    """
    if not file.is_file() or not source.is_file():
        return False
    before, now = json.loads(file.read_text()), fingerprints(database)
    changed = {name for name in before if now.get(name) != before[name]}
    statements = [SESSION, *(f"DROP TABLE `{name}`;\n" for name in now.keys() - before)]
    for name, (kind, whole, rows) in parts(source).items():
        if name not in changed:
            continue
        same_columns = now.get(name, [""])[0] == before[name][0]
        if kind == "Table" and same_columns and "AUTO_INCREMENT" not in whole:
            statements.append(f"DELETE FROM `{name}`;\n{rows}")
        else:
            statements.append(whole)
    try:
        services.sql("".join([*statements, "COMMIT;\n"]), database)
    except SetupError:
        return False
    return fingerprints(database) == before


def statements_of(source: Path) -> str:
    """All of a dump, to the byte."""
    return source.read_bytes().decode()


def parts(source: Path) -> dict[str, tuple[str, str, str]]:
    """The parts of a dump by table or sequence: its kind, all of it, and what fills it with rows."""
    text = statements_of(source)
    heads = list(PART.finditer(text))
    ends = [*(head.start() for head in heads[1:]), text.rindex("\nSET AUTOCOMMIT=") + 1]
    found = {}
    for head, end in zip(heads, ends, strict=True):
        whole = text[head.end() : end]
        at = ROWS.search(whole)
        rows = at[0] if at else ""
        found[head[2]] = (head[1], whole, rows)
    return found
