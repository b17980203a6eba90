"""How a language of pages writes dates, months and thousands, runs, and counts: what Unicode's CLDR has of it.

A page asks for the same few answers hundreds of times, so they are kept.
"""

from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # the tables of CLDR take a while to import, and most runs write no page
    from babel import Locale

_WORLD_ENGLISH = "en-001"
"""2 November 2026, as pages had it always; plain `en` is American."""
_SEPARATORS = {"es": "\u202f"}
"""Between thousands: the RAE's Ortografía (2010) wants a space where CLDR has a point."""


@cache
def locale_of(language: str) -> "Locale":
    """CLDR's data of a language; those of English for one that CLDR does not know."""
    from babel import Locale, UnknownLocaleError

    name = _WORLD_ENGLISH if language == "en" else language
    try:
        return Locale.parse(name.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):  # the name of a label file can be anything
        return Locale.parse(_WORLD_ENGLISH, sep="-")


@cache
def direction(language: str) -> Literal["ltr", "rtl"]:
    """From left to right, or from right to left."""
    return "rtl" if locale_of(language).text_direction == "rtl" else "ltr"


@lru_cache(maxsize=1 << 10)
def number(value: int, language: str) -> str:
    """A whole number with the language's mark between thousands."""
    from babel.numbers import format_decimal

    locale = locale_of(language)
    if mark := _SEPARATORS.get(locale.language):
        return f"{value:,}".replace(",", mark)
    return format_decimal(value, locale=locale)


def day(of: date, language: str) -> str:
    """A date with the name of its month."""
    from babel.dates import format_date

    return format_date(of, "long", locale=locale_of(language))


def month(year: int, of: int, language: str) -> str:
    """A month of a year."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", date(year, of, 1), locale=locale_of(language))


@lru_cache(maxsize=1 << 10)
def plural_form(count: int, language: str) -> str:
    """Which of CLDR's forms (zero, one, two, few, many, other) a number of things takes."""
    # Of a language without a form for one thing, a label may have one all the same.
    return "one" if count == 1 else locale_of(language).plural_form(count)
