"""Whose words: the speaker whom an article names, held against the one whom the source names.

"same" and "differs" are said only if names tell it; nothing is better than a wrong name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quotecli.drafting.language import lexicon
from quotecli.drafting.people.naming import bare_name, differs, have_other_suffixes, surname
from quotecli.model import Speaker, collapse_space
from quotecli.text.words import fold
from quotecli.verifying.finding import ArticleQuote, Attribution, AttributionVerdict
from quotecli.verifying.words import Words

_JOINERS = str.maketrans("", "", "'-")


class Voice(NamedTuple):
    """Who says a passage in its source: the speaker, in words with who tells it, and as a quote.

    `is_named` is false for somebody who is only described. The speaker denies what is `denied`.
    """

    speaker: Speaker | None
    words: str
    denied: bool = False
    reporter: Speaker | None = None
    is_named: bool = True


def compare_speakers(quote: ArticleQuote, voices: Sequence[Voice]) -> Attribution:
    """Return whether the article's speaker is the one of the source, who says all its parts.

    The words of two people are nobody's quotation.
    """
    if not voices:
        return Attribution("unknown", quote.speaker)
    voice = voices[0]
    theirs = _join_names(voices)
    if theirs != voice.words:
        return Attribution("differs", quote.speaker, theirs)
    if quote.who is None or voice.speaker is None:
        return Attribution("unknown", quote.speaker, theirs)

    mention = quote.mention if surname(quote.speaker) not in quote.mention else ""
    return Attribution(_compare(quote.who, quote, voice), quote.speaker, theirs, mention)


def _compare(who: Speaker, quote: ArticleQuote, voice: Voice) -> AttributionVerdict:
    """Return whether somebody is who speaks in the source."""
    same = is_same(who, voice.speaker) if voice.speaker else None
    if same:
        return "same"
    if is_teller(who, voice):
        return "differs"
    return "differs" if same is False and quote.is_named and voice.is_named else "unknown"


def is_teller(who: Speaker, voice: Voice) -> bool:
    """Return True for somebody who only tells in the source what another says."""
    teller = voice.reporter
    if teller is None or not is_same(who, teller):
        return False
    return voice.speaker is None or not is_same(teller, voice.speaker)


def _join_names(voices: Sequence[Voice]) -> str:
    """Return the words for the first speaker, and for others of a name who are another person."""
    one = voices[0]
    named = [two for two in voices if two.is_named and one.is_named]
    others = [
        two.words
        for two in named
        if one.speaker and two.speaker and is_same(one.speaker, two.speaker) is False
    ]
    return " and ".join(dict.fromkeys([one.words, *others]))


def find_turn(quote: ArticleQuote, voice: Voice | None, sentence: str) -> str:
    """Return why words mean something else by whom the source has them from; "" if they do not.

    `sentence` is the article's.
    """
    if voice is None:
        return ""
    if voice.denied and not quote.denied:
        return "denied in the source"
    reporter = voice.reporter
    if quote.who and is_teller(quote.who, voice):
        name = voice.speaker.name if voice.speaker else ""
        return f"said by {collapse_space(name) or 'another'} in the source"
    if reporter is None or not _is_left_out(reporter, quote, sentence):
        return ""
    if voice.speaker and is_same(reporter, voice.speaker):
        return ""
    return f"told by {collapse_space(reporter.name)} in the source"


def _is_left_out(reporter: Speaker, quote: ArticleQuote, sentence: str) -> bool:
    """Return True if an article does not say that somebody tells a quotation."""
    if reporter.name.casefold() in lexicon.words("pronouns"):
        return False
    if any(who and is_same(who, reporter) for who in (quote.who, quote.reported_by)):
        return False
    names = {reporter.name, *reporter.aliases, *map(surname, _list_names(reporter))}
    told = f" {' '.join(Words(sentence).folded)} ".replace("'s ", " ")
    return not any(f" {' '.join(Words(name).folded)} " in told for name in names if name)


def is_same(one: Speaker, other: Speaker) -> bool | None:
    """Return True for one person under two names, False for two; None if names do not tell."""
    mine, theirs = _list_names(one), _list_names(other)
    if mine & theirs:
        return True
    if not mine or not theirs:
        return True if _shares_role(one, other) else None
    if any(_fits(a, b) for a in mine for b in theirs):
        return True
    if any(_is_short_for(a, b) or _is_short_for(b, a) for a in mine for b in theirs):
        return True
    # A single word may be anything; two whole names are two people.
    whole = max(map(_count, mine)) > 1 and max(map(_count, theirs)) > 1
    return False if whole or _is_nobody_else(mine, theirs) else None


def _list_names(who: Speaker) -> set[str]:
    """Return the names of somebody without titles, case, accents and signs; none of a description.

    Typesetters write Ngugi for Ngũgĩ and OBrien for O’Brien.
    """
    pronouns = lexicon.words("pronouns", "no alias")
    names = [name for name in (who.name, *who.aliases) if _is_name(name)]
    bare = [bare_name(name) for name in names if name.lower() not in pronouns]
    return {" ".join([fold(word.translate(_JOINERS)) for word in name.split()]) for name in bare}


def _is_name(name: str) -> bool:
    words = name.split()
    return bool(words) and words[0][0].isupper() and words[0].lower() not in ("the", "a", "an")


def _count(name: str) -> int:
    return name.count(" ") + 1


def _fits(one: str, other: str) -> bool:
    """Return True if one name may be a part of the other: Marlow, A. Marlow, Ada Marlow."""
    short, full = sorted((one, other), key=_count)
    if surname(short) != surname(full) or have_other_suffixes(short, full):
        return False
    if " " not in short:
        return True
    first, given = short.split()[0].strip("."), full.split()[0].strip(".")
    if 1 in (len(first), len(given)):
        return first[:1] == given[:1]
    return not differs(short, full, True)


def _is_short_for(short: str, full: str) -> bool:
    """Return True for the initials of an organisation."""
    words = [word for word in full.split() if word not in ("of", "the", "for", "and")]
    return len(words) > 1 and short.replace(".", "") == "".join(word[0] for word in words)


def _is_nobody_else(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    """Return True if a surname alone is that of nobody here: Marlow is not Bo Chan."""
    given = {name.split()[0] for name in (*mine, *theirs) if " " in name}
    single = [name for name in (*mine, *theirs) if " " not in name]
    return (
        bool(single)
        and all(name not in given for name in single)
        and all(name.isalpha() and name not in lexicon.words("roles") for name in single)
    )


def _shares_role(one: Speaker, other: Speaker) -> bool:
    """Return True if a description is the role of the other: the mayor."""
    described, named = (one, other) if not _list_names(one) else (other, one)
    words = {word for word in described.name.lower().split() if word in lexicon.words("roles")}
    return bool(words) and words <= set(named.role.lower().replace(",", " ").split())
