"""Databases for tests: files, or with --postgresql those of a server. Each is copied from a migrated one."""

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from followworthy.store import Database


def address(database: Database) -> str:
    """Where a database is, with the password that people are not shown."""
    return database.engine.url.render_as_string(hide_password=False)


class Databases(Protocol):
    """Gives addresses of new databases; `folder` is where one may keep a file."""

    def fresh(self, folder: Path) -> str:
        """Of one whose tables are up to date."""
        ...

    def empty(self, folder: Path) -> str:
        """Of one with nothing in it."""
        ...

    def drop(self, url: str) -> None:
        """Remove one, whoever is connected."""
        ...


@dataclass
class Files:
    """SQLite files; whose folder goes, they go with it."""

    keep: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def fresh(self, folder: Path) -> str:
        template = self.keep / "template.db"
        if not template.exists():
            database = Database(f"sqlite:///{template}")
            database.migrate()
            database.close()
        file = self._new(folder)
        shutil.copyfile(template, file)
        return f"sqlite:///{file}"

    def empty(self, folder: Path) -> str:
        return f"sqlite:///{self._new(folder)}"

    def drop(self, url: str) -> None:
        """Nothing to do."""

    def _new(self, folder: Path) -> Path:
        usual = folder / "followworthy.db"
        return folder / f"followworthy-{next(self._numbers)}.db" if usual.exists() else usual
