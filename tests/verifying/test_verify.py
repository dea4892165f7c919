"""Articles against sources, from Python; and texts made to be slow."""

from __future__ import annotations

import pytest

import quotecli
from quotecli.model import Speaker
from quotecli.verifying.attribution import is_same
from quotecli.verifying.comparison import compare
from quotecli.verifying.wording import Wording
from quotecli.verifying.words import Words


def test_a_text_is_verified_from_python() -> None:
    source = quotecli.draft("“We will not raise taxes on the poor,” said Ada Marlow.", title="Day")
    library = quotecli.Library([source])
    article = "“We will raise taxes on the poor,” said Ada Marlow. Bo Chan wept."
    (found,) = quotecli.verify(article, library)
    assert (found.verdict, found.turned) == ("shortened", "“not” is left out")
    assert found.attribution[:3] == ("same", "Ada Marlow", "Ada Marlow")


def test_words_of_two_people_are_nobodys_quotation() -> None:
    turns = (
        "ROOK: We raise taxes on the rich.",
        "MARLOW: A good idea.",
        "ROOK: Yes, we do that.",
        "MARLOW: We go to the harbour with all men. We shall not wait.",
    )
    library = quotecli.Library([quotecli.draft("\n\n".join(turns), title="Day")])

    def verify(words: str) -> tuple[str, ...]:
        article = f"Alan Rook and Ida Marlow met. “{words},” said Ida Marlow."
        (found,) = quotecli.verify(article, library)
        assert found.verdict == "verbatim"
        return found.attribution[:3]

    said = "We go to the harbour … We shall not wait"
    assert verify(said) == ("same", "Ida Marlow", "MARLOW")
    said = "We raise taxes on the rich … We go to the harbour with all men"
    assert verify(said) == ("differs", "Ida Marlow", "ROOK and MARLOW")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Speaker("a", "Ada Marlow"), Speaker("b", "Ada Marlow"), True),
        (Speaker("a", "Marlow"), Speaker("b", "Ada Marlow"), True),
        (Speaker("a", "A. Marlow"), Speaker("b", "Ada Marlow"), True),
        (Speaker("a", "Ada Marlow"), Speaker("b", "Bea Marlow"), False),
        (Speaker("a", "Ada Marlow"), Speaker("b", "Bo Chan"), False),
        (Speaker("a", "the mayor"), Speaker("b", "Ada Marlow", "mayor of Tarn"), True),
        (Speaker("a", "the minister"), Speaker("b", "Ada Marlow", "mayor of Tarn"), None),
        (Speaker("a", "she"), Speaker("b", "Ada Marlow"), None),
        (Speaker("a", "Ada Marlow", "", ("the Rook",)), Speaker("b", "Rook, Ada"), False),
    ],
)
def test_one_person_under_two_names(one: Speaker, other: Speaker, same: bool | None) -> None:
    assert is_same(one, other) is same
    assert is_same(other, one) is same


@pytest.mark.parametrize(
    ("excerpt", "text"),
    [
        ("word " * 40_000, "word " * 40_000),
        ("word " * 2_000 + "other", "word " * 40_000),
        ("a b " * 1_000 + "b a", "b a " * 100_000),
        ("[" * 100_000 + "a" + "]" * 100_000, "a b c d e"),
        ("." * 200_000 + " one two three four", "one two three four"),
        ("one … " * 20_000, "one two " * 20_000),
        ("“" * 200_000, "“" * 200_000),
    ],
)
def test_texts_made_to_be_slow_have_an_end(excerpt: str, text: str) -> None:
    compare(Wording([excerpt]), Words(text))


def verify_own(article: str, *sources: quotecli.Statement) -> list[quotecli.Finding]:
    return quotecli.verify(article, quotecli.Library(sources))


HEARING = """\
MR. SALT: Thank you all. We will not sell the quay. The engineer told me, "The wall will not last
another winter," and I believe her.

THE CHAIR: And who pays for all of that?

MR. SALT: Nobody pays for it twice.

THE CHAIR: Thank you for coming here.
"""


