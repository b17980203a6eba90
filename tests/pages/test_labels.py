"""The words of a page."""

import re
from datetime import date
from pathlib import Path

import pytest

from digest.console.command import ROOT
from digest.core.errors import ConfigurationError
from digest.pages.labels import load_labels
from yaml_bombs import BOMB

ENGLISH = (ROOT / "labels" / "en.yml").read_text("utf-8")


def written(folder: Path, text: str | bytes) -> Path:
    """A folder with one label file, xx.yml."""
    (folder / "xx.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def test_one_and_many() -> None:
    """A count chooses between the form for one and the form for many, and is written in the language's digits."""
    english = load_labels(ROOT / "labels", "en")
    assert english("papers_count", count=1) == "1 paper"
    assert english("papers_count", count=12345) == "12,345 papers"
    assert english("report_counts", count=1, papers=1, summarised=1, also=0) == "1 new paper: 1 summarised, 0 listed"


@pytest.mark.parametrize(
    ("language", "day", "month", "number"),
    [
        ("ar", "2 نوفمبر 2026", "نوفمبر 2026", "12,345"),
        ("de", "2. November 2026", "November 2026", "12.345"),
        ("en", "2 November 2026", "November 2026", "12,345"),
        ("es", "2 de noviembre de 2026", "noviembre de 2026", "12\u202f345"),
        ("fr", "2 novembre 2026", "novembre 2026", "12\u202f345"),
        ("he", "2 בנובמבר 2026", "נובמבר 2026", "12,345"),
        ("ja", "2026年11月2日", "2026年11月", "12,345"),
        ("ko", "2026년 11월 2일", "2026년 11월", "12,345"),
        ("zh-CN", "2026年11月2日", "2026年11月", "12,345"),
        ("zh-TW", "2026年11月2日", "2026年11月", "12,345"),
    ],
)
def test_dates_and_numbers(language: str, day: str, month: str, number: str) -> None:
    """Dates, months and thousands are written as the language writes them."""
    labels = load_labels(ROOT / "labels", language)
    assert (labels.day(date(2026, 11, 2)), labels.month(2026, 11), labels.number(12345)) == (day, month, number)


@pytest.mark.parametrize("name", ["tlh", "my page", "1", "en_US_", "a" * 200])
def test_a_language_that_nobody_knows_has_english_dates(tmp_path: Path, name: str) -> None:
    """Whatever a label file is named, its pages have dates, numbers, a direction and plurals."""
    (tmp_path / f"{name}.yml").write_text(ENGLISH, "utf-8")
    labels = load_labels(tmp_path, name)
    assert (labels.day(date(2026, 11, 2)), labels.number(1234)) == ("2 November 2026", "1,234")
    assert labels("direction") == "ltr"
    assert labels("papers_count", count=2) == "2 papers"


RUSSIAN = 'papers_count: {one: "одна работа", few: "{count} работы", many: "{count} работ", other: "{count} работы"}\n'


def test_plurals_of_a_language(tmp_path: Path) -> None:
    """A number chooses the form that CLDR has for it; a form that spells its number out stands for no other."""
    text = ENGLISH.replace('papers_count: {one: "1 paper", other: "{count} papers"}\n', RUSSIAN)
    (tmp_path / "ru.yml").write_text(text, "utf-8")
    labels = load_labels(tmp_path, "ru")
    said = [labels("papers_count", count=count) for count in (1, 2, 5, 21)]
    assert said == ["одна работа", "2 работы", "5 работ", "21 работы"]
    arabic = load_labels(ROOT / "labels", "ar")
    said = [arabic("papers_count", count=count) for count in (0, 1, 2, 3, 11, 100)]
    assert said == ["لا أوراق", "ورقة واحدة", "ورقتان", "3 أوراق", "11 ورقة", "100 ورقة"]


def test_a_missing_key_is_english_with_a_notice(tmp_path: Path) -> None:
    """A label file that is older than a key ends no run: the English text stands in, and a notice names the keys."""
    (tmp_path / "en.yml").write_text(ENGLISH, "utf-8")
    older = re.sub(r"(?m)^(score|disclaimer): .*\n", "", ENGLISH).replace("paper: Paper\n", "paper: Papier\n")
    labels = load_labels(written(tmp_path, older), "xx")
    assert (labels("score"), labels("paper")) == ("Score", "Papier")
    assert len(labels.notices) == 1
    assert "labels/xx.yml lacks `disclaimer`, `score`: the English text stands in" in labels.notices[0]


def test_an_english_text_that_is_wrong_stands_in_for_none(tmp_path: Path) -> None:
    """A key that is wrong in en.yml, too, is missing."""
    (tmp_path / "en.yml").write_text(ENGLISH.replace("score: Score\n", "score: '{'\n"), "utf-8")
    with pytest.raises(ConfigurationError, match="`score` is missing"):
        load_labels(written(tmp_path, ENGLISH.replace("score: Score\n", "")), "xx")


OLD = """direction: ltr
thousands: ","
months: [January, February, March, April, May, June, July, August, September, October, November, December]
date: "{day} {month} {year}"
month: "{month} {year}"
"""


def test_keys_that_cldr_took_over_are_noticed(tmp_path: Path) -> None:
    """A label file that still has the direction, months and forms of dates works, and a notice says what to delete."""
    labels = load_labels(written(tmp_path, OLD + ENGLISH), "xx")
    assert labels.day(date(2026, 11, 2)) == "2 November 2026"
    assert len(labels.notices) == 1
    assert "`date`, `direction`, `month`, `months`, `thousands`, which are not read any more" in labels.notices[0]
    assert load_labels(ROOT / "labels", "en").notices == ()


def test_values_are_escaped() -> None:
    """What is put into a label is text: it cannot bring markup with it."""
    assert load_labels(ROOT / "labels", "en")("summarised_by", model="*x* <b>") == r"summaries by \*x\* &lt;b&gt;"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("score: Score\n", "", "`score` is missing"),
        ("score: Score\n", "score: Score\nscroe: x\n", "`scroe` is not a label"),
        ('other: "Model: {calls} calls', 'other: "Model: {cals} calls', "`cost` has {cals}; its placeholders: {calls}"),
        ("{tokens_out} tokens out", "tokens out", "`cost` lacks {tokens_out}"),
        ("score: Score\n", "score: ''\n", "`score` is empty"),
        ("score: Score\n", "score: '{'\n", "`score`: "),
        ("score: Score\n", "score: [a]\n", "`score` must be a text"),
        ("score: Score\n", "score: [a, [b]]\n", "`score` must be a text"),
        ("score: Score\n", "score: {one: a, other: [b]}\n", "`score` must be a text"),
        ("{calls} call,", "{calls:>3000000000} call,", "has a placeholder with a `!` or a `:`"),
        ("score: Score\n", "score: {one: a}\n", "`score` must be a text"),
        ("score: Score\n", "score: {lots: a, other: b}\n", "`score` must be a text"),
        ("{calls} call,", "{calls!r} call,", "has a placeholder with a `!` or a `:`"),
        ("score: Score\n", "score: *x\n", "found undefined alias"),
    ],
)
def test_a_wrong_label_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    """A label that is missing, unknown, empty or has the wrong placeholders is an error at the start, by its key."""
    assert old in ENGLISH
    with pytest.raises(ConfigurationError) as raised:
        load_labels(written(tmp_path, ENGLISH.replace(old, new, 1)), "xx")
    assert "labels/xx.yml" in str(raised.value)
    assert says in str(raised.value)


