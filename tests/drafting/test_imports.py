"""Drafting is cheap to import."""

from __future__ import annotations

import subprocess
import sys

_HEAVY = {
    "json",
    "multiprocessing",
    "concurrent",
    "asyncio",
    "logging",
    "yaml",
    "click",
    "rich",
    "sqlite3",
    "http",
}


def test_nothing_heavy_is_imported_and_no_list_is_read() -> None:
    code = (
        "import sys; before = set(sys.modules)\n"
        "import quotecli.drafting.pipeline, quotecli.drafting.topics\n"
        "from quotecli.drafting.language import lexicon\n"
        "assert not lexicon.sections.cache_info().currsize\n"
        "assert not lexicon.verbs.cache_info().currsize\n"
        "print(*{name.split('.')[0] for name in set(sys.modules) - before})"
    )
    path = ":".join(entry for entry in sys.path if entry)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": path},
    )
    assert not _HEAVY & set(done.stdout.split())
