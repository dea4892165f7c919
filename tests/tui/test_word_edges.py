"""Words of a text, as the ends of an excerpt move over them."""

from __future__ import annotations

import pytest

from quotecli.model import Span
from quotecli.tui.word_edges import find_sentences, find_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I don’t pay 3.5, no.", "I|don’t|pay|3.5|no."),
        ("air-raid: “stop!”", "air-raid|stop!"),
        ("a 👨‍👩‍👧‍👦 👍🏽 🇦🇿 ❤️ b", "a|👨‍👩‍👧‍👦|👍🏽|🇦🇿|❤️|b"),
        ("e\u0301t a\u0308\u0323", "e\u0301t|a\u0308\u0323"),
        ("学而。", "学|而。"),
        # A number without its sign is another.
        ("from -5 to +3: -$5, 6 %, 7%", "from|-5|to|+3|-$5|6 %|7%"),
        ("5€ and £3.50, 20°C", "5€|and|£3.50|20°|C"),
        ("2-3, covid-19", "2-3|covid-19"),
        ("سلام عليكم", "سلام|عليكم"),
    ],
)
def test_what_is_written_together_is_one_word(text: str, words: str) -> None:
    found = find_words(text, Span(0, len(text)))
    assert [text[start:end] for start, end in found] == words.split("|")


def test_sentences_begin_after_stops_and_lines() -> None:
    text = "He has 3.5 boats. “Why?” A title\n\nThe end"
    words = find_words(text, Span(0, len(text)))
    begins = [text[words[at].start : words[at].end] for at in find_sentences(text, words)]
    assert begins == ["He", "Why?", "A", "The"]
