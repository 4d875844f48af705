"""Is the name that a page shows certainly somebody else's? An address that was given up may be given to others.

It asks much less than `same_name.agree`, on purpose: people marry, shorten, turn and transcribe their names, and to
say of somebody's own page that it is a stranger's would be a wrong accusation. In doubt it says no.
"""

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher

from followworthy.domain.names import normalise_name
from followworthy.domain.same_name import AFTER_NAMES, LEGAL_FORMS

ENCLOSING = re.compile(r"[()\[\]（）【】\"“”„,]+")
"""What stands around a nickname or a second spelling: here each of them counts."""
PARTICLES = frozenset(
    (
        *("al", "bin", "da", "das", "de", "dei", "del", "della", "der", "den", "des", "di", "do", "dos", "du", "el"),
        *("la", "le", "van", "von", "zu", "and", "e", "et", "of", "the", "und", "y"),
    )
)
"""Small words that say nothing of whose a name is, except at its beginning or end: Joop van Velde, but Loan Van."""
ENDINGS = (AFTER_NAMES | LEGAL_FORMS) - {"ma", "sa", "ag", "co"}
"""What stands behind a name and cannot be one itself, as that of Jack Ma is."""
SHORT_FORMS = tuple(
    frozenset(group.split())
    for group in (
        "alexander alexandra aleksandr sandy sasha xander lex alec",
        "amanda mandy",
        "andrew drew andy",
        "anna ann anne anya nancy nan annie",
        "anthony tony",
        "barbara babs barb bobbie",
        "benjamin ben benny benji",
        "catherine katherine kathryn katharina kate katie kathy cathy kit kitty kay",
        "charles chuck charlie chaz",
        "christopher christian chris kit topher kris",
        "cynthia cindy",
        "deborah debbie deb",
        "dmitri dima mitya",
        "dorothy dot dottie dolly",
        "edward edmund edwin ted teddy ned ed eddie",
        "eleanor elena helen nell nellie lena ellie nora",
        "elizabeth elisabeth liz lizzie beth betty betsy bess eliza libby lisa elsa",
        "eugene gene evgeny zhenya",
        "frances francis francisco fran frank frankie paco pancho",
        "gerald gerard jerry gerry",
        "guadalupe lupe",
        "henry harry hank heinrich hal",
        "jacob james jake jim jimmy jamie jacques",
        "jennifer jenny jen",
        "john johannes jack johnny hans jan ivan sean jean",
        "jose joseph josef joe joey pepe sepp giuseppe",
        "lawrence laurence larry",
        "leonard lenny leo",
        "louis ludwig lou lewis",
        "margaret margarita peggy peg meg maggie greta rita daisy margo",
        "mary maria marie molly polly mia mitzi",
        "matthew matthias matt matty",
        "michael mikhail mike mick mickey misha",
        "natalia natalie tasha natasha nat",
        "nathan nathaniel nate nat",
        "nicholas nikolai nick nico klaus kolya",
        "patricia patrick pat patty trish tricia paddy",
        "pavel paul pasha",
        "philip phil pip",
        "rebecca becky becca",
        "richard dick rick ricky rich richie",
        "robert bob bobby rob robbie robin bert",
        "ronald ron ronnie",
        "sarah sara sally sadie",
        "stephen steven stefan steve stevie",
        "susan suzanne sue suzie",
        "theodore ted teddy theo",
        "theresa teresa terry tess tessa",
        "thomas tom tommy",
        "victoria vicky vicki tori",
        "vladimir volodya vova",
        "walter walt wally",
        "william wilhelm bill billy will willy liam",
        "zachary zach zack",
    )
)
"""First names that one person may bear by turns, where neither is the beginning or the end of the other."""
ALIKE = 0.7
"""So much of two words must be the same, in the same order: transcriptions, and a misspelt letter."""
COMPARABLE, LONG_PART = 4, 3
"""Only words of so many letters are compared by likeness, or as the beginning or end of another one."""
MOST_WORDS, LONGEST_WORD = 8, 40
"""What has more or longer words is no name but a sentence."""
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def is_another(shown: str, names: Iterable[str]) -> bool:
    """Tell whether a name is certainly somebody else's: nothing in it may stand for anything in any of `names`.

    False where one says nothing: empty, a sentence, or not all in Latin letters, for the same name is written quite
    differently in another script.
    """
    known = list(names)
    return bool(known) and all(_differ(shown, name) for name in known)


def _differ(one: str, other: str) -> bool:
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs or _abbreviates(mine, other) or _abbreviates(theirs, one):
        return False
    return not any(_alike(word, another) for word in mine for another in theirs)


def _words(name: str) -> frozenset[str]:
    """Give the words of a name in each of its spellings; none if it is no name that can be compared."""
    words = frozenset(word for spelling in _spellings(name) for word in _telling(_all_words(spelling)))
    named = 0 < len(words) <= MOST_WORDS and any(len(word) > 1 for word in words)
    return words if named and all(word.isascii() and len(word) <= LONGEST_WORD for word in words) else frozenset()


def _spellings(name: str) -> tuple[str, str]:
    """Give a name with and without its umlauts written out: Müller is Muller to some and Mueller to others."""
    composed = unicodedata.normalize("NFC", name)
    return composed, composed.translate(UMLAUTS)


def _all_words(name: str) -> list[str]:
    """Give the words in their order, initials and those in brackets, too, without titles before them."""
    words = normalise_name(ENCLOSING.sub(" ", name)).split()
    return [word for word in words if any(one.isalpha() for one in word)]


def _telling(words: list[str]) -> list[str]:
    while len(words) > 1 and words[-1] in ENDINGS:
        words = words[:-1]
    return [word for at, word in enumerate(words) if at in (0, len(words) - 1) or word not in PARTICLES]


def _abbreviates(short: AbstractSet[str], long: str) -> bool:
    """Tell whether one of the words is an initial, or are the initials, of words of the name: "R." and "IBM"."""
    words = _all_words(long)
    initials = {word[0] for word in words}
    return any(len(word) <= len(words) and initials.issuperset(word) for word in short)


def _alike(one: str, other: str) -> bool:
    """Tell whether two words may be one name: "Ann" and "Anna", "Liz" and "LizRyan", "Bob" and "Robert"."""
    short, long = sorted((one, other), key=len)
    if short == long or (len(short) >= LONG_PART and (long.startswith(short) or long.endswith(short))):
        return True
    if any(short in group and long in group for group in SHORT_FORMS):
        return True
    return len(short) >= COMPARABLE and SequenceMatcher(None, short, long, autojunk=False).ratio() >= ALIKE
