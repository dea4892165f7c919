"""Nobody is named who did not say it: the quoted one speaks, an impostor and a label do not."""

from __future__ import annotations

import pytest

from quotecli.drafting.draft import draft

RAIN = "the lake was dry"
WORDS = "“The lake is dry and will stay dry”"

# A text, then who says what in it; a question mark stands behind who is not known by name.
CASES: list[tuple[str, dict[str, str]]] = [
    # quoted as saying
    (f"Omar Tind quoted Nora Vell as saying that {RAIN}.", {RAIN: "Nora Vell"}),
    (f"The Ellery Post cited Nora Vell as saying {RAIN}.", {RAIN: "Nora Vell"}),
    (f"Nora Vell was quoted by the Ellery Post as saying that {RAIN}.", {RAIN: "Nora Vell"}),
    (f"Nora Vell is quoted in the report as saying {RAIN}.", {RAIN: "Nora Vell"}),
    (f"Nora Vell was cited as saying that {RAIN}.", {RAIN: "Nora Vell"}),
    ("“It is dry,” the agency quoted Nora Vell as saying.", {"It is dry": "Nora Vell"}),
    (f"Police quoted a witness as saying that {RAIN}.", {RAIN: "a witness?"}),
    (
        f"Nora Vell left. Omar Tind quoted her as saying: {WORDS}",
        {"The lake is dry and will stay dry": "Nora Vell"},
    ),
    # impostors
    (f"A man claiming to be Omar Tind said {RAIN}.", {RAIN: "a man claiming to be Omar Tind?"}),
    (f"Someone posing as Omar Tind said {RAIN}.", {RAIN: "someone posing as Omar Tind?"}),
    (f"An actor playing Omar Tind said {RAIN}.", {RAIN: "an actor playing Omar Tind?"}),
    (
        f"A caller who gave her name as Nora Vell said {RAIN}.",
        {RAIN: "a caller who gave her name as Nora Vell?"},
    ),
    (
        f"A man who called himself Omar Tind told reporters {RAIN}.",
        {RAIN: "a man who called himself Omar Tind?"},
    ),
    (
        f"A fake account of Omar Tind wrote that {RAIN}.",
        {RAIN: "a fake account of Omar Tind?"},
    ),
    (f"A fake Omar Tind account said {RAIN}.", {RAIN: "a fake Omar Tind account?"}),
    # somebody beside the named one
    ("“It is dry,” the widow of Omar Tind said.", {"It is dry": "the widow of Omar Tind?"}),
    ("“It is dry,” Per Tind’s wife told the Ellery Post.", {"It is dry": "Per Tind’s wife?"}),
    ("“It is dry,” said Nora Vell’s lawyer.", {"It is dry": "Nora Vell’s lawyer?"}),
    # offices and joint speakers
    (f"Secretary of State Nora Vell said {RAIN}.", {RAIN: "Nora Vell"}),
    (f"The Minister of Foreign Affairs Omar Tind said {RAIN}.", {RAIN: "Omar Tind"}),
    (
        f"Mayor Nora Vell and former Keel Gov. Omar Tind said {RAIN}.",
        {RAIN: "Mayor Nora Vell and former Keel Gov. Omar Tind?"},
    ),
    (f"Both Nora Vell and Omar Tind said {RAIN}.", {RAIN: "both Nora Vell and Omar Tind?"}),
    # places
    (f"Port Ellery Sen. Nora Vell said {RAIN}.", {RAIN: "Nora Vell"}),
    (f"A pilot from Port Ellery, Lund, said {RAIN}.", {RAIN: "a pilot from Port Ellery, Lund?"}),
    # which
    (f"Nora Vell left with a report, which says that {RAIN}.", {RAIN: "a report?"}),
    (f"The report, which says {RAIN}, came late.", {RAIN: "the report?"}),
    # labels
    (f"Photo: {WORDS}", {}),
    (f"Read more: {WORDS}", {}),
    (f"Watch: {WORDS}", {}),
    ("The lake in May, said to be dry.", {}),
    # given names that are other words
    (f"Per Tind said {RAIN}.", {RAIN: "Per Tind"}),
    ("“It is dry,” said Per Tind, an engineer.", {"It is dry": "Per Tind"}),
    (f"According to Per Tind, {RAIN}.", {RAIN: "Per Tind"}),
    (f"Per Tind, {RAIN} in May.", {}),
    (f"Last month June Tind told reporters {RAIN}.", {RAIN: "June Tind"}),
    (f"April Vell said {RAIN}.", {RAIN: "April Vell"}),
    (f"In April Vell said {RAIN}.", {RAIN: "Vell"}),
    (f"Will Vell said {RAIN}.", {RAIN: "Will Vell"}),
    # headlines
    (
        f"Lake Is Dry, Vell Says\n\nNora Vell said {RAIN}.",
        {"Lake Is Dry": "Nora Vell", RAIN: "Nora Vell"},
    ),
    (
        f"Dry Lake Must Go Vell Says\n\nVell said {RAIN}. Nora Vell is the mayor.",
        {RAIN: "Nora Vell"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_only_who_speaks_is_named(text: str, expected: dict[str, str]) -> None:
    found = {}
    for quote in draft(text).quotes:
        assert quote.speaker is not None
        found[quote.excerpt] = quote.speaker.name + "?" * (quote.status == "unresolved")
    assert found == expected


@pytest.mark.parametrize("label", ["Note", "Update", "Source", "Correction"])
def test_a_note_is_nobodys(label: str) -> None:
    (quote,) = draft(f"The lake rose.\n\n{label}: {WORDS}").quotes
    assert (quote.excerpt, quote.speaker, quote.status) == (
        "The lake is dry and will stay dry",
        None,
        "unresolved",
    )


def test_a_quoted_source_takes_the_cue_whole() -> None:
    (quote,) = draft(f"Omar Tind quoted Nora Vell as saying that {RAIN}.").quotes
    assert quote.cue == "Omar Tind quoted Nora Vell as saying"
