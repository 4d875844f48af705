"""What a verb needs to go outside: the settings, the wall clock, manners, the ledger, the fetcher."""

import os
from datetime import UTC, datetime
from pathlib import Path

from followworthy.domain.manners import Manners
from followworthy.fetcher import FOLDER, NO_GAP, Fetcher, Gaps, Ledger, is_here, user_agent
from followworthy.services.audit_files import load_manners
from followworthy.settings import Settings, read_settings

USUAL_GAP = 1.0


def now() -> datetime:
    """Give the wall clock's time, aware UTC."""
    return datetime.now(UTC)


def settings() -> Settings:
    """Read the settings from the environment."""
    return read_settings(os.environ)


def manners(given: Settings) -> Manners:
    """Read which host wants which manners. Raises SettingsError."""
    return load_manners(given.curated_dir, given.data_dir)


def ledger_folder(given: Settings) -> Path:
    """Give where the ledger of all requests lies."""
    return given.data_dir / FOLDER


def ledger(given: Settings) -> Ledger:
    """Give the ledger that every request is written into."""
    return Ledger(ledger_folder(given), now)


def fetcher(given: Settings) -> Fetcher:
    """Give the one who leaves the house, with every host's own manners. Raises SettingsError."""
    known = manners(given)
    return Fetcher(
        user_agent(given.contact),
        allow_loopback=given.allow_loopback,
        gap=gaps(known, USUAL_GAP),
        home=known.home,
        permission=known.permission,
        ledger=ledger(given),
        now=now,
    )


def gaps(known: Manners, usual: float) -> Gaps:
    """Give each host's own gap, the usual one where it has none; this very machine needs none."""

    def gap(host: str) -> tuple[float, float]:
        return known.of(host).gap or (NO_GAP if is_here(host) else (usual, usual))

    return gap
