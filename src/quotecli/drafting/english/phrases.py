"""Phrases as patterns over the tags of a text, or over the signs of its skeleton.

A pattern is written with the names of tags.py and of the pieces below, its white space does not
count, and a comment gives an example of what it finds. Patterns that are searched for begin each of
their alternatives with a plain character, so that a search passes over every other one at once.
"""

from __future__ import annotations

import re

from quotecli.drafting.tags import spell

_PIECES = {
    "STRETCH": "STRETCH_COMMA STRETCH_STOP STRETCH_BREAK STRETCH_PLAIN",
    "NOMINAL": """NOUN NAME PARTICLE ROLE INITIALS INITIAL TITLE ABBREVIATION COMPANY SAINT
                  POINT NUMBER ' NAME_POSSESSIVE POSSESSIVE""",
    "REPORT": "SPEECH_NOUN ATTITUDE_NOUN",
    # The heads and modifiers of a noun phrase.
    "PART": "[NOMINAL ED ING TIME REPORT &]",
    # (D-Calif.)
    "PAREN": r"(?: \( [^()\n]{1,40} \) )?",
    "PAREN_BACK": r"(?: \) [^()\n]{1,40} \( )?",
    # the old mayor
    "PHRASE": "DETERMINER{0,2} PART{1,14}",
    "PHRASE_BACK": "PAREN_BACK PART{1,14} DETERMINER{0,2}",
    # the mayor; without what is seldom said of people
    "SHORT_PHRASE": "DETERMINER{0,2} [NOMINAL TIME REPORT &]{1,12}",
    "LINK": "[OF PREPOSITION TO]",
    "APPOSED": "NOUN NAME ROLE INITIALS INITIAL NAME_POSSESSIVE POSSESSIVE POINT &",
    # What cannot stand between a verb and what it governs.
    "INSERTED": r"[^,:.;?!\n STRETCH THAT QUESTION BUT SPEECH_VERB SPEECH_ING ATTITUDE_VERB "
    "ATTITUDE_ING SPEECH_BASE (-]",
}


def _phrase(pattern: str) -> re.Pattern[str]:
    return re.compile(spell(pattern, _PIECES))


# Names and roles.

# Ada Marlow; J. Reyl; U.S.; Marlow's
NAME_RUN = _phrase(
    """(?: NAME | PARTICLE{1,3} NAME | SAINT POINT? NAME )
    (?: INITIAL POINT? | PARTICLE{0,3} NAME | SAINT POINT? NAME )*
    (?: PARTICLE{0,3} NAME_POSSESSIVE )?
    | INITIAL POINT? (?: INITIAL POINT? | NAME )* NAME_POSSESSIVE
    | INITIAL POINT (?: INITIAL POINT? | NAME )* NAME
    | NAME_POSSESSIVE"""
)
# Ada Marlow[, the mayor of Port Ellery],
APPOSED_ROLE = _phrase(
    r""", DETERMINER{0,2} [APPOSED ED]{0,6} ROLE
    (?: LINK DETERMINER{0,2} [APPOSED ']{1,6} ){0,3}
    (?= [,.;\n] )"""
)
# [Port Workers Union chief] Tomas Reyl; Ellery [Sen.] Tomas Reyl
LED_BY_ROLE = _phrase("[ROLE NOUN NAME &]* [ROLE TITLE] [TITLE POINT]*")

