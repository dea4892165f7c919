"""The decisions on a quote: what each one changes in its file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from quotecli.comparing.matching import list_rivals
from quotecli.model import KINDS, NOBODY, Quote, Speaker, Topic
from quotecli.store.editing.statement_file import StatementFile
from quotecli.text.plural import count_noun
from quotecli.tui.reviewing import Change, Decision, Item, Review, find_quote


def accept() -> Decision:
    """Mark as reviewed, without the confidence and the comments of a draft.

    What other coders made of the same words, if that is a draft, is removed: it is settled.
    """

    def make(file: StatementFile, key: str) -> Change:
        quote = find_quote(file, key)
        if quote is None:  # another one was accepted instead, in the same step
            return Change()
        rivals = [other.id for other in list_rivals(quote, file.statement.quotes)]
        for rival in rivals:
            file.remove_quote(rival)
        file.set_quote(key, status="reviewed")
        return Change(rejected=rivals)

    return Decision("accepted", make, settles=True)


def reject() -> Decision:
    """Remove the quote."""

    def make(file: StatementFile, key: str) -> Change:
        file.remove_quote(key)
        return Change()

    return Decision("rejected", make, settles=True)


def set_speaker(who: Speaker) -> Decision:
    """Set the speaker; one whose id is "" is somebody new, of that name."""

    def make(file: StatementFile, key: str) -> Change:
        return _set(file, key, speaker=_find_or_add_speaker(file, who))

    return Decision(f"said by {who.name}", make)


def set_topics(topics: Sequence[Topic]) -> Decision:
    """Set all topics; one whose id is "" is a new one, of that label."""

    def make(file: StatementFile, key: str) -> Change:
        return _set(file, key, topics=[_find_or_add_topic(file, topic) for topic in topics])

    return Decision(f"about {', '.join(topic.label for topic in topics) or 'no topic'}", make)


def turn_kind(quote: Quote) -> Decision:
    """Set the kind after the one that the quote has: direct, indirect, mixed."""
    kind = KINDS[(KINDS.index(quote.kind) + 1) % len(KINDS)]
    return Decision(kind, partial(_set, kind=kind))


def turn_polarity(quote: Quote) -> Decision:
    """Say that the speaker denies it, or says it if that is denied."""
    is_denied = quote.polarity == "negative"
    polarity = None if is_denied else "negative"
    return Decision("not denied" if is_denied else "denied", partial(_set, polarity=polarity))


def turn_important(quote: Quote) -> Decision:
    """Mark as important, or remove the mark."""
    important = not quote.important
    what = "important" if important else "not important"
    return Decision(what, partial(_set, important=important))


def set_note(note: str) -> Decision:
    """Set the note; "" removes it."""
    return Decision("note" if note else "no note", partial(_set, note=note))


def _set(file: StatementFile, key: str, **values: Any) -> Change:
    file.set_quote(key, **values)
    return Change()


def _find_or_add_speaker(file: StatementFile, who: Speaker) -> str:
    """Return the id of a speaker of the same name, who is added if the file knows none."""
    speakers = file.statement.speakers
    if who.id in speakers and speakers[who.id].name == who.name:
        return who.id
    known = {one.name: key for key, one in speakers.items()}
    return known.get(who.name) or file.add_speaker(who.name, role=who.role, aliases=who.aliases)


def _find_or_add_topic(file: StatementFile, topic: Topic) -> str:
    """Return the id of a topic of the same label, which is added if the file knows none."""
    topics = file.statement.topics
    if topic.id in topics and topics[topic.id].label == topic.label:
        return topic.id
    known = {one.label: key for key, one in topics.items()}
    return known.get(topic.label) or file.add_topic(topic.label, description=topic.description)


def find_alike(review: Review, quote: Quote) -> dict[str, tuple[str, Sequence[Item]]]:
    """Return the quotes left to review that have the speaker of a quote, or its cue.

    Each choice has a label that says how many they are.
    """
    who = quote.speaker.name if quote.speaker else NOBODY
    same = review.list_like(lambda other: _identify(other) == _identify(quote))
    alike: dict[str, tuple[str, Sequence[Item]]] = {
        "speaker": (f"{count_noun(len(same), 'quote')} of {who}", same)
    }
    if quote.cue:
        same = review.list_like(lambda other: other.cue == quote.cue)
        alike["cue"] = (f"{count_noun(len(same), 'quote')} with “{quote.cue}”", same)
    return alike


def _identify(quote: Quote) -> tuple[str, str] | None:
    return (quote.speaker.id, quote.speaker.name) if quote.speaker else None
