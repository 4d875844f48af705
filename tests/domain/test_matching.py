"""Is this somebody we know?"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.matching import Directory, Known, match
from followworthy.domain.names import normalise_name
from followworthy.domain.values import Claim, Match

ODILE = Known(
    "bcdfghjk",
    "Odile Fennwick",
    frozenset({"in/odile-fennwick"}),
    frozenset({"https://www.fennwick.example/"}),
    frozenset({"Job search"}),
)
NO_ADDRESS = Known("bcdfghjm", "Odile Fennwick", homepages=ODILE.homepages, categories=ODILE.categories)


def test_the_same_key_is_the_same_expert_under_any_spelling() -> None:
    claim = Claim("O. Fennwick", linkedin_url="http://uk.linkedin.com/in/Odile-Fennwick/details/skills")
    assert match([claim], [ODILE]) == Match("same", ODILE.expert_id, ("LinkedIn address",), ("name",))


def test_a_name_alone_is_only_possible() -> None:
    assert match([Claim("Odile Fennwick")], [NO_ADDRESS]).level == "possible"


@pytest.mark.parametrize(
    ("claim", "mark"),
    [
        (Claim("Dr. Odile Fennwick", links=("http://fennwick.example",)), "homepage"),
        (Claim("odile fennwick", category="JOB SEARCH"), "category"),
    ],
)
def test_a_name_and_another_mark_are_probable(claim: Claim, mark: str) -> None:
    assert match([claim], [NO_ADDRESS]) == Match("probable", NO_ADDRESS.expert_id, ("name", mark))


def test_pages_that_differ_in_the_case_of_their_path_are_two() -> None:
    known = Known("x", "Odile Fennwick", homepages=frozenset({"https://People.example/Odile"}))
    assert match([Claim("Odile Fennwick", links=("https://people.example/Odile",))], [known]).level == "probable"
    assert match([Claim("Odile Fennwick", links=("https://people.example/odile",))], [known]).level == "possible"


def test_what_is_no_address_is_no_common_homepage() -> None:
    known = Known("x", "Odile Fennwick", homepages=frozenset({"mailto:desk@fennwick.example"}))
    assert match([Claim("Odile Fennwick", links=("tel:0123",))], [known]).level == "possible"


def test_a_namesake_with_an_address_of_their_own_is_never_more_than_possible() -> None:
    claim = Claim("Odile Fennwick", category="Job search", linkedin_url="https://www.linkedin.com/in/odile-fennwick-2")
    found = match([claim], [ODILE])
    assert (found.level, found.differs) == ("possible", ("LinkedIn address",))


def test_a_namesake_of_another_trade_is_only_possible_and_says_what_differs() -> None:
    """James Caan the entrepreneur is not the actor."""
    entrepreneur = Known(
        "x", "James Caan", homepages=frozenset({"https://caan.example"}), categories=frozenset({"Business"})
    )
    actor = Claim("James Caan", category="Film", links=("https://actor.example",))
    assert match([actor], [entrepreneur]) == Match("possible", "x", ("name",), ("homepage", "category"))


def test_a_new_address_with_the_same_homepage_is_probable_for_people_move() -> None:
    moved = Claim(
        "Odile Fennwick", links=("https://fennwick.example",), linkedin_url="https://www.linkedin.com/in/odile-marsh"
    )
    found = match([moved], [ODILE])
    assert (found.level, found.agrees, found.differs) == ("probable", ("name", "homepage"), ("LinkedIn address",))


def test_a_former_address_is_the_same_expert() -> None:
    known = Known("x", "Odile Marsh", frozenset({"in/odile-marsh", "in/odile-fennwick"}))
    claim = Claim("Odile Fennwick", linkedin_url="https://www.linkedin.com/in/odile-fennwick")
    assert match([claim], [known]).level == "same"


def test_two_of_one_name_stay_two_and_the_one_with_more_in_common_is_shown() -> None:
    other = Known("y", "Odile Fennwick", categories=frozenset({"Film"}))
    for order in ([ODILE, other], [other, ODILE]):
        assert match([Claim("Odile Fennwick", category="Film")], order).expert_id == "y"


def test_two_signs_are_not_one_name() -> None:
    assert match([Claim("🌟")], [Known("x", "🎤")]) == Match("new")


def test_what_one_side_does_not_say_neither_agrees_nor_differs() -> None:
    assert match([Claim("Odile Fennwick", category="Film")], [Known("x", "Odile Fennwick")]) == Match(
        "possible", "x", ("name",)
    )


CLAIMS = st.builds(
    Claim,
    name=st.sampled_from(["Odile Fennwick", "Dr. Odile Fennwick", "Wendel Aspinall"]),
    category=st.sampled_from([None, "Job search", "Film"]),
    linkedin_url=st.sampled_from(
        [None, *(f"https://www.linkedin.com/in/{one}" for one in ("odile-fennwick", "x", "y"))]
    ),
    links=st.sampled_from([(), ("https://fennwick.example",), ("https://x.example",)]),
)
SOMEBODY = [ODILE, NO_ADDRESS, Known("y", "Wendel Aspinall", frozenset({"in/x"}))]


@given(st.lists(CLAIMS, min_size=1, max_size=3))
def test_a_directory_finds_whom_asking_everybody_finds(claims: list[Claim]) -> None:
    assert Directory(SOMEBODY).match(claims).level == match(claims, SOMEBODY).level


@given(st.lists(CLAIMS, min_size=1, max_size=3))
def test_only_a_common_address_makes_two_the_same(claims: list[Claim]) -> None:
    found = match(claims, SOMEBODY)
    assert (found.level == "same") == ("LinkedIn address" in found.agrees)
    assert not set(found.agrees) & set(found.differs)


def test_an_opaque_or_derived_address_decides_nothing() -> None:
    for address in ("/pub/odile-fennwick/24/605/730", "/in/ACoAAADk_dwBHKhINVENTED"):
        claim = Claim("Else", linkedin_url=f"https://www.linkedin.com{address}")
        known = Known("x", "Odile", frozenset({"in/odile-fennwick-73060524", "in/ACoAAADk_dwBHKhINVENTED"}))
        assert match([claim], [known]).level == "new"


def test_somebody_else_is_new() -> None:
    assert match([Claim("Wendel Aspinall")], [ODILE]) == Match("new")
    assert match([Claim("Wendel Aspinall")], []) == Match("new")


def test_the_surest_of_several_wins() -> None:
    claim = Claim("Odile Fennwick", linkedin_url="https://www.linkedin.com/in/odile-fennwick")
    assert match([claim], [NO_ADDRESS, ODILE]).expert_id == ODILE.expert_id


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Dr. Márla  O’Hårte (she/her)", "marla oharte"),
        ("Prof. Dr. Jean-Luc d'Arc", "jean luc darc"),
        ("RITA J. KING 🌟", "rita j king"),
        ("Dr", "dr"),
        ("Frau Prof. Dr. Øyvind Łukaszewicz", "oyvind lukaszewicz"),
        ("Odile Fennwick, PhD, MBA", "odile fennwick"),
        ("Jack Ma", "jack ma"),
        ("Fennwick, Odile", "fennwick odile"),
        ('Odile "Didi" Fennwick', "odile fennwick"),
        ("Odile [of Harbour (the letter)] Fennwick", "odile fennwick"),
        ("(Odile Fennwick)", "odile fennwick"),
        ("𝐎𝐝𝐢𝐥𝐞 𝐅𝐞𝐧𝐧𝐰𝐢𝐜𝐤", "odile fennwick"),
        ("Od\u00adile\u200b Fenn\ufeffwick", "odile fennwick"),
        ("STRAẞE Großmann", "strasse grossmann"),
        ("O\u02bcHarte", "oharte"),
        ("Ο Γιώργος Νικολάου", "ο γιωργοσ νικολαου"),
        ("ИВАН Петро́в", "иван петров"),
        ("किरण बेदी", "किरण बेदी"),
        ("ＫＡＯＲＩ 鈴木", "kaori 鈴木"),
        ("1\ufe0f\u20e3 Odile", "1 odile"),
    ],
)
def test_names_are_compared_without_what_varies(written: str, compared: str) -> None:
    assert normalise_name(written) == compared


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("James Caan", "James Caen"),
        ("किरण", "करण"),
        ("がき", "かき"),
        ("ไม้", "ไม"),
        ("Ida Q. Marsh", "Ida R. Marsh"),
        ("🌟", "🎤"),
        ("Jean-Luc", "Jeanluc"),
    ],
)
def test_names_that_differ_in_letters_stay_two(one: str, other: str) -> None:
    assert normalise_name(one) != normalise_name(other)


LETTERS = st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F, exclude_characters="ŉĿŀ")
NAMES = st.lists(st.text(LETTERS, min_size=2, max_size=9), min_size=2, max_size=4).map(" ".join)
FRONT = st.sampled_from(["Dr. ", "Prof. Dr. ", "MS ", "sir "])
BEHIND = st.sampled_from([" (she/her)", " 🌟", ", PhD", "!"])


@given(NAMES)
def test_capitals_accents_and_spaces_never_part_a_name(name: str) -> None:
    variants = {name.upper().lower(), unicodedata.normalize("NFD", name), f"  {name.replace(' ', chr(0xA0))}\t", name}
    assert len({normalise_name(one) for one in variants}) == 1


@given(
    NAMES, st.sampled_from(["Dr. ", "Prof. Dr. ", "MS ", "sir "]), st.sampled_from([" (she/her)", " 🌟", ", PhD", "!"])
)
def test_titles_and_what_stands_behind_never_part_a_name(name: str, title: str, behind: str) -> None:
    assert normalise_name(f"{title}{name}{behind}") == normalise_name(name)


@given(st.text(max_size=60))
def test_only_what_is_blank_has_no_name_to_compare(name: str) -> None:
    assert bool(normalise_name(name)) == bool(name.strip())


@given(st.text(st.sampled_from("([{}])\"“”' ,aé"), max_size=60))
def test_brackets_and_quotes_in_any_order_are_no_trouble(name: str) -> None:
    assert normalise_name(normalise_name(name)) == normalise_name(name)


@given(st.text(max_size=40))
def test_a_compared_name_compares_to_itself(name: str) -> None:
    assert normalise_name(normalise_name(name)) == normalise_name(name)
