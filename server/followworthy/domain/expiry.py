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


@dataclass(frozen=True, slots=True)
class Expiry:
    """After how many `months` a review is due (0: never), and how many are asked for at once, oldest first."""

    months: int = 24
    at_once: int = 5

    def due(self, reviewed: Mapping[str, datetime], waiting: int, now: datetime) -> list[str]:
        """Give the ids of those whose review is due, as many as may wait beside those that do already."""
        if not self.months:
            return []
        limit = now - self.months * MONTH
        old = sorted((at, expert_id) for expert_id, at in reviewed.items() if at <= limit)
        return [expert_id for _, expert_id in old[: max(0, self.at_once - waiting)]]
