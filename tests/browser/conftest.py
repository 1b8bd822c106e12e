"""A real server with a published build, and Chromium driven without any way out of this machine."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.web import builds

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SCREEN = {"width": 1366, "height": 768}
START_SECONDS = 30


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in Path(item.path).parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here"))


@dataclass
class Server:
    address: str
    passwords: dict[str, str]


@dataclass
class Watched:
    """A page with what must not happen on it: errors in the console, requests to anywhere else."""

    page: Page
    address: str
    problems: list[str] = field(default_factory=list)

    def log_in(self, user: str, password: str) -> None:
        self.page.goto(f"{self.address}/")
        self.page.fill("#id_username", user)
        self.page.fill("#id_password", password)
        self.page.click("button.main")
        self.page.wait_for_selector("nav.rail")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    build = builds.write(folder / "build", range(312))
    environment = {**os.environ, "KEERPUNT_HOME": str(folder / "home")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    set_up = (
        "import json; from pathlib import Path; from keerpunt_web.shell import prepare_demo;"
        f"print(json.dumps(prepare_demo(Path({str(build)!r}), Path({str(folder / 'logins.txt')!r}))))"
    )
    made = subprocess.run([sys.executable, "-c", set_up], env=environment, capture_output=True, text=True, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serve = f"from keerpunt_web.shell import serve; serve({port})"
    process = subprocess.Popen([sys.executable, "-c", serve], env=environment)
    try:
        _wait_for(f"http://127.0.0.1:{port}/log-in/", process)
        yield Server(f"http://localhost:{port}", {name: password for name, password, _ in json.loads(made.stdout)})
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer in time")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def watch(chromium: Browser, server: Server) -> Iterator[Callable[..., Watched]]:
    """Open a watched page; at the end of the test nothing may have gone wrong on any of them."""
    opened: list[tuple[BrowserContext, Watched]] = []

    def make(**options: Any) -> Watched:
        context = chromium.new_context(**{"viewport": SCREEN, "locale": "en-GB", **options})
        watched = Watched(context.new_page(), server.address)
        watched.page.on(
            "console", lambda line: line.type in ("error", "warning") and watched.problems.append(line.text)
        )
        watched.page.on("pageerror", lambda error: watched.problems.append(str(error)))
        context.on(
            "request",
            lambda request: None if request.url.startswith(server.address) else watched.problems.append(request.url),
        )
        opened.append((context, watched))
        return watched

    yield make
    for context, watched in opened:
        context.close()
        assert watched.problems == []


@pytest.fixture
def analyst(watch: Callable[..., Watched], server: Server) -> Callable[..., Watched]:
    """Return a function that opens a page logged in as the analyst."""

    def make(**options: Any) -> Watched:
        watched = watch(**options)
        watched.log_in("analyst", server.passwords["analyst"])
        return watched

    return make
