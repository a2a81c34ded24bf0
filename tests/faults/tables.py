"""Tables of a site held against each other: row by row, column by column, index by index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from config.setup import services

Digest = tuple[int, str]  # rows, and a digest of all their values


def names(database: str) -> list[str]:
    """All tables of a database."""
    return _lines(
        "SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' "
        f"AND table_schema = '{database}' ORDER BY 1"
    )


def columns(database: str) -> dict[str, dict[str, str]]:
    """Table → column → what it is."""
    return _grouped(
        "SELECT table_name, column_name, CONCAT_WS(' ', column_type, is_nullable, IFNULL(column_default, '-')) "
        f"FROM information_schema.columns WHERE table_schema = '{database}' ORDER BY 1, ordinal_position"
    )


def indexes(database: str) -> dict[str, dict[str, str]]:
    """Table → the columns of an index → whether it is unique. Names of indexes do not count."""
    return _grouped(
        "SELECT table_name, GROUP_CONCAT(column_name ORDER BY seq_in_index), CONCAT(MIN(non_unique), index_type) "
        f"FROM information_schema.statistics WHERE table_schema = '{database}' "
        "GROUP BY table_name, index_name, index_type ORDER BY 1, 2"
    )


def digests(database: str, only: dict[str, Iterable[str]] | None = None) -> dict[str, Digest]:
    """Table → count of rows and digest of their values, whatever their order; ``only``: of these tables and columns."""
    wanted = only or {table: list(known) for table, known in columns(database).items()}
    found = {}
    for table, fields in wanted.items():
        values = ", ".join(f"IFNULL(HEX(`{field}`), '-')" for field in fields)
        row = _lines(
            f"SELECT COUNT(*), IFNULL(SUM(CRC32(MD5(CONCAT_WS(',', {values})))), 0), "
            f"IFNULL(BIT_XOR(CRC32(CONCAT_WS(',', {values}))), 0) FROM `{table}`",
            database,
        )[0].split("\t")
        found[table] = (int(row[0]), f"{row[1]}/{row[2]}")
    return found


def files(folder: Path) -> dict[str, str]:
    """Path → sha256 of all files under a site's ``public/files`` and ``private/files``."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for kind in ("public/files", "private/files")
        for file in sorted((folder / kind).rglob("*"))
        if file.is_file()
    }


def differing(old: dict, new: dict) -> list[str]:
    """Keys that only one has, or whose values differ."""
    return sorted(key for key in {*old, *new} if old.get(key) != new.get(key))


def _grouped(question: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for line in _lines(f"SET SESSION group_concat_max_len = 100000; {question}"):
        table, name, value = line.split("\t")
        found.setdefault(table, {})[name] = value
    return found


def _lines(question: str, database: str = "") -> list[str]:
    return [line for line in services.sql(question, database).split("\n") if line]
