"""What the check before the first run says of a library."""

from pathlib import Path
from typing import Any

import pytest

from configs import config
from digest.config.endpoints import Endpoints
from digest.console.command import ROOT
from digest.core.errors import ConfigurationError
from digest.setup.findings import Finding
from digest.setup.library import check_library, check_zotero
from fake_zotero import FakeZotero, Trouble

BROKEN = "@misc{a, title={A}, doi={10.1000/a}}\n@misc{b, title={B\n@misc{c, title={C}, note={arXiv:2611.90001}}\n"


def said(root: Path, environment: dict[str, str] | None = None, **library: Any) -> list[tuple[str, str]]:
    found = check_library(root, config(library=library), environment or {})
    return [(each.level, each.says) for each in found]


def test_a_bibtex_file_is_counted_and_its_broken_entries_named(tmp_path: Path) -> None:
    """How many papers count is said, and which lines cannot be read; what is not there is an error."""
    (tmp_path / "papers.bib").write_text(BROKEN)
    warning, ok = said(tmp_path, bibtex="papers.bib")
    assert (warning[0], "in line 2" in warning[1]) == ("warning", True)
    assert ok == ("ok", "papers.bib has 2 usable papers.")
    (error,) = check_library(tmp_path, config(library={"bibtex": "other.bib"}), {})
    assert (error.level, error.exit_code) == ("error", ConfigurationError.exit_code)


def test_a_file_of_other_things_is_a_warning(tmp_path: Path) -> None:
    """A file without a paper that counts is told, since reports would be as if there were none."""
    (tmp_path / "papers.bib").write_text("@book{a, title={A title}}")
    assert [level for level, _ in said(tmp_path, bibtex="papers.bib")] == ["warning"]


def test_older_workflows_are_named(tmp_path: Path) -> None:
    """A fork whose own workflows do not pass the key on, or install what is needed, learns which; ours do."""
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (tmp_path / "papers.bib").write_text(BROKEN)
    for name in ("daily.yml", "backfill.yml"):
        (folder / name).write_text("run: python scripts/run_daily.py")
    wrong = [says for level, says in said(tmp_path, zotero={"user": 1}, bibtex="papers.bib") if level == "warning"]
    assert sum("ZOTERO_KEY" in says for says in wrong) == 2
    assert sum("no step that installs" in says for says in wrong) == 2
    for name in ("daily.yml", "backfill.yml"):
        (folder / name).write_text((ROOT / ".github" / "workflows" / name).read_text("utf-8"))
    assert not [says for _, says in said(tmp_path, zotero={"user": 1}, bibtex="papers.bib") if "workflows" in says]


def test_whether_there_is_a_key_is_said(tmp_path: Path) -> None:
    """Without a key, only a public library can be read, which is worth a note; the key itself is not shown."""
    assert said(tmp_path, zotero={"user": 1})[0][0] == "note"
    assert said(tmp_path, {"ZOTERO_KEY": "sesame-4711"}, zotero={"user": 1}) == [
        ("ok", "Zotero is asked with the secret ZOTERO_KEY (not tried; --online does).")
    ]


def online(site: FakeZotero, key: str = "") -> Finding:
    endpoints = Endpoints.from_environment({"ZOTERO_API_URL": site.url})
    (finding,) = check_zotero(config(library={"zotero": {"user": 123}}), endpoints, key)
    return finding


def test_online_zotero_is_asked() -> None:
    """How many papers count, that none does, that Zotero refuses or is away: each with its level and exit code."""
    with FakeZotero(key="right") as site:
        assert (online(site, "right").level, online(site, "wrong").level) == ("warning", "error")
        assert online(site, "wrong").exit_code == 3
        site.add("MARKER", "An abstract.")
        assert online(site, "right").says == "can be read: 1 usable paper."
        site.trouble = [Trouble(body=b"<html>")]
        away = online(site, "right")
        assert (away.level, away.exit_code) == ("warning", 0)


def test_a_key_is_not_sent_unencrypted() -> None:
    """An address with http:// is refused, but for this machine."""
    with pytest.raises(ConfigurationError, match="unencrypted"):
        Endpoints.from_environment({"ZOTERO_API_URL": "http://zotero.example.org"})
