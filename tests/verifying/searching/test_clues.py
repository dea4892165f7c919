"""Which texts a quotation is compared with: those that have its rare words."""

from __future__ import annotations

import pytest

from quotecli.model import Statement
from quotecli.verifying.reading.article import read_article
from quotecli.verifying.searching import aside, search
from quotecli.verifying.searching.sources import SourceText
from quotecli.verifying.verify import Verifier

SAID = "The harbour committee will publish sixteen unflattering memoranda tomorrow evening."
ARTICLE = f"“{SAID.replace('sixteen', 'seventeen')}” said Ada Marlow."
# All words but the rarest one, and in another order.
OTHER = "Memoranda of the committee: seventeen will publish harbour evening news tomorrow. "


def verify(article: str, texts: list[str]) -> tuple[str, str]:
    sources = [
        SourceText(Statement("", "", text, (), {}, {}, file=f"{number}.txt"))
        for number, text in enumerate(texts)
    ]
    read = read_article(article.encode(), "article.txt")
    ((_, (finding,)),) = Verifier().verify([read], sources)
    assert finding.passage
    return finding.verdict, finding.passage.file


def test_the_source_is_found_among_many_texts_with_as_many_of_the_words() -> None:
    assert verify(ARTICLE, [*[OTHER * 100 for _ in range(200)], SAID]) == ("altered", "200.txt")


def test_the_source_of_a_short_quotation_lacks_the_word_that_is_changed() -> None:
    others = ["It is the earnest wish of all peoples that the cause be heard."] * 3
    article = "“It is the peoples cause,” said Ada Marlow."
    assert verify(article, [*others, "It is the people's cause."]) == ("altered", "3.txt")


@pytest.mark.parametrize(
    ("quoted", "said", "other"),
    [
        ("it is as it was on my way", "It is as it is on my way.", "On my way it was as it is. "),
        (
            "what they have said will come",
            "What they had said will come. Have they?",
            "Come, they have said what they will. ",
        ),
        ("港は明日の朝に閉める", "港は昨日の朝に閉める。", "朝に港の日は閉める。明日の"),
    ],
)
def test_the_source_is_found_among_many_texts_with_all_of_the_words(
    quoted: str, said: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_MAX_READ", 0)
    assert verify(f"“{quoted}”", [other] * 50 + [said]) == ("altered", "50.txt")
    monkeypatch.setattr(aside, "_MAX_TEXTS", 7)
    assert verify(f"“{quoted}”", [other] * 25 + [said] + [other] * 25) == ("altered", "25.txt")


def test_a_letter_of_a_script_without_spaces_is_as_rare_as_a_word() -> None:
    # The only word with three letters is the one that is changed.
    found = verify("“463港は明日の朝に閉める”", ["その日の夜", "4,462港は明日の朝に閉める。"])
    assert found == ("altered", "1.txt")