# Ada Marlow [and Omar] Tind; the mayor Ada Marlow [and her] aides; Ada Marlow[, Omar Tind and Nora]
JOINED = _phrase(
    """POINT? PAREN (?: , [DETERMINER TITLE POINT ROLE]{0,4} NAME{1,4} ){0,4} ,?
    AND (?: [DETERMINER TITLE POINT ROLE NOUN]{0,4} NAME | DETERMINER )"""
)
# [a young nurse] came in; not the nurse Ada Marlow
DESCRIPTION = _phrase(
    """DETERMINER [NOUN NUMBER ED ING -]{0,3} ROLE
    (?! [NAME INITIAL TITLE ROLE POINT NOUN PARTICLE] )"""
)
# Ada Marlow[, 34,]
AGE = _phrase(", NUMBER ,")
# the Bank [of Ireland]
OF_NAME = _phrase("OF DETERMINER? NAME+")
# [Her brother, ]Omar Tind; [Vell’s deputy at Keel, ]Omar Tind
INTRODUCTION = _phrase(
    """(?: DETERMINER | NAME* NAME_POSSESSIVE | POSSESSIVE | ' )+ [NOUN ROLE NAME ED &]{1,5}
    (?: LINK DETERMINER? [NOUN NAME]{1,4} )? ,?"""
)
# of the [Port Workers] Union
WITHIN_NAME = _phrase("(?<= [OF PREPOSITION TO DETERMINER] ) NAME+ ROLE+ $")
# [Ada] Marlow and her aides; [Mayor] Ada Marlow and her aides; not A mayor
CAPITALS = _phrase(
    """ROLE{0,3} [NAME NAME_POSSESSIVE TITLE INITIAL INITIALS ABBREVIATION OTHER SURNAME_OR_ROLE]"""
)
# the [Trump] campaign; the [Foreign] Minister: what a noun follows only describes it
DESCRIBING = _phrase(
    "POINT? (?: OF DETERMINER? NAME+ )? [ROLE NOUN SPEECH_NOUN ATTITUDE_NOUN ABBREVIATION]"
)

# The source of a verb.

# [the chairman of the board] said; read backwards from the verb
SUBJECT_BACK = _phrase("PHRASE_BACK (?: [OF PREPOSITION TO AND] PHRASE_BACK ){0,6}")
# [a report by Omar Tind,] which says; read backwards from "which"
ANTECEDENT_BACK = _phrase(
    """,? (?P<phrase> (?= [NOUN NAME ROLE POINT REPORT] )
    PHRASE_BACK (?: [OF BY] PHRASE_BACK ){0,3} )"""
)
# [Ada Marlow, Omar Tind and ]Nora Vell said; read backwards from what is joined
LISTED_BACK = _phrase(
    r""", (?= [^,]{0,6} NAME ) [NAME PARTICLE INITIAL POINT TITLE ROLE]{1,8} DETERMINER?
    (?: , [NAME PARTICLE INITIAL POINT TITLE ROLE]{1,8} DETERMINER? ){0,4}
    (?= [,\n STRETCH THAT -] | $ )"""
)
# she [has also] said; they [planned to] say; he [on Monday] said; read backwards from the verb
BEFORE_VERB_BACK = _phrase(
    """(?: [AUXILIARY ADVERB NUMBER] | TIME [PREPOSITION DETERMINER]?
    | TO [SPEECH_VERB ATTITUDE_VERB FINITE ED SPEECH_BASE ATTITUDE_BASE NOUN] )*"""
)
# said [the mayor of Port Ellery (D-Calif.)]
SUBJECT_AHEAD = _phrase("PHRASE PAREN (?: [OF PREPOSITION TO AND] PHRASE ){0,6} PAREN")
# said Ada Marlow[, a former pilot]; not said Ada Marlow, the Courier reports
APPOSITION = _phrase(
    r", (?! DETERMINER? NAME{1,4} SPEECH_VERB ) (?: PHRASE | RELATIVE ) [^,.;:?!\n STRETCH]{0,60}"
)
# In Port Ellery [Ada Marlow] said
NAME_END = _phrase("[NAME PARTICLE INITIAL TITLE INITIALS POINT ROLE SAINT NAME_POSSESSIVE]+ $")
# [Chairman of the Port Union (PWU),] MP Tomas Reyl said
OFFICE = _phrase(
    r"""\n? (?P<title> [ROLE NAME ABBREVIATION &]{0,3} ROLE [OF NAME] PHRASE
    (?: [OF TO PREPOSITION] PHRASE )? PAREN , )"""
)
# was criticized [on Monday by] Tomas Reyl
AGENT = _phrase(r"[^.,;:?!\n]{0,30}? BY")

