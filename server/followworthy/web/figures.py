"""The catalog's figures as metrics: counted at most every few seconds, however often somebody asks."""

import time
from collections.abc import Callable, Iterator, Mapping

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from followworthy import __version__
from followworthy.services.readiness import Figures

FRESH_SECONDS = 5.0


class CatalogFigures(Collector):
    """Gives what `ask` counts, None where the database does not answer."""

    def __init__(self, ask: Callable[[], Figures | None]) -> None:
        self._ask, self._held, self._asked_at = ask, None, float("-inf")  # type: tuple[Callable[[], Figures | None], Figures | None, float]

    def describe(self) -> list[Metric]:
        """Name nothing beforehand, or the database would be asked at the start."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Give the figures."""
        if time.monotonic() - self._asked_at > FRESH_SECONDS:
            self._held, self._asked_at = self._ask(), time.monotonic()
        yield _one("build_info", "The version that answers.", {__version__: 1}, "version")
        yield _one("database_up", "Whether the database answers.", {"": self._held is not None})
        if self._held is not None:
            yield from _told(self._held)


def _told(now: Figures) -> Iterator[Metric]:
    ended = {one.name: one.ended_at.timestamp() for one in now.jobs if one.ended_at}
    yield _one("catalog_revision", "The latest change of the catalog.", {"": now.revision})
    yield _one("experts_published", "Experts in the catalog.", {"": now.experts})
    yield _one("proposals_waiting", "Proposals that wait for a curator.", {"": now.proposals})
    yield _one("links", "Published current LinkedIn addresses.", now.links, "verdict")
    yield _one("audit_looks", "What the latest link audit met.", now.looks, "outcome")
    yield _one("job_last_end_timestamp_seconds", "When a job last ended, well or not.", ended, "job")
    yield _one(
        "job_failed",
        "Whether a job failed the last time.",
        {one.name: one.succeeded is False for one in now.jobs},
        "job",
    )
    yield _one(
        "job_late",
        "Whether a job did not run for twice its time.",
        {one.name: one.name in now.late for one in now.jobs},
        "job",
    )


def _one(name: str, told: str, values: Mapping[str, float], label: str = "") -> Metric:
    family = GaugeMetricFamily(f"followworthy_{name}", told, labels=[label] if label else [])
    for key, value in sorted(values.items()):
        family.add_metric([key] if label else [], float(value))
    return family
