"""The tables, typed. What a row means is told by the glossary; how rows are read and written, by the siblings.

Portable on purpose: SQLite and PostgreSQL get the same statements (no sequences where a number matters,
no database's own types). Changing a table means writing a migration beside it.
"""

from followworthy.store.tables.audit import (
    AuditRunRow,
    CheckRow,
    HostTurnRow,
    JobRow,
    LinkLeaseRow,
    StoppedHostRow,
)
from followworthy.store.tables.base import Base
from followworthy.store.tables.catalog import (
    CategoryRow,
    ChangeRow,
    CounterRow,
    ExpertRow,
    HealthDayRow,
    LinkRow,
    LoadedFileRow,
    MovedRow,
    OptOutRow,
    RecommendationRow,
    ReviewRow,
    RevisionRow,
    SourceRow,
    ToldApartRow,
)
from followworthy.store.tables.curators import (
    CuratorRow,
    InvitationRow,
    OpenedLinkRow,
    PairedBrowserRow,
    PairingCodeRow,
    SignInRow,
)
from followworthy.store.tables.queue import DraftRow, ImportEntryRow, ImportRow, ProposalRow, SourceReadingRow

__all__ = [
    "AuditRunRow",
    "Base",
    "CategoryRow",
    "ChangeRow",
    "CheckRow",
    "CounterRow",
    "CuratorRow",
    "DraftRow",
    "ExpertRow",
    "HealthDayRow",
    "HostTurnRow",
    "ImportEntryRow",
    "ImportRow",
    "InvitationRow",
    "JobRow",
    "LinkLeaseRow",
    "LinkRow",
    "LoadedFileRow",
    "MovedRow",
    "OpenedLinkRow",
    "OptOutRow",
    "PairedBrowserRow",
    "PairingCodeRow",
    "ProposalRow",
    "RecommendationRow",
    "ReviewRow",
    "RevisionRow",
    "SignInRow",
    "SourceReadingRow",
    "SourceRow",
    "StoppedHostRow",
    "ToldApartRow",
]
