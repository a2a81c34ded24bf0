"""The command line of the set-up: `python3 -m config.setup <command>`; the Makefile calls it."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

from config.setup import (
    assets,
    bench_config,
    frappe_source,
    lease,
    node,
    office,
    python_env,
    serve,
    services,
    site,
    system,
    testing,
    upkeep,
)
from config.setup.paths import (
    DUMPS,
    ENV,
    FRAPPE,
    LOGS,
    PIDS,
    ROOT,
    SERVICES,
    SITE,
    SITES,
    STATE,
    TEST_SITE,
    ZHILIAN,
)
from config.setup.steps import SetupError, step

DATABASE = "zhilian"
LONG_LOG = 20_000_000  # bytes


def set_up(*, testing_too: bool) -> None:
    """Bring everything but the site to where the tree wants it."""
    for folder in (SERVICES, STATE, LOGS, PIDS):
        folder.mkdir(parents=True, exist_ok=True)
    _put_long_logs_aside()
    with step("系统软件包 · Debian packages"):
        system.install([*system.TO_RUN, *(system.TO_TEST if testing_too else ())])
    with step("Python 依赖 · Python packages"):
        python_env.make()
        python_env.install_locked(python_env.LOCK)
        if testing_too:
            python_env.install_locked(python_env.DEV_LOCK)
    with step("Frappe 源码 · Frappe's source"):
        frappe_source.provide()
        python_env.install_apps()
    with step("数据库与缓存 · MariaDB and Redis"):
        services.start()
    with step("前端工具 · npm packages"):
        node.put_on_path()
        node.install_packages(FRAPPE)
    with step("界面资源 · desk assets"):
        assets.build()


def _put_long_logs_aside() -> None:
    """Keep one older part of each log; what writes to it now goes on in that part until it ends."""
    for log in LOGS.glob("*.log"):
        if log.stat().st_size > LONG_LOG:
            log.replace(log.with_suffix(".log.old"))


def command_run(options: argparse.Namespace) -> int:
    """Set up what is missing, serve the site, and stay until interrupted."""
    if pid := serve.running_pid():
        url = f"http://localhost:{bench_config.load()['webserver_port']}"
        print(f"已在运行 · already running (process {pid}): {url}")
        return 0
    started = time.monotonic()
    with lease.services_in_use():
        with lease.only_one():
            set_up(testing_too=False)
            with step("站点 · the site"):
                office.make(SITE, DATABASE)
            with step("演示数据 · demo data"):
                office.load_demo(SITE)
                people = office.people(SITE)
            ports = serve.claim_ports()
        return _serve(ports["webserver_port"], people, started, options.host)


def _serve(port: int, people: str, started: float, host: str) -> int:
    url = f"http://localhost:{port}"
    supervisor = serve.Supervisor({"ZHILIAN_HOST": host}, services_too=True)
    serve.PID.write_text(f"{os.getpid()}\n")
    try:
        with step("启动 · start"):
            supervisor.start()
            serve.wait_until_it_answers(f"http://127.0.0.1:{port}", supervisor)
        print(f"\n驻点直联已就绪 · ready after {time.monotonic() - started:.0f} s\n\n    {url}\n")
        print(people)
        admin = (SITES / SITE / "site_config.json").relative_to(ROOT)
        print(f"Administrator 的初始密码见 {admin} (admin_password)")
        print("按 Ctrl-C 停止 · Ctrl-C stops everything", flush=True)
        while True:
            time.sleep(1)
            supervisor.watch()
    except KeyboardInterrupt:
        print("\n正在停止 · stopping ...", flush=True)
        return 0
    finally:
        supervisor.stop()
        serve.PID.unlink(missing_ok=True)


def command_test(options: argparse.Namespace) -> int:
    """Set up what is missing and run the tests; the last line is pytest's."""
    with lease.services_in_use(), testing.only_us():
        with lease.only_one():
            set_up(testing_too=True)
            with step("测试站点 · test site"):
                dump, _ = testing.provide_dump()
                testing.fill(dump)
        return testing.pytest(options.words)


def command_bench(options: argparse.Namespace) -> int:
    """Set up what is missing and measure, on a site of its own; figures never fail."""
    with lease.services_in_use(), testing.only_us():
        with lease.only_one():
            set_up(testing_too=True)
            with step("对照站点 · site for the benchmark"):
                dump, _ = testing.provide_dump()
                testing.fill(dump)
        return testing.bench(options.words)


