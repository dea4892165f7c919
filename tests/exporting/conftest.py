"""A hostile statement, and a real Chromium without a network, started once for all tests."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from quotecli.exporting.page.page import export
from quotecli.model import Statement
from quotecli.store import reader
from tests.cli.test_hostile import HOSTILE, as_yaml

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver
    from selenium.webdriver.remote.webelement import WebElement

_SWITCHES = (
    *(
        "headless",
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
    ),
    *("disable-component-update", "disable-sync", "disable-dev-shm-usage", "hide-scrollbars"),
)
WIDE, MIDDLE, NARROW = 1280, 900, 400


def hostile_statement(hostile: str) -> Statement:
    """Return a statement with the text in every field that takes any.

    Its last quote is not in its text.
    """
    said = f"begin {hostile} end"
    whole = {
        "title": said,
        "occasion": said,
        "source": dict.fromkeys(
            ("author", "publisher", "published", "accessed", "language", "file", "sha256"), said
        )
        | {"url": f"https://a.example/{said}"},
        "speakers": {
            "p": {"name": said, "role": said, "aliases": [said, hostile]},
            "z": {"name": f"{said} Z"},
        },
        "topics": {
            "above": {"label": f"{said} above"},
            "t": {
                "label": said,
                "description": said,
                "aliases": [said],
                "keywords": [said],
                "parent": "above",
            },
            "unused": {"label": "not asked for"},
        },
        "text": f"Before. {said} “After it.” He said {hostile}",
        "quotes": [
            {
                "id": "q",
                "topics": ["t"],
                "kind": "indirect",
                "excerpt": said,
                "cue": said,
                "note": said,
                "suffix": "“",
            }
            | {"speaker": "p", "reported_by": "z"},
            {
                "id": "bare",
                "kind": "mixed",
                "excerpt": hostile,
                "topics": ["t", "above"],
                "prefix": "He said",
            },
            {
                "id": "lost",
                "topics": ["t"],
                "kind": "direct",
                "excerpt": ["nowhere", said, "either"],
                "speaker": "p",
            },
        ],
    }
    return reader.read(as_yaml(whole).encode(), "hostile.yaml")


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest) -> Statement:
    return hostile_statement(HOSTILE[request.param])


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not program or not driver:
        if os.environ.get("CI"):
            pytest.fail(
                "chromium and chromedriver are not installed, and CI is to look at the page"
            )
        pytest.skip("chromium and chromedriver are not installed")
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = program
    for switch in (*_SWITCHES, f"user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(f"--{switch}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Chrome(options=options, service=Service(driver))
    chrome.set_script_timeout(300)
    yield chrome
    chrome.quit()


class Browser:
    """A page as people see and use it."""

    def __init__(self, chrome: WebDriver, folder: Path) -> None:
        self.chrome = chrome
        self.file = folder / "page.html"
        self.look()
        self.scripts(True)
        self.forget()

    def scripts(self, wanted: bool) -> None:
        self.chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not wanted})

    def look(self, width: int = WIDE, *, dark: bool = False, height: int = 900) -> None:
        """Set the size of the window, and whether the reader prefers dark colours."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        feature = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        motion = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature, motion]})

    def forget(self) -> None:
        """Discard what was logged so far."""
        self.logged("browser")
        self.logged("performance")

    def logged(self, kind: str) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self.chrome.get_log(kind)  # type: ignore[no-untyped-call]  # Selenium's
        return entries

    def open(self, *statements: Statement, fragment: str = "") -> Browser:
        self.file.write_bytes(b"".join(export(statements)))
        return self.go(fragment)

    def go(self, fragment: str = "") -> Browser:
        """Open the page again, as somebody who follows a link to it."""
        self.chrome.get("about:blank")
        self.chrome.get(f"{self.file.as_uri()}{fragment and '#'}{fragment}")
        return self

    @property
    def messages(self) -> list[Any]:
        """The messages of the console."""
        return self.logged("browser")

    @property
    def requests(self) -> set[str]:
        """The requested addresses, without fragments."""
        events = [json.loads(entry["message"])["message"] for entry in self.logged("performance")]
        asked = [
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        ]
        return {url.partition("#")[0] for url in asked if url != "about:blank"}

    @property
    def fragment(self) -> str:
        return str(self.run("return location.hash"))

    def run(self, script: str, *args: Any) -> Any:
        return self.chrome.execute_script(script, *args)

    def settle(self, timers: int = 100) -> None:
        """Wait for the timers of the page, which start before ours of so many milliseconds."""
        wait = """
          const [time, done] = arguments;
          setTimeout(() => requestAnimationFrame(() => done()), time);
        """
        self.chrome.execute_async_script(wait, timers)

    def one(self, css: str) -> WebElement:
        return self.chrome.find_element("css selector", css)

    def seen(self, css: str) -> list[WebElement]:
        """Return the elements that are visible, perhaps after scrolling."""
        script = """
          const found = [...document.querySelectorAll(arguments[0])];
          return found.filter(item => item.checkVisibility());
        """
        return list(self.run(script, css))

    @property
    def quotes(self) -> list[str]:
        """The ids of the quotes in the list, without those of their statements."""
        return [str(item.get_attribute("id")).rpartition("/")[2] for item in self.seen(".q")]

    @property
    def found(self) -> str:
        self.settle(300)
        return self.one("#_found").text

    def choose(self, name: str, value: str) -> None:
        self.one(f"input[name='{name}'][value='{value}']").click()
        self.settle()

    def search(self, words: str) -> None:
        field = self.one("#_words")
        field.clear()
        field.send_keys(words)
        self.settle()


@pytest.fixture
def browser(chromium: WebDriver, tmp_path: Path) -> Browser:
    return Browser(chromium, tmp_path)
