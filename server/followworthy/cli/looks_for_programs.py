"""Looks as JSON lines, one as each comes home."""

import json
import sys

from followworthy.services.checking import Look


class _JsonLines:
    """Writes each look at once: a program at the other end of a pipe need not wait for the last one."""

    def look(self, look: Look) -> None:
        """Write one look."""
        document = {
            "url": look.url,
            "outcome": look.outcome,
            "because": look.because,
            "status": look.hops[-1].status if look.hops else None,
            "final_url": look.hops[-1].url if look.hops else None,
            "hops": [{"url": hop.url, "status": hop.status, "location": hop.location} for hop in look.hops],
            "elapsed_ms": round(look.elapsed * 1000),
        }
        sys.stdout.write(f"{json.dumps(document)}\n")
        sys.stdout.flush()

    def end(self, _asked: int) -> None:
        """Add nothing: programs count for themselves."""


def writer(_asked: int) -> _JsonLines:
    """Give a writer for programs."""
    return _JsonLines()
