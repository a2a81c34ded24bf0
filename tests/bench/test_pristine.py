"""A test site's database is put back as it was, whatever a test did to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.setup import pristine, services

DATABASE = "zhilian_put_back"
BEGINNING = """
    create table `tabVisit` (name varchar(20) primary key, words text) engine=InnoDB;
    insert into `tabVisit` values ('V1', '道路；\\n-- Table structure for table `x`'), ('V2', null);
    create table `tabEmpty` (name varchar(20) primary key) engine=InnoDB;
    create table `tabCounted` (name int auto_increment primary key, words text) engine=InnoDB;
    insert into `tabCounted` (words) values ('一');
    create sequence version_id_seq nocache engine=InnoDB;
"""


@pytest.fixture
def kept(running_services: dict, tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """A small database, its dump, and what it was like then."""
    services.sql(f"create or replace database {DATABASE} character set utf8mb4")
    services.sql(BEGINNING, DATABASE)
    dump, remembered = tmp_path / "site.sql", tmp_path / "site.json"
    pristine.dump(DATABASE, dump)
    pristine.remember(DATABASE, remembered)
    yield dump, remembered
    services.sql(f"drop database {DATABASE}")


@pytest.mark.parametrize(
    "change",
    [
        "insert into `tabEmpty` values ('E1')",
        "update `tabVisit` set words = '路灯' where name = 'V1'",
        "delete from `tabVisit`",
        "insert into `tabCounted` (words) values ('二')",
        "alter table `tabEmpty` add column more int",
        "drop table `tabVisit`",
        "create table `tabNew` (name int)",
        "do nextval(version_id_seq)",
        "select 1",
    ],
)
def test_put_back(kept, change: str) -> None:
    dump, remembered = kept
    services.sql(change, DATABASE)
    assert pristine.put_back(DATABASE, dump, remembered)
    again = dump.with_suffix(".again")
    pristine.dump(DATABASE, again)
    assert again.read_bytes() == dump.read_bytes()


def test_a_database_that_is_gone_or_was_never_kept_is_made_anew(kept, tmp_path: Path) -> None:
    dump, remembered = kept
    assert not pristine.put_back(DATABASE, dump, tmp_path / "nothing.json")
    assert not pristine.put_back("zhilian_no_such_database", dump, remembered)