# The subject of a sentence.

# [But also] she laughed
LEAD = _phrase(r"[\n AND BUT ADVERB ,(-]*")
# [The union], founded in spring, has a flag
SUBJECT = _phrase(
    r"""(?P<source> PRONOUN | (?<! [PREPOSITION TO OF BY] ) PHRASE PAREN
        (?: [OF PREPOSITION TO AND] PHRASE ){0,4} )
    (?= ADVERB* (?: , [^,.;\n STRETCH]{1,60} , )?
        [AUXILIARY ADVERB FINITE SPEECH_VERB ATTITUDE_VERB ED SPEECH_BASE ATTITUDE_BASE] )"""
)
# “…” [Marlow] got up.
BEAT = _phrase(
    """(?P<source> PRONOUN | DETERMINER ROLE
        | DETERMINER? [TITLE POINT ROLE]{0,3} [NAME PARTICLE INITIAL]{0,3} NAME )
    ADVERB{0,2} [AUXILIARY FINITE ED ATTITUDE_VERB]"""
)
# “…,” said Marlow. [Omar Tind] disagreed
NAMED_SUBJECT = _phrase("NAME (?= [AUXILIARY FINITE SPEECH_VERB ATTITUDE_VERB ED] )")
# [A note from the mayor]: “…”
LEADING_PHRASE = _phrase("PRONOUN | PHRASE (?: LINK PHRASE ){0,3}")

# Cues and what they govern.

CUE = _phrase(
    """SPEECH_VERB | SPEECH_ING | SPEECH_BASE | ATTITUDE_VERB | ATTITUDE_ING | ATTITUDE_BASE
    | ACCORDING TO"""
)
# said [in a statement] “…”
INSERTION = _phrase("INSERTED*")
# told the crowd[, on the quay, ]“…”
LONG_INSERTION = _phrase(
    r"""INSERTED* (?: , [PREPOSITION TO BY TIME ADVERB ED]
    [^,.:;?!\n STRETCH THAT QUESTION BUT SPEECH_VERB SPEECH_ING ATTITUDE_VERB ATTITUDE_ING
     SPEECH_BASE (-]{0,30} )+
    [,:] (?= [STRETCH] )"""
)
# rejected [as false the claim by Omar Tind] that it rained; a noun may look like a verb there
CLAIM_NOUN = _phrase(
    """(?: BUT [NOUN ED ING ADVERB AND]{1,4} | [PREPOSITION ADVERB]{1,2} )?
    DETERMINER{0,2} [NOMINAL ED ING REPORT]{0,4}
    (?P<noun> [NOUN REPORT SPEECH_VERB SPEECH_BASE ATTITUDE_VERB ATTITUDE_BASE] )
    (?: [BY PREPOSITION OF] DETERMINER{0,2} [NOMINAL ED]{1,6} )? (?= THAT )"""
)
# told [him]; told [the voters of Lund]
ADDRESSEE = _phrase(
    """(?: OBJECT | DETERMINER{0,2} [NOMINAL ED &-]{1,8}
    (?: [OF AND] DETERMINER{0,2} [NOMINAL ED &-]{1,6} )? )"""
)
# told [the old court] Omar Tind was there
ADDRESSEE_AHEAD = _phrase(
    """DETERMINER{0,2} [NOUN ROLE ED ING]{1,4} (?= (?: TITLE POINT? )? [NAME INITIAL]
    [NAME PARTICLE INITIAL POINT]{0,5} ADVERB{0,2}
    [AUXILIARY FINITE SPEECH_VERB ATTITUDE_VERB ED] )"""
)
# said [on Monday in Lund] that …
CIRCUMSTANCE = _phrase(
    """(?: ADVERB | [ADVERB DETERMINER NUMBER NOUN]{0,3} TIME [NUMBER ,]*
    | [PREPOSITION TO BY] DETERMINER{0,2} [NOMINAL ED ING TIME REPORT & OBJECT -]{1,8}
      (?: [OF PREPOSITION] DETERMINER{0,2} [NOMINAL ED ING TIME REPORT &-]{1,8} )* )*"""
)
# said that it rained[, adding] …; that it rained[, and said] …; that it rained[.]
CLAUSE_END = _phrase(
    r""", ADVERB* SPEECH_ING (?! NOUN? THAT ) | ADVERB ADVERB* SPEECH_ING (?! NOUN? THAT )
    | SPEECH_ING (?! NOUN? THAT )
    | , AND? [AUXILIARY ADVERB]* SPEECH_VERB | AND [AUXILIARY ADVERB]* SPEECH_VERB
    | , BUT? ACCORDING TO
    | \. | \? | ! | \n | ; | STRETCH_STOP | - -? [AUXILIARY ADVERB]* SPEECH_VERB"""
)
# praised the wall[,] …; praised the wall [because] it was high
OBJECT_END = _phrase(
    """STRETCH_COMMA | , | AND (?= PRONOUN )
    | BUT (?= [^,]* [AUXILIARY FINITE SPEECH_VERB ATTITUDE_VERB ED CONTRACTION] )"""
)
FINITE_VERB = _phrase(
    """[AUXILIARY FINITE SPEECH_VERB ATTITUDE_VERB SPEECH_BASE ATTITUDE_BASE ED CONTRACTION]"""
)
# [And, ]“…”
OPENING = _phrase(r"\n? [AND BUT ADVERB]* ,?")
# “…” she said; “…,” said: the stretch has an attribution of its own
ATTRIBUTED_STRETCH = _phrase(
    """[STRETCH_COMMA STRETCH_PLAIN] ,?
    (?: [PRONOUN NAME PARTICLE ROLE NOUN DETERMINER POINT TITLE INITIAL]{1,6} SPEECH_VERB
      | SPEECH_VERB )"""
)

