"""A copy of the catalog as files, for any static host or CDN: the bytes that the server answers, under lasting names.

`catalog-CURSOR.json` is everything, `changes-FROM-TO.json` what changed on the way; neither ever changes. `head.json`
is small and names them; it is written last, so whoever reads it finds what it names. `catalog` is everything again, for
programs that know no head. Beside each file lies the same as `.gz` and `.br`. Contacts nobody, reads no database.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from followworthy.domain.edition import SCHEMA, Edition, Packed, printed
from followworthy.errors import FollowworthyError

FOLDER = Path("api") / "v1"
HEAD, WHOLE = "head.json", "catalog"
KEPT = 30
"""Changes since so many earlier copies are kept: a client that comes daily finds them for a month of daily copies."""
LASTING = re.compile(r"(?:catalog|changes)-.*\.json(?:\.gz|\.br)?")
UNFINISHED = re.compile(r"\.(?:catalog|changes-|head).*\.unfinished")
"""What a copy that was killed left behind."""
Head = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds: its state, how many experts, since how many earlier states the changes; whether it is new."""

    cursor: str
    experts: int
    changes: int
    is_new: bool


def copy(edition: Edition, folder: Path) -> Copied:
    """Write an edition into `folder`, and drop what neither its head nor the one before names.

    Where it lies there already, what the head before named goes, too: it may name somebody who has left since. Raises
    FollowworthyError where the files cannot be written; what lay there is then still whole.
    """
    place = folder / FOLDER
    try:
        place.mkdir(parents=True, exist_ok=True)
        before = read_head(place)
        if before.get("cursor") == edition.cursor and all((place / name).exists() for name in named(before)):
            _tidied(place, named(before))
            return Copied(edition.cursor, len(edition.entries), len(before["changes"]), is_new=False)
        head = _written(edition, place, before)
        _tidied(place, named(head) | named(before))
    except OSError as error:
        raise FollowworthyError(f"The copy in {folder} cannot be written ({error.strerror}).") from error
    return Copied(edition.cursor, len(edition.entries), len(head["changes"]), is_new=True)


def read_head(place: Path) -> Head:
    """Give the head that lies there; nothing if there is none, or none that we understand."""
    try:
        head = json.loads((place / HEAD).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    known = isinstance(head, dict) and head.get("schema") == SCHEMA and isinstance(head.get("changes"), dict)
    return head if known and {"cursor", "whole"} <= head.keys() else {}


def named(head: Head) -> set[str]:
    """Give the names of the files that a head names."""
    return {head["whole"], *head["changes"].values()} if head else set()


def _written(edition: Edition, place: Path, before: Head) -> Head:
    whole = f"catalog-{edition.cursor}.json"
    _write(place / whole, edition.whole)
    changes = dict(_changes(edition, place, before))
    _write(place / WHOLE, edition.whole)
    head = {
        "schema": SCHEMA,
        "cursor": edition.cursor,
        "count": len(edition.entries),
        "checksum": edition.checksum,
        "whole": whole,
        "changes": changes,
    }
    _replace(place / HEAD, printed(head))
    return head


def _changes(edition: Edition, place: Path, before: Head) -> Iterator[tuple[str, str]]:
    """Write what changed since each of the earlier copies, the latest first; give (cursor, name of the file)."""
    earlier = [before["cursor"], *before["changes"]] if before else []
    for cursor in earlier[:KEPT]:
        packed, revision = edition.since(cursor), edition.known(cursor)
        if packed is not edition.whole and revision is not None and revision < edition.revision:
            name = f"changes-{cursor}-{edition.revision}.json"
            _write(place / name, packed)
            yield cursor, name


def _write(path: Path, packed: Packed) -> None:
    for ending, body in ((".gz", packed.gzip), (".br", packed.br), ("", packed.identity)):
        _replace(path.with_name(path.name + ending), body)


def _replace(path: Path, body: bytes) -> None:
    """Write a file whole or not at all: a web server may read it at this very moment."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(body)
    unfinished.replace(path)


def _tidied(place: Path, kept: set[str]) -> None:
    for path in place.iterdir():
        lasting = LASTING.fullmatch(path.name) and path.name.removesuffix(".gz").removesuffix(".br") not in kept
        if lasting or UNFINISHED.fullmatch(path.name):
            path.unlink(missing_ok=True)
