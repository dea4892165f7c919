"""English sentences that turn what stands in them: they deny it, ask for more, or only report it.

The patterns are for texts in which one space stands before each word and each sign, as in
" they claimed , wrongly , that". Each is compiled when a text first has a word that it needs: most
texts have none, and to compile them all takes longer than to read a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from quotecli.drafting.english.lexicon import words

_NOT = r"(?:not|never|no|none|neither|nobody|nothing|cannot|\S+n't)"
_WORD = r" (?![^\w\s])\S+"
_SO_FAR = rf"(?:(?! (?:but|because|although|though|while|whereas)\b){_WORD})"
_SAY = (
    r"(?:says?|said|claim(?:s|ed)?|argue[sd]?|allege[sd]?|insist(?:s|ed)?|pretend(?:s|ed)?"
    r"|assert(?:s|ed)?|contend(?:s|ed)?|complain(?:s|ed)?"
    r"|(?:t(?:ells?|old)|keeps? telling) (?:you|us|me)|keeps? saying)"
)
_THAT_IS = r"(?:that|this|which|it)(?: (?:is|was)|'s)"
_WH = r"(?:what|why|how|when|where|which|who)"
_THINK = r"(?:believes?|believed|thinks?|thought|imagines?|imagined|supposes?|supposed)"
_WOULD_HAVE = r"(?:would have|wants?|would like) (?:you|us|me) (?:to )?(?:believe|think)"
_GOES, _TALE = "(?:runs|goes|ran|went)", "(?:rumou?r|story|tale|legend|gossip)"
_HEARD = (
    r"(?:(?:we|you|i)(?: have| will|'ve|'ll)?(?: \w+)? (?:hear|heard|(?:are|were|am|was|been) told)"
    r"(?: it said)?"
    r"|it (?:is|was|has been) (?:\w+ )?(?:said|claimed|alleged|rumou?red|whispered|argued|asserted"
    r"|objected|contended|insinuated)|(?:rumou?r|legend) has it)"
)

# Any of these words, or of words that begin so, must be in a text that a pattern is to match.
_TELLING = (
    *("say", "said", "claim", "argue", "allege", "insist", "pretend", "tell", "told", "believe"),
    *("think", "thought", "imagine", "suppose", "hear", "rumor", "rumour", "legend", "according"),
    *("assert", "contend", "complain", "whisper", "insinuate", "object"),
)
_CONDITIONS = frozenset(
    "if unless suppose supposing assuming provided providing whether lest though".split()
)
_NONE = frozenset("no none nobody neither nothing not few hardly scarcely barely".split())
_DISCLAIMING = frozenset(
    "used once formerly previously had imagined few seldom rarely little to".split()
)
_OPERATORS = frozenset(
    """
    do does did is are was were am has have had will would shall should can could may might must
    says
    """.split()
)
_DENYING = frozenset("not never nobody no wrong".split())


@cache
def _any(section: str) -> str:
    """Return a pattern for the words of a section."""
    listed = sorted(words("framing", section))
    return rf"(?:{'|'.join(listed)})".replace("*", "[a-z]*")


@cache
def _list(section: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the whole words of a section, and the beginnings of others."""
    listed = words("framing", section)
    stems = tuple([word.removesuffix("*") for word in listed if word.endswith("*")])
    return frozenset(word for word in listed if not word.endswith("*")), stems


def _is_any(word: str, section: str) -> bool:
    """Return True for a word of a section, in small letters."""
    whole, stems = _list(section)
    return word in whole or (word.startswith(stems) and word.isascii() and word.isalpha())


def _has_any(tokens: Iterable[str], section: str) -> bool:
    return any(_is_any(token, section) for token in tokens)


def _split(text: str) -> set[str]:
    return set(text.casefold().split())


@cache
def _many() -> str:
    """Return a pattern for those who have no name: [they], [my old opponents], [those who know]."""
    return (
        r"(?:they|some|many|most|others|people|everybody|everyone|the other side"
        r"|(?:only )?(?:(?:an?|the|my|our|your|his|her|their|these|those) )?(?:\S+ )?"
        rf"{_any('detractors')}"
        rf"|(?:those|people|anyone|anybody|everyone|some) who(?:{_WORD}){{0,6}}?)"
    )


