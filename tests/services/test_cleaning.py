"""Old looks are thinned out, and nothing that is believed changes by it."""

from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.values import Check, Outcome
from followworthy.domain.verdict import Rules
from followworthy.services.believing import judgement
from followworthy.services.cleaning import KEPT, clean_up, surplus
from followworthy.store import Database, checks, runs
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
    assert datetime.fromisoformat("2025-11-01T00:00:00+00:00") < MOMENT
