"""Each row of the link audit's evidence table, as a law."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.outcome import evidence, is_wall
from followworthy.domain.values import Evidence, Exchange, Hop, Outcome, Trouble

KEY = "in/ann-example"
ANN = "https://www.linkedin.com/in/ann-example"
HOME = "https://ann.example/"
PROFILE = """<!doctype html><html><head><title>Ann Example - Gardener | LinkedIn</title>
<link rel="canonical" href="{}"></head><body><main><h1> Ann
 Example </h1></main></body></html>"""


def visit(*hops: tuple[str, int] | tuple[str, int, str], body: str = "", **more: Any) -> Exchange:
    return Exchange(hops[0][0], tuple(Hop(*hop) for hop in hops), body.encode(), "text/html; charset=utf-8", **more)


def page(url: str, body: str = "<title>Ann Example</title><h1>Welcome</h1>", status: int = 200) -> Exchange:
    return visit((url, status), body=body)


def moved(status: int, to: str, body: str, asked: str = ANN) -> Exchange:
    return visit((asked, status, to), (to, 200), body=body)


@pytest.mark.parametrize("canonical", [ANN, "/in/ann-example", "https://se.linkedin.com/in/Ann-Example/"])
def test_a_page_whose_canonical_address_is_the_asked_one_answers(canonical: str) -> None:
    assert evidence(page(ANN, PROFILE.format(canonical)), KEY).outcome is Outcome.ANSWERED


def test_a_slug_in_another_script_is_compared_decoded() -> None:
    found = evidence(page(ANN, PROFILE.format("https://www.linkedin.com/in/j%C3%B6rg")), "in/jörg")
    assert found.outcome is Outcome.ANSWERED


def test_a_redirect_to_a_country_host_answers() -> None:
    there = "https://se.linkedin.com/in/ann-example"
    assert evidence(moved(301, there, PROFILE.format(there)), KEY).outcome is Outcome.ANSWERED


def test_a_profile_cut_at_the_size_cap_answers() -> None:
    met = visit((ANN, 200), body=PROFILE.format(ANN) + "x" * 99, trouble="too_large", because="Large.")
    assert evidence(met, KEY).outcome is Outcome.ANSWERED


def test_a_profile_may_say_so_in_its_data_alone() -> None:
    body = (
        f'<link rel="canonical" href="{ANN}"><title>LinkedIn</title>'
        '<script type="application/ld+json">{"@graph": [{"@type": "Person", "name": "Ann"}]}</script>'
    )
    assert evidence(page(ANN, body), KEY).outcome is Outcome.ANSWERED


def test_an_organisations_page_answers() -> None:
    body = (
        '<title>Example Gardens | LinkedIn</title><link rel=canonical href="/company/example"><h1>Example Gardens</h1>'
    )
    assert evidence(page("https://www.linkedin.com/company/example", body), "company/example").outcome == "answered"


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_to_another_live_profile_is_redirected(status: int) -> None:
    there = "https://www.linkedin.com/in/ann-new"
    found = evidence(moved(status, there, PROFILE.format(there)), KEY)
    assert (found.outcome, found.moved_to) == (Outcome.REDIRECTED, there)


def test_a_canonical_address_with_another_slug_is_redirected() -> None:
    there = "https://www.linkedin.com/in/ann-new"
    found = evidence(page(ANN, PROFILE.format(there)), KEY)
    assert (found.outcome, found.moved_to) == (Outcome.REDIRECTED, there)


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_redirect_to_a_live_profile_answers(status: int) -> None:
    there = "https://www.linkedin.com/in/ann-new"
    assert evidence(moved(status, there, PROFILE.format(there)), KEY).outcome is Outcome.ANSWERED


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize("key", [KEY, None])
def test_not_found_and_gone_are_missing(status: int, key: str | None) -> None:
    found = evidence(page(ANN, status=status), key)
    assert (found.outcome, found.weak) == (Outcome.MISSING, False)


@pytest.mark.parametrize("to", ["/in/unavailable/", "/404/", "/", ""])
def test_being_led_to_the_page_for_absent_profiles_is_weakly_missing(to: str) -> None:
    there = "https://www.linkedin.com" + to
    found = evidence(moved(301, there, "<title>LinkedIn</title>"), KEY)
    assert (found.outcome, found.weak) == (Outcome.MISSING, True)


@pytest.mark.parametrize(
    "body",
    [
        "<title>LinkedIn</title><h1>Page not found</h1>",
        "<title>Profile Not Found | LinkedIn</title>",
        "<h1>This page doesn\u2019t exist. Please check your URL.</h1>",
        "<title>LinkedIn</title><h1>This profile is not available</h1>",
        (
            '<link rel="canonical" href="https://www.linkedin.com/public-profile/in/ann-example">'
            '<title>Profile Not Found | LinkedIn</title><h1 class="page-not-found__headline">Profile not found</h1>'
        ),
    ],
)
def test_a_soft_404_is_weakly_missing(body: str) -> None:
    found = evidence(page(ANN, body), KEY)
    assert (found.outcome, found.weak) == (Outcome.MISSING, True)


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "Error 404",
        "404 Not Found",
        "Page not found | Ann Example",
        "Ann Example – Page Not Found",
        "Seite nicht gefunden - Ann",
        "Sorry, this page is no longer available.",
    ],
)
def test_a_homepage_that_says_nobody_is_here_is_weakly_missing(title: str) -> None:
    found = evidence(page(HOME, f"<title>{title}</title>"), None)
    assert (found.outcome, found.weak) == (Outcome.MISSING, True)


@pytest.mark.parametrize(
    "title", ["How to fix 404 pages", "Lost and found", "Why your page is not found by people", ""]
)
def test_a_homepage_that_only_speaks_of_missing_pages_answers(title: str) -> None:
    assert evidence(page(HOME, f"<title>{title}</title><h1>Ann Example</h1>"), None).outcome is Outcome.ANSWERED


@pytest.mark.parametrize("status", [401, 403, 429, 999])
@pytest.mark.parametrize("key", [KEY, None])
def test_a_site_that_does_not_let_programs_look_is_a_wall(status: int, key: str | None) -> None:
    found = evidence(page(ANN, status=status), key)
    assert found.outcome is Outcome.WALLED
    assert str(status) in found.because


@pytest.mark.parametrize("place", ["authwall?trk=x", "login", "uas/login?a=b", "checkpoint/lg", "challenge/", "signup"])
def test_a_login_wall_on_any_hop_is_a_wall(place: str) -> None:
    wall = f"https://www.linkedin.com/{place}"
    met = visit((ANN, 301, ANN + "-2"), (ANN + "-2", 302, wall), (wall, 200), body=PROFILE.format(ANN))
    assert evidence(met, KEY).outcome is Outcome.WALLED


def test_a_wall_on_an_early_hop_outweighs_a_404_at_the_end() -> None:
    wall = "https://www.linkedin.com/authwall"
    assert evidence(visit((ANN, 302, wall), (wall, 404)), KEY).outcome is Outcome.WALLED


def test_a_wall_outweighs_being_led_to_the_page_for_absent_profiles() -> None:
    there = "https://www.linkedin.com/in/unavailable/"
    assert evidence(visit((ANN, 301, there), (there, 999)), KEY).outcome is Outcome.WALLED


def test_a_slug_that_sounds_like_a_wall_is_none() -> None:
    there = "https://www.linkedin.com/in/login"
    assert evidence(moved(301, there, PROFILE.format(there)), KEY).outcome is Outcome.REDIRECTED


def test_robots_txt_is_a_wall() -> None:
    met = Exchange(ANN, trouble="robots", because="robots.txt of www.linkedin.com asks programs to stay out.")
    assert evidence(met, KEY) == Evidence(Outcome.WALLED, "robots.txt of www.linkedin.com asks programs to stay out.")


@pytest.mark.parametrize("status", [200, 503])
def test_a_challenge_is_a_wall(status: int) -> None:
    assert evidence(page(HOME, "<title>Just a moment...</title>", status), None).outcome is Outcome.WALLED


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<title>Sign Up | LinkedIn</title><form class=authwall-join-form></form>",
        "<title>LinkedIn: Log In or Sign Up</title><link rel=canonical href='https://www.linkedin.com/'><h1>Welcome</h1>",
        f"<link rel=canonical href='{ANN}'><title>LinkedIn</title><h1>Join now</h1>",
        PROFILE.format("https://www.linkedin.com/feed/"),
        PROFILE.format("https://[broken"),
    ],
)
def test_a_linkedin_page_without_marks_of_a_profile_tells_nothing(body: str) -> None:
    found = evidence(page(ANN, body), KEY)
    assert found == Evidence(Outcome.WALLED, "The page shows no profile, so it tells nothing.")


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 304, 204])
def test_a_host_in_trouble_is_a_failure(status: int) -> None:
    assert evidence(page(ANN, status=status), KEY).outcome is Outcome.FAILED


@pytest.mark.parametrize("status", [400, 402, 406, 451])
def test_any_other_refusal_is_neutral(status: int) -> None:
    assert evidence(page(HOME, status=status), None).outcome is Outcome.WALLED


@pytest.mark.parametrize("trouble", ["address", "unknown_host", "unreachable", "timeout", "broken", "loop"])
def test_a_visit_that_failed_is_a_failure_with_its_reason(trouble: Trouble) -> None:
    met = visit((ANN, 302, "https://ann.example/"), trouble=trouble, because="It was so.")
    assert evidence(met, None) == Evidence(Outcome.FAILED, "It was so.")
    assert evidence(Exchange(ANN, trouble=trouble, because="It was so."), KEY).outcome is Outcome.FAILED


def test_a_homepage_that_is_there_answers() -> None:
    assert evidence(page(HOME), None).outcome is Outcome.ANSWERED


def test_a_homepage_that_is_no_html_answers() -> None:
    met = Exchange(HOME, (Hop(HOME, 200),), b"%PDF page not found", "application/pdf")
    assert evidence(met, None).outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("asked", "to"),
    [
        ("http://ann.example/", "https://ann.example/"),
        ("https://ann.example", "https://www.ann.example/"),
        ("https://www.ann.example/", "https://ann.example/en/"),
        ("http://ann.example/about", "https://www.ann.example/About/"),
    ],
)
def test_the_same_page_under_another_spelling_answers(asked: str, to: str) -> None:
    assert evidence(moved(301, to, "<title>Ann</title>", asked), None).outcome is Outcome.ANSWERED


@pytest.mark.parametrize("to", ["https://bea.example/", "https://sub.ann.example/", "https://ann.example/people/ann"])
def test_a_homepage_moved_for_good_is_redirected(to: str) -> None:
    found = evidence(moved(301, to, "<title>Ann</title>", "https://ann.example/staff/ann"), None)
    assert (found.outcome, found.moved_to) == (Outcome.REDIRECTED, to)


def test_only_the_permanent_part_of_the_way_is_a_move() -> None:
    met = visit(
        ("http://ann.example/", 301, "https://ann.example/"),
        ("https://ann.example/", 302, "https://blog.example/ann"),
        ("https://blog.example/ann", 200),
    )
    assert evidence(met, None).outcome is Outcome.ANSWERED


def test_a_page_led_for_good_to_its_sites_front_page_is_weakly_missing() -> None:
    found = evidence(moved(301, "https://ann.example/", "<title>U</title>", "https://ann.example/staff/ann"), None)
    assert (found.outcome, found.weak) == (Outcome.MISSING, True)


def test_a_temporary_redirect_of_a_homepage_answers() -> None:
    assert evidence(moved(302, "https://bea.example/", "<title>Ann</title>", HOME), None).outcome is Outcome.ANSWERED


def test_a_host_may_be_given_linkedins_rules() -> None:
    asked = "http://127.0.0.2:18080/in/ann-example"
    assert evidence(page(asked, PROFILE.format("/in/ann-example")), KEY).outcome is Outcome.ANSWERED


STATUS = st.integers(100, 999)
PLACE = st.none() | st.sampled_from([ANN, HOME, "https://www.linkedin.com/authwall", "http://[", "/x"]) | st.text()


@given(
    hops=st.lists(st.builds(Hop, st.sampled_from([ANN, HOME]), STATUS, PLACE), max_size=4).map(tuple),
    body=st.binary() | st.text().map(str.encode) | st.text("<>/titleh1ink \0&;=\"'", max_size=60).map(str.encode),
    kind=st.sampled_from(["", "text/html", "text/html; charset=utf-16", "text/html; charset=no-such"]) | st.text(),
    key=st.sampled_from([KEY, None]),
)
def test_whatever_comes_home_there_is_an_outcome_with_a_reason(
    hops: tuple[Hop, ...], body: bytes, kind: str, key: str | None
) -> None:
    found = evidence(Exchange(ANN, hops, body, kind), key)
    assert found.because.endswith(".")
    assert (found.moved_to is not None) == (found.outcome is Outcome.REDIRECTED)


@pytest.mark.parametrize("names", [("Bea Tanner",), ("Dr. Bea Tanner", "B. Tanner-Quill")])
def test_a_profile_that_shows_another_name_is_weakly_missing_and_not_followed(names: tuple[str, ...]) -> None:
    there = "https://www.linkedin.com/in/ann-example-2"
    for met in (page(ANN, PROFILE.format(ANN)), moved(301, there, PROFILE.format(there))):
        found = evidence(met, KEY, names)
        assert (found.outcome, found.weak, found.moved_to) == (Outcome.MISSING, True, None)
        assert found.because == "The page is there, but it shows another name: Ann Example."


def test_a_profile_that_shows_their_name_is_theirs() -> None:
    assert evidence(page(ANN, PROFILE.format(ANN)), KEY, ["Ann Example"]).outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    "words",
    [
        "<title>LinkedIn</title>",
        "<title>LinkedIn</title><h1>LinkedIn</h1>",
        "<title>Welcome to LinkedIn | LinkedIn</title><h1>Welcome to LinkedIn</h1>",
        "<title>Ann Example | LinkedIn</title><h1>Join to view the profile</h1>",
        "<title>Sign in | LinkedIn</title>",
        "<title>Анна Пример | LinkedIn</title><h1>Анна Пример</h1>",
        "<title>安 | LinkedIn</title><h1>安</h1>",
    ],
)
def test_a_page_whose_name_cannot_be_told_accuses_nobody(words: str) -> None:
    body = f'<link rel="canonical" href="{ANN}"><meta property="og:type" content="profile">{words}'
    assert evidence(page(ANN, body), KEY, ["Bea Tanner"]).outcome is Outcome.ANSWERED


def test_a_homepage_is_not_judged_by_the_name_on_it() -> None:
    assert evidence(page(HOME), None, ["Bea Sample"]).outcome is Outcome.ANSWERED


@pytest.mark.parametrize("status", [401, 403, 429, 999])
def test_a_host_that_turns_a_program_away_is_a_wall_to_rest_at(status: int) -> None:
    assert is_wall(page(ANN, status=status))


@pytest.mark.parametrize("status", [200, 503])
def test_a_challenge_is_a_wall_to_rest_at(status: int) -> None:
    assert is_wall(page(ANN, "<title>Just a moment...</title>", status))


def test_a_page_that_shows_no_profile_is_no_wall_to_rest_at() -> None:
    assert not is_wall(page(ANN))


@pytest.mark.parametrize("trouble", ["robots", "later"])
def test_a_wish_is_no_wall_to_rest_at(trouble: Trouble) -> None:
    assert not is_wall(Exchange(ANN, trouble=trouble, because="Leave us alone."))
