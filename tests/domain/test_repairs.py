"""What is proposed for a link that went bad."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from followworthy.domain.records import Expert, Link
from followworthy.domain.repairs import (
    Named,
    Repair,
    candidates,
    digest_of,
    is_news,
    owned_last,
    repair_of,
    repaired,
)
from followworthy.domain.values import Check, Outcome, Verdict
from followworthy.domain.verdict import Rules, is_stale, judge
from tests.conftest import MOMENT
from tests.people import ODILE

LINKED = ODILE.links[0]
RULES = Rules()
MARSH = "https://www.linkedin.com/in/odile-marsh"
OLD = Link("linkedin", "https://www.linkedin.com/in/o-fennwick", "in/o-fennwick", status="former")
ALIASED = replace(ODILE, links=(OLD, *ODILE.links))


def look(days: float, outcome: Outcome, **more: object) -> Check:
    return Check(MOMENT - timedelta(days=days), outcome, f"Met on day {days:g}.", **more)  # type: ignore[arg-type]


def need(*checks: Check, verdict: Verdict = Verdict.UNCONFIRMED) -> Repair | None:
    judged = judge(checks, MOMENT, salt="x")
    return repair_of(replace(LINKED, verdict=verdict), judged, checks, stale=is_stale(checks, MOMENT, RULES))


def urls(*checks: Check, expert: Expert = ODILE, named: tuple[Named, ...] = ()) -> list[str]:
    return [one.url for one in candidates(expert, LINKED, checks, named)]


@pytest.mark.parametrize("verdict", [Verdict.MOVED, Verdict.FAILING, Verdict.GONE])
def test_a_bad_link_needs_a_repair(verdict: Verdict) -> None:
    found = need(look(1, Outcome.MISSING), verdict=verdict)
    assert found is not None
    assert (found.verdict, found.stale) == (verdict, False)


@pytest.mark.parametrize("verdict", [Verdict.ALIVE, Verdict.UNCONFIRMED])
def test_a_link_that_we_do_not_doubt_needs_none(verdict: Verdict) -> None:
    assert need(look(1, Outcome.ANSWERED), verdict=verdict) is None


def test_what_a_held_run_met_is_not_proposed_behind_its_back() -> None:
    assert need(*(look(day, Outcome.MISSING) for day in (30, 20, 10, 1)), verdict=Verdict.ALIVE) is None


def test_a_link_of_which_nothing_was_heard_needs_a_decision() -> None:
    found = need(look(120, Outcome.ANSWERED), look(1, Outcome.FAILED), verdict=Verdict.ALIVE)
    assert found is not None
    assert found.stale


def test_a_link_that_no_program_may_look_at_is_for_a_persons_eyes_not_for_the_queue() -> None:
    assert need(look(200, Outcome.ANSWERED), look(1, Outcome.WALLED)) is None
    assert need(look(200, Outcome.WALLED)) is None


def test_the_reason_says_what_we_believe_and_what_was_met_last() -> None:
    found = need(look(2, Outcome.MISSING), verdict=Verdict.FAILING)
    assert found is not None
    assert found.because == "Not there since 21 November 2026, in 1 look. Met on day 2."


def test_candidates_come_best_first() -> None:
    named = (Named("https://www.linkedin.com/in/odile-f", "Wikidata item Q1 names it"),)
    moved = look(1, Outcome.REDIRECTED, moved_to=MARSH)
    found = candidates(ALIASED, LINKED, [moved], named)
    assert [one.url.rsplit("/", 1)[1] for one in found] == ["odile-marsh", "o-fennwick", "odile-f"]
    assert [one.because for one in found] == [
        "the old address leads there",
        "a former address of theirs",
        "Wikidata item Q1 names it",
    ]


def test_an_address_that_two_name_stands_once_with_both_reasons() -> None:
    named = (Named("linkedin.com/in/Odile-Marsh", "Homepage fennwick.example names it"),)
    (found,) = candidates(ODILE, LINKED, [look(1, Outcome.REDIRECTED, moved_to=MARSH)], named)
    assert found == Named(MARSH, "the old address leads there; Homepage fennwick.example names it")


def test_the_bad_address_itself_is_no_candidate() -> None:
    assert urls(named=(Named(LINKED.url, "Wikidata item Q1 names it"),)) == []


@pytest.mark.parametrize("verdict", [Verdict.GONE, Verdict.FAILING, Verdict.MOVED])
def test_a_former_address_that_went_bad_is_no_candidate(verdict: Verdict) -> None:
    assert urls(expert=replace(ODILE, links=(replace(OLD, verdict=verdict), *ODILE.links))) == []


def test_where_it_led_before_it_answered_again_is_no_candidate() -> None:
    assert urls(look(9, Outcome.REDIRECTED, moved_to=MARSH), look(2, Outcome.ANSWERED)) == []


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "https://www.linkedin.com/company/gallup", "about:blank"]
)
def test_a_redirect_to_what_cannot_be_their_address_is_no_candidate(elsewhere: str) -> None:
    assert urls(look(1, Outcome.REDIRECTED, moved_to=elsewhere)) == []


def test_a_homepage_is_replaced_by_a_homepage() -> None:
    homepage = ODILE.links[1]
    moved = look(1, Outcome.REDIRECTED, moved_to="https://marsh.example/")
    found = candidates(ALIASED, homepage, [moved], [Named(MARSH, "Wikidata item Q1 names it")])
    assert [one.url for one in found] == ["https://marsh.example/"]


def test_what_belongs_to_somebody_else_stands_last_and_says_so() -> None:
    found = owned_last([Named("a", "it leads there"), Named("b", "an alias")], {"a": "Tobin Ashgrove"})
    assert [one.url for one in found] == ["b", "a"]
    assert [one.owner for one in found] == [None, "Tobin Ashgrove"]


def test_what_belongs_to_somebody_else_is_never_the_best() -> None:
    theirs = Repair(LINKED.url, Verdict.MOVED, "", candidates=(Named("a", "it leads there", "Tobin Ashgrove"),))
    assert (theirs.best, replace(theirs, candidates=(Named("b", "an alias"),)).best) == ("", "b")


def test_the_old_address_stays_as_a_former_one_before_its_successor_s_place() -> None:
    done = repaired(ODILE, LINKED.url, Link("linkedin", MARSH, "in/odile-marsh"))
    assert [(one.url, one.status) for one in done.links] == [
        (MARSH, "current"),
        (LINKED.url, "former"),
        (ODILE.links[1].url, "current"),
    ]


def test_a_former_address_can_become_the_current_one_again() -> None:
    done = repaired(ALIASED, LINKED.url, OLD)
    assert [one.status for one in done.links] == ["current", "former", "current"]


def test_a_retired_address_is_a_former_one_without_a_successor() -> None:
    assert [one.status for one in repaired(ODILE, LINKED.url, None).links] == ["former", "current"]


NOBODY = replace(look(2, Outcome.MISSING), because="The site says there is no such page (answered 404).")
HERE = replace(NOBODY, because="Nadia looked: it is not there.", witness="curator")


def test_one_more_look_that_says_the_same_is_no_news() -> None:
    first = need(NOBODY, verdict=Verdict.FAILING)
    second = need(NOBODY, replace(NOBODY, at=MOMENT), HERE, verdict=Verdict.FAILING)
    assert first is not None
    assert second is not None
    assert first.because != second.because
    assert digest_of(first) == digest_of(second)


@pytest.mark.parametrize(
    "change",
    [{"verdict": Verdict.GONE}, {"candidates": (Named(MARSH, "x"),)}, {"stale": True}, {"met": "Another name."}],
    ids=str,
)
def test_another_verdict_candidate_silence_or_page_is_news(change: dict[str, object]) -> None:
    before = Repair(LINKED.url, Verdict.FAILING, "Not there.")
    assert digest_of(replace(before, **change)) != digest_of(before)  # type: ignore[arg-type]


@pytest.mark.parametrize(("days", "news"), [(1, False), (89, False), (90, True)])
def test_a_decision_holds_90_days_against_the_same_evidence(days: int, news: bool) -> None:
    decided: datetime = MOMENT - timedelta(days=days)
    assert is_news("d", "d", decided, MOMENT) is news
    assert is_news("other", "d", decided, MOMENT)


def test_a_repair_survives_being_written_down() -> None:
    repair = Repair(LINKED.url, Verdict.GONE, "Not there.", "404", True, (Named(MARSH, "it leads there"),))
    assert Repair.from_document(repair.document()) == repair
