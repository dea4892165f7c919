"""The word lists: each has sentences that need it."""

from __future__ import annotations

import pytest

from quotecli.drafting import frames
from quotecli.drafting.english.lexicon import inflect, lines, sections, verbs, words
from quotecli.drafting.english.tagger import tagger
from quotecli.drafting.pipeline import extract
from quotecli.drafting.reading.marks import find_stretches
from quotecli.drafting.reading.tokens import Tokens


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("add", ("adds", "added", "adding")),
        ("deny", ("denies", "denied", "denying")),
        ("stress", ("stresses", "stressed", "stressing")),
        ("declare", ("declares", "declared", "declaring")),
        ("admit", ("admits", "admitted", "admitting")),
        ("beg", ("begs", "begged", "begging")),
        ("agree", ("agrees", "agreed", "agreeing")),
        ("reveal", ("reveals", "revealed", "revealing")),
    ],
)
def test_regular_verbs_are_inflected(lemma: str, forms: tuple[str, str, str]) -> None:
    assert inflect(lemma) == forms


def test_every_line_of_the_verbs_has_frames() -> None:
    known = {value for name, value in vars(frames).items() if name.isupper()}
    for line in lines("verbs"):
        forms, equals, governed = line.partition(" = ")
        assert equals
        assert 1 <= len(forms.split()) <= 3
        assert set(governed.split()) <= known, line


def test_irregular_forms_are_known() -> None:
    assert {verbs()[form][1].lemma for form in ("said", "told", "wrote", "swore", "thought")} == {
        "say", "tell", "write", "swear", "think",
    }  # fmt: skip


@pytest.mark.parametrize(
    "verb", ["said", "added", "tweeted", "quipped", "insisted", "recalled", "shouted"]
)
def test_reporting_verbs_take_a_quotation(verb: str) -> None:
    (quote,) = extract(f"“The lake is ours,” Ines Okoro {verb}.").quotations
    assert (quote.kind, quote.source) == ("direct", "Ines Okoro")


@pytest.mark.parametrize("title", sorted(words("titles", "abbreviated")))
def test_the_point_of_a_title_ends_no_sentence(title: str) -> None:
    (quote,) = extract(f"“The lake is ours,” said {title}. Okoro.").quotations
    assert quote.source == f"{title}. Okoro"


@pytest.mark.parametrize("short", ["Inc", "Jan", "Calif"])
def test_the_point_of_an_abbreviation_ends_no_sentence(short: str) -> None:
    assert Tokens(f"Marlow {short}. boats").tags[2] == "_"


@pytest.mark.parametrize("role", ["spokeswoman", "chairman", "analysts", "mayor"])
def test_roles_are_nouns_of_people(role: str) -> None:
    assert role in words("roles")
    assert tagger()[role] == "r"


@pytest.mark.parametrize("word", sorted(words("elisions")))
def test_an_elision_opens_nothing(word: str) -> None:
    assert find_stretches(f"Let '{word} be, she said, and went.' So") == []


def test_given_names_tell_the_pronoun() -> None:
    assert "ines" not in words("given_names", "male")
    assert not words("given_names", "male") & words("given_names", "female")


def test_nouns_of_saying_are_no_sources_of_their_own() -> None:
    (quote,) = extract("In a statement, Ines Okoro said that the lake would stay open.").quotations
    assert quote.source == "Ines Okoro"


def test_function_words_have_one_part_each() -> None:
    seen: dict[str, str] = {}
    for name, listed in sections("function_words").items():
        for word in listed:
            assert seen.setdefault(word, name) == name or name == "finite", (word, name, seen[word])
