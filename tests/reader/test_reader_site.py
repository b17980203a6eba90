"""The site's files: what is there, what is left out, and what happens where something is not as it should be."""

import ast
import json
import re
import shutil
from datetime import date, timedelta
from importlib.metadata import packages_distributions
from pathlib import Path
from xml.etree import ElementTree

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pytest_httpserver import HTTPServer

import build_reader
from digest.archive.reports import Archive
from digest.config.file import parse_config
from digest.config.schema import Config
from digest.console.command import ROOT
from digest.core.errors import ConfigurationError
from digest.core.report import Report
from digest.core.spans import spans_of, week_of
from digest.github import pages_site
from digest.pages import rehearsal
from digest.pages.labels import load_labels
from digest.rank.document import Vocabulary
from digest.reader import addresses, search_parts
from digest.reader.building import Built, build
from digest.reader.outlines import outline
from digest.reader.search_records import records
from digest.reader.similar import Likeness
from digest.reader.site import Around
from digest.setup.reader import check_reader
from reader.conftest import DAYS, Served, entry, lay_out, made_up, site_of

PACKAGES = packages_distributions()
LANGUAGES = sorted(path.stem for path in (ROOT / "labels").glob("*.yml"))


def built(root: Path, language: str = "en", recent: int = 260) -> tuple[Path, Built]:
    """The site of a repository, and what was said of it."""
    out = root.parent / "site"
    return out, build(site_of(root, language), out, lambda _: None, recent)


def text(site: Path, report: Report) -> str:
    """The page of a report."""
    return (site / "reports" / f"{report.date}.html").read_text("utf-8")


def test_the_whole_site(served: Served) -> None:
    """There is a page for each report, week and month; each link within the site is relative and leads somewhere."""
    pages = {str(path.relative_to(served.folder)) for path in served.folder.rglob("*.html")}
    periods = {f"months/{day:%Y-%m}.html" for day in DAYS} | {f"weeks/{week_of(day).name}.html" for day in DAYS}
    assert pages == {"index.html", "starred.html", *periods, *(f"reports/{day}.html" for day in DAYS)}
    for page in pages:
        text = (served.folder / page).read_text("utf-8")
        for target in re.findall(r'(?:href|src)="([^"]*)"', text):
            if target.startswith("https://"):
                continue
            path, _, anchor = target.partition("#")
            there = (served.folder / page).parent / path if path else served.folder / page
            assert there.is_file(), (page, target)
            assert not anchor or f'id="{anchor}"' in there.read_text("utf-8"), (page, target)


def test_the_same_data_gives_the_same_pages(tmp_path: Path) -> None:
    """Two builds of one archive are the same files, byte for byte; what was there before is replaced."""
    root = lay_out(tmp_path / "repository", [made_up(day, place) for place, day in enumerate(DAYS)])

    def files(folder: Path) -> dict[str, bytes]:
        found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pf_meta")
        return {str(path.relative_to(folder)): path.read_bytes() for path in found if "pagefind" not in path.parts}

    out, first = built(root)
    before = files(out)
    (out / "left.html").write_text("old", "utf-8")
    assert files(built(root)[0]) == before
    assert first.files > len(before)


def test_machines_have_their_files(served: Served) -> None:
    """latest.json and each report's JSON have the documented fields; an old one counts what it does not name."""
    latest = json.loads((served.folder / "latest.json").read_text("utf-8"))
    assert latest == json.loads((served.folder / f"reports/{DAYS[-1]}.json").read_text("utf-8"))
    assert [*latest] == ["schema", "date", "page", "categories", "papers", "also_count", "also"]
    assert (latest["schema"], latest["date"], latest["page"]) == (1, str(DAYS[-1]), f"reports/{DAYS[-1]}.html")
    assert {"id", "title", "abstract", "authors", "links", "score", "summary"} <= latest["papers"][0].keys()
    assert [listed["title"] for listed in latest["also"]] == ["Listed badgers of day 3", "Listed otters of day 3"]
    old = json.loads((served.folder / f"reports/{DAYS[0]}.json").read_text("utf-8"))
    assert (old["also"], old["also_count"], "abstract" in old["papers"][0]) == (None, 2, False)
    documented = (ROOT / "docs" / "reader.md").read_text("utf-8")
    for name in [*latest, *latest["papers"][0], *latest["papers"][0]["summary"], *latest["also"][0]]:
        assert f"`{name}`" in documented, name


