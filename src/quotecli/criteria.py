"""What quotes are asked for, and the order they come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from quotecli.model import Kind, Polarity, Status
    from quotecli.text.query import Query

COUNTED_BY = ("topic", "speaker", "kind", "statement", "month")
"""What quotes can be counted by, besides the attributes of speakers, which cannot be called so."""

Sort = Literal["source", "relevance", "speaker", "length", "random"]


class Criteria(NamedTuple):
    """What quotes must have: each field narrows the choice, and the values of one field widen it.

    An empty field does not narrow anything. `topics`, `not_topics`, `speakers`, `coders` and
    `statements` are ids, or names as users type them; a topic includes its subtopics. An attribute
    and its value, such as party=Labour, mean all speakers that have it. With
    `every_topic` a quote must be about all of `topics`, with `important` be marked so. A quote
    without a status was reviewed by its author. `search` holds searches for
    quotecli.text.query.parse(). `since` and `until` are a day, month or year in ISO 8601: the
    statement must have been published between the first day of `since` and the last day of `until`.
    """

    topics: tuple[str, ...] = ()
    every_topic: bool = False
    not_topics: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    polarities: tuple[Polarity, ...] = ()
    statuses: tuple[Status, ...] = ()
    important: bool = False
    coders: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def __bool__(self) -> bool:
        return any(self._replace(every_topic=False))

    def for_statements(self) -> Criteria:
        """Return only what is asked of statements, not of their quotes."""
        return Criteria(statements=self.statements, since=self.since, until=self.until)

    def queries(self) -> list[Query]:
        """Return the searches, parsed, without those that have no word and so match nothing."""
        if not self.search:
            return []
        from quotecli.text.query import parse_query

        return [query for query in map(parse_query, self.search) if query.terms]
