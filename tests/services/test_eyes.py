"""What a curator says of a link that no program may look at: at once, signed, and to be taken back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from followworthy.domain.records import Expert, Link
from followworthy.domain.repairs import Repair
from followworthy.domain.values import Check, Outcome, Verdict
from followworthy.domain.verdict import Rules
from followworthy.errors import RefusedError
from followworthy.services import eyes, repairing, undoing
from followworthy.services.eyes import Report, Taken
from followworthy.store import Database, Session, checks, experts, looks, proposals, revisions
from followworthy.store.checks import DueLink
from tests.people import ODILE, TOBIN, publish

RULES = Rules()
DAY = timedelta(days=1)
LINKED, HOMEPAGE = ODILE.links
MARSH = "https://www.linkedin.com/in/odile-marsh"


@pytest.fixture
def session(db: Database, now: datetime) -> Iterator[Session]:
    """Odile's profile met robots.txt yesterday."""
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        keep(session, now - DAY, Outcome.WALLED)
        yield session


def keep(session: Session, at: datetime, met: Outcome, link: Link = LINKED, witness: str = "auditor") -> None:
    found = Check(at, met, f"Met {met}.", witness)
    checks.record(session, DueLink(ODILE.id, ODILE.name, link.url, link.key), found, None)


def odile(session: Session) -> Expert:
    found = experts.get(session, ODILE.id)
    assert found is not None
    return found


def asked(session: Session, now: datetime) -> list[str]:
    return [one.url for one in eyes.this_week(session, now).now]


def last_look(session: Session, now: datetime) -> int:
    return eyes.lately(session, now)[0].id


Say = Callable[[Session, datetime], int | None]


def fine(session: Session, now: datetime) -> int | None:
    return eyes.fine(session, ODILE.id, LINKED.url, "Nadia", now, RULES)


def not_there(session: Session, now: datetime) -> int | None:
    return eyes.not_there(session, ODILE.id, LINKED.url, "Nadia", now, RULES)


def moved(session: Session, now: datetime, address: str = MARSH) -> int | None:
    return eyes.moved(session, ODILE.id, LINKED.url, address, "Nadia", now, RULES)


def test_a_link_that_robots_txt_closes_is_asked_for(session: Session, now: datetime) -> None:
    assert asked(session, now) == [LINKED.url]


def test_a_link_that_was_never_looked_at_waits_for_the_audit(session: Session, now: datetime) -> None:
    assert TOBIN.links[0].url not in asked(session, now)


def test_a_wall_that_fell_meanwhile_is_no_wall(session: Session, now: datetime) -> None:
    keep(session, now, Outcome.FAILED)
    assert asked(session, now) == []


def test_a_wall_counts_however_the_expert_s_own_site_spoke_after_it(session: Session, now: datetime) -> None:
    keep(session, now, Outcome.VOUCHED, witness="site")
    assert asked(session, now) == []
    assert asked(session, now + 90 * DAY) == [LINKED.url]


def test_a_look_taken_back_asks_again(session: Session, now: datetime) -> None:
    fine(session, now)
    assert asked(session, now + DAY) == []
    eyes.take_back(session, last_look(session, now), "Nadia", now + DAY, RULES)
    assert asked(session, now + DAY) == [LINKED.url]


@pytest.mark.parametrize("change", [{"withdrawn": True}, {"links": (HOMEPAGE,)}], ids=str)
def test_nobody_withdrawn_and_no_removed_address_is_asked_for(
    session: Session, now: datetime, change: dict[str, object]
) -> None:
    revisions.Revision(session, by="N", why="x", now=now).put(replace(ODILE, **change))  # type: ignore[arg-type]
    assert asked(session, now) == []


def test_fine_confirms_the_link_at_once_in_one_change_of_the_curator(session: Session, now: datetime) -> None:
    number = fine(session, now)
    assert (odile(session).links[0].verdict, odile(session).links[0].confirmed) == (Verdict.ALIVE, "2026-11")
    past = revisions.history(session)[0]
    assert (past.number, past.by) == (number, "Nadia")


def test_what_we_knew_already_is_no_change(session: Session, now: datetime) -> None:
    fine(session, now)
    assert fine(session, now + DAY) is None
    assert len(eyes.lately(session, now + DAY)) == 2


def test_not_there_is_failing_and_waits_in_the_review_queue(session: Session, now: datetime) -> None:
    not_there(session, now)
    assert odile(session).links[0].verdict is Verdict.FAILING
    assert [one.kind for one in proposals.waiting(session)] == ["repair"]


def test_three_curators_looks_over_two_weeks_can_settle_it(session: Session, now: datetime) -> None:
    for days in (0, 7, 14):
        assert asked(session, now + days * DAY) == [LINKED.url]
        not_there(session, now + days * DAY)
    assert odile(session).links[0].verdict is Verdict.GONE


