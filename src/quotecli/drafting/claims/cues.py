"""Reporting cues: the verb or phrase that says something is said, and who its source is."""

from __future__ import annotations

from quotecli.drafting import frames
from quotecli.drafting.claims import sources
from quotecli.drafting.claims.denials import find_denied
from quotecli.drafting.claims.sources import Range
from quotecli.drafting.frames import Verb
from quotecli.drafting.language import lexicon, phrases, wording
from quotecli.drafting.reading.sentences import STRETCHES, Skeleton
from quotecli.drafting.tags import ACCORDING, AUXILIARY, DETERMINER, NAME, TO, spell, tag_set

ING_FORMS = tag_set("SPEECH_ING ATTITUDE_ING")
ATTITUDES = tag_set("ATTITUDE_VERB ATTITUDE_ING ATTITUDE_BASE")
SENTENCE_STOPS = frozenset(".,;:\n?!-")
_FINITE_FORMS = tag_set("SPEECH_VERB ATTITUDE_VERB")
_BASE_FORMS = tag_set("SPEECH_BASE ATTITUDE_BASE")
_TURNING_FORMS = tag_set("SPEECH_VERB SPEECH_BASE")
_UNFINITE_ATTITUDES = tag_set("ATTITUDE_ING ATTITUDE_BASE")
# What an attitude must govern to be a cue if its verb is not finite.
_CLAIMING = frames.DENYING | {frames.THAT, frames.CLAUSE, frames.QUESTION, frames.NAMING}

# The forms of a verb of attitude to those of a verb of speech.
_SPEAKING = dict(
    zip(
        spell("ATTITUDE_VERB ATTITUDE_ING ATTITUDE_BASE"),
        spell("SPEECH_VERB SPEECH_ING SPEECH_BASE"),
    )
)

_NOMINAL = tag_set(
    """DETERMINER NOUN NAME PARTICLE ROLE INITIALS INITIAL TITLE NAME_POSSESSIVE POSSESSIVE NUMBER
    PRONOUN SAINT"""
)
_NOUNS = tag_set("""NOUN NAME ROLE INITIALS INITIAL TITLE SPEECH_NOUN ATTITUDE_NOUN POSSESSIVE""")
_HELPING = tag_set("AUXILIARY ADVERB")
_BEFORE_BASE = tag_set("AUXILIARY TO PRONOUN RELATIVE CONTRACTION")
_BEFORE_BASE_OR_NOUN = tag_set("ADVERB AND QUESTION ,")
_JOINING = tag_set("AND ,")
_PARTING = frozenset(",-")


class Cue:
    """A reporting verb or phrase at `place`, in a skeleton's places.

    `words` is the range of the reporting words, `first` to `last` that of source and words
    together, `sentence` that of the sentence around them. `source` is None if the sentence names
    none; `turned` is true if it follows the verb. `subject` is what a passive says something of.
    """

    __slots__ = (
        "first",
        "form",
        "last",
        "place",
        "sentence",
        "source",
        "subject",
        "turned",
        "verb",
        "words",
    )

    def __init__(
        self,
        place: int,
        verb: Verb,
        form: str,
        sentence: Range,
        first: int,
        last: int,
        source: Range | None,
        words: Range,
        turned: bool = False,
    ) -> None:
        self.place = place
        self.verb = verb
        self.form = form
        self.sentence = sentence
        self.first = first
        self.last = last
        self.source = source
        self.words = words
        self.turned = turned
        self.subject: Range | None = None


def find_cues(skeleton: Skeleton) -> list[Cue]:
    """Return every cue of a skeleton, in order."""
    signs, ends = skeleton.signs, skeleton.ends
    cues: list[Cue] = []
    number = first = 0
    last = ends[0]
    for match in phrases.CUE.finditer(signs):
        place = match.start()
        while place >= last:
            number += 1
            first, last = last, ends[number]

        if signs[place] == ACCORDING:
            cue = _according(signs, match.span(), (first, last))
        else:
            cue = _verbal(skeleton, place, (first, last), cues)
        if cue is not None and not _is_credit(signs, cue, cues):
            _leave_introduction(skeleton, cue)
            cues.append(cue)
    return cues


def _is_credit(signs: str, cue: Cue, cues: list[Cue]) -> bool:
    """Return True for a paper that passes on a quote: said Ada Marlow, the Courier reports."""
    if cue.verb.lemma != lexicon.REPORTING_LEMMA or cue.source is None or not cues:
        return False
    last = cue.sentence[1]
    ends = cue.last >= last or signs[cue.last] in SENTENCE_STOPS
    named = NAME in signs[slice(*cue.source)] and cues[-1].first >= cue.sentence[0]
    return ends and named and signs[cue.first - 1 : cue.first] == ","


