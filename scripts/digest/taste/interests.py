"""Interests in the forker's own language, and what abstracts call them.

A model says it once (taste/translation.py), and what it says is believed where it is a few English words and nothing
else; an interest of which there is nothing stays as it is, and a notice says what helps.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from digest.archive import interests as kept
from digest.config.schema import Config
from digest.rank.foreign import is_foreign
from digest.summary_checks.evasions import is_evasion
from digest.words.terms import terms

KEPT_IN = kept.NAME
_LONGEST, _MOST_WORDS = 120, 14
_ENGLISH = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ,;:/&+().'-]*")


def known(root: Path, config: Config) -> Mapping[str, str]:
    """The English of what is not, by its text: what was translated before. Raises ArchiveError."""
    texts = foreign(config)
    if not texts:
        return {}
    there = kept.load(root)
    # Checked again: the file may have been made by an older version, or by hand.
    return {text: there.of(text) for text in texts if is_usable(there.of(text), text)}


def foreign(config: Config) -> tuple[str, ...]:
    """The interests of config.yml that are not English, and have none beside them."""
    wishes = (*config.interests, *config.not_interested)
    return tuple(dict.fromkeys(one.text for one in wishes if not one.english and is_foreign(one.text)))


def is_usable(english: str, text: str) -> bool:
    """Whether something may be the English of a text: a few English words, and no number that it does not have."""
    from digest.summary_checks.grounding import unsupported  # here, since few runs have anything to look at

    return (
        0 < len(english) <= _LONGEST
        and len(english.split()) <= _MOST_WORDS
        and bool(_ENGLISH.fullmatch(english))
        and bool(terms(english))
        and not is_evasion(english)
        and english.casefold() not in text.casefold()  # a part of the text is no translation of it
        and not is_foreign(english)
        and not unsupported([english], text)
    )