def test_moved_publishes_the_new_address_as_seen_and_keeps_the_old_one(session: Session, now: datetime) -> None:
    number = moved(session, now, " linkedin.com/in/Odile-Marsh?x ")
    assert [(one.url, one.status, str(one.verdict)) for one in odile(session).links[:2]] == [
        (MARSH, "current", "alive"),
        (LINKED.url, "former", "unconfirmed"),
    ]
    assert revisions.cursor(session)[1] == number
    assert checks.of_link(session, ODILE.id, LINKED.url)[-1].moved_to == MARSH


def test_moved_counts_as_one_look(session: Session, now: datetime) -> None:
    moved(session, now)
    assert eyes.this_week(session, now).given == len(eyes.lately(session, now)) == 1


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "An address is needed"),
        ("https://example.com/x", "cannot be the address"),
        (TOBIN.links[0].url, "already belongs to Tobin Ashgrove"),
        (LINKED.url, "give the new one"),
    ],
)
def test_an_address_that_cannot_be_is_refused_and_nothing_is_kept(
    session: Session, now: datetime, address: str, words: str
) -> None:
    with pytest.raises(RefusedError, match=words):
        moved(session, now, address)
    assert eyes.lately(session, now) == []
    assert odile(session) == ODILE


@pytest.mark.parametrize(("expert", "url"), [("nobody", LINKED.url), (ODILE.id, "https://elsewhere.example")])
def test_what_is_no_current_address_of_anybody_is_refused(
    session: Session, now: datetime, expert: str, url: str
) -> None:
    with pytest.raises(RefusedError, match="any more"):
        eyes.fine(session, expert, url, "Nadia", now, RULES)


@pytest.mark.parametrize("say", [fine, not_there, moved])
def test_each_saying_can_be_taken_back(session: Session, now: datetime, say: Say) -> None:
    say(session, now)
    number = eyes.take_back(session, last_look(session, now), "Tom", now + DAY, RULES)
    assert odile(session) == ODILE
    assert (revisions.history(session)[0].number, revisions.history(session)[0].by) == (number, "Tom")
    assert eyes.lately(session, now + DAY) == []
    assert proposals.waiting(session) == []


@pytest.mark.parametrize("say", [fine, not_there, moved])
def test_taking_back_can_be_undone(session: Session, now: datetime, say: Say) -> None:
    say(session, now)
    said, seen = odile(session), eyes.lately(session, now)
    number = eyes.take_back(session, last_look(session, now), "Nadia", now + DAY, RULES)
    undoing.undo(session, number or 0, "Nadia", now + 2 * DAY)
    assert odile(session) == said
    assert eyes.lately(session, now) == seen


def test_a_saying_is_taken_back_once(session: Session, now: datetime) -> None:
    fine(session, now)
    look = last_look(session, now)
    eyes.take_back(session, look, "Nadia", now + DAY, RULES)
    with pytest.raises(RefusedError, match="taken back already"):
        eyes.take_back(session, look, "Nadia", now + DAY, RULES)


def test_what_somebody_changed_since_is_not_taken_back(session: Session, now: datetime) -> None:
    moved(session, now)
    revisions.Revision(session, by="Tom", why="x", now=now + DAY).put(replace(odile(session), name="Odile Marsh"))
    with pytest.raises(RefusedError, match="Odile Marsh was changed since"):
        eyes.take_back(session, last_look(session, now), "Nadia", now + DAY, RULES)
    assert len(looks.of_curators(session, now - DAY)) == 2


def test_what_the_audit_found_since_stays_when_a_move_is_taken_back(session: Session, now: datetime) -> None:
    moved(session, now)
    met = replace(odile(session), links=(*odile(session).links[:2], replace(HOMEPAGE, verdict=Verdict.ALIVE)))
    revisions.Revision(session, by="auditor", why="x", now=now + DAY).put(met)
    eyes.take_back(session, last_look(session, now), "Nadia", now + DAY, RULES)
    assert [one.verdict for one in odile(session).links] == [Verdict.UNCONFIRMED, Verdict.ALIVE]


def test_a_look_puts_off_the_audits_next_turn(session: Session, now: datetime) -> None:
    fine(session, now)
    assert LINKED.url not in {one.url for one in checks.due(session, now + DAY)}


def told(session: Session, now: datetime, saw: eyes.Saw, *, opened: bool = True, **more: str) -> Taken:
    """Let Nadia's paired browser report what it met at Odile's address."""
    said = Report(**{"expert_id": ODILE.id, "url": LINKED.url, "name": ODILE.name, **more}, saw=saw)
    return eyes.report(session, said, "Nadia", now, RULES, opened=opened)


