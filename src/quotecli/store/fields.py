"""The keys of a statement file, once: what the reader accepts and what the JSON Schema says."""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple

from quotecli.model import KINDS, STATUSES

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

# Python's $ also stands before a final line end, ECMAScript's does not: (?!\n) makes them mean the
# same.
NUMBER = r"0(?:\.[0-9]+)?|1(?:\.0+)?"
_WHOLE_NUMBER = f"^(?:{NUMBER})$(?!\\n)"
_WHOLE_SLUG = f"^{SLUG.pattern}$(?!\\n)"

Shape = Literal["text", "number", "id", "choice", "texts", "ids", "record", "records", "list"]


class Field(NamedTuple):
    """What one key may hold.

    "text" is one text that is not blank, "texts" a list of them, or one text where `single`;
    "number" is a decimal from 0 to 1; "id" and "ids" are slugs; "choice" is one of `choices`;
    "record" is a mapping with `fields`, "records" a mapping of slugs to such mappings, "list" a
    list of them.
    """

    shape: Shape
    about: str
    required: bool = False
    single: bool = False
    filled: bool = False
    choices: tuple[str, ...] = ()
    fields: Fields | None = None


class Fields(dict[str, Field]):
    """The fields of one kind of mapping; `required` are the keys that it must have."""

    def __init__(self, fields: dict[str, Field]) -> None:
        super().__init__(fields)
        self.required = [key for key, field in fields.items() if field.required]


SPEAKER = Fields(
    {
        "name": Field("text", "The speaker's name, as it is printed under a quote.", required=True),
        "role": Field("text", "The office or title, as it is printed after the name."),
        "aliases": Field("texts", "Other ways in which sources name the speaker: “the MP”."),
    }
)
TOPIC = Fields(
    {
        "label": Field("text", "The topic's name for people.", required=True),
        "description": Field("text", "What belongs to the topic and what does not."),
        "aliases": Field("texts", "Other names by which the topic can be asked for."),
        "keywords": Field("texts", "Words that suggest the topic when an annotation is drafted."),
        "parent": Field("id", "The topic that includes this one."),
    }
)
SOURCE = Fields(
    {
        "author": Field("text", "Who wrote the text."),
        "publisher": Field("text", "Who published it."),
        "url": Field("text", "Where it can be read."),
        "published": Field("text", "The day of publication: 2024-01-02, 2024-01 or 2024."),
        "accessed": Field("text", "The day on which it was read there: 2024-01-02."),
        "language": Field("text", "The language of the text, as a BCP 47 tag: en."),
    }
)
QUOTE = Fields(
    {
        "id": Field("id", "The quote's name, unique in the file.", required=True),
        "topics": Field("ids", "What the quote is about: ids of topics."),
        "kind": Field(
            "choice",
            "direct: the speaker's words; indirect: in the writer's words; mixed: reported, with marked words in it.",
            required=True,
            choices=KINDS,
        ),
        "speaker": Field(
            "id", "Who said it: the id of a speaker. Where it is left out, the statement's speaker."
        ),
        "reported_by": Field(
            "id", "Who tells of it, where the speaker's words are told by another speaker."
        ),
        "excerpt": Field(
            "texts",
            "The words, verbatim, without the outer quotation marks; a list where the source splits the quote.",
            required=True,
            single=True,
            filled=True,
        ),
        "cue": Field("text", "How the source attributes it: “said the chairman”."),
        "prefix": Field(
            "text", "What stands right before the excerpt, where it occurs more than once."
        ),
        "suffix": Field(
            "text", "What stands right after the excerpt, where it occurs more than once."
        ),
        "status": Field("choice", "How far the annotation can be trusted.", choices=STATUSES),
        "confidence": Field("number", "How sure a draft is of excerpt and speaker, from 0 to 1."),
        "note": Field("text", "A remark of the annotator's."),
    }
)
STATEMENT = Fields(
    {
        "title": Field("text", "The statement's title.", required=True),
        "speaker": Field(
            "id", "Whose statement it is: the speaker of every quote that names no other."
        ),
        "occasion": Field("text", "Where and when it was made."),
        "source": Field(
            "record", "Where it was published. What is not known is left out.", fields=SOURCE
        ),
        "speakers": Field("records", "Who is quoted, by id.", fields=SPEAKER),
        "topics": Field("records", "What the quotes are about, by id.", fields=TOPIC),
        "text": Field("text", "The source, verbatim."),
        "text_file": Field(
            "text", "Instead of text: the path of a text file, beside or below this file."
        ),
        "quotes": Field("list", "The quotes, in any order.", required=True, fields=QUOTE),
    }
)
CODEBOOK = Fields({key: STATEMENT[key] for key in ("topics", "speakers")})
"""What a codebook may hold: what statements define, too."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a statement file."""
    return {
        "$schema": _DIALECT,
        "title": "quotecli statement",
        "description": "A source text and its annotated quotes, each with its speaker, kind and topics.",
        **_object(STATEMENT),
        "oneOf": [{"required": ["text"]}, {"required": ["text_file"]}],
    }


def codebook_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a codebook."""
    return {
        "$schema": _DIALECT,
        "title": "quotecli codebook",
        "description": "Topics and speakers for all statements in a folder and below it.",
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


def _value(field: Field) -> dict[str, Any]:
    # A number or a truth value in YAML is text here, so an editor must let it pass.
    text = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
    slug = {"type": ["string", "integer", "boolean"], "pattern": _WHOLE_SLUG, "minimum": 0}
    if field.shape == "text":
        return text
    if field.shape == "number":
        return {"type": ["string", "number"], "pattern": _WHOLE_NUMBER, "minimum": 0, "maximum": 1}
    if field.shape == "id":
        return slug
    if field.shape == "choice":
        return {"enum": list(field.choices)}
    if field.shape in ("texts", "ids"):
        items: dict[str, Any] = {"type": "array", "items": text if field.shape == "texts" else slug}
        if field.filled:
            items["minItems"] = 1
        return {"anyOf": [text, items]} if field.single else items
    assert field.fields is not None
    record = _object(field.fields)
    if field.shape == "record":
        return record
    if field.shape == "records":
        return {
            "type": "object",
            "propertyNames": {"pattern": _WHOLE_SLUG},
            "additionalProperties": record,
        }
    return {"type": "array", "items": record}
