"""Many short texts in order, of which those that begin alike are found at once and one can be put in or taken out."""

from bisect import bisect_left, insort
from collections.abc import Iterator

_LOAD = 800
_AFTER = "\U0010ffff"
"""Behind every text that goes on."""


class SortedWords:
    """In chunks, so that putting one in moves few of the others."""

    def __init__(self) -> None:
        self._chunks: list[list[str]] = []
        self._lasts: list[str] = []

    def add(self, word: str) -> None:
        """Put one in; the same one may be in several times."""
        if not self._chunks:
            self._chunks, self._lasts = [[word]], [word]
            return
        place = min(bisect_left(self._lasts, word), len(self._chunks) - 1)
        chunk = self._chunks[place]
        insort(chunk, word)
        if len(chunk) > 2 * _LOAD:
            self._chunks[place : place + 1] = [chunk[:_LOAD], chunk[_LOAD:]]
            self._lasts[place : place + 1] = [chunk[_LOAD - 1], chunk[-1]]
        else:
            self._lasts[place] = chunk[-1]

    def take(self, word: str) -> None:
        """Take one out; nothing happens when it is not in."""
        place = bisect_left(self._lasts, word)
        if place == len(self._chunks):
            return
        chunk = self._chunks[place]
        at = bisect_left(chunk, word)
        if chunk[at] != word:
            return
        del chunk[at]
        if chunk:
            self._lasts[place] = chunk[-1]
        else:
            del self._chunks[place], self._lasts[place]

    def beginning(self, prefix: str) -> Iterator[list[str]]:
        """Those that begin so, in order, many at a time."""
        end = prefix + _AFTER
        place = bisect_left(self._lasts, prefix)
        for chunk in self._chunks[place:]:
            begin = bisect_left(chunk, prefix)
            stop = bisect_left(chunk, end)
            yield chunk[begin:stop]
            if stop < len(chunk):
                return

    def count(self, prefix: str) -> int:
        """How many begin so."""
        end = prefix + _AFTER
        first, last = bisect_left(self._lasts, prefix), bisect_left(self._lasts, end)
        if first == len(self._chunks):
            return 0
        before = bisect_left(self._chunks[first], prefix)
        if last == len(self._chunks):
            return sum(map(len, self._chunks[first:])) - before
        return sum(map(len, self._chunks[first:last])) - before + bisect_left(self._chunks[last], end)
