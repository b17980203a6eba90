"""docs/example/: what a visitor sees of the reports before there are any."""

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from demo import COPIED
from digest.console.command import ROOT
from fork import call
from preview_page import page

EXAMPLE = ROOT / "docs" / "example"
LANGUAGES = {"zh-CN": "示例页面：论文、作者和总结均为虚构。", "en": "An example: papers and authors are made up."}
IN_ENGLISH = re.compile(r"^\*\*In one sentence(?:, \w+)*\*\*: ", re.MULTILINE)
"""Of one sentence or of several fields together."""
LINK = re.compile(r"\]\(([^)\s#]+)|src=\"([^\"]+)\"")


def files(folder: Path) -> Mapping[str, bytes]:
    """What is in a folder, by path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.whole_run
def test_the_example_is_what_the_code_makes(tmp_path: Path) -> None:
    """Made anew, each page is the same, byte for byte, whatever the configuration of the copy; else: make example."""
    for name in {*COPIED} - {"config.yml"}:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    (tmp_path / "config.yml").write_text("categories: [math.AG]\n", "utf-8")
    ran = call("make_example.py", ["--root", str(tmp_path)], {"OPENAI_API_KEY": "not to be used"})
    assert ran.code == 0, ran.err
    made, there = files(tmp_path / "docs" / "example"), dict(files(EXAMPLE))
    del there["README.md"]
    assert made.keys() == there.keys()
    assert [name for name in made if made[name] != there[name]] == []


@pytest.mark.whole_run
def test_a_summary_that_nobody_wrote_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the stand-in has no summary of a chosen paper, the example of before stays, and the exit code is not 0."""
    import make_example

    (tmp_path / "none.json").write_text('{"papers": []}', "utf-8")
    monkeypatch.setattr(make_example, "WRITTEN", tmp_path / "none.json")
    for name in COPIED:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    ran = call("make_example.py", ["--root", str(tmp_path)], {})
    assert (ran.code, "not complete" in ran.err) == (1, True)
    assert not (tmp_path / "docs").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_that_it_is_made_up(language: str) -> None:
    """Whoever comes from a search sees at once that there are no such papers, right below the title."""
    pages = sorted((EXAMPLE / language).rglob("*.md"))
    assert {path.name for path in pages} == {
        "2026-11-19.md", "2026-11-20.md", "2026-11.md", "2026-W47.md", "README.md",
    }  # fmt: skip
    for path in pages:
        assert re.search(rf"^# .+\n\n\*{LANGUAGES[language]}\*\n", path.read_text("utf-8"), re.MULTILINE), path


@pytest.mark.parametrize("path", sorted(EXAMPLE.rglob("*.md")), ids=lambda path: str(path.relative_to(EXAMPLE)))
def test_every_link_leads_to_a_page_of_the_example(path: Path) -> None:
    """Links and pictures lead to what is there, and never to the archive of the repository that has the example."""
    text = path.read_text("utf-8")
    links = {a or b for a, b in LINK.findall(text)}
    targets = [(path.parent / link).resolve() for link in links if not link.startswith("https://")]
    assert targets
    assert [str(target) for target in targets if not (target.is_file() and target.is_relative_to(EXAMPLE))] == []
    assert page(text).broken_links == ()


def test_one_has_summaries_and_the_other_none() -> None:
    """In Chinese all papers in full have a model's summary; in English each abstract is shown once, in named parts."""
    chinese, english = (EXAMPLE / language / "2026-11-20.md" for language in LANGUAGES)
    chinese_text, english_text = chinese.read_text("utf-8"), english.read_text("utf-8")
    assert (chinese_text.count("#### AI 总结"), chinese_text.count("**一句话总结**：")) == (12, 12)
    assert (english_text.count("#### Abstract"), len(IN_ENGLISH.findall(english_text))) == (12, 12)
    assert "From the abstract" not in english_text


def test_the_folder_is_small() -> None:
    """The whole of it is less than half a megabyte, and what was written for it is used."""
    made = files(EXAMPLE)
    assert sum(map(len, made.values())) < 500_000
    written = json.loads((ROOT / "sample" / "summaries.zh-CN.json").read_text("utf-8"))["papers"]
    text = "".join(content.decode() for name, content in made.items() if name.startswith("zh-CN/2026-11-"))
    assert [item["id"] for item in written if f'"paper-{item["id"].replace(".", "-")}"' not in text] == []
