"""English words and endings in the text itself, for what its tags do not tell."""

from __future__ import annotations

import re

from quotecli.drafting.english.lexicon import words

# [The ]mayor
DETERMINED = re.compile(r"^(?:the|a|an|its|his|her|their|our|my|this|that) ", re.IGNORECASE)
# [PORT ELLERY, Lund (AP) — ]The wall stands; [By Omar Tind/Ellery Post - ]The wall stands; at the
# beginning of a line
DATELINE = re.compile(
    r"^(?:By )?[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?:(?:/|, | \| )[A-Z][\w.'’ -]{1,30}?)?"
    r" [—–-]{1,2} (?=[A-Z“\"])"
    r"|^[A-Z][A-Z .'’-]{2,40}(?:, [A-Z][\w.’' -]{1,30}){0,2}(?: \([A-Z][\w. ]{1,20}\))?"
    r" ?[—–-]{1,2} ",
    re.MULTILINE,
)
# Mayor and [Mrs. ]
COURTESY = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sir|Dame)\.? *$")
# Ada Marlow[, who] runs the port
TELLING = re.compile(r", (?:who|whose|which|where)\b")
# a pilot[, who came late]; a pilot[, speaking on condition of anonymity]
TRAILING = re.compile(r", (?:who|whom|whose|which|where|when|while|\w+ing|asked|told)\b.*$")
_SAYING = (
    "(?:say|said|tell|told|write|wrote|ask|asked|answered|replied|promised?|warn|warned|repeat"
    "|repeated)"
)
_AUXILIARY = "(?: (?:have|had|will|would|did|do|can|must|shall|once|then|also|always|just|only))*"
# What is told about others: I asked him, and [his] answer [was]: “…”
_OTHERS = (
    rf"(?:{_SAYING}|about|down|but|what|which|who|whose|how|why|he|she|they|his|its|their|was|were|is"
    "|are|came|got|(?:you|him|her|them|us) to)"
)
# I said to them: “…”, but not: I told you what he said: “…”
SAID_BEFORE = re.compile(
    rf"\b(?:I|we|We)(?:['’](?:ve|d|ll))?{_AUXILIARY} {_SAYING}\b(?! for\b)"
    rf"(?:(?! {_OTHERS}\b|['’]s\b)[^.!?;”\n]){{0,60}}$"
)
SAID_BEHIND = re.compile(rf",? (?:I|we){_AUXILIARY} {_SAYING}\b")
FIRST_PERSON = re.compile(r"\b(?:we|our|us|I|my|me|ours)\b")
ATTRIBUTED = re.compile(r"\b(?:he|she|they|[A-Z]\w+) (?:said|says|told|added)\b")
# quoted her [as] saying
AS = "as"
_POSING = (
    r"(?:(?:claim|pretend|purport)(?:s|ed|ing)? to be|(?:pos|masquerad)(?:es|ed|ing) as"
    r"|impersonat(?:es|ed|ing)|play(?:s|ed|ing)|portray(?:s|ed|ing)|(?:dressed|disguised) as"
    r"|(?:call(?:s|ed|ing)|nam(?:es|ed|ing)) (?:him|her|them)self|(?:him|her|them)self as"
    r"|(?:gives?|gave|given|giving) (?:his|her|their) name as|(?:name|alias|pseudonym) of"
    r"|us(?:es|ed|ing) the (?:name|alias|pseudonym))"
)
# [A man who claimed to be ]Karl Berg
POSE = re.compile(
    r"\b(?:(?:an?|the|one|another) (?:[\w-]+ ){1,4}?|(?:some|any)(?:one|body) )"
    rf"(?:[\w-]+ ){{0,4}}?{_POSING} $",
    re.IGNORECASE,
)
# A man [who claimed to be Karl] Berg
POSING = re.compile(rf"\b{_POSING} [^a-z\W]")
_FALSE = (
    r"(?:not (?:\w+ )?(?:true|correct|the case)|untrue|false|incorrect|a (?:\w+ )?lie|nonsense)"
)
# There is [no evidence] that she said; it is [not true] that she said
UNTRUE = re.compile(
    r"\b(?:no (?:\w+ )?(?:evidence|proof|sign|indication|record|suggestion|confirmation)"
    rf"|(?:\w+ (?:is|was|be)|(?:it|that)[’']s) {_FALSE}) $"
)
# a pilot [from Port Ellery, ]Lund
IN_PLACE = re.compile(r"\b(?:in|from|at|near|outside) [A-Z][^,]*, $")
# said [(that) it was untrue] that the wall had cracks
UNTRUE_THAT = re.compile(
    r"(?:that )?(?:it (?:is|was|had been|has been)|it[’']s)"
    rf" (?:simply |just |completely |entirely |totally )?{_FALSE} (?=that )"
)
# called the claim that the wall had cracks [a blatant lie]
VERDICT = re.compile(
    r"(?<= )(?:as (?:an? )?(?:[\w-]+ )?|an? (?:[\w-]+ )?)?[“\"‘']?"
    r"(?:lies?|hoax|fabrications?|nonsense|rubbish|fiction|slander|false|untrue|baseless|unfounded"
    r"|groundless|ridiculous|absurd|incorrect)\b"
)
# [Secretary of State ]Ada Marlow
OFFICE = re.compile(
    r"[^,]{0,40}\b(?:[Ss]ecretary|[Mm]inister) (?:of|for) (?:the )?(?:[A-Z]\w+ (?:and )?)?"
    r"(?:State|Defen[cs]e|Finance|Health|Education|Justice|Labou?r|Energy|Commerce|Affairs"
    r"|Transport(?:ation)?|Agriculture|Interior|Culture|Housing|Trade|Treasury) (?=[A-Z])"
)
# [who ]runs the port
RELATIVE = "who "
# '90s, '68
DECADE = re.compile(r"\d0s\b|\d\d\b")
# The "that" before reported speech.
THAT = "that "
PLURAL_ENDINGS = "sS"
POSSESSIVE_ENDINGS = ("'s", "’s", "'", "’")


def without_possessive(mention: str) -> str:
    """Return a mention without its possessive ending."""
    if mention.endswith(("'s", "’s")):
        return mention[:-2]
    return mention[:-1] if mention.endswith(("'", "’")) else mention


def is_plural(word: str) -> bool:
    """Return True for a noun in the plural, in small letters."""
    return (word.endswith("s") and not word.endswith("ss")) or word in words(
        "small_words", "plural"
    )


def stem(word: str) -> str:
    """Return a word, in small letters, without its possessive and plural endings."""
    word = re.sub(r"['’]s?$", "", word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
