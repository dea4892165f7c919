"""Statements made by Hypothesis: every key, topic trees, quotes in parts, hostile text."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from quotecli.model import KINDS, POLARITIES, STATUSES, Source, Statement, collapse_space
from quotecli.store.reader import read_tree

_NASTY = st.sampled_from(
    [
        *(
            "]]>",
            "</script>",
            "&amp;<b>",
            "[sic]",
            ":smile:",
            "=1+1",
            "\x1b[31m",
            "\u202e",
            "\ufeff",
            "\ufffe\uffff",
            "😀𝒳",
        ),
        *(
            "\r\n",
            "\r",
            "\n\n",
            "\t",
            "\x00",
            "\x85\u2028",
            "学而时习之",
            "قال",
            "e\u0301",
            "“a”",
            '"',
            "'",
            "\\u0041",
            "\\",
            "-->",
        ),
        *("{", "x" * 70, " ", "\xa0", "\x7f", "a b a b a b"),
    ]
)
_WORDS = st.one_of(
    _NASTY, st.text(max_size=12), st.sampled_from(["the war", "I can", "it rains", "no"])
)
TEXTS = (
    st.lists(_WORDS, min_size=1, max_size=8).map("".join).filter(lambda text: bool(text.strip()))
)
LINES = TEXTS.map(collapse_space).filter(lambda text: bool(text.strip()))
_SLUGS = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,3})?", fullmatch=True)


def _some(
    fields: dict[str, st.SearchStrategy[Any]], **required: st.SearchStrategy[Any]
) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(required, optional=fields)


@st.composite
def statements(draw: st.DrawFn, name: str = "made") -> Statement:
    """Return a statement as if read from a file of that name."""
    people = draw(
        st.dictionaries(
            _SLUGS,
            _some(
                {
                    "role": LINES,
                    "aliases": st.lists(LINES, max_size=2),
                    "attributes": st.dictionaries(_SLUGS, LINES, max_size=2),
                },
                name=LINES,
            ),
            max_size=3,
        )
    )
    keys = draw(st.lists(_SLUGS, max_size=5, unique=True))
    topics = {}
    for number, key in enumerate(keys):
        lists = {
            "aliases": st.lists(LINES, max_size=2),
            "keywords": st.lists(LINES, max_size=2),
            "description": LINES,
            "colour": st.sampled_from(["#005fff", "#12ab9C"]),
            "memo": TEXTS,
        }
        topics[key] = draw(_some(lists, label=LINES))
        if number and draw(st.booleans()):
            topics[key]["parent"] = keys[draw(st.integers(0, number - 1))]
    text = draw(st.lists(TEXTS, min_size=1, max_size=6).map(" ".join))
    head: dict[str, Any] = {
        "title": draw(LINES),
        "text": text,
        "speakers": people,
        "topics": topics,
    }
    who = st.sampled_from(sorted(people)) if people else st.nothing()
    others = {"speaker": who, "occasion": LINES, "coder": LINES, "memo": TEXTS}
    for key, values in others.items():
        if not values.is_empty and draw(st.booleans()):
            head[key] = draw(values)
    if draw(st.booleans()):
        head["source"] = draw(_some(dict.fromkeys(Source._fields, LINES)))
    head["quotes"] = [
        draw(_quote(key, text, who, keys))
        for key in draw(st.lists(_SLUGS, max_size=4, unique=True))
    ]
    return read_tree(head, f"{name}.yaml")


@st.composite
def _quote(
    draw: st.DrawFn, key: str, text: str, who: st.SearchStrategy[str], topics: list[str]
) -> dict[str, Any]:
    quote: dict[str, Any] = {"id": key, "kind": draw(st.sampled_from(KINDS))}
    if draw(st.integers(0, 3)):
        # Words that stand in the text, one part after the other.
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6)))
        parts = [
            part
            for at in range(0, len(cuts) - 1, 2)
            if (part := text[cuts[at] : cuts[at + 1]]).strip()
        ]
        quote["excerpt"] = parts or ["no"]
    else:
        quote["excerpt"] = draw(st.lists(TEXTS, min_size=1, max_size=2))
    if topics:
        quote["topics"] = draw(st.lists(st.sampled_from(topics), max_size=3, unique=True))
    optional: dict[str, st.SearchStrategy[Any]] = {
        **dict.fromkeys(("cue", "prefix", "suffix", "note"), TEXTS),
        "status": st.sampled_from(STATUSES),
        "polarity": st.sampled_from(POLARITIES),
        "important": st.sampled_from(["true", "false"]),
        "coder": LINES,
        "confidence": st.sampled_from(["0", "1", "0.5", "0.123456789", "0.00001"]),
    }
    if not who.is_empty:
        optional |= {"speaker": who, "reported_by": who}
    quote.update(draw(_some(optional)))
    return quote
