"""Lists are read again on a schedule: who is new, who is gone, why one could not be read. Nobody is withdrawn by it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from followworthy.domain.records import Source
from followworthy.domain.values import Exchange, Hop
from followworthy.services import rereading, taking_back
from followworthy.services.rereading import Reread
from followworthy.store import Database, experts, imports, loaded_files, proposals, source_readings
from followworthy.store.loaded_files import LoadedFile
from followworthy.store.revisions import Revision
from tests.people import ODILE, VOICES, publish

WEEK = timedelta(days=7)
URL = "https://letters.example/forty"
LIST = replace(VOICES, url=URL)
PEOPLE = ("Odile Fennwick", "Wendel Aspinall", "Dara Moonesh", "Ilse Corvane")
Again = Callable[..., list[Reread]]


class Site:
    """A fetcher that answers with a list of these people, or as it is told."""

    def __init__(self, people: tuple[str, ...] = PEOPLE, status: int = 200) -> None:
        self.people, self.status = people, status
        self.asked: list[str] = []

    def fetch(self, url: str, *, max_bytes: int) -> Exchange:
        self.asked.append(url)
        items = "".join(
            f'<li><a href="https://www.linkedin.com/in/{name.lower().replace(" ", "-")}">{name}</a> writes.</li>'
            for name in self.people
        )
        html = f"<!doctype html><title>Voices</title><h1>Voices</h1><h2>Job search</h2><ol>{items}</ol>"
        return Exchange(url, (Hop(url, self.status),), html.encode()[:max_bytes], "text/html; charset=utf-8")


def curate(db: Database, now: datetime, *sources: Source) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        for source in sources:
            Revision(session, by="curated files", why="loaded", now=now).put(source)
            loaded_files.remember(session, LoadedFile("source", source.id, "sources.toml", "d"))


@pytest.fixture
def again(db: Database, now: datetime) -> Again:
    """Read the curated list again, so many weeks after now."""
    curate(db, now, LIST)

    def reread(site: Site, weeks: int = 0) -> list[Reread]:
        return rereading.reread(db, site, lambda: now + weeks * WEEK, WEEK)

    return reread


def test_what_the_catalog_has_from_this_very_list_is_no_news(db: Database, again: Again) -> None:
    (first,) = again(Site())
    assert first.done is not None
    assert first.done.new == ("Wendel Aspinall", "Dara Moonesh", "Ilse Corvane")
    with db.reading() as session:
        assert "Odile Fennwick" not in [one.name for one in proposals.waiting(session)]


def test_a_list_is_read_again_when_a_week_has_passed_and_not_before(again: Again) -> None:
    site = Site()
    again(site)
    again(site)
    assert site.asked == [URL]
    again(site, weeks=1)
    assert site.asked == [URL, URL]


def test_an_unchanged_list_makes_no_import_and_says_so(db: Database, again: Again) -> None:
    again(Site())
    (second,) = again(Site(), weeks=1)
    assert second.sentence == "Forty Voices on Work: read again: nobody new, nobody gone."
    with db.reading() as session:
        assert [one.id for one in imports.listed(session)] == [1]


def test_who_came_and_who_went_is_told_and_nobody_is_withdrawn(db: Database, now: datetime, again: Again) -> None:
    again(Site())
    (second,) = again(Site(("Wendel Aspinall", "Dara Moonesh", "Ilse Corvane", "Noor Halvorsdal")), weeks=1)
    assert second.sentence == "Forty Voices on Work: read again: 1 new: Noor Halvorsdal; 1 gone: Odile Fennwick."
    with db.reading() as session:
        assert [one.name for one, _ in experts.published(session)] == ["Odile Fennwick"]
        assert imports.listed(session)[0].gone == ("Odile Fennwick",)
        reading = source_readings.by_source(session)[LIST.id]
    assert (reading.at, reading.new, reading.gone, reading.trouble) == (now + WEEK, 1, 1, "")


def test_a_list_that_cannot_be_read_says_why_and_loses_nobody(db: Database, again: Again) -> None:
    again(Site())
    (second,) = again(Site(status=403), weeks=1)
    assert second.sentence.startswith(f"Forty Voices on Work: not read again: {URL} cannot be read: ")
    with db.reading() as session:
        assert len(imports.listed(session)) == 1
        assert "403" in source_readings.by_source(session)[LIST.id].trouble


def test_a_page_that_lost_its_list_is_a_trouble_and_not_everybody_gone(db: Database, again: Again) -> None:
    again(Site())
    (second,) = again(Site(()), weeks=1)
    assert second.done is None
    assert second.trouble
    with db.reading() as session:
        assert imports.listed(session)[0].gone == ()


def test_one_list_in_trouble_does_not_keep_the_others_from_being_read(db: Database, now: datetime) -> None:
    curate(db, now, LIST, Source("another", "Another List", url="https://letters.example/another"))
    done = rereading.reread(db, Site(status=500), lambda: now, WEEK)
    assert [one.source.id for one in done] == ["another", LIST.id]


def test_no_address_or_a_no_means_never(db: Database, now: datetime) -> None:
    curate(db, now, VOICES, Source("opted-out", "Quiet Voices", url=URL, reread=False))
    site = Site()
    assert rereading.reread(db, site, lambda: now, WEEK) == []
    assert site.asked == []


def test_a_page_that_somebody_imported_is_not_read_by_the_clock(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        Revision(session, by="Nadia", why="imported", now=now).put(Source("page:1", "A page", url=URL))
        assert rereading.due(session, now, WEEK) == []


def test_the_clock_brings_nothing_again_that_was_taken_back(db: Database, now: datetime, again: Again) -> None:
    again(Site())
    with db.writing() as session:
        taking_back.take_back(session, 1, "Nadia", now)
    (same,) = again(Site(), weeks=1)
    assert same.done is not None
    assert (same.done.queued, same.done.number) == (0, None)
    (changed,) = again(Site((*PEOPLE, "Noor Halvorsdal")), weeks=2)
    assert changed.done is not None
    assert changed.done.new == ("Noor Halvorsdal",)
    with db.reading() as session:
        assert [one.name for one in proposals.waiting(session)] == ["Noor Halvorsdal"]
