"""pytest and Frappe: one connection to the test site, and nothing that a test wrote stays.

`make test` makes the site (config/setup/testing.py). For single tests by hand: `make services`, then
`env/bin/pytest path/to/test_file.py`. Tests of pure rules run without any of that.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import hypothesis
import pytest
from hypothesis.database import DirectoryBasedExampleDatabase

from config.setup import services, testing
from config.setup.paths import ROOT, SITES, TEST_SITE

SAVEPOINT = "before_test"
NO_SUCH_SAVEPOINT = 1305  # MariaDB: a commit or a schema change ended it
# what is read of DocTypes and workflows, which a test that writes rows does not change
KEPT_FOR_DOCTYPES = ("doctype_meta", "table_columns", "workflow")
ARTIFACTS = ROOT / "tests" / "artifacts"

hypothesis.settings.register_profile(
    "bench",
    # a machine shared with others is slow now and then; examples found stay in one place
    deadline=None,
    database=DirectoryBasedExampleDatabase(ROOT / ".hypothesis" / "examples"),
)
hypothesis.settings.load_profile("bench")


class Site:
    """The test site as this run sees it."""

    def __init__(self) -> None:
        """It is the one that the environment names, or the bench's own test site."""
        self.name = TEST_SITE
        self.problem = ""
        self.lease = testing.only_us()

    def connect(self) -> None:
        """Connect Frappe to the site, as Administrator."""
        import frappe

        os.chdir(SITES)  # as bench does: Frappe looks for logs and the like from here
        frappe.init(site=self.name, sites_path=str(SITES))
        try:
            frappe.connect()
        except Exception as error:
            self.problem = f"{type(error).__name__}: {error}"
            return
        frappe.set_user("Administrator")
        frappe.flags.in_test = True
        frappe.flags.mute_emails = True
        frappe.conf.allow_tests = True

    def reload(self) -> None:
        """Throw away all that was committed: fill the site from its dump and connect anew."""
        import frappe

        frappe.destroy()
        testing.refill()
        self.connect()


_site = Site()


class Metas:
    """What Frappe remembers of DocTypes, kept from test to test: reading it anew takes most of a test's time."""

    def __init__(self) -> None:
        """Nothing has changed a DocType yet."""
        self.changed = False
        self.optional_states: dict[tuple[str, str], object] = {}

    def watch(self) -> None:
        """Note when a DocType, a field of one or a workflow is changed: Frappe then drops what it remembers."""
        from frappe import cache_manager
        from frappe.core.doctype.user import user

        drop = cache_manager.clear_doctype_cache

        def note_and_drop(doctype: str | None = None) -> None:
            # a change names its DocType; a change of a default, say, drops all that there is
            if doctype or self.changed:
                self.changed = True
                drop(doctype)
            else:
                self._drop_documents()

        cache_manager.clear_doctype_cache = note_and_drop
        self._remember_what_does_not_change()
        # who saves a user looks for mailboxes without a password, and drops everything to note that there are none
        user.ask_pass_update = lambda: None

    def forget_rows(self) -> None:
        """Drop all that was read; of DocTypes only if one was changed."""
        import frappe

        if self.changed:
            frappe.clear_cache()
            self.optional_states.clear()
        else:
            with self._kept_in_process():
                frappe.clear_cache()
        self.changed = False

    @contextmanager
    def _kept_in_process(self) -> Iterator[None]:
        """Keep what this process has read of DocTypes: to read it anew, even from Redis, takes a tenth of a test."""
        import frappe

        keys = [frappe.cache.make_key(name) for name in KEPT_FOR_DOCTYPES]
        kept = {key: frappe.local.cache[key] for key in keys if key in frappe.local.cache}
        yield
        frappe.local.cache.update(kept)

    def _remember_what_does_not_change(self) -> None:
        """Spare what is the same each time and is asked for by the ten thousand."""
        import frappe
        import frappe.share
        import sqlparse
        from frappe.workflow.doctype.workflow_action import workflow_action

        set_user = frappe.set_user

        def go_on_as(user: str) -> None:
            with self._kept_in_process():
                set_user(user)

        frappe.set_user = go_on_as
        sqlparse.format = lru_cache(maxsize=10_000)(sqlparse.format)
        ask = workflow_action.get_state_optional_field_value

        def optional(workflow: str, state: str) -> object:
            key = (workflow, state)
            if key not in self.optional_states:
                self.optional_states[key] = ask(workflow, state)
            return self.optional_states[key]

        workflow_action.get_state_optional_field_value = optional
        share = frappe.share
        shared = share.get_shared

        def shared_if_any(doctype: str, *rest: object, **more: object) -> list:
            # each question about a row that is refused or not looks for shares, by a query that is slow to make
            found = frappe.db.sql(
                "select 1 from `tabDocShare` where share_doctype = %s limit 1", doctype
            )
            return shared(doctype, *rest, **more) if found else []

        share.get_shared = shared_if_any

    @staticmethod
    def _drop_documents() -> None:
        import frappe

        frappe.cache.delete_keys("document_cache::")


