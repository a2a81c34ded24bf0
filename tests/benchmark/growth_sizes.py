"""Bytes on disk for a row of a table: real rows, copied so often that pages and indexes are filled as in use."""

from __future__ import annotations

import frappe

SCRATCH = "growth scratch"
ENOUGH = 20_000


def tables_with_rows() -> dict[str, int]:
    """Every table of the site's DocTypes that has rows, with their number."""
    names = frappe.db.sql_list(
        "select table_name from information_schema.tables"
        " where table_schema = %s and table_name like 'tab%%'",
        frappe.conf.db_name,
    )
    counted = {name: frappe.db.sql(f"select count(*) from `{name}`")[0][0] for name in names}
    return {name: count for name, count in counted.items() if count}


def bytes_per_row(table: str, rows: int) -> float:
    """Data and indexes of a copy with at least 20,000 rows, by row. Names stay random, as Frappe makes them."""
    frappe.db.sql_ddl(f"drop table if exists `{SCRATCH}`")
    frappe.db.sql_ddl(f"create table `{SCRATCH}` like `{table}`")
    times = max(1, -(-ENOUGH // rows))
    unique = _unique_columns(table)
    columns = frappe.db.sql_list("select column_name from information_schema.columns"
                                 " where table_schema = %s and table_name = %s"
                                 " order by ordinal_position", (frappe.conf.db_name, table))  # fmt: skip
    values = [_copied(column, unique.get(column)) for column in columns]
    named = ", ".join(f"`{column}`" for column in columns)
    frappe.db.sql(
        f"insert ignore into `{SCRATCH}` ({named})"
        f" select {', '.join(values)} from `{table}` cross join seq_1_to_{times}"
    )
    frappe.db.commit()
    frappe.db.sql(f"analyze table `{SCRATCH}`")
    size = frappe.db.sql(
        "select data_length + index_length from information_schema.tables"
        " where table_schema = %s and table_name = %s",
        (frappe.conf.db_name, SCRATCH),
    )[0][0]
    copied = frappe.db.sql(f"select count(*) from `{SCRATCH}`")[0][0]
    frappe.db.sql_ddl(f"drop table `{SCRATCH}`")
    return float(size) / copied


def _unique_columns(table: str) -> dict[str, str]:
    """Columns that may not repeat, with their type."""
    return dict(
        frappe.db.sql(
            "select distinct s.column_name, c.data_type from information_schema.statistics s"
            " join information_schema.columns c using (table_schema, table_name, column_name)"
            " where s.table_schema = %s and s.table_name = %s and s.non_unique = 0",
            (frappe.conf.db_name, table),
        )
    )


def _copied(column: str, unique_type: str | None) -> str:
    """SQL for a column of the copy: as it is, or another value of the same length where none may repeat."""
    if unique_type is None:
        return f"`{column}`"
    if unique_type in ("bigint", "int"):
        # numbers that a sequence gives: those of the copies lie far above
        return f"`{column}` + seq * 1000000000"
    digest = f"md5(concat(`{column}`, '-', seq))"
    return (
        f"if(char_length(`{column}`) <= 12, left({digest}, greatest(char_length(`{column}`), 8)),"
        f" concat(left(`{column}`, char_length(`{column}`) - 8), left({digest}, 8)))"
    )
