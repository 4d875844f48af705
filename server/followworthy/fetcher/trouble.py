"""Why a visit failed: the one error that travels inside the fetcher and never leaves it."""

from followworthy.domain.values import Trouble
from followworthy.errors import FollowworthyError


class VisitError(FollowworthyError):
    """A visit cannot go on. `trouble` is its kind, `str(error)` one plain sentence."""

    def __init__(self, trouble: Trouble, because: str) -> None:
        super().__init__(because)
        self.trouble: Trouble = trouble
