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


def test_the_source_is_found_among_many_texts_with_as_many_of_the_words() -> None:
    texts = [*[OTHER * 100 for _ in range(200)], SAID]
    sources = [
        SourceText(Statement("", "", text, (), {}, {}, file=f"{number}.txt"))
        for number, text in enumerate(texts)
    ]
    article = read_article(ARTICLE.encode(), "article.txt")
    ((_, (finding,)),) = Verifier().verify([article], sources)
    assert finding.passage
    assert (finding.verdict, finding.passage.file) == ("altered", "200.txt")
