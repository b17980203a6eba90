"""A large archive is made anew month by month, on all cores."""

import shutil
from collections.abc import Collection
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from digest import rebuilding, saving
from digest.archive import workers
from digest.archive.reports import Archive
from digest.archive.seen import Seen
from digest.archive.unreadable import Damage
from digest.console.command import ROOT
from digest.settings import Settings
from reports import listing, report, summarised

DAYS = (date(2026, 9, 29), date(2026, 10, 1), date(2026, 10, 2), date(2026, 11, 2))


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Those of an archive of three months, which counts as a large one on many cores."""
    for name in ("labels", "prompts", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("config.yml", "README.md"):
        shutil.copy(ROOT / name, tmp_path)
    with (tmp_path / "config.yml").open("a", encoding="utf-8") as config:
        config.write("\nfeedback: on\n")  # so that pages depend on the repository, too
    settings = Settings.load(tmp_path, None, {"GITHUB_REPOSITORY": "octo/papers"})
    for number, day in enumerate(DAYS, start=1):
        made = report(summarised(10 * number), also=(listing(10 * number + 1),), day=day, issues=True)
        Archive(tmp_path).save(made)
    for module in (rebuilding, workers):
        monkeypatch.setattr(module, "FEW", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    return settings


def made(
    settings: Settings, *, by: object = None, days: Collection[date] = DAYS
) -> tuple[dict[str, bytes], list[str], saving.Written]:
    """The files of the archive after pages were made anew, what was told, and what came of it."""
    shutil.rmtree(settings.root / "daily", ignore_errors=True)
    shutil.rmtree(settings.root / "data" / "seen", ignore_errors=True)
    shutil.copy(ROOT / "README.md", settings.root)
    archive, told = Archive(settings.root), list[str]()
    tell = Damage(warn=told.append).tell
    if by is saving:
        written = saving.write_pages(settings, archive, days, tell)
    else:
        written = rebuilding.rebuild(settings, archive, days, tell, check=False)
    paths = (path for path in settings.root.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {str(path.relative_to(settings.root)): path.read_bytes() for path in paths}, told, written


def test_the_same_bytes_as_month_after_month(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, indexes and ledgers are those that one process writes; a second time there is nothing to write."""
    expected, told, one = made(settings, by=saving)
    monkeypatch.delattr(saving, "write_pages")
    monkeypatch.delattr(saving, "differing")
    files, nothing, all_cores = made(settings)
    assert (files, nothing, all_cores.paths) == (expected, told, one.paths)
    assert b"octo/papers/issues/new?" in files["daily/2026-10-01.md"]
    assert Seen(settings.root).among(["2611.90010"]) == {"2611.90010"}
    archive = Archive(settings.root)
    assert rebuilding.rebuild(settings, archive, DAYS, print, check=True).paths == frozenset()
    page = settings.root / "daily" / "2026-10-01.md"
    page.write_text("edited", "utf-8")
    assert rebuilding.rebuild(settings, archive, DAYS, print, check=True).paths == {page}


def test_a_report_that_cannot_be_read(settings: Settings) -> None:
    """A torn report is told of in the same words, and the pages of the others are made as by one process."""
    (settings.root / "data" / "2026-10-02.json").write_text("{torn", "utf-8")
    expected, told, one = made(settings, by=saving)
    assert len(told) == 1
    assert "2026-10-02" in told[0]
    files, same, all_cores = made(settings)
    assert (files, same, all_cores.archive.hidden) == (expected, told, one.archive.hidden)


def test_a_report_of_before_that_cannot_be_read(settings: Settings) -> None:
    """Where weeks are compared with a torn report that is not made anew, it is told of as by one process, once."""
    (settings.root / "data" / "2026-09-29.json").write_text("{torn", "utf-8")
    days = [day for day in DAYS if day >= date(2026, 11, 1)]
    _, told, _ = made(settings, by=saving, days=days)
    _, same, all_cores = made(settings, days=days)
    assert same == told == sorted(all_cores.unreadable)
    assert "2026-09-29" in same[0]


@pytest.mark.parametrize("few", [True, False], ids=["one process", "all cores"])
def test_a_check_names_what_weeks_could_not_be_compared_with(settings: Settings, *, few: bool) -> None:
    """Where a page lacks a torn report of the weeks before, a check tells of it as the run that made the page did."""
    (settings.root / "data" / "2026-09-29.json").write_text("{torn", "utf-8")
    days = [day for day in DAYS if day >= date(2026, 11, 1)]
    _, told, _ = made(settings, by=saving, days=days)
    checked = list[str]()
    check = saving.differing if few else partial(rebuilding.rebuild, check=True)
    found = check(settings, Archive(settings.root), days, checked.append)
    assert (sorted(set(checked)), sorted(found.unreadable)) == (told, told)
    assert found.paths == frozenset()
