"""Tables on a terminal at fixed widths, with ordinary and with hostile text.

UPDATE_GOLDEN=1 writes the golden files again.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.conftest import Run

GOLDEN = Path(__file__).parent / "golden"
COMMANDS = {
    "quotes": ["quotes", "-f", "table"],
    "topics": ["topics"],
    "speakers": ["speakers"],
    "statements": ["statements"],
    "crosstab": ["stats", "--by", "topic", "--by", "speaker", "--with-unknown"],
}
HOSTILE = """\
title: "[sic] :smile: \\t a title 学而时习 with عربي"
speakers:
  ann-lea:
    name: "Ann Léa [bold]"
    role: mayor of Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch
  family: {name: "👩 Family"}
topics:
  money: {label: "Money | matters"}
  taxes-and-duties-on-harbour-traffic: {label: 学而时习之不亦说乎有朋自远方来, parent: money}
text: |
  “学而时习之，不亦说乎？有朋自远方来，不亦乐乎？人不知而不愠，不亦君子乎？” he said today.

  The mayor said the tax would be \\x1b[31mred and 👩 happy.

  قال إن السلام مهم جدا للجميع في كل مكان وزمان.
quotes:
  - id: learn-and-practise-what-you-have-learnt
    topics: [taxes-and-duties-on-harbour-traffic, money]
    kind: direct
    speaker: ann-lea
    excerpt: 学而时习之，不亦说乎？有朋自远方来，不亦乐乎？人不知而不愠，不亦君子乎？
  - id: red
    topics: [money]
    kind: indirect
    speaker: family
    reported_by: ann-lea
    excerpt: "the tax would be \\\\x1b[31mred and 👩 happy"
  - {id: peace, kind: mixed, excerpt: إن السلام مهم جدا للجميع في كل مكان وزمان}
  - {id: word, kind: direct, speaker: ann-lea, excerpt: WORD}
"""


@pytest.mark.parametrize("columns", [50, 80, 120])
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("source", ["shipped", "hostile"])
def test_a_table_at_a_width(
    run: Run, tmp_path: Path, source: str, command: str, columns: int
) -> None:
    options: list[str | Path] = []
    if source == "hostile":
        file = tmp_path / "hostile.yaml"
        file.write_text(HOSTILE.replace("WORD", "word" * 100), encoding="utf-8")
        options = ["-d", file]
    shown = run(*COMMANDS[command], *options, columns=columns).shown
    lines = [line.rstrip() for line in shown.splitlines()]
    assert max(map(cell_len, lines)) <= columns

    golden = GOLDEN / f"{command}-{source}-{columns}.txt"
    if "UPDATE_GOLDEN" in os.environ:
        golden.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == golden.read_text(encoding="utf-8").splitlines()