def _tell() -> str:
    """Return a pattern for those without a name with their verb: [some would argue]."""
    # What everybody thinks the speaker thinks as well.
    all_of = ("many", "most", "many people", "most people", "everybody", "everyone")
    few = "".join(f"(?<!{words})" for words in all_of)
    verb = rf"(?:(?: \w+){{0,2}}? {_SAY}|{few} {_THINK})"
    return rf"(?:{_many()}{verb}|{_WOULD_HAVE}|\w+ allege[sd]?(?= that)|{_HEARD})"


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def find_parentheses(text: str) -> re.Match[str] | None:
    """Find what is put between signs, and could be left out: [, she said,] [, of course,]."""
    if " ," not in text and " -" not in text:
        return None
    inside = rf"(?:{_WORD}){{1,3}}|(?:{_WORD}){{1,5}} said| said(?:{_WORD}){{1,5}}|"
    return _compile(rf" [,-](?P<inside>{inside}) [,-](?= |$)").search(text)


def is_untrue(word: str) -> bool:
    """Return True for a word, in small letters, that calls something untrue: false, denies."""
    return _is_any(word, "untrue")


def is_false(word: str) -> bool:
    """Return True for a word, in small letters, that says nothing else: false, but not lie."""
    return word in words("framing", "false")


def is_claim(text: str) -> bool:
    """Return True if a text ends, before "that", with a word for what is said or thought."""
    for token in reversed(text.split()[-3:]):
        word = token.casefold()
        if _is_any(word, "claiming") or _is_any(word, "untrue"):
            return True
        if not (word[0].isalnum() or word[0] == "_"):
            return False
    return False


def is_disclaimed(text: str) -> bool:
    """Return True if a text, which ends with a claim, disclaims it: few believe, used to say."""
    if _DISCLAIMING.isdisjoint(_split(text)):
        return False
    past, spans = _any("past"), _any("spans")
    first = r"(?:^|(?<= that)|(?<= are)|(?<= were))"
    few = rf"{first}(?: (?:very|too|so))? few(?! {spans}\b)| (?:seldom|rarely)(?= )"
    little = rf"(?<! a)(?<! no) little {_any('reasons')}"
    once = rf"(?<! at )(?:once|formerly|previously) {past}|had(?: once| always| even)? {past}"
    wrong = rf"{_any('wrong')}(?: (?:of|for) \w+)? to"
    refused = rf"(?:used|{_any('refusing')}|far be it from \w+) to"
    others = rf" (?:{once}|(?:i|we|he|she|they) imagined|{wrong}|{refused})"
    return _compile(rf"(?:{few}|{little}|{others})(?:{_WORD}){{0,6}}$").search(text) is not None


def is_granted(text: str) -> bool:
    """Return True for a text after which something is so: nobody forgets, is it not so that."""
    asked = r" (?:i|we|you|he|she|it|they|there|that) not(?: \w+)?"
    return _compile(rf"(?: {_any('factive')}(?:{_WORD})?|{asked})$").search(text) is not None


def find_thoughts(text: str) -> list[int]:
    """Return where verbs end that need no "that": I think, she said."""
    if not _has_any(_split(text), "thinking"):
        return []
    return [one.end() for one in _compile(rf" {_any('thinking')}(?= |$)").finditer(text)]


def reaches(text: str, most: int) -> bool:
    """Return True if so many words at most, of one clause, are all that a text has."""
    return _compile(rf"{_SO_FAR}{{0,{most}}}").fullmatch(text) is not None


def find_condition(text: str) -> re.Match[str] | None:
    """Find what makes the end of a text conditional: [if we]; [if they agree, we will]."""
    if _CONDITIONS.isdisjoint(_split(text)):
        return None
    word = r"(?:if|unless|suppose|supposing|assuming|provid(?:ed|ing) that|whether|lest|as though)"
    aside = (
        r"(?! (?:you (?:look|ask|think|consider|remember|recall|want|will|like|please|read|go)"
        r"|i (?:may|might|remember|recall)|not|anything|so|any)\b)"
    )
    found = _compile(rf" (?P<said>{word}{aside}){_SO_FAR}{{0,12}}$").search(text)
    first = r"(?:^|(?<= [,:-])|(?<= and)|(?<= but)|(?<= that)|(?<= for))"
    clause = rf"{first} (?P<said>(?:if|unless){aside})[^:]+? ,(?: then)?{_SO_FAR}{{0,6}}$"
    return found or _compile(clause).search(text)


