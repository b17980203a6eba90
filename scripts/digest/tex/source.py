"""Finding one's way in a text of TeX: which brace closes which, where an argument or an option ends."""

from digest.tex.delimiters import brace_pairs, dollar_pairs


class Source:
    """A text and its pairs of braces and dollars; every method takes a position and returns one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.dollars = dollar_pairs(text)
        self.braces = brace_pairs(text)
        self._absent: dict[str, int] = {}
        """From where on a mark comes no more: of many formulas that are never closed, one looks to the end."""

    def closing(self, mark: str, at: int) -> int:
        """Where a mark comes next; -1 where it does not."""
        if at >= self._absent.get(mark, at + 1):
            return -1
        end = self.text.find(mark, at)
        if end < 0:
            self._absent[mark] = at
        return end

    def argument_end(self, at: int) -> int | None:
        """Behind the group in braces that starts here, spaces aside; nothing where none does."""
        end = self.braces.get(self.past_space(at))
        return None if end is None else end + 1

    def past_option(self, at: int) -> int:
        """Behind the brackets that start here."""
        if self.text.startswith("[", at) and (end := self.text.find("]", at, at + 80)) > 0:
            return end + 1
        return at

    def past_space(self, at: int) -> int:
        """At the next character that is no space."""
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        return at
