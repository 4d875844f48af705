"""When recommendations want a person's look again: so long after somebody last reviewed an expert. Pure.

Nothing is unpublished by the clock: what is due becomes a question in the review queue.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from followworthy.domain.records import Source

REVIEW_DUE = Source("review-due", "Review due", reread=False)
"""What asks for a new review; it recommends nobody, so nothing of it is published."""
MONTH = timedelta(days=365.25 / 12)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Expiry:
    """After how many `months` a review is due (0: never), and how many come `a_week`, oldest first.

    Those of one load turn old on the same day: all at once they would bury everything else that waits.
    """

    months: int = 24
    a_week: int = 5

    def is_due(self, reviewed_at: datetime, now: datetime) -> bool:
        """Tell whether the last review is too long ago."""
        return self.months > 0 and now - reviewed_at >= self.months * MONTH

    def due(self, reviewed: Mapping[str, datetime], taken: int, now: datetime) -> list[str]:
        """Give the ids of those to ask about now, where so many of the week's places are `taken`."""
        old = sorted((at, expert_id) for expert_id, at in reviewed.items() if self.is_due(at, now))
        return [expert_id for _, expert_id in old[: max(0, self.a_week - taken)]]
