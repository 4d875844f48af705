"""A client of the API that stays current, in a process of its own: `python -m tests.delta_reader URL FOLDER`.

It keeps what it holds in FOLDER/held.json, proves it after each answer, and ends when FOLDER/../last names its state:
0 then, 1 with a sentence when an answer did not lead to what the server says it must. It may be killed at any time.
"""

import http.client
import json
import sys
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlsplit

from followworthy.domain.edition import checksum, printed
from followworthy.domain.records import UNRANKED

PAUSE = 0.05
EMPTY: dict[str, Any] = {"cursor": "", "experts": [], "withdrawn": []}


def main(url: str, folder: Path) -> int:
    """Stay current until the last state is reached."""
    place, last = urlsplit(url), folder.parent / "last"
    held = json.loads((folder / "held.json").read_bytes()) if (folder / "held.json").exists() else EMPTY
    while not (last.exists() and last.read_text() == held["cursor"]):
        Event().wait(PAUSE)
        answer = asked(place.hostname or "", place.port or 0, held["cursor"])
        if answer is None:
            continue  # the server is away for a moment
        held = applied(held, answer)
        if (held["count"], held["checksum"]) != proof(held):
            sys.stderr.write(f"{answer['cursor']} from {held['cursor']} is not proven.\n")
            return 1
        keep(folder / "held.json", printed(held))
    return 0


def asked(host: str, port: int, cursor: str) -> dict[str, Any] | None:
    """Ask what changed since a state; None where the server does not answer just now."""
    line = http.client.HTTPConnection(host, port, timeout=10)
    try:
        line.request("GET", "/api/v1/catalog" + (f"?since={cursor}" if cursor else ""))
        answer = line.getresponse()
        body = answer.read()
        return json.loads(body) if answer.status == 200 else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        line.close()


def applied(held: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """Give what is held after an answer, as the whole catalog would be written."""
    experts, left = {}, set()
    if not answer["complete"]:
        experts, left = {one["id"]: one for one in held["experts"]}, set(held["withdrawn"])
    for one in answer["experts"]:
        experts[one["id"]] = one
        left.discard(one["id"])
    for expert_id in answer["withdrawn"]:
        experts.pop(expert_id, None)
        left.add(expert_id)
    ordered = sorted(experts.values(), key=order)
    return {**answer, "complete": True, "experts": ordered, "withdrawn": sorted(left)}


def order(expert: dict[str, Any]) -> tuple[int, str, str]:
    """Give where an expert stands: by the best rank, then by name, then by id."""
    ranks = [one["rank"] for one in expert["recommendations"] if one["rank"] is not None]
    return min(ranks, default=UNRANKED), expert["name"].casefold(), expert["id"]


def proof(held: dict[str, Any]) -> tuple[int, str]:
    """Give the count and the checksum of what is held."""
    return len(held["experts"]), checksum((one["id"], one["revision"]) for one in held["experts"])


def keep(path: Path, body: bytes) -> None:
    """Keep it whole or not at all: this process may be killed."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_bytes(body)
    unfinished.replace(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
