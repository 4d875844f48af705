"""An expert's own homepage: whose LinkedIn address it names, how sure that is, and when it says nothing."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followworthy.domain.person_page import STRONG, PersonPage, read_person_page
from followworthy.domain.records import ExpertKind

LINKED = "https://www.linkedin.com/in/odile-fennwick"
SOMEBODY = "https://www.linkedin.com/in/otto-brandt"
BASE = "https://fennwick.example/"


def read(page: str, name: str = "Odile Fennwick", kind: ExpertKind = "person") -> PersonPage:
    return read_person_page(page, BASE, name=name, kind=kind)


def found(page: str, name: str = "Odile Fennwick", kind: ExpertKind = "person") -> list[tuple[str | None, str]]:
    return [(one.linkedin_url, one.where) for one in read(page, name, kind).claims]


def ld(data: Any) -> str:
    return f'<html><head><title>Home</title><script type="application/ld+json">{json.dumps(data)}</script></head><p>Hi'


def person(name: str = "Odile Fennwick", **more: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "Person", "name": name, "sameAs": LINKED, **more}


IN_DATA = [(LINKED, "JSON-LD sameAs")]


@pytest.mark.parametrize(
    "data",
    [
        person(),
        person(sameAs=["https://mastodon.example/@odile", "https://de.linkedin.com/in/Odile-Fennwick/?trk=x"]),
        person(sameAs={"@id": LINKED}),
        person(sameAs=None, url=LINKED),
        [{"@type": "WebSite", "name": "Home"}, person()],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, person()]},
        {"@type": "ProfilePage", "mainEntity": person()},
        {"@type": "WebSite", "publisher": {"@type": ["Person", "Organization"], **person()}},
        person(**{"@type": ["Person", "Organization"]}),
        person(**{"@type": "http://schema.org/Person"}),
        person(**{"@type": "schema:Person"}),
        person(name="", givenName="Odile", familyName="Fennwick"),
        person(name="O.F.", alternateName=["Odi", "Odile Fennwick"]),
        person(name={"@value": "Odile Fennwick", "@language": "en"}),
        {"@graph": [{"@type": "Person", "@id": "#me", "name": "Odile Fennwick"}, {"@id": "#me", "sameAs": [LINKED]}]},
    ],
    ids=lambda data: json.dumps(data)[:60],
)
def test_the_pages_data_name_the_address(data: Any) -> None:
    assert found(ld(data)) == IN_DATA


@pytest.mark.parametrize(
    "name", ["Dr. Odile Fennwick", "Odile M. Fennwick, PhD", "ODILE FENNWICK", "Odíle Fennwick MBE"]
)
def test_titles_initials_and_degrees_make_no_other_name(name: str) -> None:
    assert found(ld(person(name))) == IN_DATA


def test_somebody_elses_homepage_gives_nothing_and_says_whose_it_is() -> None:
    page = read(ld(person("Otto Brandt", sameAs=SOMEBODY)) + f'<a href="{LINKED}" rel=me>Odile Fennwick</a>')
    assert (page.claims, page.because) == ((), "it speaks of Otto Brandt, not of Odile Fennwick")


@pytest.mark.parametrize(
    "name", ["Odile Fennwick-Brandt", "Otto Fennwick", "Odile", "Fennwick Odile", "Odile B Fennwick Ruiz"]
)
def test_a_similar_name_is_another_name(name: str) -> None:
    assert found(ld(person(name))) == []


def test_a_colleague_in_the_data_lends_no_address() -> None:
    data = {"@graph": [person(sameAs=[]), person("Otto Brandt", sameAs=SOMEBODY)]}
    assert found(ld(data)) == []


def test_two_people_under_one_id_stay_two() -> None:
    odile = {"@type": "Person", "@id": "#me", "name": "Odile Fennwick"}
    data = {"@graph": [odile, {**person("Otto Brandt", sameAs=SOMEBODY), "@id": "#me"}]}
    assert found(ld(data)) == []


def test_a_nameless_person_is_nobody() -> None:
    assert found(ld({"@type": "Person", "sameAs": LINKED})) == []


def test_a_persons_company_is_not_the_person() -> None:
    assert found(ld(person(sameAs="https://www.linkedin.com/company/fennwick"))) == []


def test_an_organisation_has_its_company_address_and_legal_form() -> None:
    page = ld(
        {"@type": "Organization", "name": "The Quiet Desk Ltd", "sameAs": ["https://linkedin.com/company/quiet-desk"]}
    )
    expected = [("https://www.linkedin.com/company/quiet-desk", "JSON-LD sameAs")]
    assert found(page, "The Quiet Desk", "organisation") == expected


def test_an_organisations_founder_is_not_the_organisation() -> None:
    page = ld({"@type": "Organization", "name": "The Quiet Desk", "founder": person(), "sameAs": LINKED})
    assert found(page, "The Quiet Desk", "organisation") == []


def test_damaged_data_are_skipped_and_the_next_block_is_read() -> None:
    damaged = '<script type="application/ld+json">{"@type": "Person", "name": "Odile</script>'
    assert found(damaged + ld(person())) == IN_DATA


@pytest.mark.parametrize(("before", "after"), [("<!--", "-->"), ("//<![CDATA[\n", "\n//]]>"), ("", ";")])
def test_old_wrappings_are_taken_off(before: str, after: str) -> None:
    page = f'<script type="Application/LD+JSON">{before}{json.dumps(person())}{after}</script>'
    assert found(page) == IN_DATA


def test_the_job_title_becomes_a_headline() -> None:
    data = person(jobTitle="Partner", worksFor={"@type": "Organization", "name": "Fennwick & Brandt"})
    page = read(ld(data))
    assert (page.headline, page.claims[0].headline) == ("Partner, Fennwick & Brandt", "Partner, Fennwick & Brandt")


def test_microdata_name_the_address() -> None:
    page = f"""<div itemscope itemtype="https://schema.org/Person"><b itemprop="name">Odile <i>Fennwick</i></b>
      <span itemprop="jobTitle">Columnist</span><div itemprop="worksFor" itemscope itemtype="https://schema.org/Organization">
      <b itemprop=name>The Quiet Desk</b><a itemprop="sameAs" href="https://linkedin.com/company/quiet-desk">x</a></div>
      <a itemprop="sameAs" href="{LINKED}">LinkedIn</a></div>"""
    assert found(page) == [(LINKED, "microdata sameAs")]
    assert read(page).headline == "Columnist, The Quiet Desk"


def test_a_profile_of_open_graph_names_the_address() -> None:
    page = f"""<meta property="og:type" content="profile"><meta property="profile:first_name" content="Odile">
      <meta property="profile:last_name" content="Fennwick"><meta property="og:see_also" content="{LINKED}">"""
    assert found(page) == [(LINKED, "OpenGraph og:see_also")]


@pytest.mark.parametrize("tag", ["<link rel='me' href='{}'>", "<a rel='noopener me' href='{}'>LinkedIn</a>"])
def test_rel_me_names_the_address_of_whom_the_title_names(tag: str) -> None:
    assert found("<title>Odile Fennwick | Columnist</title>" + tag.format(LINKED)) == [(LINKED, "rel=me")]


def test_rel_me_of_a_page_that_names_nobody_we_know_is_nothing() -> None:
    page = read(f"<title>Hello</title><link rel=me href='{LINKED}'>")
    assert (page.claims, page.because) == ((), "it does not name Odile Fennwick")


def test_the_data_are_believed_before_a_link() -> None:
    page = ld(person()) + f'<footer><a href="{SOMEBODY}">Odile Fennwick</a></footer>'
    assert found(page) == IN_DATA


def test_two_places_that_disagree_are_both_shown_the_surer_first() -> None:
    page = "<title>Odile Fennwick</title>" + ld(person()) + f"<link rel=me href='{LINKED}-2'>"
    assert found(page) == [(LINKED, "JSON-LD sameAs"), (f"{LINKED}-2", "rel=me")]


def test_the_surest_place_comes_first() -> None:
    profile = f"<meta property=og:type content=profile><meta property=og:see_also content='{LINKED}-2'>"
    page = f"<meta property=og:title content='Odile Fennwick'>{profile}<link rel=me href='{LINKED}'>"
    assert [where for _, where in found(page)] == ["rel=me", "OpenGraph og:see_also"]


def test_of_several_rel_me_only_those_that_look_like_the_expert_count() -> None:
    both = f"<title>Odile Fennwick</title><link rel=me href='{SOMEBODY}'>"
    assert found(both + f"<link rel=me href='{LINKED}'>") == [(LINKED, "rel=me")]
    assert found(both + "<link rel=me href='https://linkedin.com/in/hiring-notes'>") == []


def test_a_flood_of_addresses_is_cut() -> None:
    assert len(found(ld(person(sameAs=[f"{LINKED}-{number}" for number in range(100)])))) == 5


TITLE = "<title>Odile Fennwick</title>"


@pytest.mark.parametrize(
    "link",
    [
        f'<a href="{LINKED}"><svg></svg></a>',
        f'<a href="{LINKED}-7b12"><i class="icon"></i></a>',
        '<a href="https://www.linkedin.com/in/ofennwick">in</a>',
        '<a href="https://www.linkedin.com/in/hiring-notes" aria-label="Odile Fennwick on LinkedIn"></a>',
        '<a href="https://www.linkedin.com/in/hiring-notes"><img src=x alt="Odile Fennwick"></a>',
    ],
)
def test_a_link_counts_by_its_name_even_among_others(link: str) -> None:
    page = read(TITLE + f'<a href="{SOMEBODY}">Otto Brandt</a>' + link)
    assert [one.where for one in page.claims] == ["a link under their name"]
    assert page.claims[0].linkedin_url != SOMEBODY
    assert page.claims[0].sure < STRONG


def test_the_only_profile_link_counts_a_little() -> None:
    page = read(TITLE + '<a href="https://www.linkedin.com/in/hiring-notes">LinkedIn</a>')
    assert [(one.where, one.sure) for one in page.claims] == [("the only profile link of the page", 0.3)]


def test_one_of_several_nameless_links_is_nobodys() -> None:
    assert found(TITLE + f'<a href="{SOMEBODY}">in</a><a href="https://linkedin.com/in/hiring-notes">in</a>') == []


def test_the_only_link_is_nobodys_if_it_is_called_by_its_own_name() -> None:
    assert found(TITLE + f'<a href="{SOMEBODY}">Otto Brandt, my co-author</a>') == []


def test_the_only_link_of_a_page_that_does_not_name_the_expert_is_nobodys() -> None:
    assert found(f'<title>Parked</title><a href="{LINKED}">LinkedIn</a>') == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Odile Fennwick", "I am Odile Fennwick."),
        ("Odile Fennwick", "Hiring notes (by ODILE FENNWICK)"),
        ("Odile Fennwick", "A note on \u201cOdíle <b>Fennwick</b>\u201d"),
        ("Odíle O\u2019Fennwick", "By Odile O'Fennwick"),
        ("Søren Odile", "Søren Odile writes"),
        ("小田麗", "私は小田麗です"),
    ],
)
def test_a_name_in_the_text_is_enough_for_a_link(name: str, words: str) -> None:
    page = f'<title>Hiring notes</title><p>{words}<a href="https://linkedin.com/in/hiring-notes">LinkedIn</a>'
    assert [where for _, where in found(page, name)] == ["the only profile link of the page"]


@pytest.mark.parametrize("words", ["Odile Fennwicker", "Odile and Ann Fennwick", "Odile, then Fennwick", "Odile"])
def test_half_a_name_in_the_text_is_none(words: str) -> None:
    page = f'<p>{words}<a href="https://linkedin.com/in/hiring-notes">LinkedIn</a>'
    assert found(page) == []


def test_the_only_rel_me_of_their_page_needs_no_name_in_it() -> None:
    page = "<title>Odile Fennwick</title><link rel=me href='https://linkedin.com/in/hiring-notes'>"
    assert [where for _, where in found(page)] == ["rel=me"]


def test_a_name_that_only_a_script_holds_is_not_on_the_page() -> None:
    assert found(f'<script>var of = Odile Fennwick</script><a href="{LINKED}">LinkedIn</a>') == []


def test_share_buttons_and_companies_are_no_profiles() -> None:
    share = (
        '<a href="https://www.linkedin.com/shareArticle?url=x">Share</a><a href="https://linkedin.com/company/x">x</a>'
    )
    page = read(TITLE + share)
    assert (page.claims, page.because) == ((), "it names no LinkedIn address of theirs")


@pytest.mark.parametrize(
    "address", ["https://www.linkedin.com/in/ACoAAAAb_cdEFGhINVENTED", "https://www.linkedin.com/pub/o/1/2/3"]
)
def test_an_address_that_is_no_lasting_profile_is_none(address: str) -> None:
    assert found(ld(person(sameAs=address))) == []


def test_an_address_is_never_cleaned_or_cut_into_another() -> None:
    addresses = [f"{LINKED}\u202e", f"{LINKED}\u200d", LINKED + "?" + "x" * 3000, f"{LINKED}\ud800"]
    assert found(ld(person(sameAs=addresses))) == []


def test_text_that_nobody_sees_is_taken_out_of_names() -> None:
    page = read(ld(person(jobTitle="Colum\u202enist\ud800")))
    assert page.headline == "Columnist"


@pytest.mark.parametrize(
    "page", ["", "   ", "\0", "<", "<!-- ", '<?xml version="1.0" encoding="latin-1"?>', "%PDF-1.7"]
)
def test_what_is_no_page_gives_nothing(page: str) -> None:
    assert read(page) == PersonPage(because="it does not name Odile Fennwick")


def test_an_xhtml_page_with_a_declared_encoding_is_read() -> None:
    page = '<?xml version="1.0" encoding="ISO-8859-1"?><html xmlns="http://www.w3.org/1999/xhtml">'
    assert found(page + f"<title>Odile Fennwick</title><link rel='me' href='{LINKED}'/></html>") == [(LINKED, "rel=me")]


def test_a_bomb_of_nested_data_is_skipped() -> None:
    for bomb in ("[" * 200_000, '{"a":' * 200_000, "[" * 400 + "]" * 400):
        assert found(f'<script type="application/ld+json">{bomb}</script>' + ld(person())) == IN_DATA


def test_nested_markup_costs_no_more_than_its_length() -> None:
    """Counted, not timed: each element is visited a bounded number of times."""
    for piece in ("<div>", "<a href=x>", "<p itemscope itemtype=https://schema.org/Person>", "<b itemprop=name>"):
        assert read(piece * 50_000).claims == ()


def test_a_links_words_are_looked_for_in_its_first_elements() -> None:
    page = f'{TITLE}<a href="{SOMEBODY}">x</a><a href="https://linkedin.com/in/hiring-notes">{{}}Odile Fennwick</a>'
    assert len(found(page.format("<i></i>" * 100))) == 1
    assert found(page.format("<i></i>" * 300)) == []


def test_a_flood_of_items_is_cut() -> None:
    empty = "<p itemscope itemtype='https://schema.org/Thing'></p>"
    item = "<p itemscope itemtype='https://schema.org/Person'><b itemprop=name>Odile Fennwick</b>"
    item += f"<link itemprop=sameAs href='{LINKED}'></p>"
    assert [where for _, where in found(empty * 100 + item)] == ["microdata sameAs"]
    assert [where for _, where in found(empty * 600 + item)] == ["a link under their name"]


PIECES = st.sampled_from(
    [
        *("<title>", "</title>", "<h1>", "Odile Fennwick", "<script type='application/ld+json'>", "</script>", "<svg>"),
        *('{"@type":"Person",', '"name":"Odile Fennwick",', f'"sameAs":["{LINKED}"]}}', '{"@graph":[', "]}", "null"),
        *(
            f"<a href='{LINKED}' rel=me>",
            f"<a href={SOMEBODY}>",
            "<a href='",
            "</a>",
            "<link rel=me href=",
            "'",
            '"',
            ">",
        ),
        *(
            "<div itemscope itemtype='https://schema.org/Person'>",
            "<b itemprop='name sameAs'>",
            "</div>",
            "<!--",
            "-->",
        ),
        *(
            "<meta property=og:type content=profile>",
            "<meta name=author content='",
            "<![CDATA[",
            "]]>",
            "&#0;",
            "&#xD800;",
        ),
    ]
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=30).map("".join))
@settings(max_examples=300)
def test_no_page_makes_the_reader_raise(page: str) -> None:
    read(page)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.just("Odile Fennwick") | st.just("Person"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@id", "@graph", "@value", "name", "sameAs", "url", "jobTitle", "worksFor", "givenName"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_no_data_make_the_reader_raise(data: Any) -> None:
    read(ld(data))


@given(
    st.lists(st.sampled_from(["Otto Brandt", "Ines Varga", "Odile Brandt", "Otto Fennwick"]), min_size=1), st.booleans()
)
def test_a_page_whose_data_name_only_others_gives_nothing(names: list[str], graph: bool) -> None:
    people = [person(name, sameAs=SOMEBODY) for name in names]
    assert found(ld({"@graph": people} if graph else people)) == []