def _leave_introduction(skeleton: Skeleton, cue: Cue) -> None:
    """Let the sentence of a cue begin after what its source was told: [Told that,] she said."""
    first = cue.sentence[0]
    introduced = skeleton.word(first) in lexicon.words("small_words", "introduction")
    if introduced and cue.first > first + 1 and skeleton.signs[cue.first - 1] == ",":
        cue.sentence = (cue.first, cue.sentence[1])


def _according(signs: str, words: Range, sentence: Range) -> Cue | None:
    """Return the cue of "according to"."""
    (place, end), (first, last) = words, sentence
    source = sources.find_after(signs, end, last, within=place - first <= 1)
    if source is None:
        return None
    verb = lexicon.ACCORDING
    return Cue(place, verb, ACCORDING, sentence, place, source[1], source, words, turned=True)


def _verbal(skeleton: Skeleton, place: int, sentence: Range, cues: list[Cue]) -> Cue | None:
    """Return the cue of a reporting verb, and remove those of `cues` that it takes into itself.

    None if the word is a noun or reports nothing.
    """
    signs, units, token = skeleton.signs, skeleton.units, skeleton.tokens[place]
    word = units.text[units.starts[token] : units.starts[token + 1]].rstrip().lower()
    verb, form = lexicon.verbs()[word][1], signs[place]
    if form in _UNFINITE_ATTITUDES and _CLAIMING.isdisjoint(verb.frames):
        return None

    previous = cues[-1] if cues else None
    if form in ING_FORMS:
        cue: Cue | None = _quoted(skeleton, place, sentence, verb, cues)
        cue = cue or _participle(signs, place, sentence, verb, previous)
    else:
        cue = _finite(signs, place, sentence, verb, previous)
        _take_pose(skeleton, cue, cues)
    if cue is None or (form in _BASE_FORMS and _is_noun(skeleton, cue)):
        return None

    _govern_denied(skeleton, cue)
    if frames.IMPERSONAL in verb.frames:
        cue.subject, cue.source = cue.source, None
    elif form in _FINITE_FORMS and _is_passive(skeleton, cue):
        _turn_passive(signs, cue)
    return cue


def _govern_denied(skeleton: Skeleton, cue: Cue) -> None:
    """Let a cue that denies a claim govern what it claims: rejected the claim [that it rained]."""
    denied = find_denied(skeleton, cue.last, cue.sentence[1], cue.verb)
    if denied is not None:
        cue.last, end = denied
        cue.sentence = (cue.sentence[0], end)
        cue.words = (cue.words[0], cue.last)
        cue.verb = lexicon.verbs()[lexicon.DENYING_LEMMA][1]
        cue.form = _SPEAKING.get(cue.form, cue.form)


def _quoted(
    skeleton: Skeleton, place: int, sentence: Range, verb: Verb, cues: list[Cue]
) -> Cue | None:
    """Return the cue of "quoted her as saying", whose source is the quoted one; None for others."""
    quoting = cues[-1] if cues else None
    if quoting is None or quoting.sentence != sentence or frames.QUOTING not in quoting.verb.frames:
        return None
    if skeleton.word(place - 1) != wording.AS:
        return None
    between = (quoting.last, place - 1)
    quoted = quoting.subject or sources.find_after(skeleton.signs, *between)
    if quoted is None and skeleton.signs[slice(*between)] == DETERMINER:
        quoted = between  # her
    if quoted is None:
        return None

    cues.pop()
    first = min(quoting.first, quoted[0])
    end = place + 1
    return Cue(quoting.place, verb, quoting.form, sentence, first, end, quoted, (first, end))


def _take_pose(skeleton: Skeleton, cue: Cue | None, cues: list[Cue]) -> None:
    """Let the source of a cue begin with who only claims a name: [a man claiming to be] Karl."""
    if cue is None or cue.source is None or cue.turned:
        return
    start = sources.find_pose(skeleton, cue.sentence[0], cue.first)
    if start is not None:
        cue.first, cue.source = start, (start, cue.source[1])
        while cues and cues[-1].place >= start:
            cues.pop()


