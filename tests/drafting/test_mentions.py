"""Who is named: whole names, one name for one person, and no name for what is none."""

from __future__ import annotations

import pytest

from quotecli.drafting.draft import draft

# A text with one quote or more, and the names of their speakers; None for a speaker without a name.
NAMED: list[tuple[str, list[str | None]]] = [
    # Particles, family names first, numbers.
    ("“We sail,” said Anna van den Brink. “We row,” van den Brink said.", ["Anna van den Brink"]),
    ("“We sail,” said Omar el-Tindi. “We row,” el-Tindi added.", ["Omar el-Tindi"]),
    ("“We sail,” said Lucia de la Torre.", ["Lucia de la Torre"]),
    ("“We sail,” said Mr. Bai Longhua. Mr. Bai said it was late.", ["Bai Longhua"]),
    ("“We sail,” said Dame Nora Vell. Dame Nora said it was late.", ["Nora Vell"]),
    ("“We sail,” said Laura Tind, a pilot. Laura said it was late.", ["Laura Tind"]),
    # A surname that is a trade as well.
    ("Union leader Anna Carpenter rose. “It is a long way,” she said.", ["Anna Carpenter"]),
    ("Carpenter, who leads the union, said that it was late.", ["Carpenter"]),
    # Organisations are named whole.
    ("The Bank of Ellery said the boats would sail.", ["Bank of Ellery"]),
    ("The Port Health Organisation (PHO) said the boats would sail.", ["Port Health Organisation"]),
    ("Bank of Ellery governor Omar Tind said the boats would sail.", ["Omar Tind"]),
    ("The Ellery Port Bank director, Nora Vell, said the boats would sail.", ["Nora Vell"]),
    ("Harbour Federation chairman Jan Tind said the boats would sail.", ["Jan Tind"]),
    # A role that the text gives to somebody.
    ("Nora Vell, an Elleryan MP, rose. “It is late,” the Elleryan MP said.", ["Nora Vell"]),
    ("J.K. Rowe said: “It is only a cold and no more.”", ["J.K. Rowe"]),
    ("Omar Tind, who did not answer, had earlier said “the lake is ours now”.", ["Omar Tind"]),
    # No name: a title, what only describes, several people.
    ("“It is late,” the Harbour Minister said.", [None]),
    ("The Tind campaign said the boats would sail.", [None]),
    ("Tind’s spokesman said the boats would sail.", [None]),
    ("Police said the boats would sail.", [None]),
    ("The Committee said the boats would sail.", [None]),
    ("“The boats will sail,” said Nora Vell and Omar Tind in a joint note.", [None]),
    # A paper that passes on what somebody said.
    ("“It is late,” said MP Omar Tind, the Courier reports.", ["Omar Tind"]),
]


@pytest.mark.parametrize(("text", "names"), NAMED, ids=[text for text, _ in NAMED])
def test_speakers_are_named_whole_or_not_at_all(text: str, names: list[str | None]) -> None:
    quotes = draft(text, topics={}).quotes
    assert quotes
    assert {
        quote.speaker.name if quote.speaker and quote.status == "draft" else None
        for quote in quotes
    } == set(names)


def test_a_place_answers_no_pronoun() -> None:
    text = "The boats lie in Port Ellery. “It is late and it is cold,” he said."
    (quote,) = draft(text, topics={}).quotes
    assert quote.status == "unresolved"
    assert not quote.speaker


@pytest.mark.parametrize(
    "text",
    [
        "Nora Vell met them. Her brother, Omar Tind, left. “I could not stay at all,” he said.",
        "“We sail,” said Nora Vell. Vell’s deputy, Omar Tind, rose. “I could not stay,” he said.",
        "“We sail,” said Nora Vell. Vell’s colleague at Keel, Omar Tind, rose. “I stay,” he said.",
    ],
)
def test_a_pronoun_is_who_was_just_introduced(text: str) -> None:
    quote = draft(text, topics={}).quotes[-1]
    assert quote.speaker
    assert quote.speaker.name == "Omar Tind"


def test_a_paragraph_of_its_own_is_nobodys_when_the_narration_turned_away() -> None:
    text = "“We sail at dawn,” said Nora Vell. Omar Tind arrived.\n\n“We will stay here for now.”"
    quotes = {quote.excerpt: quote for quote in draft(text, topics={}).quotes}
    assert quotes["We sail at dawn"].status == "draft"
    assert quotes["We will stay here for now."].status == "unresolved"
    assert quotes["We will stay here for now."].speaker is None


def test_two_people_speak_in_turns() -> None:
    text = (
        "“Will the boats sail?” asked Omar Tind.\n\n“They sail at dawn,” said Nora Vell.\n\n"
        "“And if it storms?”\n\n“Then they stay.”"
    )
    said = {quote.excerpt: quote.speaker for quote in draft(text, topics={}).quotes}
    names = {excerpt: who.name for excerpt, who in said.items() if who}
    assert names["They sail at dawn"] == "Nora Vell"
    assert names.get("And if it storms?", "Omar Tind") == "Omar Tind"
    assert names.get("Then they stay.", "Nora Vell") == "Nora Vell"