def test_what_needs_an_address_has_it(served: Served) -> None:
    """Feed, sitemap and search description are XML with the site's address, and the pages lead to two of them."""
    base = "https://octo.github.io/papers/"
    feed = ElementTree.fromstring((served.folder / "feed.xml").read_bytes())  # noqa: S314 - our own
    atom = "{http://www.w3.org/2005/Atom}"
    links = [link.get("href") for link in feed.iterfind(f"{atom}entry/{atom}link")]
    assert links == [f"{base}reports/{day}.html" for day in reversed(DAYS)]
    sitemap = (served.folder / "sitemap.xml").read_text("utf-8")
    assert len(re.findall(rf"<loc>{re.escape(base)}[^<]+</loc>", sitemap)) == 1 + 2 + 2 + len(DAYS)
    assert f'template="{base}index.html?q={{searchTerms}}"' in (served.folder / "opensearch.xml").read_text("utf-8")
    page = (served.folder / f"reports/{DAYS[-1]}.html").read_text("utf-8")
    assert 'type="application/atom+xml"' in page
    assert 'type="application/opensearchdescription+xml"' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language(language: str) -> None:
    """In each of the ten languages all pages are made, in its direction, without a word of another's frame."""
    site, report = site_of(ROOT, language), made_up(DAYS[-1], 1)
    outlines = [outline(report, Vocabulary(None, {}))]
    around = Around(previous=DAYS[0], following=None, recent=False, neighbours={})
    pages = (
        site.home(outlines, report, ()),
        site.report(report, around),
        *(site.period(span, outlines, (DAYS[-1],), None) for span in spans_of([DAYS[-1]])),
        site.starred(),
    )
    for text in pages:
        assert f'<html lang="{language}" dir="{"rtl" if language in ("ar", "he") else "ltr"}"' in text
        assert site.labels.texts["reader_keys"]["other"] in text
        assert not re.search(r"\{\w+\}|\breader_\w+", text.replace("{count}", ""))


def test_an_empty_archive_has_a_page_that_says_so(tmp_path: Path) -> None:
    """Before the first report there is a first page, which says that there is none yet."""
    out, said = built(lay_out(tmp_path / "repository", []))
    assert (said.reports, said.problems) == (0, ())
    assert "There is no report yet" in (out / "index.html").read_text("utf-8")
    assert not (out / "latest.json").exists()


def test_only_what_a_model_wrote_can_be_wrong(tmp_path: Path) -> None:
    """A report of the authors' own sentences does not say that its summaries are generated; that of a model does.

    The first page, whose search finds both, says so if there is any of a model.
    """
    extracted = [entry for entry in rehearsal.report().papers if entry.summary.status == "extractive"]
    first, second = made_up(DAYS[0], 0), made_up(DAYS[1], 1).model_copy(update={"papers": tuple(extracted)})
    out, _ = built(lay_out(tmp_path / "root", [first, second]))
    disclaimer = load_labels(ROOT / "labels", "en")("disclaimer")
    assert [disclaimer in text(out, one) for one in (first, second)] == [True, False]
    assert disclaimer in (out / "index.html").read_text("utf-8")
    assert disclaimer not in (out / "starred.html").read_text("utf-8")
    out, _ = built(lay_out(tmp_path / "other", [second]))
    assert disclaimer not in (out / "index.html").read_text("utf-8")


