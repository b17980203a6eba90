"""The type of what is Markdown already; apart from the writer, since whoever only passes it on needs no TeX."""


class Markdown(str):
    """Text that is Markdown already and is printed as it stands."""

    __slots__ = ()
