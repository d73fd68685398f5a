"""A real Chromium against a real explorer: served on a free loopback port over a temporary store, watched for every request."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from graph.model import Graph
from graph.stores import open_store
from loaders.load import load_file

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "heyuan-2021-digest.txt"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
Serve = Callable[..., str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser, and is tried once more: a busy machine can hold up any single click."""
    for item in items:
        if Path(str(item.path)).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the explorer did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start an explorer over some graphs; gives its address. All of them stop with the session."""
    with ExitStack() as stack:

        def start(*graphs: Graph, **environment: str) -> str:
            folder = tmp_path_factory.mktemp("explorer")
            url = f"ladybug:{folder / 'store'}"
            if graphs:
                with open_store(url) as store:
                    store.replace(list(graphs))
            port, log = _free_port(), folder / "log"
            sink = stack.enter_context(log.open("wb"))
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "streamlit",
                    "run",
                    str(ROOT / "app.py"),
                    f"--server.port={port}",
                    "--server.address=127.0.0.1",
                    "--server.headless=true",
                    "--browser.gatherUsageStats=false",
                ],
                cwd=ROOT,
                env={**os.environ, "ZHIZE_STORE": url, **environment},
                stdout=sink,
                stderr=subprocess.STDOUT,
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            address = f"http://127.0.0.1:{port}/"
            _ready(address, process, log)
            return address

        yield start


@pytest.fixture(scope="session")
def site(serve: Serve) -> str:
    """The address of an explorer that holds the sample plan."""
    return serve(load_file(SAMPLE))


@pytest.fixture(scope="session")
def empty_site(serve: Serve) -> str:
    """The address of an explorer over an empty store."""
    return serve()


expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.fail("no Chromium is installed: apt-get install chromium", pytrace=False)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--font-render-hinting=none"])
        yield running
        running.close()


Context = Callable[[str, str], BrowserContext]


@pytest.fixture(scope="session")
def context_of(browser: Browser) -> Iterator[Context]:
    """A profile for a language and a theme, kept for the session: Streamlit's scripts are fetched and compiled once in it."""
    made: dict[tuple[str, str], BrowserContext] = {}

    def find(locale: str, theme: str) -> BrowserContext:
        if (locale, theme) not in made:
            made[locale, theme] = browser.new_context(
                locale=locale, color_scheme="dark" if theme == "dark" else "light", accept_downloads=True
            )
        return made[locale, theme]

    yield find
    for context in made.values():
        context.close()


@pytest.fixture
def open_page(context_of: Context) -> Iterator[Callable[..., Page]]:
    """Open a window of a size, language and theme. The test fails when it asked another host, or a script broke.

    Nothing of what a page keeps in the browser is left to the next test.
    """
    pages: list[Page] = []
    foreign: list[str] = []
    broken: list[str] = []

    def watch(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in ("127.0.0.1", "localhost"):
            foreign.append(url)

    def start(
        address: str, width: int = 1440, height: int = 900, *, locale: str = "zh-TW", theme: str = "light"
    ) -> Page:
        page = context_of(locale, theme).new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(45_000)  # a busy machine is slow, not broken
        page.on("request", lambda request: watch(request.url))
        page.on("websocket", lambda socket: watch(socket.url))
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(address)
        return page

    yield start
    for context in {page.context for page in pages}:
        for opened in context.pages:
            if opened.url.startswith("http"):
                opened.evaluate("localStorage.clear()")
            opened.close()
        context.clear_cookies()
        context.clear_permissions()
    assert not foreign, f"requests left this machine: {foreign[:5]}"
    assert not broken, f"a script broke: {broken[:3]}"


@pytest.fixture
def page(open_page: Callable[..., Page], site: str) -> Page:
    """A window of 1440 × 900 on the start page of the sample."""
    return open_page(site)
