"""A catalog of so many invented people whose headlines and reasons are cuttings of real articles, so that it packs as
real prose does. The same number gives the same world.
"""

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, update

from followworthy.domain.names import normalise_name
from followworthy.store import Database, Session, revisions
from followworthy.store.tables import (
    Base,
    CategoryRow,
    CounterRow,
    ExpertRow,
    LinkRow,
    RecommendationRow,
    RevisionRow,
    SourceRow,
)
from tests.bench.desk.world import ALPHABET, FIRST, LAST

ARTICLES = Path(__file__).parents[2] / "data" / "articles"
CATEGORIES, SOURCES = 12, 12
HEADLINE, REASON = 50, 105
"""So many characters they have on the average of the curated fifty."""
HOMEPAGES = 7
"""Every so manieth has a second address."""
AT_ONCE = 5_000
MADE = datetime(2026, 11, 1, tzinfo=UTC)
WORD = re.compile(r"[^\W\d_][\w'’-]*[,.;:]?")


def words(folder: Path | None) -> list[str]:
    """Give the words of the articles in a folder, in their order; markup and addresses are left out."""
    found: list[str] = []
    for path in sorted((folder or ARTICLES).glob("*")):
        if path.suffix in (".md", ".txt", ".html") and ".source." not in path.name:
            text = re.sub(r"<[^>]*>|\]\([^)]*\)|https?://\S+", " ", path.read_text("utf-8"))
            found += WORD.findall(text)
    return found


def fill(database: Database, experts: int, prose: list[str]) -> None:
    """Fill a migrated, empty database, at revision 1."""
    chance = random.Random(experts)  # noqa: S311 - a bench, no secret
    with database.writing() as session:
        for table, rows in _tables(experts, prose, chance).items():
            some: list[dict[str, Any]] = []
            for row in rows:
                some.append(row)
                if len(some) == AT_ONCE:
                    session.execute(insert(table), some)
                    some = []
            if some:
                session.execute(insert(table), some)
        session.query(CounterRow).update({"revision": 1})


def touch(session: Session, experts: int) -> str:
    """Change so many of them in one revision, others each time, as a curator's edit does; give the cursor after it."""
    number = revisions.next_number(session)
    epoch, _ = revisions.cursor(session)
    first = number * experts % max(1, session.scalar(select(func.count()).select_from(ExpertRow)) or 1)
    ids = session.scalars(select(ExpertRow.id).order_by(ExpertRow.id).offset(first).limit(experts)).all()
    changed = update(ExpertRow).where(ExpertRow.id.in_(ids))
    session.execute(changed.values(revision=number, headline=ExpertRow.headline + " and more"))
    return f"{epoch}.{number}"


def _tables(experts: int, prose: list[str], chance: random.Random) -> dict[type[Base], Iterator[dict[str, Any]]]:
    people = list(_people(experts, chance))
    return {
        RevisionRow: iter([{"number": 1, "at": MADE, "by": "bench", "why": "a world", "undoes": None}]),
        CategoryRow: (
            {
                "id": f"field-{at}",
                "name": _cut(prose, 20, chance),
                "position": at,
                "description": _cut(prose, 80, chance),
            }
            for at in range(1, CATEGORIES + 1)
        ),
        SourceRow: (
            {
                "id": f"list-{at}",
                "title": _cut(prose, 60, chance),
                "publisher": _cut(prose, 12, chance),
                "url": None,
                "date": f"20{10 + at % 16}",
                "reread": False,
            }
            for at in range(SOURCES)
        ),
        ExpertRow: (_expert(one, name, number, prose, chance) for number, (one, name) in enumerate(people)),
        LinkRow: (row for number, (one, name) in enumerate(people) for row in _links(one, name, number)),
        RecommendationRow: (_said(one, number, prose, chance) for number, (one, _) in enumerate(people)),
    }


def _people(experts: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    known: set[str] = set()
    while len(known) < experts:
        drawn = "".join(chance.choice(ALPHABET) for _ in range(8))
        if drawn not in known:
            known.add(drawn)
            yield drawn, f"{chance.choice(FIRST)} {_surname(chance)}"


def _surname(chance: random.Random) -> str:
    """Give one that few others have: as names go, most of them are rare."""
    first, second = chance.choice(LAST), chance.choice(LAST)
    return f"{first[: chance.randint(3, 6)]}{second[-chance.randint(3, 5) :].lower()}"


def _cut(prose: list[str], length: int, chance: random.Random) -> str:
    """Cut about so many characters out of the prose, somewhere."""
    wanted, at = chance.randint(length // 2, length + length // 2), chance.randrange(len(prose))
    found = ""
    while len(found) < wanted:
        found += prose[at % len(prose)] + " "
        at += 1
    return found.strip().capitalize()


def _expert(expert_id: str, name: str, number: int, prose: list[str], chance: random.Random) -> dict[str, Any]:
    return {
        "id": expert_id,
        "kind": "person",
        "name": name,
        "headline": _cut(prose, HEADLINE, chance),
        "note": None,
        "withdrawn": False,
        "revision": 1,
        "merged_into": None,
        "name_key": normalise_name(name),
        "words": name,
        "best_rank": 1 + number % 50,
        "reviewed_at": None,
    }


def _links(expert_id: str, name: str, number: int) -> Iterator[dict[str, Any]]:
    slug = f"{name.lower().replace(' ', '-')}-{number:x}"
    link = {
        "expert_id": expert_id,
        "position": 0,
        "kind": "linkedin",
        "key": f"in/{slug}",
        "url": f"https://www.linkedin.com/in/{slug}",
        "published_key": f"in/{slug}",
        "confidence": "corroborated",
        "status": "current",
        "verdict": "alive" if number % 2 else "unconfirmed",
        "confirmed": f"2026-{1 + number % 11:02}" if number % 2 else None,
        "published": True,
    }
    yield link
    if number % HOMEPAGES == 0:
        yield {
            **link,
            "position": 1,
            "kind": "homepage",
            "key": None,
            "url": f"https://{slug}.example",
            "published_key": None,
            "confirmed": None,
            "verdict": "unconfirmed",
            "confidence": "unconfirmed",
        }


def _said(expert_id: str, number: int, prose: list[str], chance: random.Random) -> dict[str, Any]:
    return {
        "expert_id": expert_id,
        "position": 0,
        "source_id": f"list-{number % SOURCES}",
        "category_id": f"field-{1 + number % CATEGORIES}",
        "rank": 1 + number % 50,
        "heading": None,
        "reason": _cut(prose, REASON, chance),
        "quote": None,
        "date": f"20{10 + number % SOURCES % 16}",
    }
