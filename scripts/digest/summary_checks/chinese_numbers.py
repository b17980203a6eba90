"""Chinese numerals: 三倍, 百分之十, 四分之三, 两万, 三个阶段."""

import re
from collections.abc import Iterator
from fractions import Fraction

from digest.summary_checks.quantity import UNITS, Quantity

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_HAN = "零〇一二两兩三四五六七八九十百千万萬亿億"
_NOT_AFTER = rf"(?<![{_HAN}数數几幾上成第统統单單唯专專同不\d.])"
"""Vague (数十), ordinal (第三), or another word (统一)."""
_LONGEST = 200
"""Characters of a numeral that are looked at; Python refuses to read thousands of digits."""
_COUNTED = "个個种種类類项項阶層层步组組位篇张張条條款大级級路维維轮輪次只份套所家名例段余餘多"
_PERCENT = rf"百分之(?P<percent>[{_HAN}]+)(?:点(?P<decimals>[{_HAN}]+))?"
_SHARE = rf"(?<![{_HAN}])(?P<parts>[{_HAN}]+)分之(?P<share>[{_HAN}]+)"
_TIMES = rf"{_NOT_AFTER}(?P<times>[{_HAN}]+)(?:点(?P<times_decimals>[{_HAN}]+))?倍"
_TENTHS = rf"{_NOT_AFTER}(?P<tenths>[一二两三四五六七八九])成(?=[，。、；以左的]|$)"
_COUNT = rf"{_NOT_AFTER}(?P<count>[{_HAN}]+)(?=[{_COUNTED}])"
_LARGE = rf"{_NOT_AFTER}(?P<large>[{_HAN}]*[一二两兩三四五六七八九][十百千万萬亿億][{_HAN}]*)"
_HALF = "(?P<half>一半|半数)"
_DOUBLE = "(?P<double>翻倍|翻番|翻一番)"
_NUMERAL = re.compile(f"{_HALF}|{_DOUBLE}|{_PERCENT}|{_SHARE}|{_TIMES}|{_TENTHS}|{_COUNT}|{_LARGE}")


def chinese_numbers(text: str) -> Iterator[Quantity]:
    """The numbers in Chinese numerals that a text states."""
    # Nearly every abstract has none.
    for match in _NUMERAL.finditer("" if text.isascii() else text):
        written = match[0]
        if match["half"]:
            # Loosely spoken: 49.8% is one, too.
            yield Quantity(written=written, values=frozenset({Fraction(1, 2)}), kind="times", rounded=True)
        elif match["double"]:
            yield Quantity(written=written, values=frozenset({Fraction(2)}), kind="times")
        elif match["percent"]:
            value = value_of(match["percent"]) + _decimals(match["decimals"])
            yield Quantity(written=written, values=frozenset({value}), kind="percent")
        elif match["parts"]:
            if parts := value_of(match["parts"]):
                share = Fraction(value_of(match["share"]), parts)
                yield Quantity(written=written, values=frozenset({share}), kind="times")
        elif match["times"]:
            value = value_of(match["times"]) + _decimals(match["times_decimals"])
            yield Quantity(written=written, values=frozenset({value}), kind="times")
        elif match["tenths"]:
            value = Fraction(10 * value_of(match["tenths"]))
            yield Quantity(written=written, values=frozenset({value}), kind="percent")
        else:
            value = Fraction(value_of(match["count"] or match["large"]))
            yield Quantity(written=written, values=frozenset({value}), kind="plain")


def _decimals(numeral: str | None) -> Fraction:
    """What stands behind 点, digit by digit."""
    digits = "".join(str(_DIGITS.get(character, 0)) for character in (numeral or "")[:_LONGEST])
    return Fraction(int(digits or 0), 10 ** len(digits))


def value_of(numeral: str) -> int:
    """The value of a numeral: 两百三十 is 230, 三千五 is 3500, 三千零五 is 3005, 二〇二四 is 2024."""
    numeral = numeral[:_LONGEST]
    if len(numeral) > 1 and all(character in _DIGITS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral))
    total = section = digit = 0
    place = 1
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
            # A last digit counts the next smaller unit, unless a zero stands before it.
            place = place if digit else 1
        elif (unit := UNITS[character]) < 10**4:
            section += (digit or 1) * unit
            digit, place = 0, unit // 10
        elif unit == 10**4:
            total += (section + digit or 1) * unit
            section = digit = 0
            place = unit // 10
        else:
            total = (total + section + digit or 1) * unit
            section = digit = 0
            place = unit // 10
    return total + section + digit * place
