"""A BibTeX file of the repository: what of it counts, and what is said of the rest."""

import logging
import re
from datetime import date
from pathlib import Path

import pytest

from digest.config.schema import Library as Config
from digest.console.command import ROOT
from digest.core.errors import ConfigurationError, LibraryUnread
from digest.core.report import Paper
from digest.library import bibtex, reading
from digest.markdown.writer import plain

TODAY = date(2026, 11, 20)
FILE = r"""% exported
@string{here = "Some Journal"}
@article{one, title = {{\"U}ber {LLM}s: \emph{what}~they $O(n^2)$ \& cost}, eprint = {2611.90001v2}}
@misc{broken, title = {Unclosed {brace},
  year = 2024
}
@article{two, title = "By its address", url = {https://arxiv.org/abs/2611.90002}, abstract = {An abstract.}}
@article{three, title = {By a note}, note = {arXiv:2611.90003}}
@article{three, title = {The same key}, doi = {10.48550/arXiv.2611.90004}}
@article{four, title = {Not at arXiv}, eprint = {12345678}, eprinttype = {pubmed}, DOI = {10.1000/four}}
@book{five, title = {Nothing but a title}}
@article{nothing title}
@article{six, title = {The end is missing}, url={https://arxiv.org/abs/2611.90006}
"""


def read(root: Path, text: str = FILE, name: str = "papers.bib") -> reading.Bibtex:
    (root / name).write_text(text, "utf-8")
    return reading.read_bibtex(root, Config(bibtex=name))


def test_what_can_be_read_is_used_and_the_rest_named_by_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """TeX becomes what it prints, ids are found where people have them, and a broken entry costs itself alone."""
    with caplog.at_level(logging.INFO):
        there = read(tmp_path)
    ids = {one.title: one.id for one in there.items if one.says_enough}
    assert ids == {
        "Über LLMs: what they O(n²) & cost": "2611.90001",
        "By its address": "2611.90002",
        "By a note": "2611.90003",
        "The same key": "2611.90004",
        "Not at arXiv": "doi:10.1000/four",
    }
    assert there.notices == ("papers.bib: 2 entries cannot be read, in line 4, 13; the rest is used.",)
    assert set(there.without_text) == {"2611.90001", "2611.90003", "2611.90004"}
    assert not caplog.records


def test_texts_of_arxiv_stand_in_for_abstracts(tmp_path: Path) -> None:
    """Where the file has no abstract, the paper counts by arXiv's text; where that is not there, by its title."""
    texts = {"2611.90001": Paper(id="2611.90001", title="At arXiv", abstract="Of arXiv.")}
    library = reading.read(
        Config(bibtex="papers.bib"), read(tmp_path), texts, TODAY, zotero_url="http://127.0.0.1:9", zotero_key=""
    )
    found = {one.id: (one.title, one.abstract) for one in library.examples}
    assert found["2611.90001"] == ("At arXiv", "Of arXiv.")
    assert found["2611.90002"] == ("By its address", "An abstract.")
    assert found["2611.90003"] == ("By a note", "")
    assert {one.shown for one in library.examples} == {"nothing"}
    assert library.record
    assert (library.record.papers, library.exit_code) == (5, 0)


def test_of_a_long_file_the_last_entries_count(tmp_path: Path) -> None:
    """More entries than count are told, and those at the end of the file are taken."""
    text = "\n".join(f"@misc{{k{n}, title = {{Title {n}}}, doi = {{10.1000/{n}}}}}" for n in range(bibtex.MOST + 5))
    there = read(tmp_path, text)
    assert [there.items[0].title, there.items[-1].title] == [f"Title {bibtex.MOST + 4}", "Title 5"]
    assert there.notices == ("papers.bib has 1,005 entries, of which the last 1,000 count.",)


def test_nothing_outside_the_repository_is_read(tmp_path: Path) -> None:
    """A path out of the repository, or a symbolic link out of it, is refused before anything is asked for."""
    root, outside = tmp_path / "root", tmp_path / "outside.bib"
    root.mkdir()
    outside.write_text(FILE, "utf-8")
    (root / "link.bib").symlink_to(outside)
    for name in ("../outside.bib", str(outside), "link.bib"):
        with pytest.raises(ConfigurationError, match="not in the repository"):
            reading.read_bibtex(root, Config(bibtex=name))


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "cannot be read: No such file"), (b"@misc{a, title={\xff}}", "not UTF-8 in line 1")],
)
def test_a_file_that_cannot_be_read_is_a_mistake_in_the_configuration(
    tmp_path: Path, content: bytes | None, says: str
) -> None:
    """It is named with its key; nothing is requested."""
    if content is not None:
        (tmp_path / "papers.bib").write_bytes(content)
    with pytest.raises(ConfigurationError, match=says):
        reading.read_bibtex(tmp_path, Config(bibtex="papers.bib"))


def test_without_its_package_the_report_is_made_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where bibtexparser is not installed, the file's papers are missing, and the owner has to act."""

    def absent(text: str, name: str) -> bibtex.Bibliography:
        raise ModuleNotFoundError(name="bibtexparser")

    monkeypatch.setattr(bibtex, "read", absent)
    there = read(tmp_path)
    library = reading.read(Config(bibtex="papers.bib"), there, {}, TODAY, zotero_url="", zotero_key="")
    assert library.exit_code == LibraryUnread.exit_code
    assert "requirements-library.lock" in library.problem
    (step,) = re.findall("“(.+?)” of daily.yml", library.problem)
    assert f"name: {step}\n" in (ROOT / ".github" / "workflows" / "daily.yml").read_text("utf-8")
    assert library.record
    assert library.record.missing == ("not_installed",)


def test_an_entry_that_our_code_does_not_survive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs itself alone: it is named by line, the report's record says that it is missing, and the run is red."""

    def failing(text: str) -> str:
        if "undreamt" in text:
            raise RecursionError(text)
        return plain(text)

    monkeypatch.setattr(bibtex, "plain", failing)
    text = "@article{a, title = {Violins}, eprint = {2611.90001}}\n@article{b, title = {An undreamt macro}}\n"
    library = reading.read(Config(bibtex="papers.bib"), read(tmp_path, text), {}, TODAY, zotero_url="", zotero_key="")
    assert [one.title for one in library.examples] == ["Violins"]
    assert library.record
    assert (library.record.missing, library.exit_code) == (("defect",), 1)
    assert "what begins in line 2 failed by a defect of the digest" in library.problem
