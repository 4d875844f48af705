"""A run that one process does by itself: the links in the order of the table."""

from collections.abc import Iterator
from itertools import takewhile

from followworthy.services import audit_choosing
from followworthy.services.audit_choosing import Allowance
from followworthy.services.audit_recording import Visit
from followworthy.services.audit_tools import VISITORS, Audit, Enough
from followworthy.store import checks, runs
from followworthy.store.checks import DueLink


class Alone:
    """The whole of a run."""

    def __init__(self, audit: Audit) -> None:
        """Begin a run."""
        self.direct = audit.fetcher
        self._audit = audit
        self._began = audit.clock()
        with audit.database.writing() as session:
            self.due = checks.count_due(session, self._began)
            self._allowed = audit_choosing.allowances(session, audit.manners, self._began)
            self.run_id = runs.begin(session, self.due, self._began)
        self._waiting: dict[str, list[DueLink]] = {}

    def visits(self, enough: Enough) -> Iterator[Visit]:
        """Visit what robots.txt decides about, and note the rest."""
        chunks = audit_choosing.chunks(self._audit.database, self._began)
        for chunk in takewhile(lambda _chunk: not enough(), chunks):
            others, permitted = audit_choosing.sorted_out(chunk, self._audit.manners, self._allowed)
            for host, links in permitted.items():
                self._waiting.setdefault(host, []).extend(links)
            yield from self._audit.fetcher.visits(((link, link.url) for link in others), VISITORS, enough)

    def permitted(self) -> Iterator[tuple[str, list[DueLink], Allowance]]:
        """Give each host that permits direct looks."""
        for host, links in self._waiting.items():
            yield host, links, self._allowed[host]

    def leave(self) -> bool:
        """Nobody else takes part."""
        return True
