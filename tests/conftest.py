"""Fixtures of most tests: a small library in memory, and a folder of statements."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from errno import EACCES
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from quotecli.library.library import Library
from quotecli.store import reader

# A third of the examples every day and all of them under stress, by the marker that Hypothesis has
# for its tests. A test that needs more or fewer takes a share of settings().max_examples.
settings.register_profile(
    "full",
    deadline=None,
    max_examples=60,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("everyday", settings.get_profile("full"), max_examples=20)
settings.register_profile(
    "thorough", settings.get_profile("full"), max_examples=3000, derandomize=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))

# A shell lets programs in the background ignore interrupts, and so would all that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Compiled modules are kept, whatever the environment says: hundreds of processes that tests start
# would each compile all of quotecli again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Tests that take most of the time: crowds of processes, browsers, disks, interrupts at every step.
# "make test" leaves them out, "make stress" runs them.
STRESS = frozenset(
    Path(__file__).parent / name
    for name in """
    cli/test_crowds.py cli/test_disks.py cli/test_hostile.py cli/test_hostile_articles.py
    cli/test_interrupts.py exporting/test_page_in_chromium.py importing/test_refi_own.py
    importing/test_round_trip.py library/cache/test_damage.py library/cache/test_refresh.py
    library/test_forks.py library/test_threads.py store/editing/test_crowd.py store/test_staging.py
    test_linear.py test_processes.py test_threads.py tui/test_browse_keys.py
    tui/test_review_keys.py tui/test_review_killed.py tui/test_word_screen.py
    """.split()
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of these files before they are chosen by their marks."""
    for item in items:
        if item.path in STRESS:
            item.add_marker("stress")


HARBOUR = """\
title: The harbour will grow
speaker: lee
occasion: opening of the quay
speakers:
  lee: {name: Ann Lee, role: mayor, aliases: [the mayor]}
  chan: {name: Bo Chan, role: harbour master}
topics:
  trade: {label: Trade, aliases: [commerce]}
  ports: {label: Ports, parent: trade, keywords: [harbour]}
  fishing: {label: Fishing, parent: ports}
  weather: {label: Weather}
text: |-
  “The harbour will grow,” said the mayor. “It feeds us all.”

  Bo Chan said that the boats would need a deeper quay.

  “We caught ‘more herring than ever’,” the mayor said.
quotes:
  - {id: harbour-grows, topics: [ports], kind: direct,
     excerpt: ["The harbour will grow", "It feeds us all."]}
  - id: deeper-quay
    topics: [ports, fishing]
    kind: indirect
    speaker: chan
    excerpt: the boats would need a deeper quay
  - id: more-herring
    topics: [fishing, trade]
    kind: mixed
    speaker: chan
    reported_by: lee
    excerpt: more herring than ever
"""

STORM = """\
title: After the storm
speakers:
  chan: {name: Bo Chan, role: harbour master}
  diaz: {name: Carla Díaz}
topics:
  safety: {label: Safety}
  weather: {label: The weather}
text: |-
  “The storm came at night,” said Carla Díaz. “Nobody slept.”
  “We heard the bells,” somebody said.
quotes:
  - {id: nobody-slept, topics: [weather, safety], kind: direct, speaker: diaz,
     excerpt: Nobody slept.}
  - {id: storm-at-night, topics: [weather], kind: direct, speaker: diaz,
     excerpt: The storm came at night}
  - {id: bells, kind: direct, excerpt: We heard the bells}
"""


_NUMBERS = count()


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder for each test, made here because mktemp lists all folders made before."""
    folder = tmp_path_factory.getbasetemp() / f"cache.{next(_NUMBERS)}"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("QUOTECLI_CACHE", str(folder))
    return folder


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str | Path], None]]:
    """Makes folders unreadable, also for root, whom no mode keeps out."""
    closed: dict[str, int] = {}
    real = os.scandir

    def scandir(path: str = ".") -> Any:
        if os.path.realpath(path) in closed:
            raise PermissionError(EACCES, os.strerror(EACCES), path)
        return real(path)

    def refuse(path: str | Path) -> None:
        closed[os.path.realpath(path)] = os.stat(path).st_mode
        os.chmod(path, 0)

    monkeypatch.setattr("os.scandir", scandir)
    yield refuse
    for path, mode in closed.items():
        os.chmod(path, mode)


@pytest.fixture
def library() -> Library:
    """Two statements: six quotes by three speakers and an unnamed one."""
    return Library(
        [reader.read(HARBOUR.encode(), "harbour.yaml"), reader.read(STORM.encode(), "storm.yaml")]
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the same two statements, one in a subfolder, and other files."""
    (tmp_path / "below").mkdir()
    (tmp_path / "harbour.yaml").write_text(HARBOUR, encoding="utf-8")
    (tmp_path / "below" / "storm.yml").write_text(STORM, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("nothing to read", encoding="utf-8")
    (tmp_path / ".hidden.yaml").write_text("nothing to read", encoding="utf-8")
    return tmp_path
