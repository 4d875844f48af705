"""Wikidata's answers: which facts count, and which of several namesakes may be the expert."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain import wikidata
from followworthy.domain.wikidata import Item, Marks, candidates
from followworthy.errors import WikidataError
from tests.wikidata import BUSINESS, BUSY, day, entities, entity, found, item_value, snak, statement, text

ODILE = Marks("bcdfghjk", "Odile Fennwick", "person")


def item(*statements: Any, **more: Any) -> Item:
    read = wikidata.read_item("Q1", entity("Q1", "Odile Fennwick", *statements, **more))
    assert read is not None
    return read


def linkedin(slug: str, **more: Any) -> Any:
    return statement("P6634", slug, **more)


def test_a_person_has_the_address_of_the_personal_profile_id() -> None:
    assert item(linkedin("Odile-Fennwick")).keys == ("in/odile-fennwick",)


def test_an_organisation_has_the_address_of_the_company_id() -> None:
    read = item(statement("P4264", "quiet-desk"), linkedin("odile"), kind=BUSINESS)
    assert (read.kind, read.keys) == ("organisation", ("company/quiet-desk",))


def test_a_class_that_we_do_not_know_is_an_organisation_if_it_has_a_company_id() -> None:
    assert item(statement("P4264", "quiet-desk"), kind="Q999").kind == "organisation"


def test_a_family_name_is_nobody() -> None:
    assert wikidata.read_item("Q1", entity("Q1", "Fennwick", kind="Q101352")) is None


def test_a_person_never_gets_a_company_address() -> None:
    assert item(statement("P4264", "quiet-desk")).keys == ()


def test_a_deprecated_address_is_none() -> None:
    assert item(linkedin("odile-old", rank="deprecated")).keys == ()


def test_an_address_that_has_ended_is_none() -> None:
    assert item(linkedin("odile-old", ended=True)).keys == ()


def test_a_preferred_address_stands_instead_of_the_normal_ones() -> None:
    assert item(linkedin("odile-old"), linkedin("odile", rank="preferred")).keys == ("in/odile",)


def test_a_preferred_address_that_has_ended_leaves_the_normal_one() -> None:
    assert item(linkedin("odile"), linkedin("odile-old", rank="preferred", ended=True)).keys == ("in/odile",)


def test_an_unknown_value_is_no_address() -> None:
    assert item(linkedin("", kind="somevalue")).keys == ()


@pytest.mark.parametrize("slug", ["odile/../x", "odile?x=1", "odile#x", "a b/c", "../company/x", "odile\u202e", "%zz"])
def test_an_id_that_is_no_single_slug_is_nobodys(slug: str) -> None:
    assert item(linkedin(slug)).keys == ()


@pytest.mark.parametrize(("slug", "key"), [("odilé", "in/odilé"), ("odil%C3%A9", "in/odilé")])
def test_letters_of_any_script_are_read_plain_and_encoded(slug: str, key: str) -> None:
    assert item(linkedin(slug)).keys == (key,)


@pytest.mark.parametrize(
    ("value", "died"),
    [
        (day("2021-03-04"), "2021-03-04"),
        (day("2021-03-00", 10), "2021-03"),
        (day("2021-00-00", 9), "2021"),
        (day("1900-00-00", 7), ""),
        ({"time": "+00000001955-09-13T00:00:00Z", "precision": 11}, "1955-09-13"),
        ({"time": "nonsense", "precision": 11}, ""),
    ],
)
def test_a_death_is_dated_as_precisely_as_known(value: Any, died: str) -> None:
    assert item(statement("P570", value)).died == died


def test_a_death_on_an_unknown_day_is_a_death() -> None:
    assert item(statement("P570", None, kind="somevalue")).died == ""


def test_a_statement_that_there_is_no_death_is_none() -> None:
    assert item(statement("P570", None, kind="novalue")).died is None


def test_who_has_no_date_of_death_lives() -> None:
    assert item().died is None


def test_official_websites_and_occupations_are_read() -> None:
    read = item(statement("P856", "https://fennwick.example"), statement("P106", item_value("Q36180")))
    assert (read.websites, read.occupations) == (("https://fennwick.example",), ("Q36180",))


def test_a_website_is_one_of_the_web() -> None:
    assert item(statement("P856", "javascript:alert(1)")).websites == ()


def test_a_busy_wikidata_says_how_far_behind_it_is() -> None:
    with pytest.raises(WikidataError, match=r"busy \(7 seconds behind\): try again later"):
        wikidata.read_search(text(BUSY))


def test_a_refusal_is_told_in_its_own_words() -> None:
    refusal = {"error": {"code": "no-such-entity", "info": "Could not find an entity"}}
    with pytest.raises(WikidataError, match="Could not find an entity"):
        wikidata.read_entities(text(refusal))


@pytest.mark.parametrize("answer", ["", "<!doctype html><p>Hello", "[]", "null", "[" * 100_000])
def test_what_is_no_answer_of_wikidata_says_what_to_check(answer: str) -> None:
    with pytest.raises(WikidataError, match="FOLLOWWORTHY_WIKIDATA_URL"):
        wikidata.read_search(answer)


def test_a_search_gives_the_ids_in_order() -> None:
    answer = found(entity("Q7", "Odile Fennwick"), entity("Q3", "Odile Fennwick"))
    assert wikidata.read_search(text(answer)) == ("Q7", "Q3")


def test_missing_items_and_properties_are_left_out() -> None:
    answer = {"entities": {"Q1": {"id": "Q1", "missing": ""}, "P6": {"id": "P6"}, "Q2": entity("Q2", "X")}}
    assert list(wikidata.read_entities(text(answer))) == ["Q2"]


def test_every_question_names_the_lag_that_we_bear() -> None:
    for address in (
        wikidata.search_address("https://w.example", "Odile & Co"),
        wikidata.entities_address("https://w.example", ["Q1", "Q2"]),
    ):
        assert address.startswith("https://w.example/w/api.php?action=wb")
        assert "maxlag=5" in address
        assert "format=json" in address


def chosen(*given: dict[str, Any], marks: Marks = ODILE, labels: dict[str, str] | None = None) -> list[tuple[str, str]]:
    items = (wikidata.read_item(one["id"], one) for one in given)
    picked = candidates((one for one in items if one), marks, labels or {})
    return [(one.item.id, one.match.level) for one in picked]


PAINTER = entity("Q1", "Odile Fennwick", linkedin("odile-paints"), description="Breton painter")
RECRUITER = entity("Q2", "Odile Fennwick", linkedin("odile"), description="recruiter and columnist")
SINGER = entity("Q3", "Odile Fennwick", description="folk singer", aliases=["Odi"])


def test_a_name_alone_is_possible_and_no_more() -> None:
    assert chosen(PAINTER) == [("Q1", "possible")]


def test_all_namesakes_are_shown_each_with_the_others() -> None:
    assert chosen(PAINTER, SINGER) == [("Q1", "possible"), ("Q3", "possible")]
    people = [wikidata.read_item(one["id"], one) for one in (PAINTER, SINGER)]
    first = candidates([one for one in people if one], ODILE, {})[0]
    assert first.match.differs == ("others of this name: Q3, folk singer",)


def test_words_in_common_make_one_of_them_probable() -> None:
    marks = Marks("x", "Odile Fennwick", "person", words="Writes about recruiters and hiring")
    assert chosen(PAINTER, RECRUITER, marks=marks) == [("Q2", "probable"), ("Q1", "possible")]


def test_a_common_nationality_is_no_mark() -> None:
    american = entity("Q4", "Odile Fennwick", description="American rower")
    assert chosen(american, marks=Marks("x", "Odile Fennwick", "person", words="American")) == [("Q4", "possible")]


def test_words_that_two_share_tell_nobody_apart() -> None:
    other = entity("Q4", "Odile Fennwick", description="recruiter in Lyon")
    marks = Marks("x", "Odile Fennwick", "person", words="recruiting")
    assert {level for _, level in chosen(RECRUITER, other, marks=marks)} == {"possible"}


def test_the_label_of_an_occupation_counts_as_words() -> None:
    known = entity("Q5", "Odile Fennwick", statement("P106", item_value("Q900")))
    marks = Marks("x", "Odile Fennwick", "person", words="recruiting")
    assert chosen(known, PAINTER, marks=marks, labels={"Q900": "recruiter"})[0] == ("Q5", "probable")


def test_a_common_linkedin_address_is_the_same_and_settles_it() -> None:
    marks = Marks("x", "Odile Fennwick", "person", keys=frozenset({"in/odile"}))
    assert chosen(PAINTER, RECRUITER, marks=marks) == [("Q2", "same")]


@pytest.mark.parametrize("site", ["http://www.fennwick.example/", "https://fennwick.example/about"])
def test_a_common_homepage_settles_it(site: str) -> None:
    ours = entity("Q6", "Odile Fennwick", statement("P856", site))
    marks = Marks("x", "Odile Fennwick", "person", homepages=("https://fennwick.example",))
    assert chosen(PAINTER, ours, marks=marks) == [("Q6", "probable")]


def test_two_pages_on_one_host_are_two_homepages() -> None:
    theirs = entity("Q6", "Odile Fennwick", statement("P856", "https://pages.example/other"))
    marks = Marks("x", "Odile Fennwick", "person", homepages=("https://pages.example/odile",))
    assert chosen(theirs, marks=marks) == [("Q6", "possible")]


def test_another_linkedin_address_is_a_difference() -> None:
    marks = Marks("x", "Odile Fennwick", "person", keys=frozenset({"in/odile"}), words="painter")
    assert chosen(PAINTER, marks=marks) == [("Q1", "possible")]


def test_a_person_is_no_organisation_of_the_same_name() -> None:
    shop = entity("Q8", "Odile Fennwick", statement("P4264", "fennwick"), kind=BUSINESS)
    assert chosen(shop) == []
    assert chosen(shop, marks=Marks("x", "Odile Fennwick", "organisation")) == [("Q8", "possible")]


def test_another_name_is_somebody_else() -> None:
    assert chosen(entity("Q9", "Odile Fennwick-Brandt")) == []


def test_a_name_for_all_languages_is_a_name() -> None:
    known = entity("Q9", "Odile Fennwick")
    known["labels"] = {"mul": {"language": "mul", "value": "Odile Fennwick"}}
    assert chosen(known) == [("Q9", "possible")]
    assert "languages=en%7Cmul" in wikidata.entities_address("https://w.example", ["Q9"])


def test_an_alias_is_a_name() -> None:
    assert chosen(entity("Q9", "O. J. Fennwick", aliases=["Odile Fennwick"])) == [("Q9", "possible")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *(
                        "id",
                        "search",
                        "entities",
                        "Q1",
                        "claims",
                        "P31",
                        "P570",
                        "P6634",
                        "mainsnak",
                        "datavalue",
                        "value",
                    ),
                    *(
                        "rank",
                        "labels",
                        "en",
                        "error",
                        "lag",
                        "code",
                        "qualifiers",
                        "aliases",
                        "snaktype",
                        "precision",
                        "time",
                    ),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=25,
)


@given(JSON)
def test_no_json_makes_the_readers_raise_anything_but_their_own(answer: Any) -> None:
    for read in (wikidata.read_search, wikidata.read_entities):
        with contextlib.suppress(WikidataError):
            read(json.dumps(answer))


@given(JSON, st.sampled_from(["P31", "P106", "P570", "P856", "P6634", "P4264"]))
def test_no_statement_makes_an_item_raise(value: Any, prop: str) -> None:
    human = statement("P31", item_value("Q5"))
    for claims in (
        {"P31": [human], prop: [statement(prop, value)]},
        {"P31": [human], prop: value},
        {"P31": [human], prop: [{"mainsnak": value, "rank": "normal"}]},
        {"P31": [human], prop: [{"mainsnak": snak(prop, value), "rank": value, "qualifiers": value}]},
        value,
    ):
        read = wikidata.read_item("Q1", {"labels": value, "aliases": value, "descriptions": value, "claims": claims})
        assert read is None or read.id == "Q1"


def test_a_flood_of_statements_is_cut() -> None:
    flood = [linkedin(f"odile-{number}") for number in range(5000)]
    assert len(item(*flood).keys) == 50
    assert entities()["success"] == 1
