"""Old looks are thinned out, and nothing that is believed changes by it."""

import hashlib
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.values import Check, Outcome
from followworthy.domain.verdict import Rules, judge
from followworthy.services import signing_in
from followworthy.services.believing import judgement
from followworthy.services.cleaning import KEPT, clean_up, droppable, surplus
from followworthy.store import Database, checks, curators, runs
from followworthy.store.checks import DueLink
from tests.conftest import MOMENT
from tests.people import ODILE, publish

LINK = DueLink(ODILE.id, ODILE.name, ODILE.links[1].url, None)
DAY = timedelta(days=1)
OUTCOMES = st.sampled_from([Outcome.ANSWERED, Outcome.MISSING, Outcome.WALLED, Outcome.FAILED, Outcome.REDIRECTED])


def look(db: Database, *days: int, outcome: Outcome = Outcome.ANSWERED, run: int | None = None) -> None:
    with db.writing() as session:
        for day in days:
            checks.record(session, LINK, Check(MOMENT - day * DAY, outcome, "So it was."), run)


def kept(db: Database) -> list[int]:
    with db.reading() as session:
        return [(MOMENT - one.at).days for one in checks.of_link(session, LINK.expert_id, LINK.url)]


def test_of_equal_old_looks_the_first_and_last_few_are_kept(db: Database, tmp_path: Path) -> None:
    with db.writing() as session:
        publish(session, ODILE)
    look(db, *range(900, 300, -30))
    said = clean_up(db, tmp_path, Rules(), MOMENT)
    assert kept(db) == [900, 870, 840, 480, 450, 420, *range(390, 300, -30)]
    assert said == "Dropped 11 old looks and 0 old months of the ledger."


def test_what_is_believed_stays_the_same(db: Database, tmp_path: Path) -> None:
    with db.writing() as session:
        publish(session, ODILE)
    look(db, *range(900, 450, -30), outcome=Outcome.MISSING)
    look(db, 1)
    with db.reading() as session:
        before = judgement(session, LINK.expert_id, LINK.url, MOMENT, Rules())
    clean_up(db, tmp_path, Rules(), MOMENT)
    with db.reading() as session:
        assert judgement(session, LINK.expert_id, LINK.url, MOMENT, Rules()) == before
    assert len(kept(db)) == 7


def test_looks_that_still_count_are_all_kept(db: Database, tmp_path: Path) -> None:
    with db.writing() as session:
        publish(session, ODILE)
    look(db, *range(900, 450, -30), outcome=Outcome.WALLED)  # how often in a row says when to look again
    with db.reading() as session:
        before = judgement(session, LINK.expert_id, LINK.url, MOMENT, Rules()).next_check_at
    clean_up(db, tmp_path, Rules(), MOMENT)
    with db.reading() as session:
        assert judgement(session, LINK.expert_id, LINK.url, MOMENT, Rules()).next_check_at == before


@given(st.lists(st.tuples(st.integers(0, 1200), OUTCOMES), max_size=40))
def test_young_looks_and_the_ends_of_every_row_are_never_dropped(met: list[tuple[int, Outcome]]) -> None:
    looks = [Check(MOMENT - days * DAY, outcome, "") for days, outcome in sorted(met, key=lambda one: -one[0])]
    dropped = surplus(list(enumerate(looks)), MOMENT)
    for number in dropped:
        assert MOMENT - looks[number].at > KEPT
        assert {looks[number - 1].outcome, looks[number + 1].outcome} == {looks[number].outcome}


ROWS = st.tuples(
    st.sampled_from([*Outcome, Outcome.MISSING]),
    st.booleans(),
    st.sampled_from(["auditor", "curator"]),
    st.lists(st.sampled_from([1, 30, 100, 700]), min_size=1, max_size=12),
)


def history(rows: list[tuple[Outcome, bool, str, list[int]]], ended: timedelta) -> list[Check]:
    """Looks in rows of equal ones, each so many hours after the one before, the last one so long before now."""
    at, looks = MOMENT - ended - sum((timedelta(hours=one) for row in rows for one in row[3]), timedelta(0)), []
    for outcome, weak, witness, gaps in rows:
        moved_to = "https://a.example/" if outcome is Outcome.REDIRECTED else None
        for hours in gaps:
            at += timedelta(hours=hours)
            looks.append(Check(at, outcome, "", witness, weak, moved_to))
    return looks


@given(
    st.lists(ROWS, min_size=1, max_size=5),
    st.integers(0, 500),
    st.lists(st.tuples(st.integers(1, 4_000), OUTCOMES), max_size=8),
)
def test_nothing_believed_or_planned_changes_now_or_by_any_later_look(
    rows: list[tuple[Outcome, bool, str, list[int]]], days: int, later: list[tuple[int, Outcome]]
) -> None:
    whole = history(rows, days * DAY)
    dropped = set(droppable(list(enumerate(whole)), MOMENT, "a link", Rules()))
    thinned = [check for number, check in enumerate(whole) if number not in dropped]
    new = [
        Check(MOMENT + timedelta(hours=hours), outcome, "") for hours, outcome in sorted(later, key=lambda one: one[0])
    ]
    for end in range(len(new) + 1):
        now = new[end - 1].at if end else MOMENT
        before, after = (judge([*each, *new[:end]], now, "a link", Rules()) for each in (whole, thinned))
        assert (after.verdict, after.confirmed) == (before.verdict, before.confirmed)
        assert after.next_check_at == before.next_check_at


def test_many_looks_thrown_away_go_at_once(db: Database, tmp_path: Path) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        run = runs.begin(session, 1, MOMENT)
    look(db, *[500] * 1201, run=run)
    with db.writing() as session:
        checks.void(session, run, [(LINK.expert_id, LINK.url)])
    assert clean_up(db, tmp_path, Rules(), MOMENT).startswith("Dropped 1201 old looks")


def test_invitations_that_nobody_can_use_any_more_go(db: Database, tmp_path: Path) -> None:
    with db.writing() as session:
        tokens = [signing_in.invite(session, name, MOMENT - days * DAY) for name, days in (("Ilse", 0), ("Jory", 90))]
    clean_up(db, tmp_path, Rules(), MOMENT)
    with db.reading() as session:
        left = [curators.invitation(session, hashlib.sha256(one.encode()).hexdigest()) for one in tokens]
    assert [one.name for one in left if one] == ["Ilse"]


def test_evidence_thrown_away_goes_after_a_year(db: Database, tmp_path: Path) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        run = runs.begin(session, 1, MOMENT)
    look(db, 500, 20, run=run)
    with db.writing() as session:
        checks.void(session, run, [(LINK.expert_id, LINK.url)])
    assert clean_up(db, tmp_path, Rules(), MOMENT).startswith("Dropped 1 old looks")


def test_months_of_the_ledger_go_after_a_year(db: Database, tmp_path: Path) -> None:
    for month in ("2025-09", "2025-11", "2026-11"):
        (tmp_path / f"{month}.jsonl").write_text("{}\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    clean_up(db, tmp_path, Rules(), MOMENT)
    assert sorted(one.name for one in tmp_path.iterdir() if one.suffix in (".jsonl", ".txt")) == [
        "2025-11.jsonl",
        "2026-11.jsonl",
        "notes.txt",
    ]
