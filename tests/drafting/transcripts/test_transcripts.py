"""The turns of a transcript are quotes, whatever the labels look like."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quotecli
from quotecli.drafting.draft import make
from quotecli.drafting.pipeline import extract
from quotecli.model import Quote

DEBATE = """The debate

MR. LEE: Good evening. We will build the harbour.

MS. CHAN (laughing): No, we will not.

MR. LEE: We said “never again” in 2019, and I meant it.
"""


def _name(quote: Quote) -> str:
    return quote.speaker.name if quote.speaker else ""


def _said(text: str) -> list[tuple[str, str]]:
    return [(_name(quote), quote.excerpt) for quote in quotecli.draft(text).quotes]


def test_each_line_is_said_by_whom_it_begins_with() -> None:
    assert _said(DEBATE) == [
        ("LEE", "Good evening. We will build the harbour."),
        ("CHAN", "No, we will not."),
        ("LEE", "We said “never again” in 2019, and I meant it."),
    ]
    assert {quote.kind for quote in quotecli.draft(DEBATE).quotes} == {"direct"}
    assert quotecli.draft(DEBATE).quotes[0].cue == "MR. LEE:"


def test_a_name_in_capitals_is_that_of_the_article_around_it() -> None:
    text = f"“We will see,” said Bo Chan.\n\n{DEBATE}"
    assert ("Bo Chan", "No, we will not.") in _said(text)
    assert ("Bo Chan", "We will see") in _said(text)


ROOK, SALT = ("Ines Rook", "The line is open."), ("Owen Salt", "I doubt it.")

SHAPES = {
    "names": ("Ines Rook: The line is open.\n\nOwen Salt: I doubt it.", [ROOK, SALT]),
    "bold": ("**Ines Rook:** The line is open.\n\n**Owen Salt**: I doubt it.", [ROOK, SALT]),
    "times": (
        "[00:00:04] Ines Rook: The line is open.\n00:00:20 Owen Salt: I doubt it.",
        [ROOK, SALT],
    ),
    "times behind": (
        "Ines Rook (00:04):\nThe line is open.\n\nOwen Salt (00:09):\nI doubt it.",
        [ROOK, SALT],
    ),
    "names above": ("Ines Rook\nThe line is open.\n\nOwen Salt\nI doubt it.", [ROOK, SALT]),
    "names above, with times": (
        "Ines Rook  0:04\nThe line is open.\n\nOwen Salt  0:09\nI doubt it.",
        [ROOK, SALT],
    ),
    "parliament": (
        "Mr. Owen Salt (Harbour North) (Lab): I doubt it.\n\n"
        "The Minister of Transport (Ines Rook): The line is open.\n\nMr. Salt: Why?",
        [SALT, ROOK, ("Owen Salt", "Why?")],
    ),
    "congress": (
        "    Mr. SALT. I rise to speak.\n    The CHAIRMAN. The gentleman may speak.\n"
        "    Mr. SALT. I thank the Chair.",
        [
            ("SALT", "I rise to speak."),
            ("The CHAIRMAN", "The gentleman may speak."),
            ("SALT", "I thank the Chair."),
        ],
    ),
    "a committee": (
        "    Chairman ROOK. We begin.\n    Mr. SALT. I see Mr. Marlow (a guest).\n"
        "    Mr. SALT of New Ellery. I rise.\n    Senator LEE.\n\n    Why?\n\n"
        "    The SPEAKER pro tempore. He may.\n    The Acting CHAIR. So ordered.\n"
        "    Senator LEE. I doubt it.\n    Chairman ROOK. We end.",
        [
            ("ROOK", "We begin."),
            ("SALT", "I see Mr. Marlow (a guest)."),
            ("SALT", "I rise."),
            ("LEE", "Why?"),
            ("The SPEAKER pro tempore", "He may."),
            ("The Acting CHAIR", "So ordered."),
            ("LEE", "I doubt it."),
            ("ROOK", "We end."),
        ],
    ),
    "briefing": (
        "MR. SALT: Good afternoon.\n\nQ    Is it open?\n\nMR. SALT: It is.\n\nEND 3:45 P.M. EDT\n\n"
        "The office is closed on Monday.",
        [("SALT", "Good afternoon."), ("Q", "Is it open?"), ("SALT", "It is.")],
    ),
    "live captions": (
        ">> Mr. Salt: It is open.\n\n>> Why is it?\n\n>> The Press: When?\n\n>> Mr. Salt: Now.",
        [("Salt", "It is open."), ("The Press", "When?"), ("Salt", "Now.")],
    ),
    "questions": ("Q. How?\nA. By boat.", [("Q", "How?"), ("A", "By boat.")]),
    "questions and colons": ("Q: How?\nA: By boat.", [("Q", "How?"), ("A", "By boat.")]),
    "codes": (
        "Interviewer: How?\nP7: By boat.\nInterviewer: Why?",
        [("Interviewer", "How?"), ("P7", "By boat."), ("Interviewer", "Why?")],
    ),
    "letters": (
        "I: how did you come here\nP: by boat\nI: and then\nP: we walked",
        [("I", "how did you come here"), ("P", "by boat"), ("I", "and then"), ("P", "we walked")],
    ),
    "numbers": (
        "Speaker 1: Hello.\nSpeaker 2: Hello to you.\nSpeaker 1: Bye.",
        [("Speaker 1", "Hello."), ("Speaker 2", "Hello to you."), ("Speaker 1", "Bye.")],
    ),
    "television": (
        "DANA SALT, CNN ANCHOR: Good evening.\n\nSEN. OWEN ROOK (D-CA): Hello, Dana.\n\n"
        "SALT: Is it open?\n\nROOK: It is. (CROSSTALK)",
        [
            ("DANA SALT", "Good evening."),
            ("OWEN ROOK", "Hello, Dana."),
            ("DANA SALT", "Is it open?"),
            ("OWEN ROOK", "It is."),
        ],
    ),
    "small letters": (
        "interviewer: how did you come\n\nhost1: by boat\n\np7: and we\n\np7: walked\n\n"
        "interviewer: why",
        [
            ("interviewer", "how did you come"),
            ("host1", "by boat"),
            ("p7", "and we"),
            ("p7", "walked"),
            ("interviewer", "why"),
        ],
    ),
    "the log of a flight": (
        "00 00 00 04 CDR\nRoger. Clock.\n\n00 00 00 09 CC (HILL)\nWe copy.\n\n"
        "00 00 00 15 CDR/LMP\nStand by.\n\n00 00 00 34 CDR (GULL)\nGo.\n\n00 00 01 00 CC\nWhy?",
        [
            ("CDR", "Roger. Clock."),
            ("CC", "We copy."),
            ("CDR/LMP", "Stand by."),
            ("CDR", "Go."),
            ("CC", "Why?"),
        ],
    ),
    "times in four parts": (
        "[00:00:00:04] Rook: The line is open.\n\n[00:00:01:09] Salt: I doubt it.",
        [("Rook", "The line is open."), ("Salt", "I doubt it.")],
    ),
    "somebody unknown at a time": (
        "Ines Rook  0:04\nThe line is open.\n\nOwen Salt  0:09\nI doubt it.\n\n"
        "Unknown Speaker  0:11\nSo do I.\n\nInes Rook  0:20\nWhy?",
        [ROOK, SALT, ("Unknown Speaker", "So do I."), ("Ines Rook", "Why?")],
    ),
    "offices of several words": (
        "SECRETARY OF STATE SALT: It is open.\n\nQ    Why?\n\nU.S. PRESIDENT ADA MARLOW: I said so."
        "\n\nQ    When?\n\nMINISTER OF TRANSPORT ANNA ROOK: Now.\n\nSECRETARY OF STATE SALT: Yes.",
        [
            ("SECRETARY OF STATE SALT", "It is open."),
            ("Q", "Why?"),
            ("ADA MARLOW", "I said so."),
            ("Q", "When?"),
            ("ANNA ROOK", "Now."),
            ("SECRETARY OF STATE SALT", "Yes."),
        ],
    ),
    "members together": (
        "Mr. Salt: I doubt it.\n\nSome hon. Members: Oh!\n\nHon. Members: Why?\n\n"
        "Mr. Salt: Because.",
        [
            ("Salt", "I doubt it."),
            ("Some hon. Members", "Oh!"),
            ("Hon. Members", "Why?"),
            ("Salt", "Because."),
        ],
    ),
    "one who speaks once among given names": (
        "Anna: Hello there.\n\nBo: Hello to you.\n\nAnna: Bye.",
        [("Anna", "Hello there."), ("Bo", "Hello to you."), ("Anna", "Bye.")],
    ),
}


@pytest.mark.parametrize(("text", "said"), SHAPES.values(), ids=SHAPES)
def test_labels_of_every_shape(text: str, said: list[tuple[str, str]]) -> None:
    assert _said(text) == said


NO_TRANSCRIPTS = {
    "one label": "NOTE: the harbour is closed.\n\nNothing was said.",
    "notes": "Note: The line is closed.\n\nUpdate: It is open again.\n\nParis: It rained.",
    "a form": "Name: Ann Lee\nAge: 43\nOccupation: mayor",
    "votes": "Ann Lee: 43 percent\nBo Chan: 12 percent\n\nThe vote was held in May.",
    "cities": "New York: It rained all day.\n\nLos Angeles: It was dry.",
    "a list": "A. The dam.\nB. The wall.\nC. The line.",
    "a recipe": "Batter: Two eggs.\nFilling: Boil them.\nBatter: Salt.\nFilling: Wait.",
    "headings": "The wall\n\nKey Facts: It is tall.\n\nNext Steps: It grows.\n\nIt fell in May.",
    "steps in small letters": "step 1: Boil it.\n\nstep 2: Wait.\n\nstep 1: Boil it again.",
    "an e-mail": "From: Ann Lee\nTo: Bo Chan\nCc: Ida Roth\nSubject: Rain\n\nIt rains.",
    "telephone numbers": "01 23 45 67 Ann Lee\nMayor\n\n01 23 45 68 Bo Chan\nEngineer",
    "an address": "Ann Lee\nMain Street 4\n\nBo Chan\nHill Road 5",
}


@pytest.mark.parametrize("text", NO_TRANSCRIPTS.values(), ids=NO_TRANSCRIPTS)
def test_what_only_looks_like_a_label_starts_no_turn(text: str) -> None:
    assert _said(text) == []


def test_a_label_inside_a_turn_needs_company_too() -> None:
    text = "P7: Paris: that was a dream.\n\nRemember: we walked.\n\nNote: the tape was cut.\n\n"
    assert _said(f"Interviewer: How?\n\n{text}Interviewer: And then?") == [
        ("Interviewer", "How?"),
        ("P7", "Paris: that was a dream. Remember: we walked."),
        ("Interviewer", "And then?"),
    ]


def test_a_form_before_an_interview_is_not_said() -> None:
    form = "Interviewer: Ann Lee\nParticipant: P7\nDate: 3 May 2021\n\n"
    said = _said(f"{form}Interviewer: How?\nP7: By boat.\nInterviewer: Why?")
    assert [words for _, words in said] == ["How?", "By boat.", "Why?"]


def test_all_paragraphs_of_a_turn_are_its_parts_but_not_the_stage_directions() -> None:
    text = "Ines Rook: It is open. (Laughter.) It is!\n\n(Applause.)\n\nIt will stay so.\n\n"
    first, _ = quotecli.draft(f"{text}Owen Salt: I doubt it.").quotes
    assert first.parts == ("It is open.", "It is!", "It will stay so.")
    assert first.proved


def test_nobody_says_what_is_only_in_brackets_nor_a_heading() -> None:
    text = "Mr. Rook: (Sighs.)  (Laughter.)\n\nMr. Salt: I doubt it.\n\n# The wall\n\n"
    text += "(Exeunt) [They leave.]\n\n**Break:** \\[0:04\\]\n\nMr. Rook: Why?\n\n"
    assert _said(f"{text}Mr. Salt: [Sighs]") == [
        ("Salt", "I doubt it."),
        ("Rook", "Why?"),
    ]


def test_where_no_label_comes_back_every_quote_is_to_be_reviewed() -> None:
    once, twice = "Ines Rook: It is open.\n\nOwen Salt: I doubt it.", "\n\nInes Rook: Why?"
    assert {quote.confidence for quote in quotecli.draft(once).quotes} == {0.7}
    assert {quote.confidence for quote in quotecli.draft(once + twice).quotes} == {0.95}
    assert make(once).review.keys() == {quote.id for quote in quotecli.draft(once).quotes}


def test_headings_between_the_turns_are_not_said() -> None:
    text = (
        "Mr. Rook: The line is open.\n\nJobs Forum\n\nMr. Salt: I doubt it.\n\nORAL QUESTIONS\n\n"
        "**The Harbour of Ellery**\n\nMr. Rook: It says:\n\nNo Entry\n\nMr. Salt: Is it open?\n\n"
        "Yes\n\nMr. Rook: (Laughter.) Okay Ines\n\nMr. Salt: I see.\n\nTranscribed by a machine"
    )
    assert [quote.parts for quote in quotecli.draft(text).quotes] == [
        ("The line is open.",),
        ("I doubt it.",),
        ("It says:", "No Entry"),
        ("Is it open?", "Yes"),
        ("Okay Ines",),
        ("I see.",),
    ]


def test_pictures_and_tags_between_the_paragraphs_are_not_said() -> None:
    said = ("It is open. \\[laughs\\] It is!", '<center><img src="a.jpg"></center>', "<!--more-->")
    text = "\n\n".join((*said, "![A wall](a.png)", "\\[applause\\]", "It will stay so."))
    talk = "**Owen Salt:** I doubt it.\n\n**Ines Rook:** Why?"
    first, *_ = quotecli.draft(f"**Ines Rook:** {text}\n\n{talk}").quotes
    assert first.parts == ("It is open.", "It is!", "It will stay so.")


def test_lines_broken_by_hand_are_one_paragraph() -> None:
    text = (
        "MR. SALT: This is a long line that somebody has broken by hand at the\n"
        "width of seventy columns, as many do, and it goes on for a while. It is\n"
        "still going on here, in the third line, and will end somewhere. And it\n"
        "does.\n\nMS. ROOK: And this is another long line that somebody has broken by\n"
        "hand, so that it takes two lines.\n\nMR. SALT: Yes."
    )
    assert [len(quote.parts) for quote in quotecli.draft(text).quotes] == [1, 1, 1]


def test_labels_that_mean_one_person_are_one_speaker() -> None:
    text = "MS. PSAKI: We wait.\n\nQ And then?\n\nMs. Psaki: We wait.\n\nJen Psaki: That is all."
    made = quotecli.draft(text)
    assert [_name(quote) for quote in made.quotes] == [
        "Jen Psaki",
        "Q",
        "Jen Psaki",
        "Jen Psaki",
    ]
    assert made.speakers["psaki"].aliases == ("MS. PSAKI", "Ms. Psaki")


def test_a_title_tells_two_of_one_surname_apart() -> None:
    text = "Mr. Lee: Yes, I do.\n\nMrs. Lee: No, I do not.\n\nMr. Lee: Why not?"
    assert [name for name, _ in _said(text)] == ["Mr. Lee", "Mrs. Lee", "Mr. Lee"]


def test_a_surname_that_two_have_is_nobody_elses() -> None:
    text = "Ada Lee: We wait.\n\nBo Lee: We go.\n\nLee: We stay.\n\nAda Lee: Why?"
    assert [name for name, _ in _said(text)] == ["Ada Lee", "Bo Lee", "Lee", "Ada Lee"]


def test_a_label_tells_the_office_and_the_party() -> None:
    people = quotecli.draft(SHAPES["parliament"][0]).speakers
    assert (people["salt"].name, people["salt"].role) == ("Owen Salt", "Harbour North, Lab")
    assert (people["rook"].name, people["rook"].role) == ("Ines Rook", "Minister of Transport")


def test_the_time_is_kept() -> None:
    notes = [quote.note for quote in quotecli.draft(SHAPES["times"][0]).quotes]
    assert notes == ["at 00:00:04", "at 00:00:20"]


def test_what_is_quoted_inside_a_turn_is_reported_by_its_speaker() -> None:
    text = "Ines Rook: Owen Salt told me, “The line is closed for good,” and I laughed.\n\n"
    _, inner, _ = quotecli.draft(f"{text}Ada Marlow: We said “never” in 2019.").quotes
    assert (inner.excerpt, _name(inner)) == ("The line is closed for good", "Owen Salt")
    assert inner.reported_by
    assert inner.reported_by.name == "Ines Rook"


def test_nobody_is_reported_by_himself() -> None:
    text = "Bo Burnside: The Minister for the harbour announced that the wall should end.\n\n"
    said = _said(f"{text}The Prime Minister: He told me so.\n\nBo Burnside: Why?")
    assert [name for name, _ in said] == ["Bo Burnside", "The Prime Minister", "Bo Burnside"]


def test_marked_lines_are_left_to_the_marks() -> None:
    assert _said("LEE: “No.”\n\nCHAN: “Yes.”") == [("LEE", "No."), ("CHAN", "Yes.")]


@pytest.mark.parametrize(
    ("split", "said"),
    [
        ("turn", [("We came at 3 p.m. in May.", "Mr. Salt did not."), ("Why?",)]),
        ("paragraph", [("We came at 3 p.m. in May.",), ("Mr. Salt did not.",), ("Why?",)]),
        ("sentence", [("We came at 3 p.m. in May.",), ("Mr. Salt did not.",), ("Why?",)]),
    ],
)
def test_a_turn_is_split_as_asked(split: str, said: list[tuple[str, ...]]) -> None:
    text = "P7: We came at 3 p.m. in May.\n\nMr. Salt did not.\n\nInterviewer: Why?"
    assert [quote.parts for quote in quotecli.draft(text, split=split).quotes] == said
    two = "P7: We came. Then we left!\n\nInterviewer: Why? “How?”"
    if split == "sentence":
        parts = [quote.excerpt for quote in quotecli.draft(two, split=split).quotes]
        assert parts == ["We came.", "Then we left!", "Why?", "“How?”"]


def test_short_answers_that_come_back_hundreds_of_times_are_all_there() -> None:
    choice = random.Random(1).choice
    words = "line wall dam boat harbour north river night".split()
    turns = [
        f"P7: {choice(['Yes.', 'No.', 'Yeah.'])}\n\n"
        f"Interviewer: And the {choice(words)} of the {choice(words)} in the {choice(words)}?"
        for _ in range(700)
    ]
    made = make("\n\n".join(turns))
    assert made.skipped == []
    assert len(made.statement.quotes) == 1400
    assert all(quote.proved for quote in made.statement.quotes)


_PIECES = [
    "MR. LEE:",
    "CHAN: ",
    "said",
    "“No”",
    "\n",
    "A B C:",
    "x",
    ":",
    "(Laughter)",
    "**",
    "0:04",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join))
def test_any_lines(text: str) -> None:
    for quote in extract(text).quotations:
        for start, end in quote.content:
            assert 0 <= start < end <= len(text)
