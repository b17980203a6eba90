"""How a language of pages writes dates, months and thousands, runs, and counts: what Unicode's CLDR has of it.

A page asks for the same few answers hundreds of times, so they are kept.
"""

import re
from collections.abc import Sequence
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


def intended(written: str, languages: Sequence[str]) -> str | None:
    """The one of some languages that was probably meant: by "cn" or "Chinese" zh-CN, by "en-US" en; None if unclear."""
    asked = re.sub(r"[^\w-]", " ", written).replace("_", "-").strip().casefold()
    spelled = {each: _spellings(each) for each in languages}
    exact = [each for each in languages if asked in spelled[each]]
    longer = [each for each in languages if asked.partition("-")[0] in spelled[each]]
    return next(iter([*exact, *longer]), None)


def _spellings(language: str) -> set[str]:
    """A language's code and its parts, and its name in English and in itself, with and without its script."""
    locale = locale_of(language)
    names = {language, *language.split("-"), locale.language_name, locale.get_language_name("en")}
    if locale.script:
        names |= {
            f"{locale.language}-{locale.script}",
            f"{locale.get_script_name()}{locale.language_name}",
            f"{locale.get_script_name('en')} {locale.get_language_name('en')}",
        }
    return {name.casefold() for name in names if name}


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
