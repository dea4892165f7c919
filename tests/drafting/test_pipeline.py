"""Quotations in sentences of every kind; the people and places are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecli.drafting.pipeline import extract
from quotecli.drafting.values import Quotation

Expected = tuple[str, str, str]


def seen(text: str) -> list[Expected]:
    """Return each quote as kind, excerpt (its pieces joined by " … ") and source."""
    return [
        (quote.kind, " … ".join(text[start:end] for start, end in quote.content), quote.source)
        for quote in extract(text).quotations
    ]


ONE_QUOTE = [
    ("source after", "“We will sail,” Ada Marlow said.", ("direct", "We will sail,", "Ada Marlow")),
    ("turned order", "“We will sail,” said Ada Marlow.", ("direct", "We will sail,", "Ada Marlow")),
    (
        "source before",
        "Ada Marlow said, “We will sail.”",
        ("direct", "We will sail.", "Ada Marlow"),
    ),
    ("colon", "Ada Marlow said: “We will sail.”", ("direct", "We will sail.", "Ada Marlow")),
    (
        "doubled marks",
        "''We will sail,'' Ada Marlow said.",
        ("direct", "We will sail,", "Ada Marlow"),
    ),
    ("guillemets", "« We will sail », said Ada Marlow.", ("direct", "We will sail", "Ada Marlow")),
    (
        "low and high marks",
        "„We will sail“, said Ada Marlow.",
        ("direct", "We will sail", "Ada Marlow"),
    ),
    ("single marks", "‘We will sail,’ Ada Marlow said.", ("direct", "We will sail,", "Ada Marlow")),
    ("question", "“Will we sail?” asked Ada Marlow.", ("direct", "Will we sail?", "Ada Marlow")),
    (
        "question, name first",
        "“Will we sail?” Ada Marlow asked.",
        ("direct", "Will we sail?", "Ada Marlow"),
    ),
    (
        "split",
        "“We will,” Ada Marlow said, “sail at dawn.”",
        ("direct", "We will, … sail at dawn.", "Ada Marlow"),
    ),
    (
        "goes on after its attribution",
        "“We will sail,” Ada Marlow said. “The tide is ours.”",
        ("direct", "We will sail, … The tide is ours.", "Ada Marlow"),
    ),
    (
        "goes on after a circumstance",
        "“We will sail,” Ada Marlow said on Monday, looking at the sea. “The tide is ours.”",
        ("direct", "We will sail, … The tide is ours.", "Ada Marlow"),
    ),
    (
        "title and apposition before",
        "“We will sail,” said Mayor Ada Marlow, a former pilot.",
        ("direct", "We will sail,", "Mayor Ada Marlow, a former pilot"),
    ),
    (
        "apposition between name and verb",
        "“We will sail,” Ada Marlow, the mayor of Port Ellery, said.",
        ("direct", "We will sail,", "Ada Marlow, the mayor of Port Ellery,"),
    ),
    (
        "party and state in brackets",
        "“We will sail,” Sen. Ines Okoro (D-Calif.) said.",
        ("direct", "We will sail,", "Sen. Ines Okoro (D-Calif.)"),
    ),
    ("pronoun", "“We will sail,” she said.", ("direct", "We will sail,", "she")),
    ("role", "“We will sail,” the mayor said.", ("direct", "We will sail,", "the mayor")),
    (
        "organisation",
        "“No boat left,” the Port Office said in a statement.",
        ("direct", "No boat left,", "the Port Office"),
    ),
    (
        "told reporters",
        "“We will sail,” Marlow told reporters.",
        ("direct", "We will sail,", "Marlow"),
    ),
    (
        "told, before",
        "Marlow told the Herald, “We will sail.”",
        ("direct", "We will sail.", "Marlow"),
    ),
    (
        "in a statement",
        "Marlow said in a statement: “We will sail.”",
        ("direct", "We will sail.", "Marlow"),
    ),
    ("unlisted verb", "“We will sail,” Marlow warbled.", ("direct", "We will sail,", "Marlow")),
    (
        "that-clause",
        "Marlow said that the boats would sail on Monday.",
        ("indirect", "that the boats would sail on Monday", "Marlow"),
    ),
    (
        "clause without that",
        "Marlow said the boats would sail on Monday.",
        ("indirect", "the boats would sail on Monday", "Marlow"),
    ),
    (
        "trailing attribution",
        "The boats will sail on Monday, Marlow said.",
        ("indirect", "The boats will sail on Monday", "Marlow"),
    ),
    (
        "according to, before",
        "According to Ada Marlow, the boats will sail.",
        ("indirect", "the boats will sail", "Ada Marlow"),
    ),
    (
        "according to, after",
        "The boats will sail, according to the mayor.",
        ("indirect", "The boats will sail", "the mayor"),
    ),
    (
        "inserted source",
        "Marlow, a former pilot, argued that the boats were old.",
        ("indirect", "that the boats were old", "Marlow, a former pilot,"),
    ),
    (
        "mixed",
        "Marlow said the wall was “a disgrace” to the town.",
        ("mixed", "the wall was “a disgrace” to the town", "Marlow"),
    ),
    (
        "naming",
        "Marlow called the wall “a disgrace.”",
        ("mixed", "the wall “a disgrace.”", "Marlow"),
    ),
    (
        "passive",
        "The wall was described as “a disgrace” by Ada Marlow.",
        ("mixed", "The wall … as “a disgrace” by Ada Marlow", "Ada Marlow"),
    ),
    (
        "wrong way round",
        "”We will sail,“ Ada Marlow said.",
        ("direct", "We will sail,", "Ada Marlow"),
    ),
    (
        "nested",
        "“He told me, ‘Never,’ and left,” Ada Marlow said.",
        ("direct", "He told me, ‘Never,’ and left,", "Ada Marlow"),
    ),
    (
        "dash of the eastern press",
        "“We need bread, – said the baker.",
        ("direct", "We need bread,", "the baker"),
    ),
    (
        "dashes only",
        "– We need bread, – said the baker.",
        ("direct", "We need bread,", "the baker"),
    ),
    (
        "said above, quoted below",
        "Ada Marlow had this to say:\n\n“We will sail.”",
        ("direct", "We will sail.", "Ada Marlow"),
    ),
    (
        "said below, quoted above",
        "“We will sail.”\n\nMayor Ada Marlow said in her speech.",
        ("direct", "We will sail.", "Mayor Ada Marlow"),
    ),
    (
        "over paragraphs",
        "“We waited long,” Marlow said. “The sea was cold.\n\n“Now we sail.”",
        ("direct", "We waited long, … The sea was cold. … Now we sail.", "Marlow"),
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in ONE_QUOTE], ids=[case[0] for case in ONE_QUOTE]
)
def test_one_quote(text: str, expected: Expected) -> None:
    assert seen(text) == [expected]


NO_QUOTATION = [
    ("scare mark", "The “new” wall fell down in the storm."),
    ("name of a programme", "They met on the set of “Morning Tide” in May."),
    ("nickname", "Tomas “Skip” Reyl fished there for years."),
    ("contractions and possessives", "It’s the voters’ harbour, and they don't share it."),
    ("measures", "The boy was 6'2\" and the door was not."),
    ("attributes", '<img alt="The harbour at dawn" src="harbour.png">'),
    ("noun that looks like a verb", "The report was long and the claim was old."),
]


@pytest.mark.parametrize(
    "text", [case[1] for case in NO_QUOTATION], ids=[case[0] for case in NO_QUOTATION]
)
def test_no_quotation(text: str) -> None:
    assert [one for one in seen(text) if one[0] != "indirect"] == []


def test_two_speakers_in_one_sentence() -> None:
    text = "Marlow said that the wall was old, and Reyl said that it was safe."
    assert seen(text) == [
        ("indirect", "that the wall was old", "Marlow"),
        ("indirect", "that it was safe", "Reyl"),
    ]


def test_adding_shares_the_source() -> None:
    text = "Marlow said the wall was old, adding that it was “not safe.”"
    assert [source for *_, source in seen(text)] == ["Marlow", "Marlow"]


def test_a_conversation_keeps_its_speakers_apart() -> None:
    text = "“Is it safe?” Reyl asked.\n\n“It is not,” Marlow said.\n\n“Then we stay,” Reyl said."
    assert [source for *_, source in seen(text)] == ["Reyl", "Marlow", "Reyl"]


def test_a_speaker_goes_on_in_the_next_paragraph() -> None:
    text = "“It is not safe,” Marlow said.\n\n“It has not been safe for years.”"
    assert seen(text) == [("direct", "It is not safe, … It has not been safe for years.", "Marlow")]


def test_pronouns_and_surnames_find_their_person() -> None:
    text = (
        "Mayor Ada Marlow opened the harbour.\n\n“We will sail,” Marlow said.\n\n"
        "“I am glad,” she added. The mayor said that the wall was old."
    )
    extraction = extract(text)
    assert {quote.speaker for quote in extraction.quotations} == {0}
    (person,) = extraction.people
    assert person.name == "Ada Marlow"
    assert person.resolved
    assert {"Marlow", "she"} <= set(person.aliases)


STATEMENT = (
    "The harbour belongs to all\n\n"
    "“We can say that the harbour is ours. It has always fed us.”\n\n"
    "Chairman of the Port Workers Union (PWU), MP Tomas Reyl said in his statement to the press."
    "\n\n"
    "According to him, nobody can forget the winter of the storm: “The boats were lost.\n\n"
    "Every family here felt it, and our flag flew at half mast.\n\n"
    "“Let us admit that the sea is rising. We must build,” the MP said.\n\n"
    "“As for the wall, the head of the council, Ms. Ines Okoro, stressed the need of it, "
    "and it is to be built.\n\n"
    "Of course, this matters to us all, – said the chairman of the PWU."
)


def test_a_statement_whose_marks_are_left_open() -> None:
    extraction = extract(STATEMENT)
    names = [person.name for person in extraction.people]
    assert names == ["Tomas Reyl", "Ines Okoro"]
    assert extraction.people[0].role == "Chairman of the Port Workers Union (PWU), MP"
    assert {"the MP", "the chairman of the PWU", "him"} <= set(extraction.people[0].aliases)
    own = [quote for quote in extraction.quotations if quote.reporter is None]
    assert {quote.speaker for quote in own} == {0}
    (reported,) = [quote for quote in extraction.quotations if quote.reporter is not None]
    assert (reported.speaker, reported.reporter) == (1, 0)
    assert reported.kind == "indirect"
    assert extraction.headline is not None
    assert STATEMENT[slice(*extraction.headline)] == "The harbour belongs to all"


def test_a_statement_leaves_no_marked_paragraph_out() -> None:
    covered: set[int] = set()
    for quote in extract(STATEMENT).quotations:
        for start, end in quote.content:
            covered.update(range(start, end))
    for part in (
        "We can say that",
        "The boats were lost",
        "Every family here",
        "Let us admit",
        "As for",
        "Of course",
    ):
        assert STATEMENT.index(part) in covered, part


def test_an_empty_text_has_no_quotes() -> None:
    extraction = extract("")
    assert (extraction.quotations, extraction.people, extraction.headline) == ((), (), None)


def holds(text: str, quote: Quotation, people: int) -> None:
    """Assert what holds of any quote of any text."""
    reached = 0
    for start, end in quote.content:
        assert reached <= start < end <= len(text)
        assert text[start:end].strip()
        reached = end
    assert quote.content
    for start, end in (*quote.source_span, *([quote.cue_span] if quote.cue_span else [])):
        assert 0 <= start < end <= len(text)
    assert 0 <= quote.confidence <= 1
    assert quote.kind in ("direct", "mixed", "indirect")
    assert all(one is None or 0 <= one < people for one in (quote.speaker, quote.reporter))
    assert bool(quote.source) == bool(quote.source_span)


_SIGNS = [*"“”\"‘’'«»„–-,.:?()=< \n\t\u00a0", "''", "\n\n", "  "]
_WORDS = (
    "said says told adding was called according to that whether and but who he she they the a mayor"
    " Mr. Ada Marlow Reyl’s Monday of to by in boats would sail 2,000 U.S. 学而 é"
).split()
_PIECES = [*_SIGNS, *_WORDS]


@given(
    st.lists(st.sampled_from(_PIECES), max_size=60).map(" ".join)
    | st.lists(st.sampled_from(_PIECES)).map("".join)
)
@settings(max_examples=settings().max_examples * 5)
def test_any_sequence_of_words_and_marks(text: str) -> None:
    extraction = extract(text)
    for quote in extraction.quotations:
        holds(text, quote, len(extraction.people))
    assert [quote.content[0].start for quote in extraction.quotations] == sorted(
        quote.content[0].start for quote in extraction.quotations
    )


@given(st.text())
@settings(deadline=None)
def test_any_text(text: str) -> None:
    extraction = extract(text)
    for quote in extraction.quotations:
        holds(text, quote, len(extraction.people))
