"""The words of a page."""

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


def test_dates() -> None:
    """Dates and months are written as the language writes them."""
    assert load_labels(ROOT / "labels", "en").day(date(2026, 11, 2)) == "2 November 2026"
    assert load_labels(ROOT / "labels", "zh-CN").month(2026, 11) == "2026 年 11 月"


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
        ("January, ", "", "`months` must be a list of 12"),
        ("score: Score\n", "score: [a]\n", "`score` must be a text"),
        ("score: Score\n", "score: [a, [b]]\n", "`score` must be a text"),
        ("score: Score\n", "score: {one: a, other: [b]}\n", "`score` must be a text"),
        ("January, ", "[January], ", "`months` must be a list of 12"),
        ("{month} {year}", "{month} {year:>3000000000}", "has a placeholder with a `!` or a `:`"),
        ("{month} {year}", "{month} {year!r}", "has a placeholder with a `!` or a `:`"),
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
        load_labels(written(tmp_path, b"report: " + b"[" * 3000), "xx")


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
    with pytest.raises(ConfigurationError, match=r"only xx\. Choose one of them, or copy labels/en\.yml"):
        load_labels(written(tmp_path, ENGLISH), "tlh")