def find_supposition(text: str) -> re.Match[str] | None:
    """Find what only supposes what follows a text: [imagine that], [let us say]."""
    if not _has_any(_split(text), "imagining"):
        return None
    first = r"(?:^|(?<= [,:-])|(?<= and)|(?<= but)|(?<= now)|(?<= just))"
    invited = rf"(?:let us|let's)(?: \w+)? {_any('imagining')}|{first} (?:imagine|picture)|^ say"
    asserted = r"(?! (?:it|so|this|to|with|again|no|yes|how|what|who|why|where|when)\b)"
    found = _compile(rf"(?P<said>{invited}){asserted}(?: [,:])?{_SO_FAR}{{0,6}}$")
    return found.search(text)


def find_question(text: str) -> re.Match[str] | None:
    """Find what asks, in a question, for what follows: [will], [do you think that], [who says]."""
    if _OPERATORS.isdisjoint(_split(text)):
        return None
    # Is it not so that it rained? It did.
    operator = rf"(?:{'|'.join(sorted(_OPERATORS))})(?!(?:{_WORD}){{0,2}} not\b)"
    asked = rf"(?:^|(?<= [,:-])|(?<= and)|(?<= but)|(?<= or)|(?<= so))(?: {_WH})? {operator}"
    claim = rf"(?:(?:{_WORD}){{0,6}}(?: {_any('thinking')}| that))?"
    return _compile(rf"(?P<said>{asked}{claim}){_SO_FAR}{{0,3}}(?<! to)$").search(text)


def find_bare_subject(text: str) -> re.Match[str] | None:
    """Find a subject that denies, at the end of a text: [no member of this council]."""
    if _NONE.isdisjoint(_split(text)):
        return None
    first = r"(?:^|(?<= [,:-])|(?<= and)|(?<= but)|(?<= that))"
    harmless = rf"(?! {_any('harmless')}\b)"
    clause = r"(?! (?:and|but|or|because|so|when|while|until|what|who|which|that|where|how|why)\b)"
    word = (
        r"(?:no|none|nobody|neither|nothing|not (?:one|a single)|no one"
        rf"|(?<! but )(?:very |too )?few(?! {_any('spans')}\b)|(?:hardly|scarcely|barely) an?\w*)"
    )
    return _compile(rf"{first} (?P<said>{word}{harmless}(?:{clause}{_WORD}){{0,6}})$").search(text)


def find_infinitive(text: str) -> re.Match[str] | None:
    """Find what denies an infinitive at the end of a text: [not going to], [refused to]."""
    if not text.casefold().endswith(" to"):
        return None
    led = rf"{_NOT}(?:{_WORD}){{0,2}} {_any('leading to')}(?:{_WORD})?"
    return _compile(rf" (?P<said>(?:{led}|{_any('refusing')}) to)$").search(text)


def is_between(word: str) -> bool:
    """Return True for a word, in small letters, that may part "not" from what it denies."""
    return word in words("framing", "between")


def is_harmless(word: str, behind: str) -> bool:
    """Return True for a word that does not deny before another: no doubt, not only."""
    return word in ("no", "not", "without", "nothing", "none") and behind in words(
        "framing", "harmless"
    )


def find_report(text: str) -> re.Match[str] | None:
    """Find those who say what follows a text, if they have no name: [they say]."""
    if not any(token.startswith(_TELLING) for token in _split(text)):
        return None
    end = rf"(?: that|(?! (?:to|in|of)\b)|{_SO_FAR}{{0,4}} that)(?: [,:])?{_SO_FAR}{{0,4}}"
    if found := _compile(rf" (?P<said>{_tell()}){end}$").search(text):
        return found
    if "according" not in text.casefold():
        return None
    return _compile(rf" (?P<said>according to {_many()}) ,{_SO_FAR}{{0,4}}$").search(text)


