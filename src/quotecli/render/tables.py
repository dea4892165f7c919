"""Topics, speakers and statements as tables, a row each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from quotecli.model import NOBODY, Speaker, collapse_space
from quotecli.render.layout import Glyphs, Line, Piece, Table, TableColumn, cell
from quotecli.render.view import View

if TYPE_CHECKING:
    from quotecli.library.counts import SpeakerCount, StatementCount, TopicCount

_BAR_WIDTH = 20


def topics_table(counts: Sequence[TopicCount], view: View, *, memos: bool = False) -> Table:
    """Return a row for each topic, subtopics indented under their parent, its share as a bar.

    With `memos`, the researcher's notes on the topics stand in the place of the bars.
    """
    columns = [
        TableColumn("id", is_id=True),
        TableColumn("label", wraps=True, main=True),
        TableColumn("quotes", right=True),
        TableColumn("words", right=True),
        TableColumn("share", right=True),
        *_home_column(view),
        TableColumn("memo", wraps=True) if memos else TableColumn(""),
    ]
    return Table(columns, [_topic_cells(count, view, memos) for count in counts])


def _topic_cells(count: TopicCount, view: View, memos: bool) -> list[Line]:
    topic, indent = count.topic, "  " * count.depth
    drawn = cell(bar(count.share, view.glyphs), view.topic_style(topic.id))
    return [
        Line([Piece(indent), *view.topic(topic.id, topic.id, "id")]),
        cell(f"{indent}{topic.label}"),
        cell(f"{count.quotes:,}"),
        cell(f"{count.words:,}"),
        cell(f"{count.share:.0%}"),
        *_home(count, view),
        cell(collapse_space(topic.memo)) if memos else drawn,
    ]


def speakers_table(counts: Sequence[SpeakerCount], view: View, labels: Mapping[str, str]) -> Table:
    """Return a row for each speaker: role, attributes, quotes, words and topics, by `labels`."""
    any_denied = any(count.denied for count in counts)
    any_attributes = any(count.speaker.attributes for count in counts if count.speaker)
    columns = [
        TableColumn("id", is_id=True),
        TableColumn("name", wraps=True),
        TableColumn("quotes", right=True),
        *([TableColumn("denied", right=True)] if any_denied else []),
        TableColumn("words", right=True),
        TableColumn("topics", wraps=True, main=True),
        TableColumn("role", wraps=True),
        *([TableColumn("attributes", wraps=True)] if any_attributes else []),
        *_home_column(view),
    ]
    return Table(
        columns,
        [_speaker_cells(count, view, labels, any_denied, any_attributes) for count in counts],
    )


def _speaker_cells(
    count: SpeakerCount,
    view: View,
    labels: Mapping[str, str],
    any_denied: bool,
    any_attributes: bool,
) -> list[Line]:
    about: list[Piece] = []
    for topic, quotes in count.topics.items():
        about += [Piece(", ", "dim"), *view.topic(topic, labels[topic]), Piece(f" {quotes}", "dim")]
    who = count.speaker or Speaker("", NOBODY)
    return [
        cell(who.id, "id"),
        cell(who.name, "speaker"),
        cell(f"{count.quotes:,}"),
        *([cell(f"{count.denied:,}", "" if count.denied else "dim")] if any_denied else []),
        cell(f"{count.words:,}"),
        Line(about[1:]),
        cell(who.role),
        *([Line(attributes(who))] if any_attributes else []),
        *_home(count, view),
    ]


def attributes(speaker: Speaker) -> list[Piece]:
    """Return the attributes of a speaker with their names: party Labour, region North."""
    pieces = []
    for name, value in speaker.attributes:
        pieces += [Piece(", ", "dim"), Piece(f"{name} ", "dim"), Piece(value)]
    return pieces[1:]


def statements_table(counts: Sequence[StatementCount]) -> Table:
    """Return a row for each statement: title, speaker, date, and how much of it is quoted."""
    columns = [
        TableColumn("id", is_id=True),
        TableColumn("title", wraps=True, main=True),
        TableColumn("speaker", wraps=True),
        TableColumn("published", wraps=True),
        TableColumn("quotes", right=True),
        TableColumn("words", right=True),
    ]
    rows = [
        [
            cell(item.id, "id"),
            cell(collapse_space(item.title)),
            cell(item.speaker.name if item.speaker else "", "speaker"),
            cell(item.source.published),
            cell(f"{quotes:,}"),
            cell(f"{words:,}"),
        ]
        for item, quotes, words in counts
    ]
    return Table(columns, rows)


def _home_column(view: View) -> list[TableColumn]:
    return [TableColumn("statements", is_id=True)] if view.names_statement else []


def _home(count: TopicCount | SpeakerCount, view: View) -> list[Line]:
    """Return the statement that all quotes of a row are in, or how many statements they are in."""
    if not view.names_statement:
        return []
    return [cell(count.statement) if count.statement else cell(f"{count.statements:,}", "dim")]


def bar(share: float, glyphs: Glyphs) -> str:
    """Return a bar for a share, 0 to 1."""
    parts = len(glyphs.halves) + 1
    size = round(min(share, 1) * _BAR_WIDTH * parts)
    full, rest = divmod(size, parts)
    return glyphs.bar * full + (glyphs.halves[rest - 1] if rest else "")
