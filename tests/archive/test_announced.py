"""Single papers of the archive: which report has them, and what it keeps of them."""

from datetime import date
from pathlib import Path

from digest.archive.announced import reports_of, texts
from digest.archive.reports import Archive
from digest.archive.seen import Seen
from digest.core.report import Listing, Report
from reports import paper, summarised

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def archive(root: Path) -> Archive:
    """Two reports, each with a summarised paper and a listed one."""
    made = Archive(root)
    for day, number in ((FRIDAY, 1), (MONDAY, 3)):
        listing = Listing(id=paper(number + 1).id, title=f"Listed {number + 1}", primary_category="cs.AI", score=5)
        made.save(Report(date=day, categories=("cs.AI",), papers=(summarised(number),), also=(listing,)))
        Seen(root).add([paper(number).id, listing.id])
    return made


def test_a_paper_is_found_in_its_report(tmp_path: Path) -> None:
    """Summarised or listed, a paper is found; an id that no report has is not."""
    ids = [paper(number).id for number in (1, 2, 3, 99)]
    assert reports_of(archive(tmp_path), ids) == {ids[0]: FRIDAY, ids[1]: FRIDAY, ids[2]: MONDAY}


def test_a_made_up_id_costs_no_reading(tmp_path: Path) -> None:
    """An id that no report has announced is told by data/seen/ alone: no report is read for it."""
    made = archive(tmp_path)
    made.path(MONDAY).write_text("{", "utf-8")
    assert reports_of(made, ["2611.90099", "hep-th/9901001"]) == {}


def test_what_is_kept_of_papers(tmp_path: Path) -> None:
    """A summarised paper has its abstract, a listed one its title; a report that is broken or gone is named."""
    made = archive(tmp_path)
    first, second, third, gone = (paper(number).id for number in (1, 2, 3, 4))
    made.path(MONDAY).write_text("{", "utf-8")
    kept, unreadable = texts(made, {first: FRIDAY, second: FRIDAY, third: MONDAY, gone: date(2026, 11, 24)})
    assert (kept[first].title, kept[first].abstract) == (paper(1).title, paper(1).abstract)
    assert (kept[second].title, kept[second].abstract) == ("Listed 2", "")
    assert kept.keys() == {first, second}
    assert unreadable == (MONDAY, date(2026, 11, 24))
