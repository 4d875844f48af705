"""Clients that stay current while a curator saves: real requests to a real server, each answer applied and proven."""

import asyncio
import gzip
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from followworthy.domain.edition import checksum
from followworthy.store import Database
from tests.bench.api.world import touch

PAUSE = 0.2
"""Seconds between two questions of one client: as fast as no client ever is."""
SAVES, EVERY = 50, 0.1
PATIENCE = 120


@dataclass
class Client:
    """One client: what it holds, and how long its answers took, in milliseconds."""

    experts: dict[str, int] = field(default_factory=dict)
    cursor: str = ""
    etag: str = ""
    first: float = 0.0
    took: list[float] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    async def sync(self, host: str, port: int, until: "Target") -> None:
        """Ask again and again over one connection, until it holds the last state."""
        reader, writer = await asyncio.open_connection(host, port)
        end = time.monotonic() + PATIENCE
        while self.cursor != until.cursor and time.monotonic() < end:
            query = f"?since={self.cursor}" if self.cursor else ""
            held = f"If-None-Match: {self.etag}\r\n" if self.etag else ""
            began = time.perf_counter()
            asked = f"GET /api/v1/catalog{query} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n{held}\r\n"
            writer.write(asked.encode())
            status, headers, body = await answer(reader)
            took = 1000 * (time.perf_counter() - began)
            if not self.cursor:
                self.first = took
            else:
                self.took.append(took)
            self.take(status, headers, gzip.decompress(body) if body else body)
            until.ready.release()
            await asyncio.sleep(PAUSE)
        writer.close()

    def take(self, status: int, headers: dict[str, str], body: bytes) -> None:
        """Apply an answer and prove what is then held."""
        if status == 304:
            self._count("304")
            return
        if status != 200:
            self.wrong.append(f"status {status}")
            return
        document: dict[str, Any] = json.loads(body)
        self._count("whole" if document["complete"] else "changes")
        if document["complete"]:
            self.experts = {}
        self.experts |= {one["id"]: one["revision"] for one in document["experts"]}
        for left in document["withdrawn"]:
            self.experts.pop(left, None)
        self.cursor, self.etag = document["cursor"], headers["etag"]
        if (document["count"], document["checksum"]) != (len(self.experts), checksum(self.experts.items())):
            self.wrong.append(f"{self.cursor} is not proven")

    def _count(self, kind: str) -> None:
        self.kinds[kind] = self.kinds.get(kind, 0) + 1


@dataclass
class Target:
    """The last state, once it is known."""

    cursor: str = "not yet"
    ready: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))


async def answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    """Read one answer of HTTP/1.1 that tells its length."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in head[1:] if line)
    headers = {name.lower(): value for name, _, value in pairs}
    return int(head[0].split()[1]), headers, await reader.readexactly(int(headers.get("content-length", 0)))


async def synced(url: str, database: Database, clients: int, saves: int = SAVES) -> list[Client]:
    """Let so many clients sync while a curator saves so often; give them as they ended."""
    place, target = urlsplit(url), Target()
    everybody = [Client() for _ in range(clients)]
    syncing = [asyncio.create_task(one.sync(place.hostname or "", place.port or 0, target)) for one in everybody]
    for _ in range(clients):  # all at once, everything; only then does the curator begin
        await target.ready.acquire()
    for _ in range(saves):
        cursor = await asyncio.to_thread(_save, database)
        await asyncio.sleep(EVERY)
    target.cursor = cursor
    await asyncio.gather(*syncing)
    return everybody


def _save(database: Database) -> str:
    with database.writing() as session:
        return touch(session, 1)
