"""The arithmetic of ten years: what is dropped counts no more, and every thing that people do has its number."""

from __future__ import annotations

from tests.benchmark import growth_rates as rates
from tests.benchmark import growth_table as table

YEAR_OF_LOG = 365


def test_rows_that_are_dropped_take_no_space() -> None:
    """A log kept for a year has a year's rows after ten, and everything else has all."""
    kept, dropped = (rates.line("tabX", 1000, 0, 200.0, days) for days in (0, YEAR_OF_LOG))
    assert (kept.rows, kept.size) == (10_000, 2_000_000)
    assert (dropped.rows, dropped.size, dropped.unlimited) == (1000, 200_000, 2_000_000)


def test_what_stood_at_the_beginning_stays() -> None:
    """Households are there from the first day."""
    line = rates.line("tabHousehold", 0, rates.HOUSEHOLDS, 1.0, 0)
    assert line.rows == rates.HOUSEHOLDS


def test_the_table_names_what_was_measured() -> None:
    """Each thing that people do leaves a line, and a table of logs the days for which it stays."""
    left = {event: {"tabVersion": 2.0} for event in rates.events(rates.PLAN)}
    cases = {}
    for case in rates.VISITS:
        row = rates.line("tabVersion", 2 * sum(rates.events(case).values()), 0, 500.0, 1096)
        cases[case] = [vars(row)]
    text = table.markdown(
        {"measured": "2026-11-26", "left": left, "picture": 300_000, "cases": cases}
    )
    assert "| Version | 500.0 |" in text and "| 1096 |" in text
    assert text.count("| Version 2 |") == len(left)
