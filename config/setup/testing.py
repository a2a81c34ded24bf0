"""The test site: installed once, kept as SQL dumps, and filled from them in seconds.

Two dumps: Frappe alone, and Frappe with the app. Each is kept under a fingerprint of what it was
made from, so a change of the app costs its installation only, and no change costs neither.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from config.setup import bench_config, office, pristine, services, site
from config.setup.paths import (
    BIN,
    DUMPS,
    LOGS,
    ROOT,
    SERVICES,
    SITE,
    SITES,
    STATE,
    TEST_SITE,
    ZHILIAN,
)
from config.setup.state import fingerprint_of
from config.setup.steps import SetupError, environment

DATABASE = re.sub(r"[^a-z0-9]", "_", TEST_SITE.removesuffix(".localhost").lower())[:32]
LOCKED = "ZHILIAN_TEST_SITE_LOCKED"  # set for the pytest that we run: the site is already ours
FOLDERS = ("public/files", "private/files", "private/backups", "locks", "logs", "indexes")
FILLED_FROM = STATE / f"{TEST_SITE}.dump"
FILLED_AS = STATE / f"{TEST_SITE}.tables.json"
BENCH_MEMORY = 6 * 2**30  # bytes of buffer pool for 1M households with 5M visits


# what `make security` runs
ATTACKS = (
    "apps/zhilian_app/zhilian_app/tests/test_permission_matrix.py",
    "apps/zhilian_app/zhilian_app/tests/test_need_to_know.py",
    "tests/security",
)
# what runs on a third site, so that all parts take about as long; the rest of tests/ runs on a second one
BROWSER = "tests/browser"
DEMO = "apps/zhilian_app/zhilian_app/demo"
ON_THE_THIRD = (
    DEMO,
    "tests/bench",
    f"{BROWSER}/test_reports_desk.py",
    f"{BROWSER}/test_review_phone.py",
    f"{BROWSER}/test_subsidies.py",
    f"{BROWSER}/test_subsidies_desk.py",
    f"{BROWSER}/test_visit_phone.py",
    f"{BROWSER}/test_weekly_meeting.py",
    "tests/security",
)
# site, what runs on it beside the tests of the app, and where its output goes until the end
BESIDE_THE_APP = (
    (
        f"second.{TEST_SITE}",
        ("tests", *(f"--ignore={ROOT / path}" for path in ON_THE_THIRD)),
        LOGS / "test-second.log",
    ),
    (f"third.{TEST_SITE}", ON_THE_THIRD, LOGS / "test-third.log"),
)
KEPT = 2  # dumps of each kind that stay, the newest ones


def provide_dump() -> tuple[Path, str]:
    """Return the dump of the installed site, made if need be, and in words what was done."""
    DUMPS.mkdir(parents=True, exist_ok=True)
    made = []
    base = DUMPS / f"frappe-{_frappe_fingerprint()}.sql"
    if not base.is_file():
        site.create(TEST_SITE, DATABASE, [])
        _dump(base)
        made.append("frappe")
    if not (ZHILIAN / "pyproject.toml").is_file():
        return base, _said(made)
    full = DUMPS / f"app-{_app_fingerprint(base)}.sql"
    if not full.is_file():
        fill(base)
        site.bench("install-app", office.APP, site=TEST_SITE, failure="install-app")
        site.bench("execute", office.DEFAULTS, site=TEST_SITE, failure=office.DEFAULTS)
        _dump(full)
        made.append(office.APP)
    _drop_old_dumps()
    return full, _said(made)


def fill(dump: Path) -> None:
    """Make the test site anew from ``dump``: database, its user, and an empty folder."""
    password = secrets.token_urlsafe(16)
    account = f"`{DATABASE}`@`127.0.0.1`"
    services.sql(
        f"DROP DATABASE IF EXISTS `{DATABASE}`; CREATE DATABASE `{DATABASE}`;"
        f"CREATE OR REPLACE USER {account} IDENTIFIED BY '{password}';"
        f"GRANT ALL PRIVILEGES ON `{DATABASE}`.* TO {account};"
    )
    services.sql(pristine.statements_of(dump), DATABASE)
    pristine.remember(DATABASE, FILLED_AS)
    _empty_folder(dump, password)
    FILLED_FROM.write_text(dump.name)


def refill() -> None:
    """Make the test site as it was made last, whatever changed in the code since."""
    dump = DUMPS / FILLED_FROM.read_text()
    if pristine.put_back(DATABASE, dump, FILLED_AS):
        _empty_folder(dump, site.config(TEST_SITE)["db_password"])
    else:
        fill(dump)


def _empty_folder(dump: Path, password: str) -> None:
    """Give the site a folder without files and with its settings; nothing of what was before is cached or waits."""
    settings = json.loads(dump.with_suffix(".json").read_text())
    own = {
        "db_name": DATABASE,
        "db_password": password,
        "db_type": "mariadb",
        "allow_tests": True,
        # the scheduler of a `make run` beside us looks after all sites of the bench
        "pause_scheduler": 1,
    }
    folder = SITES / TEST_SITE
    shutil.rmtree(folder, ignore_errors=True)
    for inner in FOLDERS:
        (folder / inner).mkdir(parents=True)
    config = folder / "site_config.json"
    config.touch(mode=0o600)
    config.write_text(json.dumps({**settings, **own}, indent=1, sort_keys=True) + "\n")
    services.forget_caches(DATABASE)
    services.forget_jobs(TEST_SITE)


@contextmanager
def only_us() -> Iterator[None]:
    """Have the test site for ourselves: two test runs in one database would upset each other."""
    if TEST_SITE == SITE:
        raise SetupError(f"{SITE} is no test site / 不能用正式站点做测试")
    if LOCKED in os.environ:
        yield
        return
    SERVICES.mkdir(exist_ok=True)
    with (SERVICES / f"{TEST_SITE}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(
                f"  ...    {TEST_SITE} is in use by another test run / 正在等待另一个测试",
                flush=True,
            )
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def pytest(words: list[str]) -> int:
    """Run the tests once; return pytest's exit code.

    All of them run side by side in three parts of about the same length, each on a site of its own: those of the app,
    and two with what needs a running bench, one of which has those of the demo as well. None of them keeps a
    core busy all the time.
    """
    if words:
        return subprocess.run(_pytest(words), cwd=ROOT, env=_env(TEST_SITE), check=False).returncode
    with ThreadPoolExecutor(len(BESIDE_THE_APP)) as pool:
        beside = [pool.submit(_run_beside, *part) for part in BESIDE_THE_APP]
        codes = [
            subprocess.run(
                _pytest(["apps/zhilian_app", f"--ignore={ROOT / DEMO}"]),
                cwd=ROOT,
                env=_env(TEST_SITE),
                check=False,
            ).returncode
        ]
        print("  ...    等待浏览器测试 · waiting for the tests in the browser", flush=True)
        codes += [one.result() for one in beside]
    for _site, _words, log in BESIDE_THE_APP:
        print(log.read_text("utf-8"), flush=True)
    if codes[0]:
        print("应用的测试未通过,见上 · tests of the app failed, see above", flush=True)
    return next(filter(None, codes), 0)


def _run_beside(site_name: str, words: tuple[str, ...], log: Path) -> int:
    """Make a site and run tests on it, with their output in ``log``; returns pytest's exit code."""
    _fill_other(site_name)
    apart = ("-p", "no:cacheprovider")  # several cannot write one cache
    with log.open("w", encoding="utf-8") as output:
        return subprocess.run(
            _pytest([*words, *apart]),
            cwd=ROOT,
            env=_env(site_name),
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode


def bench(words: list[str]) -> int:
    """Run the benchmark with as much memory for the database as a site of its size is given."""
    before = services.sql("select @@innodb_buffer_pool_size").strip()
    services.sql(f"set global innodb_buffer_pool_size = {BENCH_MEMORY}")
    try:
        command = [str(BIN / "python"), "-m", "tests.benchmark", *words]
        return subprocess.run(command, cwd=ROOT, env=_env(TEST_SITE), check=False).returncode
    finally:
        services.sql(f"set global innodb_buffer_pool_size = {before}")


def faults(words: list[str]) -> int:
    """Run the scenarios of tests/faults, or those named; return 0 if nothing was lost and nothing done twice."""
    command = [str(BIN / "python"), "-m", "tests.faults", *words]
    return subprocess.run(command, cwd=ROOT, env=_env(TEST_SITE), check=False).returncode


def _pytest(words: list[str]) -> list[str]:
    return [str(BIN / "python"), "-m", "pytest", *words]


def _env(site_name: str) -> dict[str, str]:
    return environment({"ZHILIAN_TEST_SITE": site_name, LOCKED: "1"})


def _fill_other(site_name: str) -> None:
    """Make another site, in a process of its own: the name of the site is fixed where one begins."""
    command = [sys.executable, "-m", "config.setup", "test-site"]
    done = subprocess.run(
        command, cwd=ROOT, env=_env(site_name), check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise SetupError(f"{site_name}: {(done.stdout + done.stderr)[-2000:]}")


def _dump(target: Path) -> None:
    """Write the test site's database and settings to ``target``, whole or not at all."""
    draft = target.with_suffix(".sql.new")
    pristine.dump(DATABASE, draft)
    settings = {
        key: value
        for key, value in site.config(TEST_SITE).items()
        if key in ("encryption_key", "admin_password")
    }
    settings.setdefault("admin_password", "admin")
    target.with_suffix(".json").write_text(json.dumps(settings))
    os.sync()
    draft.replace(target)


def _frappe_fingerprint() -> str:
    config = bench_config.load()
    shared = json.dumps({key: config.get(key) for key in ("default_site", "server_script_enabled")})
    return _short(fingerprint_of(office.frappe_identity()) + shared)


def _app_fingerprint(base: Path) -> str:
    return _short(base.name + office.code_fingerprint())


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _drop_old_dumps() -> None:
    for kind in ("frappe", "app"):
        dumps = sorted(DUMPS.glob(f"{kind}-*.sql"), key=lambda file: file.stat().st_mtime)
        for old in dumps[:-KEPT]:
            old.with_suffix(".json").unlink(missing_ok=True)
            old.unlink()


def _said(made: list[str]) -> str:
    return f"installed / 新装: {', '.join(made)}" if made else "from the dump / 取自缓存"
