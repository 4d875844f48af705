"""How the log looks, on stderr: `text` for people, what went wrong alone; `json` for programs, a line an event."""

import json
import logging
import sys
from datetime import UTC, datetime

from followworthy.events import FIELDS

OURS = "followworthy"


def set_up(kind: str) -> None:
    """Write the log of this process; `kind` is the setting's word."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if kind == "json" else _Text())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(logging.INFO if kind == "json" else logging.WARNING)


def _at(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class _Json(logging.Formatter):
    """One line an event, whatever stands in it."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line; what others log is the event `log`."""
        told = getattr(record, FIELDS, None) or {"event": "log", "said": record.getMessage()}
        line = {"at": _at(record), "level": record.levelname.lower(), "from": record.name, **told}
        if record.exc_info:
            line["defect"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class _Text(logging.Formatter):
    """A line that is read by somebody who looks for what went wrong."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line, with its fields behind it, and the traceback of a defect below."""
        told = getattr(record, FIELDS, {})
        rest = [f"{name}={value}" for name, value in told.items() if name not in ("event", "said")]
        line = " ".join([_at(record), record.levelname, " ".join(record.getMessage().splitlines()), *rest])
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line
