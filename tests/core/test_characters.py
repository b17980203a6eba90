"""Which characters a text loses, where it enters, where it is written, and where it is shown."""

import re

import pytest

from digest.core import characters


@pytest.mark.parametrize("lost", [characters._ENTERING, characters._UNWRITABLE], ids=["entering", "writable"])
def test_nothing_printable_is_lost(lost: re.Pattern[str]) -> None:
    """Of all characters of Unicode, none that Python calls printable is lost, and need be looked for."""
    assert lost.search("".join(filter(str.isprintable, map(chr, range(0x110000))))) is None


def test_plain_english_is_shown_as_it_is() -> None:
    """Of ASCII, what Python calls printable is shown, with tabs and ends of lines, and nothing else."""
    ascii_characters = [chr(number) for number in range(128)]
    plain = [character for character in ascii_characters if character.isprintable()]
    assert [character for character in ascii_characters if characters.visible(character)] == ["\t", "\n", "\r", *plain]