def test_what_a_speaker_reports_of_somebody_unnamed_is_not_the_speakers() -> None:
    article = "“The wall will not last another winter,” said Owen Salt."
    for source in (quotecli.draft(HEARING, title="Hearing"), plain(HEARING)):
        (found,) = verify_own(article, source)
        assert found.turned == "said by the engineer in the source"
        assert found.attribution.verdict == "differs"
        assert found.attribution.source == "the engineer, as told by SALT"


def test_a_sentence_that_reports_is_its_speakers() -> None:
    article = "“The engineer told me, ‘The wall will not last another winter,’” said Owen Salt."
    (found,) = verify_own(article, plain(HEARING))
    assert (found.verdict, found.attribution[:3]) == ("verbatim", ("same", "Owen Salt", "SALT"))


@pytest.mark.parametrize(
    ("excerpt", "turned"),
    [
        ("We will sell the quay this year", "“My opponent says” stands before it"),
        ("The wall will not last", "said by Bo Chan in the source"),
        ("I have never heard such a thing", ""),
        ("Bo Chan said to me, “The wall will not last.” I have never", ""),
    ],
)
def test_what_a_speech_reports_is_not_its_speakers(excerpt: str, turned: str) -> None:
    speech = plain(
        "My opponent says, “We will sell the quay this year.” Bo Chan said to me, “The wall will"
        " not last.” I have never heard such a thing."
    )._replace(speaker=Speaker("", "Ada Marlow"))
    (found,) = verify_own(f"Ada Marlow said: “{excerpt.replace('“', '‘')}”", speech)
    assert (found.turned, found.attribution.verdict) == (turned, "differs" if turned else "same")


def test_the_first_turn_of_a_transcript_has_a_speaker() -> None:
    article = "“Thank you all. We will not sell the quay,” said Bo Chan."
    (found,) = verify_own(article, plain(HEARING))
    assert found.attribution[:3] == ("differs", "Bo Chan", "SALT")


def plain(text: str) -> quotecli.Statement:
    return quotecli.draft(text, title="Hearing")._replace(quotes=())


SOURCE = """\
“We will not raise taxes on the poor this year,” said Ada Marlow. She left.

“The quay is not for sale to anybody at all,” said Bo Chan.
"""


def test_the_likelier_reading_of_an_article_tells_who_says_it() -> None:
    source = quotecli.draft(SOURCE, title="Day")
    article = "At the hearing Bo Chan promised: “We will not raise taxes on the poor this year.”"
    (found,) = verify_own(article, source)
    assert found.attribution[:3] == ("differs", "Bo Chan", "Ada Marlow")


def test_a_description_is_nobody_else() -> None:
    source = quotecli.draft(SOURCE, title="Day")
    article = (
        "Noodle maker: “The quay is not for sale to anybody at all”\n\nIt rained in Tarn today."
    )
    (found,) = verify_own(article, source)
    assert found.attribution.verdict == "unknown"


def test_words_that_mean_somebody_stand_beside_the_name() -> None:
    source = quotecli.draft(SOURCE, title="Day")
    article = (
        "“We will not raise taxes on the poor this year,” said the mayor, Ada Marlow.\n\n"
        "“We will sell the quay,” Marlow said. The engineer called it “not for sale to anybody at"
        " all”."
    )
    *_, found = verify_own(article, source)
    assert found.attribution[:3] == ("differs", "Ada Marlow", "Bo Chan")
    assert found.attribution.named_as == "The engineer"


def test_the_turns_of_a_transcript_are_verified_whole_and_so_is_what_they_quote() -> None:
    said = (
        "ROOK: We will not sell the harbour to a bank. The mayor told me, “Nobody pays twice for"
        " the quay,” and I believe her.\n\nSALT: Boats need a quay, more than ever.\n\n"
        "ROOK: That is what we all say here, and we mean it."
    )
    turn, quoted, *others = verify_own(said.replace("will not", "will"), plain(said))
    assert (turn.verdict, turn.turned, turn.quote.speaker) == (
        "shortened",
        "“not” is left out",
        "ROOK",
    )
    assert turn.quote.excerpt.startswith("We will sell")
    assert turn.quote.excerpt.endswith("and I believe her.")
    assert (quoted.verdict, quoted.quote.excerpt) == (
        "verbatim",
        "Nobody pays twice for the quay,",
    )
    assert [found.verdict for found in others] == ["verbatim", "verbatim"]