# Marked stretches, with a cue or without.

STRETCH = _phrase("[STRETCH]")
# [And then, ]“…”
FRONT = _phrase(r"\n? [ADVERB BUT AND TIME AUXILIARY]{0,3} ,?")
# “…,” [the mayor warbled]
VERB_AFTER = _phrase(
    r""",? -? ADVERB? (?P<source> PRONOUN | SHORT_PHRASE (?: LINK SHORT_PHRASE )? ) PAREN
    (?P<verb> ADVERB? [ED FINITE NOUN] )
    (?= [ADVERB PREPOSITION] | [.,\n;] | DETERMINER | OBJECT | $ )"""
)
# “…,” [warbled the mayor]
VERB_FIRST = _phrase(r",? (?P<verb> [ED FINITE] ) (?P<source> SHORT_PHRASE ) (?= [.,\n;] )")
# Marlow had three words[: ]“…”
UNLISTED_VERB = _phrase("[ED FINITE]")
# [Marlow warbled] about “an old wall” there
LAST_VERB = _phrase(
    """.* [ED FINITE AUXILIARY ATTITUDE_VERB SPEECH_VERB SPEECH_BASE ATTITUDE_BASE SPEECH_ING
    ATTITUDE_ING ING] (?= [^,;:.-]* $ )"""
)
# “…” [— Mayor Ada Marlow, of Port Ellery]
SIGNATURE = _phrase(
    r"""\n? -{1,2} (?P<source> [ROLE TITLE POINT OF NAME PARTICLE INITIAL &]{0,8} NAME )
    (?: , [^\n.:]{1,40} )? (?= [.\n] | $ )"""
)
# “…” [(Ada Marlow, 34, a pilot)]
BRACKETED = _phrase(
    r"\( (?P<source> [ROLE TITLE POINT NAME PARTICLE INITIAL]{0,6} NAME ) , [^()\n.:]{1,40} \)"
)
# [Marlow’s repeated claim that] the wall is “a ruin”
CLAIMED = _phrase(
    """(?P<source> [NAME PARTICLE INITIAL]{0,4} NAME_POSSESSIVE
        | DETERMINER [NOUN ROLE]{0,3} POSSESSIVE | DETERMINER )
    [NOUN ED ING]{0,2} (?P<noun> [NOUN REPORT SPEECH_VERB SPEECH_BASE] ) (?P<that> THAT )
    [^,.;:?!\n STRETCH SPEECH_VERB]{0,30} $"""
)
# [Ada Marlow (left) and Omar Tind]: “…”
JOINT = _phrase("PHRASE PAREN (?: , PHRASE PAREN ){0,4} ,? AND PHRASE PAREN")
# about “an old wall” there[, and said]
FRAGMENT_END = _phrase(
    r""",? [AND BUT]? [AUXILIARY ADVERB]* [SPEECH_VERB SPEECH_ING] | ,? BUT
    | [.?!\n; , STRETCH_STOP] | -"""
)

