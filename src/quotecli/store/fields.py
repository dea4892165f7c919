"""The table of all keys of statement files, from which the reader and the JSON Schema are made."""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple

from quotecli.criteria import COUNTED_BY
from quotecli.model import KINDS, POLARITIES, STATUSES

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

# Python's $ also matches before a final line end, ECMAScript's does not: with (?!\n) both mean the
# end.
NUMBER = r"0(?:\.[0-9]+)?|1(?:\.0+)?"
_WHOLE_NUMBER = f"^(?:{NUMBER})$(?!\\n)"
_WHOLE_SLUG = f"^{SLUG.pattern}$(?!\\n)"


def is_attribute(name: str) -> bool:
    """Return True if an attribute of speakers can be called so."""
    return bool(SLUG.fullmatch(name)) and name not in COUNTED_BY


COLOUR = "#[0-9a-fA-F]{6}"
_WHOLE_COLOUR = f"^{COLOUR}$(?!\\n)"

Shape = Literal[
    "text",
    "number",
    "flag",
    "colour",
    "id",
    "choice",
    "texts",
    "ids",
    "pairs",
    "record",
    "records",
    "list",
]


class Field(NamedTuple):
    """The values that a key may have; `about` describes the key.

    "text" is text that is not blank, "texts" a list of it, or if `single` one text; "number" is a
    decimal from 0 to 1; "flag" is true or false; "colour" is "#rrggbb"; "id" and "ids" are slugs;
    "choice" is one of `choices`; "pairs" is a mapping of slugs, none of `choices`, to text;
    "record" is a mapping with `fields`, "records" a mapping of slugs to such mappings, "list" a
    list of them. A list that is `filled` is not empty.
    """

    shape: Shape
    about: str
    required: bool = False
    single: bool = False
    filled: bool = False
    choices: tuple[str, ...] = ()
    fields: Fields | None = None


class Fields(dict[str, Field]):
    """The fields of one kind of mapping by key; `required` lists the keys that it must have."""

    def __init__(self, fields: dict[str, Field]) -> None:
        super().__init__(fields)
        self.required = [key for key, field in fields.items() if field.required]


SPEAKER = Fields(
    {
        "name": Field("text", "The speaker's name, as printed under a quote.", required=True),
        "role": Field("text", "The speaker's office or title, as printed after the name."),
        "aliases": Field("texts", "Other names for the speaker in sources: “the MP”."),
        "attributes": Field(
            "pairs",
            "What speakers can be counted and filtered by: `party: Labour`.",
            choices=COUNTED_BY,
        ),
    }
)
TOPIC = Fields(
    {
        "label": Field("text", "The topic's name, as shown to people.", required=True),
        "description": Field("text", "What the topic covers and what it does not."),
        "aliases": Field("texts", "Other names by which the topic can be found."),
        "keywords": Field("texts", "Words that suggest the topic in a draft."),
        "parent": Field("id", "The id of the topic that includes this one."),
        "colour": Field("colour", 'The colour of the topic, in quotation marks: "#1f77b4".'),
        "memo": Field("text", "A researcher's note on the topic."),
    }
)
SOURCE = Fields(
    {
        "author": Field("text", "The author of the text."),
        "publisher": Field("text", "The publisher of the text."),
        "url": Field("text", "The web address of the text."),
        "published": Field("text", "The date of publication: 2024-01-02, 2024-01 or 2024."),
        "accessed": Field("text", "The date on which it was read at that address: 2024-01-02."),
        "language": Field("text", "The language of the text, as a BCP 47 tag: en."),
        "file": Field(
            "text", "The file that the text was extracted from, beside or below this one."
        ),
        "sha256": Field("text", "The SHA-256 of that file, in hexadecimal."),
    }
)
QUOTE = Fields(
    {
        "id": Field("id", "The id of the quote, unique in the file.", required=True),
        "topics": Field("ids", "The ids of the quote's topics."),
        "kind": Field(
            "choice",
            "direct: the speaker's words; indirect: a paraphrase in the writer's words; mixed:"
            " a paraphrase with marked words in it.",
            required=True,
            choices=KINDS,
        ),
        "polarity": Field(
            "choice",
            "negative: the speaker denies it; positive, the default: the speaker says it.",
            choices=POLARITIES,
        ),
        "speaker": Field("id", "The id of the speaker; by default the statement's."),
        "reported_by": Field(
            "id", "The id of the speaker who reports the words, if another one said them."
        ),
        "excerpt": Field(
            "texts",
            "The words, verbatim, without the outer quotation marks; a list if the source"
            " interrupts the quote.",
            required=True,
            single=True,
            filled=True,
        ),
        "cue": Field(
            "text", "The words that attribute the quote in the source: “said the chairman”."
        ),
        "prefix": Field("text", "The words right before the excerpt, if it occurs more than once."),
        "suffix": Field("text", "The words right after the excerpt, if it occurs more than once."),
        "status": Field("choice", "The state of review of the annotation.", choices=STATUSES),
        "confidence": Field(
            "number", "The confidence of a draft in excerpt and speaker, from 0 to 1."
        ),
        "important": Field("flag", "true: marked as important by the annotator."),
        "coder": Field("text", "Who annotated the quote; by default the statement's coder."),
        "note": Field("text", "A note by the annotator."),
    }
)
STATEMENT = Fields(
    {
        "title": Field("text", "The title of the statement.", required=True),
        "speaker": Field("id", "The id of the speaker of every quote that names no other."),
        "occasion": Field("text", "The place and time of the statement."),
        "coder": Field("text", "Who annotated every quote that names nobody else."),
        "memo": Field("text", "A researcher's note on the statement."),
        "source": Field("record", "The publication. Omit what is unknown.", fields=SOURCE),
        "speakers": Field("records", "The people who are quoted, by id.", fields=SPEAKER),
        "topics": Field("records", "The topics of the quotes, by id.", fields=TOPIC),
        "text": Field("text", "The text of the source, verbatim."),
        "text_file": Field(
            "text", "Instead of text: the path of a text file beside or below this file."
        ),
        "quotes": Field("list", "The quotes, in any order.", required=True, fields=QUOTE),
    }
)
CODEBOOK = Fields({key: STATEMENT[key] for key in ("topics", "speakers")})
"""The keys of a codebook: topics and speakers, as in statements."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a statement file."""
    return {
        "$schema": _DIALECT,
        "title": "quotecli statement",
        "description": "A source text and its quotes with their speakers, kinds and topics.",
        **_object(STATEMENT),
        "oneOf": [{"required": ["text"]}, {"required": ["text_file"]}],
    }


