"""Speech without its closing mark."""

from __future__ import annotations

from quotecli.drafting.reading.marks import find_stretches
from quotecli.drafting.reading.unclosed import run_on


def spoken(text: str) -> list[str]:
    return [text[one.first : one.last] for one in run_on(text, find_stretches(text))]


def test_a_dash_before_a_verb_of_speech_ends_it() -> None:
    assert spoken("“We need bread, – said the baker.") == ["We need bread,"]


def test_a_dash_before_another_word_does_not() -> None:
    assert spoken("“We need bread – and salt.") == ["We need bread – and salt."]


def test_it_runs_on_over_paragraphs_that_speak_in_the_first_person() -> None:
    text = "He said: “We waited long.\nWe lost our boats.\n“Now we build,” he said."
    assert spoken(text) == ["We waited long.", "We lost our boats.", "Now we build,"]


def test_it_ends_with_its_paragraph_where_narration_follows() -> None:
    text = "He said: “We waited long.\nThe harbour froze in January.\n“Now we build,” he said."
    assert spoken(text) == ["We waited long.", "Now we build,"]


def test_a_closing_mark_without_an_opening_one_ends_it() -> None:
    text = "“The sea is cold.\nThe wind is strong.\nNobody sails.” That was all."
    assert spoken(text) == ["The sea is cold.", "The wind is strong.", "Nobody sails."]


def test_a_paragraph_between_dashes_is_speech() -> None:
    assert spoken("– Bread is dear, – said the baker.") == ["Bread is dear,"]


def test_a_list_with_dashes_is_not() -> None:
    assert spoken("– bread\n– salt\n– oil") == []
