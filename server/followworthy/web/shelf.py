"""The shelf: the latest edition of the catalog in this process, and whoever puts a newer one there. Knows no HTTP.

A watched shelf is asked without the database: a thread looks at the one number twice a second, and prints what is new
off the request path. While the database is away, the last edition stays.
"""

import logging
from threading import Event, Lock, Thread

from followworthy.domain.edition import Edition
from followworthy.errors import FollowworthyError, LostKeyError
from followworthy.services.publishing import Press, etag
from followworthy.store import Database

EVERY_SECONDS = 0.5
"""A new revision is to be noticed within a second, the printing included."""

AGAIN_SECONDS = 10.0
"""A defect that shows again is told at most so often."""

log = logging.getLogger(__name__)


class Shelf:
    """Holds one edition; everything on it is safe for several threads.

    `latest` is what may be handed out unasked: None where nobody watches, or nothing may be published.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._press = Press()
        self._printing = Lock()
        self._edition: Edition | None = None
        self.latest: Edition | None = None
        self._stop = Event()
        self._watcher: Thread | None = None

    def take(self) -> Edition:
        """Give the edition of this moment, printed if need be. Raises StoreError, and LostKeyError for a lost key."""
        with self._database.reading() as session:
            held = self._edition
            if held and held.etag == etag(session):
                return held
        with self._printing, self._database.reading() as session:
            held = self._edition
            if held is None or held.etag != etag(session):
                self._edition = held = self._press.print(session)
            return held

    def glance(self, *cursors: str | None) -> Edition | None:
        """Give the latest without asking the database, for a client that holds one of these states.

        None if we have not seen one of them: another process has told of a change, or of another epoch, that we still
        have to see.
        """
        held = self.latest
        return None if held and any(map(held.is_behind, cursors)) else held

    def watch(self) -> None:
        """Look for new revisions from now on, until `close`."""
        self._watcher = Thread(target=self._watch, name="shelf", daemon=True)
        self._watcher.start()

    def close(self) -> None:
        """Watch no more."""
        self._stop.set()
        if self._watcher:
            self._watcher.join()

    def _watch(self) -> None:
        trouble = ""
        try:
            while not self._stop.is_set():
                said = self._renewed()
                if said != trouble:
                    log.warning(said or "The catalog can be read again.")
                trouble = said
                self._stop.wait(EVERY_SECONDS)
        finally:
            if not self._stop.is_set():
                self._begin_again()

    def _begin_again(self) -> None:
        """Leave it to each request to look by itself, and watch again in a while: a defect has ended the watcher."""
        self.latest = None
        if not self._stop.wait(AGAIN_SECONDS):
            self.watch()

    def _renewed(self) -> str:
        """Bring the shelf up to date; give what keeps us from it, in a sentence, or nothing."""
        try:
            self.latest = self.take()
        except LostKeyError as error:
            self.latest = None
            return str(error)
        except FollowworthyError as error:
            return str(error)
        return ""