def test_a_torn_report_is_named_and_the_rest_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A report that cannot be read is named with its remedy, ends the command with 1, and takes no other with it."""
    root = lay_out(tmp_path / "repository", [made_up(day, place) for place, day in enumerate(DAYS)])
    torn = Archive(root).path(DAYS[1])
    torn.write_bytes(torn.read_bytes()[:200])
    (root / "config.yml").write_text("categories: [cs.AI]\nlanguage: en\nreader: on\n", "utf-8")
    shutil.copytree(ROOT / "labels", root / "labels")
    asked = ["--root", str(root), "--out", str(tmp_path / "site")]
    assert build_reader.main(asked, {"GITHUB_REPOSITORY": "octo/papers"}) == 1
    said = capsys.readouterr()
    assert f"data/{DAYS[1]}.json cannot be read" in said.err
    assert "3 reports, 10 summarised papers" in said.out
    assert not (tmp_path / "site" / f"reports/{DAYS[1]}.html").exists()
    neighbour = (tmp_path / "site" / f"reports/{DAYS[2]}.html").read_text("utf-8")
    assert f'rel="prev" href="{DAYS[0]}.html"' in neighbour


def test_nothing_else_is_overwritten(tmp_path: Path) -> None:
    """A folder that holds something else is refused by name, and stays as it was; so is a link to one."""
    root = lay_out(tmp_path / "repository", [made_up(DAYS[-1], 1)])
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    for name in ("mine", "link"):
        with pytest.raises(ConfigurationError, match=name):
            build(site_of(root), tmp_path / name, lambda _: None)
    assert (tmp_path / "mine" / "thesis.txt").read_text("utf-8") == "years"


def test_the_search_comes_in_parts_of_bounded_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts follow each other without a gap from the newest day on, and the program is in the newest alone."""
    days = [DAYS[-1] - timedelta(days=number) for number in range(12)]
    root = lay_out(tmp_path / "repository", [made_up(day, 1) for day in days])
    memory = sum(search_parts._memory(record) for record in records(made_up(days[0], 1), "x", grouped=False))
    monkeypatch.setattr(search_parts, "MEMORY", 4 * memory)
    out, _ = built(root)
    parts = re.findall(r'data-parts="([^"]*)"', (out / "index.html").read_text("utf-8"))[0].split()
    assert parts == [f"{days[3]}/{days[0]}", f"{days[7]}/{days[4]}", f"{days[11]}/{days[8]}"]
    assert [path.parent.name for path in out.rglob("pagefind.js")] == [str(days[3])]


def test_old_reports_share_records() -> None:
    """Each paper of a new report is a record, with its cross-lists; of an old one, ten papers share one."""
    papers = tuple(entry(number, f"Paper {number}") for number in range(23))
    report = Report(date=DAYS[0], categories=("cs.AI",), papers=papers, also=made_up(DAYS[0], 0).also)
    new, old = (list(records(report, "x", grouped=grouped)) for grouped in (False, True))
    assert (len(new), len(old)) == (24, 4)
    assert new[0].filters["category"] == ["cs.AI", "cs.LG"]
    assert old[0].content.count("¶") == 9
    assert new[0].filters["score"] == ["20", "40"]
    assert new[0].filters["month"] == ["2023", "2023-11"]


def test_the_most_alike_are_named() -> None:
    """Papers that share telling terms are like each other, the most alike first; those that share none are not."""
    profiles = [(("pelican", 0.8), ("robot", 0.6)), (("pelican", 1.0),), (("robot", 1.0),), (("otter", 1.0),)]
    likeness = Likeness([tuple(terms) for terms in profiles])
    assert [likeness.like(number) for number in range(4)] == [(1, 2), (0,), (0,), ()]


@pytest.mark.parametrize(
    ("repository", "address"),
    [
        ("Octo/Papers", "https://octo.github.io/Papers/"),
        ("octo/Octo.github.io", "https://octo.github.io/"),
        (None, None),
    ],
)
def test_the_address_that_github_gives(repository: str | None, address: str | None) -> None:
    """A repository's Pages are at its owner's name in lower case; where it is not known, there is no address."""
    assert addresses.default(repository) == address


@pytest.mark.parametrize("url", ["octo.github.io", "ftp://octo.github.io/", "https://octo.github.io/?q=1"])
def test_a_wrong_address_is_refused(url: str) -> None:
    """What is no address of a site is refused, with one as it should be."""
    with pytest.raises(ConfigurationError, match="--base-url"):
        addresses.with_slash(url)


ON, OFF = Config(categories=("cs.AI",), reader=True), Config(categories=("cs.AI",))