# Remarks inside a quotation.

# Marlow, the mayor, said
NAMED_SPEAKING = _phrase(r"NAME [^.?!\n]{0,40} SPEECH_VERB")
NAMED = _phrase("(?: (?<= [, POINT ROLE TITLE NAME PARTICLE INITIAL] ) | ^ ) NAME+ ,? $")

# Corrections of tags.

# Mr[.] Reyl; J[.] Reyl; (D-Calif[.])
INNER_POINT = _phrase(
    r"""\. (?: (?<= [TITLE INITIAL INITIALS ABBREVIATION COMPANY SAINT] \. ) (?! [\n OTHER '] )
    | (?<= \( [NAME INITIALS ABBREVIATION] \. ) (?= \) ) )"""
)
# Lund & Sons[,] Ltd.
COMPANY_COMMA = _phrase(", (?= COMPANY )")
# Lund[ & Sons, Ltd.]
COMPANY_END = _phrase("(?: & NAME{1,3} )* (?: POINT{0,2} COMPANY POINT? )*")
# [Jan] Berg
ABBREVIATION_AS_NAME = _phrase("ABBREVIATION (?= NAME )")
# the [van] stopped; not Mies van der Holt
PARTICLE_ALONE = _phrase(
    "PARTICLE (?! PARTICLE{0,2} NAME ) | (?<= DETERMINER ) PARTICLE | (?<= NUMBER ) PARTICLE"
)
# [Per] Holt said; said [Per] Holt; not Per Holt, the wall is old
PREPOSITION_AS_NAME = _phrase(
    r"""NAME_OR_PREPOSITION (?: (?= NAME{0,3} (?: NAME_POSSESSIVE
        | [AUXILIARY ADVERB]{0,3} [SPEECH_VERB ATTITUDE_VERB FINITE ED AUXILIARY] ) )
      | (?<= [^\n.?!:OTHER] . ) (?= NAME ) )"""
)
# [April] Holt said; not in April Holt said
TIME_AS_NAME = _phrase(
    r"""NAME_OR_TIME (?= [NAME NAME_POSSESSIVE] )
    (?: (?<= [\n.?!,:OTHER SPEECH_VERB AND ROLE TITLE POINT NAME TIME] . ) | (?<! [^,] . ) )"""
)
# the [Baker]; [King] Charles; not Tom Baker
SURNAME_AS_ROLE = _phrase(
    """SURNAME_OR_ROLE (?= PARTICLE{0,2} [NAME INITIAL TITLE] )
    | (?<= DETERMINER ) SURNAME_OR_ROLE"""
)
# the [claim]; his [report]
VERB_AS_NOUN = _phrase(
    """[SPEECH_VERB SPEECH_BASE ATTITUDE_VERB ATTITUDE_BASE]
    (?<= [DETERMINER NAME_POSSESSIVE POSSESSIVE OF NUMBER] . )"""
)
