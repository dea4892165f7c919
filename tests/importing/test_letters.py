"""Passages whose white space and hyphens at line ends another tool lost or added."""

from __future__ import annotations

import pytest

from quotecli.importing.passages import ImportedText
from quotecli.model import Span

TEXT = """\
The mayor spoke at the end
of a line, and an inter-
national treaty on well-
known harbours was “signed
today”.

Nobody left. The quay — an old one —
stays. It cost 1 250 or 12-
50 crowns. We will resign. Here
and now. Here
and now, he said.
"""


def words_found(exact: str, prefix: str = "", suffix: str = "", text: str = TEXT) -> str:
    """Return the words of the text where a passage is found, or why it is not."""
    place = ImportedText(text).find(exact, prefix, suffix, None)
    return text[place.start : place.end] if isinstance(place, Span) else place


@pytest.mark.parametrize(
    ("exact", "words"),
    [
        ("the endof a line", "the end\nof a line"),
        ("the endof a line,and", "the end\nof a line, and"),
        ("spoke at the end ofa line,and an", "spoke at the end\nof a line, and an"),
        ('"signedtoday".Nobody left.', "“signed\ntoday”.\n\nNobody left."),
        ("an international treaty", "an inter-\nnational treaty"),
        ("an inter-national treaty", "an inter-\nnational treaty"),
        ("an inter- national treaty", "an inter-\nnational treaty"),
        ("an inter\xadnational treaty", "an inter-\nnational treaty"),
        ("on well-known harbours", "on well-\nknown harbours"),
        ("international treaty on well-knownharbours", None),
        ("The quay — an oldone — stays. It cost", "The quay — an old one —\nstays. It cost"),
        ("The quay—an old one—stays", "The quay — an old one —\nstays"),
    ],
)
def test_the_letters_are_the_same_and_the_words_are_those_of_the_text(
    exact: str, words: str | None
) -> None:
    assert words_found(exact) == (words or "inter-\nnational treaty on well-\nknown harbours")


def test_the_text_may_be_the_one_without_line_ends() -> None:
    text = "An international treaty on well-known harbours.\n"
    assert words_found("inter-\nnational treaty on well-\nknown", text=text) == (
        "international treaty on well-known"
    )


@pytest.mark.parametrize(
    ("exact", "why"),
    [
        ("the endof the line", "its words are not in the text"),
        ("We willre-sign.", "its words are not in the text"),
        ("It cost1,250", "its words are not in the text"),
        ("crowns.We will", None),
        ("or 1250crowns", "its words are not in the text"),
        ("mayor spokeat the en", "its words are not in the text"),
        ("ayor spokeat the end", "its words are not in the text"),
        ("Hereand now", "its words occur 2 times in the text"),
    ],
)
def test_other_characters_and_cut_words_and_several_places_are_no_match(
    exact: str, why: str | None
) -> None:
    assert words_found(exact) == (why or "crowns. We will")


@pytest.mark.parametrize("words", ["nowhere", "now here", "a part", "apart"])
def test_words_that_only_another_spacing_makes_need_their_context(words: str) -> None:
    text = "He went now\nhere and stood apart.\n"
    other = {"nowhere": "now\nhere", "a part": "apart"}.get(words)
    if other is None:
        assert words_found(words, text=text).split() == words.split()
    else:
        assert words_found(words, text=text) == "its words are not in the text"
        assert words_found(words, "some other", "words", text=text) == (
            "its words are not in the text"
        )
        before, _, after = text.partition(other)
        assert words_found(words, before.replace(" ", ""), after, text=text) == other


@pytest.mark.parametrize("gap", [" ", "\n", "\r\n", "  \n"])
@pytest.mark.parametrize(
    ("exact", "words"),
    [
        ("We are nowhere.", "We are now{}here."),
        ("a manifest thief", "am{}an if est thief"),
        ("he was allright", "he was all{}right"),
    ],
)
def test_a_short_passage_has_the_words_of_the_text_but_for_line_ends(
    exact: str, words: str, gap: str
) -> None:
    there = words.format(gap)
    text = f"They said: {there} And so it went on. \n"
    found = there if "\n" in gap and "if est" not in there else "its words are not in the text"
    assert words_found(exact, text=text) == found
    assert words_found(exact, "They said:", text=text) == there
    # Enough letters are no others by chance.
    assert words_found(f"They said: {exact} And soit", text=text) == f"They said: {there} And so it"


def test_context_whose_spaces_are_missing_tells_places_apart() -> None:
    assert words_found("Hereand now", "resign. ", ". Here") == "Here\nand now"
    place = ImportedText(TEXT).find("Hereand now", "", ", hesaid", None)
    assert isinstance(place, Span)
    assert place.start == TEXT.rindex("Here")
    place = ImportedText(TEXT).find("Here and now", "now.", ", hesaid", None)
    assert isinstance(place, Span)
    assert place.start == TEXT.rindex("Here")


def test_scripts_without_spaces_and_combining_marks() -> None:
    text = "市长说\n港口会发展。 cafe\u0301 and\nbar.\n"
    assert words_found("市长说港口会发展。", text=text) == "市长说\n港口会发展。"
    assert words_found("café andbar", text=text) == "cafe\u0301 and\nbar"
    assert words_found("cafe andbar", text=text) == "its words are not in the text"


def test_an_apostrophe_before_a_gap_ends_a_word() -> None:
    text = "It is the boys' house, the boys'\nown, and 5. 6 are the girls’ own.\n"
    assert words_found("It isthe boys", "", "'house", text=text) == "It is the boys"
    assert words_found("house,the boys", text=text) == "house, the boys"
    assert words_found("own,and 5", text=text) == "own, and 5"
    assert words_found("6are the girls", "and 5.", text=text) == "6 are the girls"


def test_many_passages_of_a_long_text_are_found() -> None:
    text = "\n".join(f"Sentence {number:05} is\nnot like the others." for number in range(4_000))
    source = ImportedText(text)
    for number in range(0, 4_000, 20):
        place = source.find(f"Sentence {number:05} isnot like the others.", "", "", None)
        assert isinstance(place, Span)
        assert text[place.start : place.end] == f"Sentence {number:05} is\nnot like the others."