def test_the_workflow_builds_only_what_can_be_published(httpserver: HTTPServer, tmp_path: Path) -> None:
    """Where the reader or Pages is off, or shows a branch, the job says what to do and ends well without a site."""
    output = tmp_path / "output"
    environment = {
        "GITHUB_REPOSITORY": "octo/papers", "GITHUB_TOKEN": "made-up", "GITHUB_API_URL": httpserver.url_for(""),
        "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }  # fmt: skip
    assert pages_site.pages(OFF, environment).problem == pages_site.READER_OFF
    pages = httpserver.expect_request("/repos/octo/papers/pages", headers={"Authorization": "Bearer made-up"})
    pages.respond_with_json({"message": "Not Found"}, status=404)
    root = lay_out(tmp_path / "repository", [made_up(DAYS[-1], 1)])
    (root / "config.yml").write_text("categories: [cs.AI]\nlanguage: en\nreader: on\n", "utf-8")
    shutil.copytree(ROOT / "labels", root / "labels")
    asked = ["--root", str(root), "--out", str(tmp_path / "site"), "--for-pages"]
    assert build_reader.main(asked, environment) == 0
    assert "Settings, Pages" in (tmp_path / "summary").read_text("utf-8")
    assert "built" not in output.read_text("utf-8")
    assert not (tmp_path / "site").exists()
    pages.respond_with_json({"build_type": "legacy", "html_url": "https://octo.github.io/papers/"})
    assert pages_site.pages(ON, environment).problem == pages_site.OTHER_SOURCE
    pages.respond_with_json({"build_type": "workflow", "html_url": "https://papers.example/"})
    assert build_reader.main(asked, environment) == 0
    assert re.search(r"^built<<(\S+)\ntrue\n\1$", output.read_text("utf-8"), re.MULTILINE)
    assert "https://papers.example/reports/" in (tmp_path / "site" / "sitemap.xml").read_text("utf-8")


def test_the_setup_is_looked_at(tmp_path: Path) -> None:
    """check_setup says where to switch Pages on, which workflows a fork lacks, and that Pages are public."""
    assert check_reader(ROOT, OFF, {}) == []
    assert [found.level for found in check_reader(ROOT, ON, {"GITHUB_REPOSITORY": "octo/papers"})] == ["note"]
    event = tmp_path / "event.json"
    event.write_text('{"repository": {"private": true}}', "utf-8")
    found = check_reader(tmp_path, ON, {"GITHUB_EVENT_PATH": str(event)})
    assert [each.level for each in found] == ["note", "warning", "warning"]
    assert "Upgrading" in found[1].says
    assert "Pages are public" in found[2].says
    event.write_text('{"repository": {"private": false}}', "utf-8")
    assert len(check_reader(ROOT, ON, {"GITHUB_EVENT_PATH": str(event)})) == 1


def test_it_is_off_by_default() -> None:
    """Nothing of the reader is switched on, unless config.yml says `reader: on`."""
    assert not parse_config("categories: [cs.AI]\n").reader
    assert parse_config("categories: [cs.AI]\nreader: on\n").reader


def imported(path: Path) -> set[str]:
    """The packages of a module's imports, as pip names them."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {canonicalize_name(package) for name in names for package in PACKAGES.get(name.partition(".")[0], ())}


def test_only_the_reader_needs_its_packages() -> None:
    """What the reader imports is pinned, with hashes; nothing outside of it imports a package of its own."""
    wanted = {
        canonicalize_name(Requirement(line.partition("#")[0]).name): Requirement(line.partition("#")[0]).specifier
        for line in (ROOT / "requirements-reader.txt").read_text("utf-8").splitlines()
    }
    lock = (ROOT / "requirements-reader.lock").read_text("utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==(\S+) \\$", lock, re.MULTILINE))
    assert {name: f"=={version}" for name, version in locked.items()} == {name: str(at) for name, at in wanted.items()}
    assert not re.search(r"://|--index|--find|--extra", lock)
    reader = ROOT / "scripts" / "digest" / "reader"
    used = {package for path in reader.glob("*.py") for package in imported(path)}
    assert wanted.keys() <= used
    own = wanted.keys() - {"markupsafe"}  # which Jinja brings along
    others = [path for path in (ROOT / "scripts").rglob("*.py") if reader not in path.parents]
    assert [path.name for path in others if imported(path) & own] == []


def test_the_newest_first_page_is_light(served: Served) -> None:
    """The first page with all that it loads is less than 100 kB, uncompressed even."""
    page = (served.folder / "index.html").read_text("utf-8")
    loaded = re.findall(r'(?:href|src)="(assets-[^"]*)"', page)
    scripts = [path for path in served.folder.glob("assets-*/*.js") if path.name not in ("report.js", "starred.js")]
    size = len(page.encode()) + sum((served.folder / name).stat().st_size for name in loaded if name.endswith(".css"))
    assert size + sum(path.stat().st_size for path in scripts) < 100_000


def test_dates_are_those_of_reports(served: Served) -> None:
    """The page of a report has its date in words, and leads to the reports before and after it."""
    page = (served.folder / f"reports/{DAYS[2]}.html").read_text("utf-8")
    assert "<h1>19 November 2026</h1>" in page
    assert f'<link rel="prev" href="{DAYS[1]}.html">' in page
    assert f'<link rel="next" href="{DAYS[3]}.html">' in page
    assert date(2026, 11, 19) == DAYS[2]