def test_bad_encoding_is_named(tmp_path: Path) -> None:
    """A label file that is not UTF-8 is an error with the line."""
    with pytest.raises(ConfigurationError, match=r"labels/xx\.yml line 3: not UTF-8"):
        load_labels(written(tmp_path, b"a: b\nc: d\n\xff"), "xx")


def test_deep_nesting_is_named(tmp_path: Path) -> None:
    """A label file that is nested without end is an error with its name."""
    with pytest.raises(ConfigurationError, match=r"labels/xx\.yml line 1: .* nested too deeply"):
        load_labels(written(tmp_path, b"report: " + b"[" * 600), "xx")


def test_aliases_do_not_fill_the_memory(tmp_path: Path) -> None:
    """Aliases of aliases, a billion texts in ten lines, are an error with its line, in place of a key's text or not."""
    with pytest.raises(ConfigurationError, match=r"labels/xx\.yml line \d+: aliases .* far too much"):
        load_labels(written(tmp_path, ENGLISH.replace("score: Score\n", f"{BOMB}score: *i\n")), "xx")


def test_a_symbolic_link_is_not_read(tmp_path: Path) -> None:
    """A label file that is a link to anywhere outside of labels/ is refused; one to another language is not."""
    folder = tmp_path / "labels"
    folder.mkdir()
    written(folder, ENGLISH)
    (folder / "yy.yml").symlink_to("xx.yml")
    assert load_labels(folder, "yy")("score") == "Score"
    (folder / "zz.yml").symlink_to(ROOT / "labels" / "en.yml")
    with pytest.raises(ConfigurationError, match=r"labels/zz\.yml is a symbolic link that leads out of labels/"):
        load_labels(folder, "zz")


def test_an_unknown_language_lists_the_known(tmp_path: Path) -> None:
    """A language without a file is refused with those that there are, and how to add one."""
    with pytest.raises(ConfigurationError, match=r"no labels/tlh\.yml\. Choose one of xx, or copy labels/en\.yml"):
        load_labels(written(tmp_path, ENGLISH), "tlh")


@pytest.mark.parametrize(
    ("written_so", "meant"),
    [
        ("Chinese", "zh-CN"),
        ("中文", "zh-CN"),
        ("简体中文", "zh-CN"),
        ("Traditional Chinese", "zh-TW"),
        ("zh-Hant", "zh-TW"),
        ("zh_CN", "zh-CN"),
        ("cn", "zh-CN"),
        ("tw", "zh-TW"),
        ("zh", "zh-CN"),
        ("en-US", "en"),
        ("ENGLISH", "en"),
        ("Français", "fr"),
        ("zh-CN,", "zh-CN"),
    ],
)
def test_a_language_by_another_name_is_understood(written_so: str, meant: str) -> None:
    """A language that is named as people name it, and not as its file, is refused with the file that is meant."""
    with pytest.raises(ConfigurationError, match=f", did you mean {meant}[?] Choose one of ar, "):
        load_labels(ROOT / "labels", written_so)
