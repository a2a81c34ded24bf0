"""Fixtures for tests that act as people do: a real server for the test site, and Chromium."""

from __future__ import annotations

import json
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config.setup import bench_config, serve
from config.setup.paths import SITES
from tests.plugin import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = os.environ.get("ZHILIAN_CHROMIUM", "/usr/bin/chromium")
# Without the sandbox, which root cannot have; and nothing that looks for hosts on the internet.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # all pages of a context in one process, which has compiled the desk's scripts already
    "--process-per-site",
)
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
FIRST_FREE_PORT = 18000  # away from those of a `make run` on this machine
PORTS_OF_A_SITE, SITES_APART = 10, 40  # servers for several sites may start at the same moment
PATIENCE_MS = 20_000


@dataclass(frozen=True)
class Server:
    """The running web server of the test site."""

    url: str
    site: str

    @property
    def admin_password(self) -> str:
        """Administrator's password."""
        config = json.loads((SITES / self.site / "site_config.json").read_text())
        return config["admin_password"]


@pytest.fixture(scope="session")
def web_server(site: Site, running_services: dict) -> Iterator[Server]:
    """The test site served as `make run` serves it: pages, files, realtime, and a worker."""
    apart = zlib.crc32(site.name.encode()) % SITES_APART * PORTS_OF_A_SITE
    port = bench_config.choose_port(FIRST_FREE_PORT + apart, set())
    relay = bench_config.choose_port(port + 1, {port})
    with tempfile.TemporaryDirectory(prefix="zhilian-web-") as folder:
        extra = {
            "ZHILIAN_PORT": str(port),
            "ZHILIAN_SITE": site.name,
            "ZHILIAN_WEB_SOCKET": str(Path(folder, "web.sock")),
            "FRAPPE_WEB_PORT": str(port),
            "FRAPPE_SOCKETIO_PORT": str(relay),
        }
        supervisor = serve.Supervisor(
            extra, only={"web", "front", "socketio", "worker"}, tag="test-"
        )
        supervisor.start()
        try:
            serve.wait_until_it_answers(f"http://127.0.0.1:{port}", supervisor)
            yield Server(f"http://127.0.0.1:{port}", site.name)
        finally:
            supervisor.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for all tests; each context in it is a person of their own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


class Lender:
    """Contexts of Chromium, lent to one test after another.

    What they fetched and compiled stays: the desk opens in half of the time. Who was there does not: cookies, what
    pages have stored, and permissions are gone before the next test.
    """

    def __init__(self, browser: Browser, url: str) -> None:
        """Contexts for the pages of the server at ``url``."""
        self._browser = browser
        self._url = url
        self._free: dict[str, list[BrowserContext]] = {}
        self._keys: dict[BrowserContext, str] = {}

    def take(self, settings: dict) -> BrowserContext:
        """Lend a context with these settings that nobody has, a new one if need be."""
        key = json.dumps(settings, sort_keys=True)
        if self._free.get(key):
            return self._free[key].pop()
        context = self._browser.new_context(**settings)
        context.set_default_timeout(PATIENCE_MS)
        # the process of a site ends with its last page
        context.new_page().goto("/robots.txt")
        self._keys[context] = key
        return context

    def take_back(self, context: BrowserContext) -> None:
        """Clear away what a test has left in a context."""
        keeper, *left = context.pages
        for page in left:
            page.close()
        stored = {"origin": self._url, "storageTypes": "local_storage,indexeddb,cache_storage"}
        session = context.new_cdp_session(keeper)
        session.send("Storage.clearDataForOrigin", stored)
        session.detach()
        context.clear_cookies()
        context.clear_permissions()
        self._free.setdefault(self._keys[context], []).append(context)


@pytest.fixture(scope="session")
def lender(browser: Browser, web_server: Server) -> Lender:
    """Contexts that outlive a test."""
    return Lender(browser, web_server.url)


@pytest.fixture
def new_context(
    lender: Lender, web_server: Server, request: pytest.FixtureRequest, artifacts: Path
) -> Iterator[Callable[..., BrowserContext]]:
    """Contexts that are empty: `new_context(DESK)`, `new_context(PHONE)`; pictures if the test fails."""
    contexts: list[BrowserContext] = []

    def make(device: dict | None = None, **options: object) -> BrowserContext:
        settings = {**(device or DESK), "base_url": web_server.url, "locale": "zh-CN", **options}
        settings.setdefault("timezone_id", "Asia/Shanghai")
        context = lender.take(settings)
        contexts.append(context)
        return context

    yield make
    if not getattr(request.node, "failed", False):
        for context in contexts:
            lender.take_back(context)
        return
    for at, context in enumerate(contexts):
        _keeper, *pages = context.pages
        for page in pages:
            page.screenshot(path=artifacts / f"failed-{request.node.name}-{at}.png")
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A page at desk width."""
    return new_context(DESK).new_page()


@pytest.fixture
def phone_page(new_context: Callable[..., BrowserContext]) -> Page:
    """A page at phone width (390 × 844), touched instead of clicked."""
    return new_context(PHONE).new_page()


@pytest.fixture
def sign_in(web_server: Server) -> Callable[..., None]:
    """Sign a page's person in, without a look at the form: `sign_in(page, "liaison01", "password")`; go on by goto."""

    def act(page: Page, user: str = "Administrator", password: str = "") -> None:
        answer = page.request.post(
            f"{web_server.url}/api/method/login",
            form={"usr": user, "pwd": password or web_server.admin_password},
        )
        assert answer.ok, answer.text()[:500]

    return act


@pytest.fixture
def sign_in_by_form(web_server: Server) -> Callable[..., None]:
    """Sign a page in through the login form, as a person does."""

    def act(page: Page, user: str = "Administrator", password: str = "") -> None:
        page.goto("/login")
        page.fill("#login_email", user)
        page.fill("#login_password", password or web_server.admin_password)
        page.click(".for-login .btn-login")
        page.wait_for_url("**/app**")
        page.wait_for_selector("body[data-route]")

    return act


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let fixtures know whether their test failed."""
    outcome = yield
    report = outcome.get_result()
    if report.when == "call" and report.failed:
        item.failed = True