def test_a_paired_browser_confirms_as_its_curator(session: Session, now: datetime) -> None:
    taken = told(session, now, "fine", name="Dr Odile M. Fennwick, PhD")
    assert taken == Taken(True, revisions.cursor(session)[1])
    assert odile(session).links[0].verdict is Verdict.ALIVE
    assert revisions.history(session)[0].by == "Nadia"
    assert eyes.lately(session, now)[0].check.because == "Nadia looked: it is there (seen by a paired browser)."


def test_a_paired_browser_publishes_where_the_page_moved(session: Session, now: datetime) -> None:
    told(session, now, "moved", address=MARSH)
    assert experts.owner_of_key(session, "in/odile-marsh") == odile(session)


def test_where_a_link_led_is_published_by_a_person_alone(session: Session, now: datetime) -> None:
    assert told(session, now, "led", address=MARSH) == Taken(True)
    assert odile(session) == ODILE
    (waiting,) = proposals.waiting(session)
    assert Repair.from_document(waiting.repair or {}).best == MARSH
    because = "Nadia looked: it led to https://www.linkedin.com/in/odile-marsh (seen by a paired browser)."
    assert eyes.lately(session, now)[0].check.because == because
    repairing.accept(session, waiting.id, MARSH, "Nadia", now + DAY, RULES)
    assert experts.owner_of_key(session, "in/odile-marsh") == odile(session)


def test_where_a_link_led_waits_no_more_once_it_was_seen_or_taken_back(session: Session, now: datetime) -> None:
    told(session, now, "led", address=MARSH)
    assert asked(session, now + DAY) == []
    eyes.take_back(session, last_look(session, now), "Nadia", now + DAY, RULES)
    assert proposals.waiting(session) == []
    told(session, now + DAY, "led", address=MARSH)
    fine(session, now + 2 * DAY)
    assert proposals.waiting(session) == []


def test_a_paired_browser_says_not_there(session: Session, now: datetime) -> None:
    told(session, now, "missing", name="")
    assert odile(session).links[0].verdict is Verdict.FAILING


@pytest.mark.parametrize("name", ["", "Odile Marsh", "Tobin Ashgrove", "Join LinkedIn"])
@pytest.mark.parametrize("saw", ["fine", "moved", "led"])
def test_a_page_that_names_somebody_else_is_no_evidence(
    session: Session, now: datetime, name: str, saw: eyes.Saw
) -> None:
    with pytest.raises(RefusedError, match="not Odile Fennwick"):
        told(session, now, saw, name=name, address=MARSH)
    assert eyes.lately(session, now) == []


def test_a_browser_speaks_of_linkedin_addresses_alone(session: Session, now: datetime) -> None:
    with pytest.raises(RefusedError, match="no LinkedIn address"):
        told(session, now, "fine", url=HOMEPAGE.url)


@pytest.mark.parametrize("saw", ["fine", "moved", "led", "missing"])
def test_the_same_report_within_a_day_changes_nothing(session: Session, now: datetime, saw: eyes.Saw) -> None:
    told(session, now, saw, address=MARSH)
    before = revisions.cursor(session), len(eyes.lately(session, now))
    assert told(session, now + timedelta(hours=23), saw, address=MARSH) == Taken(False)
    assert (revisions.cursor(session), len(eyes.lately(session, now))) == before


def test_a_day_later_it_is_another_look(session: Session, now: datetime) -> None:
    told(session, now, "fine")
    assert told(session, now + DAY, "fine").kept


def test_what_another_curator_said_is_no_repetition(session: Session, now: datetime) -> None:
    eyes.fine(session, ODILE.id, LINKED.url, "Tom", now, RULES)
    assert told(session, now + timedelta(hours=1), "fine").kept


def test_another_finding_of_the_same_day_is_kept(session: Session, now: datetime) -> None:
    told(session, now, "fine")
    assert told(session, now + timedelta(hours=1), "missing", name="").kept


def test_an_address_that_moved_since_is_not_reported_again(session: Session, now: datetime) -> None:
    moved(session, now)
    with pytest.raises(RefusedError, match="current address any more"):
        told(session, now + timedelta(hours=1), "fine")


def test_what_was_met_in_passing_takes_no_room_of_the_week(session: Session, now: datetime) -> None:
    told(session, now, "fine", opened=False)
    assert eyes.this_week(session, now).given == 0
    assert odile(session).links[0].verdict is Verdict.ALIVE


def test_what_was_opened_from_the_desk_counts_as_asked_for(session: Session, now: datetime) -> None:
    told(session, now, "fine")
    assert eyes.this_week(session, now).given == 1


def test_news_are_what_was_said_after_a_look(session: Session, now: datetime) -> None:
    told(session, now, "moved", address=MARSH)
    seen = looks.latest_id(session)
    assert [one.url for one in eyes.since(session, 0)] == [LINKED.url]
    assert eyes.since(session, seen) == []
