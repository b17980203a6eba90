"""All that is written is made from data/."""

from datetime import timedelta
from pathlib import Path

from digest.archive.reports import Archive
from digest.pages.readme import END, START
from digest.pages.update import update, with_neighbours
from reports import DAY, listing, look, report, summarised


def test_a_page_names_its_neighbours() -> None:
    """What a report changes are its own page, the one before it and the one after it."""
    every = [DAY + timedelta(days=number) for number in range(5)]
    assert with_neighbours([every[0]], every) == {*every[:2]}
    assert with_neighbours([every[2], every[4]], every) == {*every[1:]}
    assert with_neighbours([DAY - timedelta(days=1)], every) == frozenset()


def test_what_somebody_did_to_a_page_reaches_no_index(tmp_path: Path) -> None:
    """README's table says what data/ says of a day, whatever its page says, or where it is gone."""
    (tmp_path / "README.md").write_text(f"{START}\n{END}\n", "utf-8")
    archive, days = Archive(tmp_path), [DAY - timedelta(days=n) for n in (2, 1, 0)]
    for day in days:
        archive.save(report(summarised(1), also=(listing(2),), day=day))
    update(tmp_path, look(), "someone/papers", archive, days)
    written = (tmp_path / "README.md").read_text("utf-8")
    assert all(f"| [{day}](daily/{day}.md) | 2 | 1 |" in written for day in days)
    (tmp_path / "daily" / f"{days[0]}.md").write_text("---\ndate: 1999\npapers: 99\n---\n", "utf-8")
    update(tmp_path, look(), "someone/papers", archive, days[2:])
    (tmp_path / "daily" / f"{days[0]}.md").unlink()
    update(tmp_path, look(), "someone/papers", archive, days[2:])
    assert (tmp_path / "README.md").read_text("utf-8") == written
