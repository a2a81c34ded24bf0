"""What all attacks share: the attacked town, made once, and the table at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.plugin import ARTIFACTS, Site
from tests.security.attacked import Attacked, make_attacked
from tests.security.tally import FULL, TALLY, Tally
from zhilian_app.testing import World


@pytest.fixture(scope="package")
def attacked(site: Site) -> Iterator[Attacked]:
    """The town with its rows; the site is made anew after all attacks."""
    yield make_attacked(site.name)
    World._shared = None
    site.reload()


@pytest.fixture(scope="session")
def tally() -> Tally:
    """What was tried and found in this run."""
    return TALLY


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what was tried and what was found; a full run keeps it in a file, too."""
    if not TALLY.topics:
        return
    if FULL:
        _count_matrix(terminalreporter.stats)
    terminalreporter.section("make security" if FULL else "attacks, a sample of them")
    for line in TALLY.lines():
        terminalreporter.write_line(line)
    if FULL:
        TALLY.keep(ARTIFACTS / "security.json")


def _count_matrix(ended: dict[str, list]) -> None:
    """The tests of the permission matrix stand in the app; in a full run they are a topic, too."""
    for outcome in ("passed", "failed"):
        for report in ended.get(outcome, []):
            if "test_permission_matrix" in report.nodeid:
                finding = report.nodeid if report.failed else ""
                TALLY.count("权限矩阵 · permission matrix (tests)", False, finding)