def find_verdict(text: str) -> re.Match[str] | None:
    """Find at the beginning of a text that what stands before it is untrue: [, he never said]."""
    tokens = _split(text)
    denies = any(token in _DENYING or token.endswith("n't") for token in tokens)
    is_past = not {"once", "formerly", "used"}.isdisjoint(tokens)
    if not denies and not is_past and not _has_any(tokens, "verdict"):
        return None
    thing = r"(?:that|this|(?P<it>it)|which|all that|all of that)"
    true = r"(?:true|so|correct|the case)"
    untrue = rf"(?: (?:is|was)|'s)(?: \w+){{0,2}}? (?:{_any('verdict')}|not(?: \w+)? {true})"
    denied = rf" (?:isn't|wasn't)(?: \w+)? {true}"
    # It is a lie that it rained: this is said of what follows.
    judged = rf"{thing}(?:{untrue}|{denied})(?(it)(?! (?:that|to)\b))"
    alone = rf"(?:(?:an? )?(?:\w+ )?{_any('verdict')}|wrong|not (?:so|true)) [.!]"
    said = r"(?:sa(?:y|ys|id)|claim(?:ed)?|suggest(?:ed)?|promised?|believed?|thought)"
    disowned = (
        rf"(?:\w+ ){{1,2}}?(?:never|not|\w+n't) (?:\w+ )?{said}"
        rf"|(?:nobody|no one) (?:\w+ )?{said}|{said} (?:nobody|no one)"
    )
    once = r"(?:or )?so (?:\w+ )?(?:once|formerly|used to) \w+"
    doubted = (
        r"(?:i|we) (?:(?:do|did) not|don't|didn't|never) (?:believe|accept) (?:it|that|this)"
        r"(?=$| [^\w\s]| (?:for|any|at all|either|and|but|or|claim|argument|view|story)\b)"
    )
    found = _compile(
        rf"(?:(?: [,.!-])? {judged}| [.!-] (?:{alone}|{doubted})"
        rf"| [,-] (?:{disowned}|{once}))(?= |$)"
    )
    return found.match(text)


def find_judged_clause(before: str, behind: str) -> re.Match[str] | None:
    """Find what calls the sentence between two texts untrue: that it rained [is a lie]."""
    if "that" not in _split(before):
        return None
    claim = r"(?:^| (?:claim|idea|notion|view|theory|story|suggestion))"
    if not _compile(rf"{claim} that{_SO_FAR}{{0,4}}$").search(before):
        return None
    return find_judgement(behind)


def find_judgement(text: str) -> re.Match[str] | None:
    """Find at the beginning of a text what calls its subject untrue: [is simply a lie]."""
    if not _has_any(_split(text), "verdict"):
        return None
    verdict = rf"(?:is|was|'s)(?:{_WORD}){{0,3}}? {_any('verdict')}"
    return _compile(rf"(?:{_WORD}){{0,4}}? {verdict}(?= |$)").match(text)


def find_report_behind(text: str) -> re.Match[str] | None:
    """Find at the beginning of a text that what stands before it is only said: [, they say]."""
    words = text.casefold().split()
    said = {
        "as": rf" [,-] as {_many()}(?: \w+){{0,2}}? (?:put|have|has|call)",
        "so": rf" [,-] (?:or )?so (?:{_GOES} the {_TALE}|the {_TALE} {_GOES})",
        "according": rf" [,-] according to {_many()}",
        "what": rf"(?: [,.-])? {_THAT_IS} (?:\w+ )?what {_many()}",
        "how": rf"(?: [,.-])? {_THAT_IS} (?:\w+ )?how {_many()}",
    }
    frames = [frame for word, frame in said.items() if word in words[:5]]
    if any(word.startswith(_TELLING) for word in words):
        frames.append(rf" [,-] (?:(?:or )?(?:so|as) )?{_tell()}")
    matches = (_compile(rf"{frame}(?= |$)").match(text) for frame in frames)
    return next(filter(None, matches), None)