def command_faults(options: argparse.Namespace) -> int:
    """Set up what is missing, then kill, fill up and turn back what can be, and see whether anything is lost."""
    if pid := serve.running_pid():
        raise SetupError(
            f"`make run` (process {pid}) uses the services that are to be killed / 请先停止 make run"
        )
    with lease.services_in_use(), testing.only_us():
        with lease.only_one():
            set_up(testing_too=True)
            with step("故障测试站点 · site for the faults"):
                dump, _ = testing.provide_dump()
                testing.fill(dump)
            with step("演示数据 · demo data"):
                office.load_demo(TEST_SITE)
        return testing.faults(options.words)


def command_security(options: argparse.Namespace) -> int:
    """Attack the test site: the permission matrix and tests/security, in full where ZHILIAN_SECURITY says so."""
    return command_test(argparse.Namespace(words=[*testing.ATTACKS, *options.words]))


def command_services(_: argparse.Namespace) -> int:
    """Start MariaDB and Redis and leave them running, for work with `bench` and pytest."""
    with lease.only_one():
        set_up(testing_too=True)
        lease.KEEP.touch()
    print("`make stop` 停止 · stops them")
    return 0


def command_test_site(_: argparse.Namespace) -> int:
    """Make the test site anew, for running single tests by hand."""
    with testing.only_us(), lease.only_one(), step("测试站点 · test site"):
        services.start()
        dump, _ = testing.provide_dump()
        testing.fill(dump)
    return 0


def command_stop(_: argparse.Namespace) -> int:
    """End a running `make run`, and the services."""
    if serve.stop_running():
        print("已停止 make run · stopped make run")
    lease.KEEP.unlink(missing_ok=True)
    services.stop()
    print("数据库与缓存已停止 · services stopped")
    return 0


def command_status(_: argparse.Namespace) -> int:
    """Say what is running."""
    for name, up in services.running().items():
        print(f"{name:12} {'running' if up else 'stopped'}")
    print(f"{'make run':12} {serve.running_pid() or 'stopped'}")
    return 0


def command_lint(_: argparse.Namespace) -> int:
    """Check the style of Python and JavaScript."""
    upkeep.install_linters()
    return upkeep.check_style()


def command_format(_: argparse.Namespace) -> int:
    """Put Python and JavaScript into this repository's style."""
    upkeep.install_linters()
    return upkeep.put_in_style()


def command_lock(_: argparse.Namespace) -> int:
    """Resolve the requirements anew."""
    upkeep.install_linters()
    upkeep.make_locks()
    return 0


def command_become(options: argparse.Namespace) -> NoReturn:
    """Become one process of the Procfile."""
    serve.become(options.role)


def command_clean(_: argparse.Namespace) -> int:
    """Remove what can be made again; the site, its data and its services stay."""
    serve.stop_running()
    with lease.only_one():
        if DUMPS.exists():
            services.start()
            site.drop(TEST_SITE, testing.DATABASE)
        services.stop()
        lease.KEEP.unlink(missing_ok=True)
        built = ZHILIAN / office.APP / "public" / "dist"
        _remove(ENV, STATE, DUMPS, LOGS, SITES / "assets", built, upkeep.LINT / "node_modules")
        if FRAPPE.exists() and frappe_source.restore.is_ours(FRAPPE):
            _remove(FRAPPE)
    return 0


def command_distclean(options: argparse.Namespace) -> int:
    """Remove everything that is not in the repository, the office's data too."""
    if not options.yes:
        question = (
            f"删除全部数据 (站点 {SITE}、数据库)? 输入 yes 确认 · delete all data? type yes: "
        )
        if not sys.stdin.isatty() or input(question).strip() != "yes":
            print("未删除 · nothing was removed")
            return 1
    command_clean(options)
    sites = [file.parent for file in SITES.glob("*/site_config.json")]
    _remove(*sites, SERVICES)
    return 0


def _remove(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def command_line() -> argparse.ArgumentParser:
    """Return the parser; each command's help is its function's docstring."""
    parser = argparse.ArgumentParser(prog="python3 -m config.setup", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, function in globals().copy().items():
        if name.startswith("command_") and name != "command_line":
            word = name.removeprefix("command_").replace("_", "-")
            added = commands.add_parser(word, help=function.__doc__)
            added.set_defaults(function=function)
    commands.choices["run"].add_argument("--host", default="127.0.0.1")
    for name in ("test", "bench", "faults", "security"):
        commands.choices[name].add_argument("words", nargs="*")
    commands.choices["become"].add_argument("role")
    commands.choices["distclean"].add_argument("--yes", action="store_true")
    return parser


def main() -> int:
    """Run one command; say what is wrong without a traceback where a person can act on it."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # also where no language is set
    signal.signal(signal.SIGTERM, _interrupt)
    options = command_line().parse_args()
    os.chdir(ROOT)
    try:
        return options.function(options)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n已中断,下次会接着做 · interrupted; the next run goes on", file=sys.stderr)
        return 130


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