_metas = Metas()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Connect before test modules are imported: some look at the site while they are."""
    # documents come and go by the thousand, and looking for rings among them each time costs a part of the run
    gc.set_threshold(50_000, 20, 100)
    _site.lease.__enter__()
    _site.connect()
    if not _site.problem:
        _metas.watch()


def pytest_report_header(config: pytest.Config) -> str:
    """Say which site the tests run on, or why they have none."""
    if _site.problem:
        return (
            f"site: none, only pure tests can pass ({_site.problem}); run `make services test-site`"
        )
    return f"site: {_site.name}"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave the site as it is for a look at it, and the connection closed."""
    import frappe

    if getattr(frappe.local, "db", None):
        frappe.db.rollback()
    frappe.destroy()
    _site.lease.__exit__(None, None, None)


@pytest.fixture(scope="session")
def site() -> Site:
    """The connected test site."""
    if _site.problem:
        pytest.fail(_site.problem, pytrace=False)
    return _site


@pytest.fixture(scope="module", autouse=True)
def _module_leaves_nothing() -> Iterator[None]:
    """Undo what fixtures of a module or a class wrote."""
    yield
    _roll_back()


@pytest.fixture(autouse=True)
def _test_leaves_nothing() -> Iterator[None]:
    """Undo what the test wrote; what fixtures of its class or module wrote stays for the next one."""
    import frappe

    connected = not _site.problem
    if connected:
        frappe.set_user("Administrator")
        frappe.db.savepoint(SAVEPOINT)
    yield
    if connected:
        _roll_back(to_savepoint=True)


def _roll_back(*, to_savepoint: bool = False) -> None:
    import frappe

    if _site.problem:
        return
    frappe.set_user("Administrator")
    wrote = frappe.db.transaction_writes
    try:
        frappe.db.rollback(save_point=SAVEPOINT if to_savepoint else None)
    except frappe.db.OperationalError as error:
        if error.args[0] != NO_SUCH_SAVEPOINT:
            raise
        frappe.db.rollback()
    frappe.local.message_log = []
    frappe.local.form_dict = frappe._dict()
    frappe.flags.in_test = True
    if wrote:
        frappe.db.transaction_writes = 0
        # what was read meanwhile may be of rows that are gone now
        _metas.forget_rows()


@pytest.fixture(scope="module")
def fresh_site(site: Site) -> Iterator[Site]:
    """The test site for tests that must commit (browser, jobs): made anew after the module."""
    yield site
    site.reload()


@pytest.fixture(scope="session")
def artifacts() -> Path:
    """The folder for pictures and files that tests leave for people to look at."""
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    return ARTIFACTS


@pytest.fixture(scope="session")
def running_services() -> dict[str, bool]:
    """The bench's services, all of them up."""
    state = services.running()
    if not all(state.values()):
        pytest.fail(f"services are down: {state}; run `make services`", pytrace=False)
    return state