def _participle(signs: str, place: int, sentence: Range, verb: Verb, previous: Cue | None) -> Cue:
    """Return the cue of an -ing form: "is saying", "a sign saying", "…, saying"."""
    first = sentence[0]
    before = signs[place - 1] if place > first else ""
    if before in _HELPING:
        source, start = sources.find_before(signs, first, place)
        if source is not None:
            words = (source[1], place + 1)
            return Cue(place, verb, signs[place], sentence, start, place + 1, source, words)

    source = sources.find_before(signs, first, place)[0] if before in _NOUNS else None
    source = source or _inherit(signs, previous, first, place)
    words = (place, place + 1)
    return Cue(place, verb, signs[place], sentence, place, place + 1, source, words)


def _finite(
    signs: str, place: int, sentence: Range, verb: Verb, previous: Cue | None
) -> Cue | None:
    """Return the cue of a finite verb or a base form, its source before it or behind."""
    first, form = sentence[0], signs[place]
    source, start = sources.find_before(signs, first, place)
    if form in _TURNING_FORMS and (source is None or signs[source[1]] == ","):
        named = _find_turned(signs, place, sentence, source, start)
        if named is not None:
            words = (place, place + 1)
            return Cue(place, verb, form, sentence, place, named[1], named, words, turned=True)

    words = (source[1] if source is not None else start, place + 1)
    if source is None:
        if form in _BASE_FORMS or _is_infinitive(signs, place, verb):
            return None
        source = _find_joined(signs, previous, first, start, place)
    return Cue(place, verb, form, sentence, start, place + 1, source, words)


def _find_joined(
    signs: str, previous: Cue | None, first: int, start: int, place: int
) -> Range | None:
    """Return the subject of the verb that a verb is joined to: [he] left and said."""
    before = signs[place - 1] if place > first else ""
    edge = signs[start - 1] if start > first else ""
    joined = before in _JOINING or edge in _JOINING
    return _inherit(signs, previous, first, place) if joined else None


def _is_infinitive(signs: str, place: int, verb: Verb) -> bool:
    """Return True for a verb that only tells what is thought: a wall [said] to be old."""
    return signs[place + 1 : place + 2] == TO and frames.INFINITIVE not in verb.frames


def _find_turned(
    signs: str, place: int, sentence: Range, source: Range | None, start: int
) -> Range | None:
    """Return the source behind a verb: “…,” said Ada Marlow; None if the order is not turned.

    `source` and `start` are what stands before the verb.
    """
    first, last = sentence
    if place + 1 >= last or signs[place + 1] not in _NOMINAL:
        return None
    named = sources.find_after(signs, place + 1, last)
    if named is None or signs[place - 1 : place] in STRETCHES:
        return named

    if named[1] < last and signs[named[1]] not in SENTENCE_STOPS:
        return None
    if signs[place - 1 : place] in _PARTING:
        return named
    left = start - 1
    if left > first and signs[left] in _PARTING:
        left -= 1
    return named if source is None and signs[left : left + 1] in STRETCHES else None


def _inherit(signs: str, previous: Cue | None, first: int, place: int) -> Range | None:
    """Return the source of the cue before in the same sentence, else the sentence's subject."""
    source = previous.source if previous is not None and first <= previous.place < place else None
    return source or sources.find_main(signs, first, place)


def _is_noun(skeleton: Skeleton, cue: Cue) -> bool:
    """Return True for a noun that looks like a base form: no auxiliary, pronoun, plural before."""
    if cue.source is None or cue.place == cue.sentence[0]:
        return False
    before = skeleton.signs[cue.place - 1]
    if before in _BEFORE_BASE:
        return False
    if before in _BEFORE_BASE_OR_NOUN and frames.NOUN not in cue.verb.frames:
        return False
    return not wording.is_plural(skeleton.word(cue.place - 1))


def _is_passive(skeleton: Skeleton, cue: Cue) -> bool:
    """Return True if a form of "be" is among the auxiliaries of a past form."""
    first, last = cue.words[0], cue.place
    return AUXILIARY in skeleton.signs[first:last] and any(
        skeleton.word(place) in lexicon.words("small_words", "be")
        for place in range(first, last)
        if skeleton.signs[place] == AUXILIARY
    )


def _turn_passive(signs: str, cue: Cue) -> None:
    """Give a passive cue its agent as source, and its subject as a part of its content."""
    cue.subject, cue.source = cue.source, None
    agent = phrases.AGENT.match(signs, cue.last, cue.sentence[1])
    if agent is not None:
        cue.source = sources.find_after(signs, agent.end(), cue.sentence[1])
