"""A database with so many invented experts, proposals, looks and changes, written row by row at full speed.

Everybody is made up from a few names and words; the same number gives the same world.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from followworthy.domain.names import normalise_name, searchable
from followworthy.domain.records import Expert, Link, Recommendation
from followworthy.domain.values import Verdict
from followworthy.store import Database, link_facts
from followworthy.store.tables import (
    Base,
    CategoryRow,
    ChangeRow,
    CheckRow,
    CounterRow,
    ExpertRow,
    HealthDayRow,
    ImportRow,
    LinkRow,
    ProposalRow,
    RecommendationRow,
    RevisionRow,
    SourceRow,
)

CATEGORIES, SOURCES, IMPORTS = 12, 40, 30
AT_ONCE = 2_000
A_BATCH = 20
"""So many experts each change of the history touched."""
FIRST = [
    "Odile",
    "Tobin",
    "Wendel",
    "Dara",
    "Noor",
    "Sefa",
    "Kasimir",
    "Ilse",
    "Beatrix",
    "Jory",
    "Maren",
    "Ulf",
    "Tove",
    "Anselm",
    "Rika",
    "Ewan",
    "Lotte",
    "Piet",
]
LAST = [
    "Fennwick",
    "Ashgrove",
    "Aspinall",
    "Moonesh",
    "Halvorsdal",
    "Ndiaye",
    "Corvane",
    "Olowemi",
    "Brookmere",
    "Weth",
    "Tarn",
    "Lindqvist",
    "Marsh",
]
SAID = [
    "Explains",
    "what",
    "recruiters",
    "read",
    "before",
    "they",
    "answer",
    "and",
    "what",
    "they",
    "leave",
    "out",
    "of",
    "every",
    "letter",
    "they",
    "write",
]
VERDICTS = (*[Verdict.UNCONFIRMED] * 5, *[Verdict.ALIVE] * 4, Verdict.MOVED, Verdict.FAILING, Verdict.GONE)
ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
SOMEBODY = "dbbbbbbb"
"""The id of one of them, in worlds of every size."""


def fill(database: Database, experts: int, proposals: int, now: datetime) -> None:
    """Fill a migrated, empty database."""
    chance = random.Random(experts)  # noqa: S311 - a bench, no secret
    everybody = [_expert(number, chance) for number in range(experts)]
    with database.writing() as session:
        _lists(session, now)
        changes = -(-experts // A_BATCH)
        _write(session, RevisionRow, (_revision(number, now) for number in range(1, changes + 1)))
        session.query(CounterRow).update({"revision": changes})
        _write(session, ExpertRow, (_expert_row(one, number) for number, one in enumerate(everybody)))
        _write(session, LinkRow, (_link_row(one, link, at) for one in everybody for at, link in enumerate(one.links)))
        said = ((one, at, each) for one in everybody for at, each in enumerate(one.recommendations))
        _write(session, RecommendationRow, (_said_row(*each) for each in said))
        _write(session, ChangeRow, (_change_row(one, number) for number, one in enumerate(everybody)))
        _write(session, CheckRow, _looks(everybody, now, chance))
        link_facts.settle_all(session, [(one.id, link.url) for one in everybody for link in one.links])
        _write(session, ProposalRow, (_proposal_row(number, everybody, now, chance) for number in range(proposals)))
        _write(session, HealthDayRow, (_day(number, experts, now) for number in range(90)))


def _write(session: Session, table: type[Base], rows: Iterable[dict[str, object]]) -> None:
    for some in _in_parts(rows):
        session.execute(insert(table), some)


def _in_parts(rows: Iterable[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    part: list[dict[str, object]] = []
    for row in rows:
        part.append(row)
        if len(part) == AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def _lists(session: Session, now: datetime) -> None:
    names = (f"Field number {number}" for number in range(CATEGORIES))
    rows = ({"id": f"field-{at}", "name": name, "position": at, "description": ""} for at, name in enumerate(names, 1))
    _write(session, CategoryRow, rows)
    sources = (
        {"id": f"list-{at}", "title": f"Forty Voices, part {at}", "publisher": f"Letter {at % 15}", "reread": True}
        | {"url": f"https://letters.example/{at}" if at % 2 else None, "date": f"20{10 + at % 16}"}
        for at in range(SOURCES)
    )
    _write(session, SourceRow, sources)
    imports = (
        {"id": at, "source_id": f"list-{at}", "place": f"https://letters.example/{at}", "by": "Nadia", "at": now}
        | {"digest": "d" * 64, "claims": 60, "people": {f"n{each}": ["A", "d"] for each in range(60)}, "gone": []}
        for at in range(1, IMPORTS + 1)
    )
    _write(session, ImportRow, imports)


def _name(number: int) -> str:
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
    return f"{first} {last}{'' if number < len(FIRST) * len(LAST) else f' {_letters(number)}'}"


def _letters(number: int) -> str:
    word = ""
    while number:
        number, rest = divmod(number, 26)
        word += chr(97 + rest)
    return word.capitalize()


def _expert(number: int, chance: random.Random) -> Expert:
    drawn, rest = "", number
    for _ in range(8):
        rest, letter = divmod(rest, len(ALPHABET))
        drawn += ALPHABET[letter]
    key = f"in/voice-{number}"
    address = Link("linkedin", f"https://www.linkedin.com/{key}", key, "corroborated", verdict=chance.choice(VERDICTS))
    homepage = Link("homepage", f"https://voice-{number}.example")
    links = ((address,) if number % 6 else ()) + ((homepage,) if number % 3 == 0 else ())
    lists = chance.sample(range(SOURCES), 1 if number % 3 else 3)
    said = " ".join(chance.choices(SAID, k=24))
    recommendations = tuple(
        Recommendation(
            f"field-{1 + number % CATEGORIES}", f"list-{each}", 1 + number % 50, "Voices", said, None, "2019"
        )
        for each in lists
    )
    return Expert(drawn, "person", _name(number), " ".join(chance.choices(SAID, k=8)), None, links, recommendations)


def _revision(number: int, now: datetime) -> dict[str, object]:
    return {"number": number, "at": now, "by": "Nadia", "why": f"accepted {A_BATCH} people", "undoes": None}


def _expert_row(one: Expert, number: int) -> dict[str, object]:
    words = " ".join((one.name, one.headline, *(each.reason for each in one.recommendations)))
    plain = {"id": one.id, "kind": one.kind, "name": one.name, "headline": one.headline, "note": None}
    found = {"name_key": normalise_name(one.name), "words": searchable(words), "best_rank": one.order()[0]}
    return {**plain, **found, "withdrawn": False, "revision": 1 + number // A_BATCH, "merged_into": None}


def _link_row(one: Expert, link: Link, position: int) -> dict[str, object]:
    plain = {"kind": link.kind, "url": link.url, "key": link.key, "published_key": link.key, "status": link.status}
    believed = {"verdict": str(link.verdict), "confirmed": "2026-11" if link.verdict is Verdict.ALIVE else None}
    own = {
        "expert_id": one.id,
        "position": position,
        "confidence": link.confidence,
        "next_check_at": None,
        "published": True,
    }
    return {**plain, **believed, **own}


def _said_row(one: Expert, position: int, said: Recommendation) -> dict[str, object]:
    place = {"expert_id": one.id, "position": position, "source_id": said.source, "category_id": said.category}
    return {
        **place,
        "rank": said.rank,
        "heading": said.heading,
        "reason": said.reason,
        "quote": None,
        "date": said.date,
    }


def _change_row(one: Expert, number: int) -> dict[str, object]:
    own = {"number": 1 + number // A_BATCH, "entity": "expert", "entity_id": one.id}
    return {**own, "before": None, "after": one.document()}


def _looks(everybody: list[Expert], now: datetime, chance: random.Random) -> Iterator[dict[str, object]]:
    for one in everybody:
        for link in one.links:
            for days in range(0, 400, 100):
                outcome = "walled" if link.kind == "linkedin" and chance.random() < 0.5 else "answered"
                own = {"expert_id": one.id, "url": link.url, "at": now - timedelta(days=days), "witness": "auditor"}
                yield {
                    **own,
                    "outcome": outcome,
                    "because": "So it was.",
                    "weak": False,
                    "void": False,
                    "moved_to": None,
                }


def _proposal_row(number: int, everybody: list[Expert], now: datetime, chance: random.Random) -> dict[str, object]:
    known = everybody[number % len(everybody)] if number % 4 == 0 else None
    name = known.name if known else f"Newcomer {_letters(number + 700)}"
    heading = f"Field number {number % CATEGORIES}"
    claim = {"name": name, "kind": "person", "category": heading, "rank": 1 + number % 50, "linkedin_url": None}
    claim |= {"links": [], "quote": " ".join(chance.choices(SAID, k=20)), "where": f"line {number}", "sure": 1.0}
    own = {"source_id": f"list-{1 + number % IMPORTS}", "import_id": 1 + number % IMPORTS, "identity": f"p{number}"}
    level = "probable" if known else "new"
    match = {"level": level, "expert_id": known.id if known else None, "agrees": ["name"] if known else []}
    sorted_by = {"name": name, "name_key": normalise_name(name), "heading": heading, "turn": 1}
    plain = {"kind": "correction" if known else "new", "digest": "d" * 64, "state": "waiting", "created_at": now}
    return {**own, **match, **sorted_by, **plain, "differs": [], "claims": [{**claim, "headline": ""}]}


def _day(number: int, experts: int, now: datetime) -> dict[str, object]:
    alive = experts * (90 - number) // 200
    counts = {"alive": alive, "unconfirmed": experts - alive, "moved": 3, "failing": 2, "gone": 1}
    return {"day": (now - timedelta(days=number)).date().isoformat(), "counts": counts}
