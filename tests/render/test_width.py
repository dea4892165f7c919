"""The width of text is measured as it is drawn."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from quotecli.render.escape import visible_line
from quotecli.render.width import width

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


def test_width_counts_the_columns_of_a_terminal() -> None:
    assert [width(text) for text in ("abc", "学而", "e\u0301", "é", FAMILY)] == [3, 4, 1, 1, 2]


def test_marks_and_invisible_signs_take_no_column() -> None:
    texts = ("ที่", "हिन्दी", "a\u200d\u200eb", "가")
    assert [width(text) for text in texts] == [cell_len(text) for text in texts]
    assert width("ที่") == 1
    assert width("가") == 2


def test_every_character_is_as_wide_as_rich_draws_it() -> None:
    characters = filter(str.isprintable, map(chr, range(sys.maxunicode + 1)))
    assert not [character for character in characters if width(character) != cell_len(character)]


@given(st.text(max_size=60))
def test_any_text_that_is_shown_is_as_wide_as_rich_draws_it(text: str) -> None:
    shown = visible_line(text)
    assert width(shown) == cell_len(shown)


def test_common_text_is_measured_without_rich() -> None:
    script = """
import sys
from quotecli.render.width import width
width("“Ça va” — said Łukasz, Ελένη and Юлия … €5")
assert not [name for name in sys.modules if name.startswith("rich")]
width("学而")
assert "rich.console" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=30)