def codebook_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a codebook."""
    return {
        "$schema": _DIALECT,
        "title": "quotecli codebook",
        "description": "Topics and speakers of all statements in a folder and below it.",
        **_object(CODEBOOK),
    }


def _object(fields: Fields) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            key: {"description": field.about, **_value(field)} for key, field in fields.items()
        },
        "additionalProperties": False,
        **({"required": fields.required} if fields.required else {}),
    }


# YAML reads some text as a number or a truth value; it is text here, so an editor must accept it.
_TEXT = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_ID = {"type": ["string", "integer", "boolean"], "pattern": _WHOLE_SLUG, "minimum": 0}
_NUMBER = {"type": ["string", "number"], "pattern": _WHOLE_NUMBER, "minimum": 0, "maximum": 1}
_COLOUR = {"type": "string", "pattern": _WHOLE_COLOUR}
_FLAG = {"enum": [True, False, "true", "false"]}
_SIMPLE: dict[Shape, dict[str, Any]] = {
    "text": _TEXT,
    "id": _ID,
    "number": _NUMBER,
    "flag": _FLAG,
    "colour": _COLOUR,
}


def _value(field: Field) -> dict[str, Any]:
    if field.shape in _SIMPLE:
        return _SIMPLE[field.shape]
    if field.shape == "choice":
        return {"enum": list(field.choices)}
    if field.shape in ("texts", "ids"):
        items: dict[str, Any] = {
            "type": "array",
            "items": _TEXT if field.shape == "texts" else _ID,
            **({"minItems": 1} if field.filled else {}),
        }
        return {"anyOf": [_TEXT, items]} if field.single else items

    if field.shape == "pairs":
        names = {"pattern": _WHOLE_SLUG, "not": {"enum": list(field.choices)}}
        return {"type": "object", "propertyNames": names, "additionalProperties": _TEXT}

    assert field.fields is not None
    record = _object(field.fields)
    if field.shape == "record":
        return record
    if field.shape == "list":
        return {"type": "array", "items": record}
    return {
        "type": "object",
        "propertyNames": {"pattern": _WHOLE_SLUG},
        "additionalProperties": record,
    }
