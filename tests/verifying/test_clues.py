"""Which texts a quotation is compared with: those that have its rare words."""

from __future__ import annotations

from quotecli.model import Statement
from quotecli.verifying.article import read_article
from quotecli.verifying.sources import SourceText
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
