"""What stands beside the text in a review: everything that is to be decided of a quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotecli.comparing.matching import list_differences
from quotecli.comparing.people import name_people, name_speaker
from quotecli.model import NOBODY, Quote, Speaker, collapse_space
from quotecli.render.excerpt import words
from quotecli.render.layout import Line, Piece
from quotecli.render.view import View

REVIEW_KEYS = {
    "Decisions, each in the file at once": {
        "a, enter": "accept: reviewed, instead of what other coders have; go on",
        "x": "reject: remove the quote; go on",
        "s": "the speaker: one of the file or the codebook, or a new one",
        "t": "the topics: tab chooses several, a new label makes a new one",
        "k": "the kind: direct, indirect, mixed in turn",
        "d": "denied by the speaker, or not",
        "i": "important, or not",
        "m": "the note",
        ".": "the last decision again, on this quote",
        "A": "the last decision on all quotes of this speaker or cue; says how many",
        "u U": "undo, redo",
    },
    "The excerpt": {
        "left, h": "begin a word earlier",
        "H": "begin a word later",
        "right, l": "end a word later",
        "L": "end a word earlier",
        "w": "words: split the quote at one, or make a new quote of some",
        "j": "join with the next quote of the text",
    },
    "Where to": {
        "n p": "the next or previous quote",
        "/": "the next quote with words in it or in its speaker's name",
        "up down, pageup pagedown, space b": "scroll the text",
    },
    "The program": {
        "c C": "copy the words and who said them; with their citation",
        "o": "open the source at the quote, in a browser",
        "e": "open the file at the quote, in $VISUAL or $EDITOR",
        "r": "read the file again, with its codebook and its text",
        "?": "this help; any of escape, ? and q ends it",
        "q, ctrl+q, ctrl+c": "leave; every decision is in its file already",
    },
}


def describe_quote(
    quote: Quote, doubts: Sequence[str], settled: str, view: View, rivals: Sequence[Quote] = ()
) -> Iterator[Line]:
    """Yield what is said of a quote: why it is in doubt, who, what, and the words themselves.

    `rivals` are what other coders made of the same words.
    """
    if settled:
        yield Line([Piece(settled, "id")])
    elif quote.status in ("draft", "unresolved"):
        yield Line([Piece(quote.review, "warning")])
    for doubt in doubts:
        yield Line([Piece(f"{view.glyphs.warning} {collapse_space(doubt)}", "warning")], indent=2)

    yield Line()
    yield from _describe_source(quote)
    yield from _list_topics(quote, view)
    for name, text, style in (("coder", quote.coder, "id"), ("note", quote.note, "")):
        if text:
            yield _make_field(name, [Piece(collapse_space(text), style)])

    yield Line()
    yield Line(words(quote, view))
    for rival in rivals:
        yield Line()
        yield from _describe_rival(rival, quote, view)


def _describe_source(quote: Quote) -> Iterator[Line]:
    """Yield who says it, how, and how sure that is."""
    yield _make_field("speaker", _name_speaker(quote.speaker))
    if quote.reported_by:
        yield _make_field("reporter", _name_speaker(quote.reported_by))
    yield _make_field("kind", [Piece(quote.kind)])
    is_denied = quote.polarity == "negative"
    yield _make_field("polarity", [Piece("denied" if is_denied else "said", "warning" * is_denied)])
    if quote.important:
        yield _make_field("important", [Piece("yes", "id")])
    if quote.cue:
        yield _make_field("cue", [Piece(collapse_space(quote.cue), "underline")])
    if quote.confidence is not None:
        yield _make_field("confidence", [Piece(f"{quote.confidence:.2f}")])


def _describe_rival(rival: Quote, quote: Quote, view: View) -> Iterator[Line]:
    """Yield how another coder has it, with what differs marked; accepting the quote removes it."""
    differ = list_differences(quote, rival)
    told = f"differs in {', '.join(differ)}:" if differ else "has the same"
    yield Line([Piece(f"{rival.coder} {told}", "warning")])
    people = name_people([quote, rival])
    texts = {"speaker": name_speaker(rival, people), "kind": rival.kind}
    texts["polarity"] = "denied" if rival.polarity == "negative" else "said"
    texts["reporter"] = people[rival.reported_by.id] if rival.reported_by else "none"
    for name, text in texts.items():
        if name in differ:
            yield _make_field(name, [Piece(text)])
    if "topics" in differ:
        yield from _list_topics(rival, view)
    if "extent" in differ:
        yield Line(words(rival, view))


def _name_speaker(speaker: Speaker | None) -> list[Piece]:
    if speaker is None:
        return [Piece(NOBODY, "warning")]
    role = [Piece(f", {speaker.role}", "dim")] if speaker.role else []
    return [Piece(speaker.name, "speaker"), *role]


def _list_topics(quote: Quote, view: View) -> Iterator[Line]:
    if not quote.topics:
        yield _make_field("topics", [Piece("none", "dim")])
    for number, topic in enumerate(quote.topics):
        about = [Piece(f" {view.glyphs.dash} {topic.description}", "dim")]
        label = view.topic(topic.id, topic.label)
        yield _make_field(
            "" if number else "topics", [*label, *(about if topic.description else [])]
        )


def _make_field(name: str, pieces: Sequence[Piece]) -> Line:
    return Line([Piece(f"{name:<11}", "label"), *pieces])
