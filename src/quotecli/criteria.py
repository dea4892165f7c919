"""Criteria -> the quotes that meet them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from quotecli.model import Kind
    from quotecli.text.query import Query

Sort = Literal["source", "relevance", "speaker", "length", "random"]


class Criteria(NamedTuple):
    """What quotes must be: each field narrows, the values in one field widen; an empty field asks
    nothing.

    `topics`, `not_topics` and `speakers` are names as users type them; a topic includes its
    subtopics. With `every_topic` a quote must be about all of `topics`. `search` holds searches as
    quotecli.text.query.parse() reads them. `statements` are names of statements; `since` and
    `until` are days, months or years as ISO 8601 writes them: a statement must have been published
    within them, from the first day of `since` to the last of `until`.
    """

    topics: tuple[str, ...] = ()
    every_topic: bool = False
    not_topics: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    search: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def __bool__(self) -> bool:
        return any(self._replace(every_topic=False))

    def queries(self) -> list[Query]:
        """The searches, parsed; those without a word are left out, since they match nothing."""
        if not self.search:
            return []
        from quotecli.text.query import parse

        return [query for query in map(parse, self.search) if query.terms]

    def expression(self) -> str:
        """The searches as one FTS5 expression; "" where none has a word."""
        return " OR ".join(f"({query.match()})" for query in self.queries())


class Where(NamedTuple):
    """A condition on the table `quote`, as SQL with its parameters."""

    sql: str
    parameters: tuple[str, ...]


def where(criteria: Criteria) -> Where:
    """The condition for criteria whose names are ids; searches ask for the table `found`."""
    conditions: list[str] = []
    parameters: list[str] = []

    def add(condition: str, *values: str) -> None:
        conditions.append(condition.replace("(?)", f"({', '.join('?' * len(values))})"))
        parameters.extend(values)

    about = "n IN (SELECT n FROM about WHERE topic IN (?))"
    if criteria.every_topic:
        for topic in criteria.topics:
            add(about, topic)
    elif criteria.topics:
        add(about, *criteria.topics)
    if criteria.not_topics:
        add(f"NOT {about}", *criteria.not_topics)
    if criteria.speakers:
        add("speaker IN (?)", *criteria.speakers)
    if criteria.kinds:
        add("kind IN (?)", *criteria.kinds)
    if criteria.statements:
        add("statement IN (SELECT number FROM statement WHERE id IN (?))", *criteria.statements)
    if criteria.since or criteria.until:
        from quotecli.text.dates import first_day, last_day
    if criteria.since:
        add(
            "statement IN (SELECT number FROM statement WHERE first >= (?))",
            first_day(criteria.since),
        )
    if criteria.until:
        add(
            "statement IN (SELECT number FROM statement WHERE last <= (?))",
            last_day(criteria.until),
        )
    if criteria.search:
        expression = criteria.expression()
        if expression:
            add("n IN (SELECT rowid FROM found WHERE found MATCH (?))", expression)
        else:
            add("0")
    return Where(" AND ".join(conditions) or "1", tuple(parameters))
