"""The time until the exported page can be used in Chromium, and the time of its filters.

    python benchmarks/page.py [--quotes 5000 25000] [--runs 3] [PAGE …]

Without pages, the page of one statement with so many quotes is made, and the page of a collection
with as many, 25 a statement. Each round opens every page once in a new tab, so pages that were made
before and after a change can be compared in one run. `ready` is the time from opening the file
until its script has run and the next frame is drawn; `topic` and `word` the time from a choice, or
from a typed word (of which the page waits 60 ms for more letters), until the next frame is drawn.
`CPU` is the processor time of the main thread until the page is ready, which does not depend on
what else the machine does. The table shows medians, and the limits in brackets.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from synthetic import collection, statement

TOOL = [sys.executable, "-m", "quotecli", "export", "--to", "html", "--force"]
SWITCHES = ("headless", "no-sandbox", "disable-gpu", "no-first-run", "disable-dev-shm-usage")
LIMITS = {5_000: 600, 25_000: 1500}  # milliseconds until a page of so many quotes is ready
FILTER_LIMIT = 100
MARK_READY = """
addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => setTimeout(() => {
  window.readyAfter = performance.now();
})));
"""
WAIT = """
const done = arguments[0];
const look = () => window.readyAfter ? done(window.readyAfter) : setTimeout(look, 5);
look();
"""
FILTER = """
const [kind, done] = arguments;
const began = performance.now();
if (kind === "word") {
  const words = document.getElementById("_words");
  words.value = "tra";
  words.dispatchEvent(new Event("input", {bubbles: true}));
} else document.querySelector("input[name=topic]").click();
const look = () => location.hash.includes(kind)
  ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)))
  : setTimeout(look, 1);
look();
"""


def make_pages(folder: str, sizes: list[int]) -> list[str]:
    """Write the pages to measure and return their paths."""
    os.environ["QUOTECLI_CACHE"] = os.path.join(folder, "cache")
    pages = []
    for quotes in sizes:
        one = os.path.join(folder, f"one-{quotes}.yaml")
        Path(one).write_text(statement(quotes), encoding="utf-8")
        many = os.path.join(folder, f"many-{quotes}")
        collection(many, quotes)
        for data in (one, many):
            pages.append(f"{data.removesuffix('.yaml')}.html")
            subprocess.run([*TOOL, "-d", data, "-o", pages[-1]], check=True)
    return pages


def start_chromium() -> Chrome:
    """Return a Chromium of its own, without a window."""
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for switch in SWITCHES:
        options.add_argument(f"--{switch}")
    chrome = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    chrome.set_script_timeout(300)
    chrome.set_page_load_timeout(300)
    metrics = {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    chrome.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": MARK_READY})
    chrome.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    return chrome


def time_page(page: str) -> dict[str, float]:
    """Return the milliseconds of each kind for a page, opened in a browser of its own."""
    chrome = start_chromium()
    try:
        chrome.get("about:blank")
        before = thread_time(chrome)
        chrome.get(Path(page).resolve().as_uri())
        ready = float(chrome.execute_async_script(WAIT))
        after = thread_time(chrome)
        took = {"ready": ready, "CPU": after - before}
        for kind in ("topic", "word"):
            took[kind] = float(chrome.execute_async_script(FILTER, kind))
        return took
    finally:
        chrome.quit()


def thread_time(chrome: Chrome) -> float:
    """Return the milliseconds that the main thread of the page has worked."""
    answer: dict[str, Any] = chrome.execute_cdp_cmd("Performance.getMetrics", {})
    seconds = [one["value"] for one in answer["metrics"] if one["name"] == "ThreadTime"]
    return 1000 * float(seconds[0])


def main() -> None:
    """Open the pages in turn, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("pages", nargs="*")
    parser.add_argument("--quotes", nargs="+", type=int, default=list(LIMITS))
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages = options.pages or make_pages(folder, options.quotes)
        times: dict[str, list[dict[str, float]]] = {page: [] for page in pages}
        for _ in range(options.runs):
            for page in pages:
                times[page].append(time_page(page))
        limits = ", ".join(f"{limit:,} ms for {size:,} quotes" for size, limit in LIMITS.items())
        print(f"| {options.runs} runs in turn | size | ready ({limits}) | CPU |", end="")
        print(f" topic ({FILTER_LIMIT} ms) | word ({FILTER_LIMIT} ms) |\n|---|---|---|---|---|---|")
        for page, runs in times.items():
            middle = [statistics.median(run[kind] for run in runs) for kind in runs[0]]
            cells = " | ".join(f"{value:,.0f} ms" for value in middle)
            print(f"| {Path(page).stem} | {os.path.getsize(page) / 1e6:.1f} MB | {cells} |")


if __name__ == "__main__":
    main()
