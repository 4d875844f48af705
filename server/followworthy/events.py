"""What happened, told to the log: an event's name, a sentence where there is one, and fields for programs.

No reader's data belongs here: no address, no browser, no query, no path beyond a route's template. How a line looks,
and where it goes, is the door's matter.
"""

import logging
from types import TracebackType

FIELDS = "told"
"""Under which name a record of the log carries its fields."""
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None] | None


def tell(
    log: logging.Logger, level: int, event: str, said: str = "", *, defect: ExcInfo = None, **fields: str | float
) -> None:
    """Tell one event; `defect` is what nobody foresaw, with its traceback."""
    known = {"event": event, **({"said": said} if said else {}), **fields}
    log.log(level, "%s", f"{event}: {said}" if said else event, exc_info=defect, extra={FIELDS: known})
