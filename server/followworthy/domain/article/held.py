"""Lines that are taken: ranges are added in any order, and may lie within one another. Knows no lists."""


class Held:
    """A set of lines, made of ranges; every line is added once, however many ranges hold it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._next: dict[int, int] = {}

    def __contains__(self, line: object) -> bool:
        """Tell whether a line is taken."""
        return line in self._next

    def add(self, first: int, end: int) -> None:
        """Take the lines from `first` up to `end`."""
        at = self._free(first)
        while at < end:
            self._next[at] = at + 1
            at = self._free(at)

    def _free(self, line: int) -> int:
        """Give the first line from here on that is not taken, and remember the way."""
        passed = []
        while line in self._next:
            passed.append(line)
            line = self._next[line]
        for one in passed:
            self._next[one] = line
        return line
