"""The schema of rows, one table for JSON Lines, Parquet, Arrow and the documentation."""

from __future__ import annotations

from typing import Literal, NamedTuple

Plain = Literal["text", "whole", "decimal", "flag"]


class ListOf(NamedTuple):
    """A list of values of one type; it may be empty, and is never null."""

    item: Plain | tuple[Column, ...]


class Column(NamedTuple):
    """A column, or a field of a struct; only an `optional` one may be null, if it is unknown.

    "text" is a string, "whole" an integer of 64 bits, "decimal" a double and "flag" a boolean; a
    tuple of columns is a struct. `about` describes the values.
    """

    name: str
    type: Plain | ListOf | tuple[Column, ...]
    about: str
    optional: bool = False


def _optional(**about: str) -> tuple[Column, ...]:
    """Return columns of texts that may be unknown, by name."""
    return tuple(Column(name, "text", text, True) for name, text in about.items())


TEXTS_LIST = ListOf("text")

_SPAN = (
    Column("start", "whole", "The first code point of the text, from 0."),
    Column("end", "whole", "The code point after the last."),
)
_ATTRIBUTES = ListOf(
    (
        Column("name", "text", "The name of an attribute, such as party."),
        Column("value", "text", "Its value."),
    )
)
SPEAKER = (
    Column("id", "text", "The id of the speaker."),
    Column("name", "text", "The speaker's name."),
    *_optional(role="The speaker's office or title."),
    Column("aliases", TEXTS_LIST, "Other names for the speaker."),
    Column("attributes", _ATTRIBUTES, "What speakers can be counted and filtered by."),
)
"""The struct of a speaker in the row of a text."""

TOPIC = (
    Column("id", "text", "The id of the topic."),
    Column("label", "text", "The topic's name."),
    *_optional(description="What the topic covers."),
    Column("aliases", TEXTS_LIST, "Other names of the topic."),
    Column("keywords", TEXTS_LIST, "Words that suggest the topic in a draft."),
    *_optional(
        parent="The id of the topic that includes this one.",
        colour="The colour of the topic, such as `#1f77b4`.",
        memo="A researcher's note on the topic.",
    ),
)
"""The struct of a topic in the row of a text."""

_PUBLICATION = (
    Column("title", "text", "The title of the text."),
    *_optional(
        occasion="The place and time of what was said.",
        author="The author of the text.",
        publisher="The publisher of the text.",
        url="The web address of the text.",
        published="The date of publication as it is known: 2024-01-02, 2024-01 or 2024.",
        first_day="The first day of that date, 2024-01-01; null for none and for what is no date.",
        last_day="The last day of it, 2024-12-31; that of every month is the 31st.",
        language="The language of the text, as a BCP 47 tag.",
    ),
)

QUOTES = (
    Column("text_id", "text", "The id of the text, as `id` of its row among the texts."),
    Column("id", "text", "The id of the quote, unique in its text."),
    Column("rank", "whole", "The number of the quote among those of its text, from 0."),
    Column("excerpt", "text", "The words on one line, with ` […] ` where words may be left out."),
    Column("parts", TEXTS_LIST, "Each uninterrupted part of the excerpt, with its line ends."),
    Column("joins", TEXTS_LIST, "What stands between the parts in `excerpt`."),
    Column("spans", ListOf(_SPAN), "Where each part is in the text; empty if it is missing."),
    Column("paragraph", "whole", "The number of the paragraph in which it begins, from 1.", True),
    Column("tier", "text", "`exact`, `typographic`, `loose` or `missing`."),
    Column("proved", "flag", "True if the text has the excerpt exactly, in one place."),
    Column("occurrences", "whole", "The number of places that match equally well."),
    Column("context", "flag", "False if no place has the prefix or suffix that is given."),
    Column("kind", "text", "`direct`, `indirect` or `mixed`."),
    Column("polarity", "text", "`negative` if the speaker denies it, else `positive`."),
    *_optional(
        status="`draft`, `unresolved` or `reviewed`; null, its author reviewed it.",
        speaker_id="The id of the speaker, unique in its text; null for a quote without a speaker.",
        speaker="The speaker's name; of a description, if `resolved` is false.",
        speaker_role="The speaker's office or title.",
    ),
    Column("speaker_aliases", TEXTS_LIST, "Other names for the speaker."),
    Column("speaker_attributes", _ATTRIBUTES, "The speaker's attributes."),
    Column("resolved", "flag", "True if the speaker is known by name."),
    *_optional(
        mention="The words of the text that say who is quoted; only in drafts.",
        reporter_id="The id of who reports the words, if another one said them.",
        reporter="The reporter's name.",
        reporter_role="The reporter's office or title.",
    ),
    Column("reporter_aliases", TEXTS_LIST, "Other names for the reporter."),
    Column("reporter_attributes", _ATTRIBUTES, "The reporter's attributes."),
    Column("topics", TEXTS_LIST, "The ids of the quote's topics."),
    Column("about", TEXTS_LIST, "The same, with the ids of all topics that include them."),
    Column("topic_labels", TEXTS_LIST, "The names of `topics`, in the same order."),
    *_optional(cue="The words that attribute the quote in the text."),
    Column("confidence", "decimal", "A draft's confidence in excerpt and speaker, 0 to 1.", True),
    Column("important", "flag", "True if the annotator marked it so."),
    *_optional(
        coder="Who annotated the quote.",
        note="The annotator's note.",
        prefix="The words right before the excerpt, which tell its place from others.",
        suffix="The words right after the excerpt.",
    ),
    Column("words", "whole", "The number of words of the excerpt."),
    Column(
        "folded",
        "text",
        "The words without case and accents, a space before and after each and U+FFFF between"
        " parts, to be searched.",
    ),
    *_PUBLICATION,
)
"""The columns of quotes, a row for each; what is known of the text is repeated in every row."""

TEXTS = (
    Column("id", "text", "The id of the text."),
    *_PUBLICATION,
    *_optional(
        accessed="The date on which it was read at its address.",
        source_file="The file that the text was extracted from.",
        source_sha256="The SHA-256 of that file, in hexadecimal.",
        speaker_id="The id of the speaker of all quotes that name no other.",
        coder="Who annotated the quotes that name nobody else.",
        memo="A researcher's note on the text.",
    ),
    Column("speakers", ListOf(SPEAKER), "The people who are quoted."),
    Column("topics", ListOf(TOPIC), "The topics that quotes may have."),
    Column("topics_key", "text", "A fingerprint of `topics`: many texts have the same topics."),
    Column("about", TEXTS_LIST, "The ids of the topics of its quotes, with all that include them."),
    Column("quotes", "whole", "The number of its quotes."),
    Column("text", "text", "The text, verbatim."),
)
"""The columns of texts, a row for each."""

REJECTED = (
    Column("id", "text", "The id of the text; null if it has none.", True),
    Column("reason", "text", "Why the text could not be drafted."),
)
"""The columns of texts that could not be drafted."""

DRAFTS = (
    *_optional(
        id="The id of the text as it was given.",
        reason="Why the text could not be drafted; null if it was.",
    ),
    Column("text", TEXTS, "The text's row among the texts; null if it could not be drafted.", True),
    Column("quotes", ListOf(QUOTES), "The rows of its quotes, in order."),
)
"""The columns of drafts: a row for each text that was given, whatever became of it."""

TABLES = {"quotes": QUOTES, "texts": TEXTS, "rejected": REJECTED}
"""The tables of a folder by name: each is in the Parquet files of the subfolder of that name."""
