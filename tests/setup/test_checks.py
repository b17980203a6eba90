"""The check before the first run: as a process, and its parts."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from configs import config
from digest import pipeline
from digest.archive.feedback import NAME, Ledger, Taps, to_json
from digest.config.schema import Llm
from digest.console import command
from digest.console.command import ROOT
from digest.console.progress import Progress
from digest.core.calendar import EASTERN
from digest.core.spans import week_of
from digest.github.health import Health, body
from digest.language_model.budget import estimate_tokens
from digest.pages.rehearsal import report
from digest.periods import asking
from digest.periods.analysis import analyse
from digest.periods.reading import Reader
from digest.periods.telling import groups_of
from digest.settings import Settings
from digest.setup import estimate, findings, online
from digest.setup.checks import RETIRED, check
from digest.setup.findings import Finding
from fake_model import FakeModel, completion, error
from fork import OF_A_FORK, Fork, make_fork
from loopback_arxiv.server import LoopbackArxiv, load
from weeks import LAST, archive_of, filled

KEY = "sk-marker-77aa_31"
MORNING = datetime.combine(date(2026, 11, 20), time(6), EASTERN)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """What a fork has of its own, in a folder."""
    for name in OF_A_FORK:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    return tmp_path


@pytest.fixture
def arxiv() -> Iterator[LoopbackArxiv]:
    """The bundled sample, on the morning of its last announcement."""
    with LoopbackArxiv(load(ROOT / "sample" / "papers.json"), now=MORNING) as site:
        yield site


@pytest.fixture
def fork(tmp_path: Path, arxiv: LoopbackArxiv) -> Fork:
    """A fork, to run the check in as a process."""
    return make_fork(tmp_path, arxiv)


def found(root: Path, **environment: str) -> dict[str, list[Finding]]:
    """The findings by level."""
    by: dict[str, list[Finding]] = {level: [] for level in findings.LEVELS}
    for each in check(root, environment).findings:
        by[each.level].append(each)
    return by


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_fresh_fork_is_ready(root: Path) -> None:
    """The repository as it is shipped has no error and no warning, and says what is not set."""
    by = found(root)
    assert (by["error"], by["warning"]) == ([], [])
    assert {each.about for each in by["note"]} == {"categories", "interests", "the model", "a day's cost"}


BROKEN = [
    ("config.yml", "max_papers: 30", "max_paper: 30", r"line \d+: unknown key `max_paper`, did you mean `max_papers`"),
    ("config.yml", "  - cs.AI", "\t- cs.AI", r"line \d+: a tab stands where YAML needs spaces"),
    ("config.yml", "  - cs.AI", "  - cs.Al", "did you mean cs.AI"),
    ("config.yml", "language: zh-CN", "language: tlh", "there is no labels/tlh.yml"),
    ("config.yml", "https://api.openai.com/v1", "ftp://x", "llm.base_url"),
    ("prompts/summary.md", "$interests", "$interest", "unknown placeholder"),
    ("prompts/triage.md", "$interests", "", "is missing"),
    ("templates/paper.md.j2", "item.title", "item.tilte", r"templates/paper\.md\.j2 line \d+: .*tilte"),
    ("templates/feed.html.j2", "{% endfor %}", "", r"templates/feed\.html\.j2 line \d+"),
    ("templates/release.md.j2", "report.also", "report.others", r"templates/release\.md\.j2 line \d+"),
    ("templates/period.md.j2", "{{", "{{ 1 / 0 }}{{", r"templates/period\.md\.j2 line \d+: ZeroDivisionError"),
    ("templates/period.md.j2", "{{", "{{ none }}{{", r"templates/period\.md\.j2 line \d+: .*a value that is not there"),
    ("templates/period.md.j2", "{{", '{{ label("gone") }}{{', r"period\.md\.j2 line \d+: .*there is no 'gone'"),
    ("templates/period.md.j2", "{{", '{{ label("next") }}{{', r"period\.md\.j2 line \d+: .*there is no 'date'"),
    (
        "templates/period.md.j2",
        "{{",
        "{{ label|gone }}{{",
        r"period\.md\.j2 line \d+: No filter named 'gone'\.$",
    ),
    ("labels/zh-CN.yml", "{papers}", "{paper}", "labels/zh-CN.yml: `report_counts`"),
    ("README.md", "<!-- reports:end -->", "", "README.md must have the line"),
]


@pytest.mark.parametrize(("name", "old", "new", "says"), BROKEN)
def test_each_mistake_is_an_error_with_its_place(root: Path, name: str, old: str, new: str, says: str) -> None:
    """A mistake in any file that a run reads is one error of configuration that says where and what."""
    edit(root / name, old, new)
    errors = found(root)["error"]
    assert [each.exit_code for each in errors] == [2]
    with pytest.raises(AssertionError, match=says):
        raise AssertionError(errors[0].says)


def test_a_label_file_that_is_older_than_a_key(root: Path) -> None:
    """A key that the page's label file lacks is a warning that names it, not an error."""
    edit(root / "labels" / "zh-CN.yml", "score: ", "months: ")
    by = found(root)
    assert by["error"] == []
    assert [each.about for each in by["warning"]] == ["labels/zh-CN.yml"] * 2
    assert "lacks `score`" in by["warning"][0].says
    assert "`months`, which are not read any more" in by["warning"][1].says


def test_a_template_that_cannot_be_read(root: Path) -> None:
    """A template that is gone, or was saved in another encoding than UTF-8, is named with its remedy."""
    path = root / "templates" / "alert.md.j2"
    path.write_bytes(b"> {{ label.language }}\n> \xb4\xf3\n")
    assert [each.says for each in found(root)["error"]] == [
        "templates/alert.md.j2 line 2: not UTF-8; save the file as UTF-8."
    ]
    path.unlink()
    assert [each.says for each in found(root)["error"]] == [
        "templates/alert.md.j2 does not exist; restore it from the original."
    ]


def test_all_mistakes_are_told_at_once(root: Path) -> None:
    """Mistakes in different files are in one list; the first does not hide the others."""
    for name, old, new, _ in (BROKEN[0], BROKEN[5], BROKEN[-1]):
        edit(root / name, old, new)
    assert [each.about for each in found(root)["error"]] == ["config.yml", "prompts/summary.md", "README.md"]


@pytest.mark.parametrize(
    "script", ["check_setup.py", "run_daily.py", "demo.py", "rebuild.py", "make_release.py", "preview.py"]
)
def test_missing_packages_are_named(script: str) -> None:
    """Without the packages that it needs, a command says how to get them, not that it is a defect."""
    bare = [sys.executable, "-S", str(ROOT / "scripts" / script)]
    ran = subprocess.run(bare, env={}, capture_output=True, text=True, check=False)
    assert (ran.returncode, "Traceback" in ran.stderr) == (2, False)
    file = "requirements-dev.txt" if script == "preview.py" else "requirements.txt"
    assert f"is not installed. Run `python -m pip install -r {file}`" in ran.stderr


@pytest.mark.parametrize(
    ("package", "file"),
    [
        ("latex2mathml", "-reader"),
        ("cmarkgfm", "-dev"),
        ("yaml", ""),
        ("apprise", "-messages"),
        ("bibtexparser", "-library"),
    ],
)
def test_a_missing_package_is_installed_from_its_file(
    package: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which file of requirements is named depends on the package: what the reader needs is not in requirements.txt."""

    def run(*_: object) -> int:
        raise ModuleNotFoundError(name=package)

    assert command.main(command.parser("", ""), run, [], {}) == 2
    assert f"Run `python -m pip install -r requirements{file}.txt`" in capsys.readouterr().err


def test_output_that_nobody_reads() -> None:
    """Where `head` has closed the pipe, a command ends in silence, as other commands do, and not as a defect."""
    reading, writing = os.pipe()
    os.close(reading)
    check = [sys.executable, str(ROOT / "scripts" / "check_setup.py")]
    ran = subprocess.run(check, env={}, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (141, "")


def test_environment_and_archive(root: Path) -> None:
    """A delay that is no number is an error of configuration; a report that cannot be read has exit code 1."""
    assert "ARXIV_DELAY_SECONDS" in found(root, ARXIV_DELAY_SECONDS="soon")["error"][0].says
    (root / "data").mkdir()
    (root / "data" / "2026-11-20.json").write_text("{", "utf-8")
    assert [each.exit_code for each in found(root)["error"]] == [1]


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"OPENAI_API_KEY": "“sk-1234”"}, "paste it again"),
        ({"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": "http://models.example.org/v1"}, "the key is sent unencrypted"),
        ({"OPENAI_API_KEY": KEY, "OPENAI_MODEL": "gpt-4o-mini"}, "ends on 2027-01-14"),
    ],
)
def test_a_doubtful_model_is_a_warning(root: Path, environment: dict[str, str], says: str) -> None:
    """What will most likely fail with the model is said before any request, and stops nothing."""
    by = found(root, **environment)
    assert by["error"] == []
    assert [says in each.says for each in by["warning"]] == [True]


def test_a_key_with_its_line_break_is_well(root: Path) -> None:
    """A secret that was pasted with its line break is fine, and a model on this machine may be reached by http."""
    assert found(root, OPENAI_API_KEY=f"{KEY}\n", OPENAI_BASE_URL="http://127.0.0.1:11434/v1")["warning"] == []


def test_the_default_model_is_not_retired() -> None:
    """config.yml does not ship with a model that is known to be switched off."""
    assert Llm().model not in RETIRED


def test_interests_that_cannot_work(root: Path) -> None:
    """An interest that no abstract can match, and a paper liked and disliked, are warnings."""
    edit(root / "config.yml", "interests: []", "interests: [高效推理, our new approach]")
    edit(root / "config.yml", "\nliked: []", '\nliked: ["2611.90001"]')
    edit(root / "config.yml", "disliked: []", 'disliked: ["2611.90001v2"]')
    said = " ".join(each.says for each in found(root)["warning"])
    assert "高效推理" in said
    assert "2611.90001 is both liked and disliked" in said


def test_what_papers_are_ranked_by_where_no_interests_are_set(root: Path) -> None:
    """Without interests, a check says by what else papers are ranked: by thumbs, by a library, or by their day."""

    def said() -> str:
        (note,) = [each.says for each in found(root)["note"] if each.about == "interests"]
        return note.partition(",")[2].partition(".")[0]

    edit(root / "config.yml", "interests: []", "interests: []\nfeedback: on")
    assert said() == " so papers are compared with others of their day"
    day = MORNING.date()
    taps = Taps(number=1, at=MORNING, up={"2611.90001": day}, down={"2611.90002": day})
    (root / NAME).parent.mkdir(exist_ok=True)
    (root / NAME).write_text(to_json(Ledger().taking([taps])), "utf-8")
    assert said() == " so papers are ranked by 1 paper with a thumb up alone"
    edit(root / "config.yml", "feedback: on", "feedback: on\nlibrary:\n  zotero: {user: 1}")
    assert said() == " so papers are ranked by your library and 1 paper with a thumb up alone"
    (root / NAME).write_text("{", "utf-8")
    assert said() == " so papers are ranked by your library alone"


def test_a_prompt_that_nobody_asks_is_not_missed(root: Path) -> None:
    """A fork that keeps older prompts of its own is well, until an interest has to be translated."""
    (root / "prompts" / "interests.md").unlink()
    assert found(root)["error"] == []
    edit(root / "config.yml", "interests: []", "interests: [高效推理]")
    assert [each.about for each in found(root)["error"]] == ["prompts/interests.md"]


def test_the_estimate_is_the_arithmetic_of_the_stages() -> None:
    """30 papers are 30 calls and 5 of the triage; packed by 4 they are 8; without interests there is no triage."""

    def calls(**changes: Any) -> str:
        return estimate.estimate(config(**changes), ["", ""], (), has_key=True)[0].says

    assert calls().startswith("At most 35 calls")
    assert calls(llm={"papers_per_call": 4}).startswith("At most 13 calls")
    assert calls(interests=[]).startswith("At most 30 calls")
    assert estimate.estimate(config(), ["", ""], (), has_key=False)[0].says.startswith("Nothing")


def test_limits_that_a_day_will_pass_are_warnings() -> None:
    """A token limit below a day's estimate, and a pace that cannot be kept in time, are told beforehand."""
    tight = config(llm={"max_tokens_per_run": 1000, "requests_per_minute": 1})
    warned = estimate.estimate(tight, ["", ""], (), has_key=True)[1:]
    assert [each.level for each in warned] == ["warning", "warning"]
    assert "max_tokens_per_run" in warned[0].says
    assert "requests_per_minute" in warned[1].says


def test_the_archive_tells_a_usual_day() -> None:
    """Where there are reports of the same categories, they are what is counted; reports of others are not."""
    assert estimate.pace(config(), [report()]) == "About 4 new papers a day in the last report."
    assert "at least" in estimate.pace(config(categories=["cs.LG"]), [report()])
    assert "the first report will tell" in estimate.pace(config(categories=["math.KT"]), ())
    said = estimate.estimate(config(), ["", ""], [report()], has_key=True)[0].says
    assert said.startswith("About 4 calls")


def test_the_estimate_of_a_week_is_a_bound_on_what_it_takes(tmp_path: Path) -> None:
    """Telling of a made-up week takes no more calls and tokens than were estimated; a month may take more."""
    reports = archive_of(3)
    material = Reader(filled(tmp_path, reports)).material(week_of(LAST))
    questions = [asking.question("a prompt", group) for group in groups_of(material, analyse(material, ()))]
    tokens = sum(estimate_tokens(asked.fixed + asked.own) + asked.answer_tokens for asked in questions)
    made = estimate.of_periods(config(max_papers=4), "a prompt", ())
    bounds = [int(number.replace(",", "")) for number in re.findall(r"[\d,]+(?= (?:call|token))", made.says)]
    assert len(questions) <= bounds[0] < bounds[2]
    assert tokens <= bounds[1] < bounds[3]


def test_the_estimate_of_calls_is_what_a_run_makes(fork: Fork, arxiv: LoopbackArxiv) -> None:
    """On the sample's last day with a model, a run makes exactly the calls that were estimated."""
    fork.configure("interests: []", "interests: [retrieval]")
    with FakeModel() as model:
        environment = {**fork.environment, "OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": model.url}
        settings = Settings.load(fork.root, None, environment)
        made = pipeline.run(settings, MORNING, Progress(environment={})).reports
        said = estimate.estimate(settings.config, ["", ""], made, has_key=True)[0].says
        assert said.startswith(f"About {len(model.questions)} calls")


def test_without_online_nothing_is_asked_or_imported(fork: Fork, arxiv: LoopbackArxiv) -> None:
    """Offline, the check imports neither client and sends nothing."""
    code = (
        "import runpy, sys\nsys.argv[1:] = ['--root', sys.argv[1]]\n"
        f"sys.path.insert(0, {str(ROOT / 'scripts')!r})\n"
        f"try: runpy.run_path({str(ROOT / 'scripts' / 'check_setup.py')!r}, run_name='__main__')\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "print([name for name in ('openai', 'arxiv') if name in sys.modules])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(fork.root)],
        env={**fork.environment, "OPENAI_API_KEY": KEY},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.endswith("Ready.\n[]\n")
    assert arxiv.requests == []


def test_online_all_well(fork: Fork) -> None:
    """With --online, arXiv's two sources and the model are tried, and the secret is nowhere in what is said."""
    summary = fork.root.parent / "summary.md"
    with FakeModel() as model:
        where = {"OPENAI_API_KEY": f"{KEY}\n", "OPENAI_BASE_URL": model.root}
        ran = fork.run("check_setup.py", "--online", **where, GITHUB_STEP_SUMMARY=str(summary), GITHUB_ACTIONS="true")
        assert [question.headers["authorization"] for question in model.questions] == [f"Bearer {KEY}"]
    assert (ran.code, ran.err) == (0, "")
    assert "can be read both ways. Its feed has 40 new papers now" in ran.out
    assert "gpt-6-luna at http://127.0.0.1" in ran.out
    assert "not tried" not in ran.out
    assert "::warning::the model: llm.base_url should be " in ran.out
    page = summary.read_text("utf-8")
    assert page.startswith("> [!WARNING]\n> - **the model** llm.base")
    assert KEY not in ran.out + page.replace("\\", "")


def test_online_a_refused_key(fork: Fork) -> None:
    """A refused key ends with exit code 3, and a refusal that quotes the key is not repeated."""
    with FakeModel(error(401, f"Incorrect API key provided: {KEY}")) as model:
        ran = fork.run("check_setup.py", "--online", OPENAI_API_KEY=KEY, OPENAI_BASE_URL=model.url)
    assert (ran.code, "refuses the key" in ran.out, KEY in ran.out + ran.err) == (3, True, False)


def test_online_without_arxiv(fork: Fork) -> None:
    """Where neither source of arXiv answers, the exit code is 4."""
    closed = {"ARXIV_API_URL": "http://127.0.0.1:9/api/query", "ARXIV_RSS_URL": "http://127.0.0.1:9/rss"}
    ran = fork.run("check_setup.py", "--online", **closed)
    assert (ran.code, "arXiv" in ran.out) == (4, True)
    ran = fork.run("check_setup.py", "--online", ARXIV_RSS_URL=closed["ARXIV_RSS_URL"])
    assert (ran.code, "can be read one way only. RSS:" in ran.out) == (0, True)


def test_a_mistake_comes_before_any_request(fork: Fork, arxiv: LoopbackArxiv) -> None:
    """With a broken config.yml, --online asks nobody, ends with 2 and says in Actions what to change."""
    fork.configure("max_papers: 30", "max_papers: many")
    ran = fork.run("check_setup.py", "--online", GITHUB_ACTIONS="true")
    assert (ran.code, arxiv.requests) == (2, [])
    assert "::error::config.yml: config.yml line " in ran.out


def api(httpserver: HTTPServer, *, status: int = 200, models: object = None, **headers: str) -> Llm:
    """A made-up API that says what it is told to."""
    httpserver.expect_request("/v1/chat/completions").respond_with_data(
        completion("ok"), status=status, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    if models is not None:
        httpserver.expect_request("/v1/models").respond_with_json(models)
    return Llm(base_url=httpserver.url_for("/v1"))


def test_limits_and_retirement_are_shown(httpserver: HTTPServer) -> None:
    """Rate limits come from the answer's headers; retirement dates from RFC 9745, RFC 8594 and the list of models."""
    entry = {"id": "gpt-6-luna", "deprecation": "2027-05-01"}
    llm = api(
        httpserver,
        models={"data": [entry]},
        X_RateLimit_Limit_Requests="50",
        Sunset="Sun, 01 Aug 2027 00:00:00 GMT",
        Deprecation="@1798761600",
    )
    said = [(each.level, each.about, each.says) for each in online.check_model(llm, KEY)]
    assert said[1] == ("note", "rate limits", "limit-requests 50")
    assert "deprecation 2027-05-01, sunset Sun, 01 Aug 2027" in said[2][2]
    assert [level for level, _, _ in said] == ["ok", "note", "warning"]


def test_a_deprecation_header_is_a_date(httpserver: HTTPServer) -> None:
    """The seconds that RFC 9745 writes are shown as the day they are."""
    said = online.check_model(api(httpserver, Deprecation="@1798761600"), KEY)
    assert "deprecation 2027-01-01" in said[-1].says


@pytest.mark.parametrize("models", [None, [], {"data": None}, {"data": [{"id": 3}, "x"]}, "gone"])
def test_a_list_of_models_is_optional(httpserver: HTTPServer, models: object) -> None:
    """An API with no list of models, or with one of another shape, is well all the same."""
    assert [each.level for each in online.check_model(api(httpserver, models=models), KEY)] == ["ok"]


@pytest.mark.parametrize(
    ("status", "level", "says"),
    [
        (402, "error", "no credit"),
        (403, "error", "forbids"),
        (429, "warning", "rate limit is reached"),
        (404, "error", "does not answer like a model"),
        (503, "error", "cannot be reached, or is not well just now"),
    ],
)
def test_each_refusal_has_its_remedy(httpserver: HTTPServer, status: int, level: str, says: str) -> None:
    """A refusal says what to change; that calls are limited just now stops nothing."""
    first = online.check_model(api(httpserver, status=status), KEY)[0]
    assert (first.level, says in first.says) == (level, True)
    assert first.exit_code == (3 if level == "error" else 0)


def test_an_api_that_nobody_answers_for() -> None:
    """Where nothing listens at an address, it is to be checked, and the provider's status; no /v1 is missing."""
    (said,) = online.check_model(Llm(base_url="http://127.0.0.1:9/v1"), KEY)
    assert "cannot be reached" in said.says
    assert "/v1." not in said.says


def test_the_key_goes_to_the_api_alone(httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A redirection is not followed with the key, and a .netrc does not take its place."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\nmachine localhost login a password b\n", "utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    httpserver.expect_request("/v1/chat/completions").respond_with_data(
        status=307, headers={"Location": httpserver.url_for("/elsewhere")}
    )
    said = online.check_model(Llm(base_url=httpserver.url_for("/v1")), KEY)
    assert [(each.level, each.exit_code) for each in said] == [("error", 3)]
    assert [(request.path, request.headers["Authorization"]) for request, _ in httpserver.log] == [
        ("/v1/chat/completions", f"Bearer {KEY}")
    ]


def test_every_reason_has_a_remedy() -> None:
    """Whatever `faults` may find, the check can say what to do."""
    from digest.language_model import faults

    source = Path(faults.__file__).read_text("utf-8")
    reasons = {word.split('"')[0] for word in source.split('Fault(reason="')[1:]}
    assert reasons
    assert reasons <= online._REMEDIES.keys()


def test_dollars_of_a_message() -> None:
    """The placeholders that a message names stay what they are: two of them are no formula on GitHub's pages."""
    says = "a $ stands alone; write $$, or one of $language, $rubric."
    dollar = "<span>$</span>"
    shown = f"a {dollar} stands alone; write {dollar}{dollar}, or one of {dollar}language, {dollar}rubric."
    assert shown in findings.step_summary([Finding(level="error", about="a", says=says, exit_code=2)])
    assert shown in body(Health(exit_code=2, problem=says), "https://example.org", date(2026, 11, 20))


def test_what_was_found_cannot_be_markup() -> None:
    """A text with Markdown, mentions or several lines stays one item of the step summary."""
    nasty = Finding(level="error", about="a", says="@all <b>\n- [x](http://y) #1", exit_code=2)
    page = findings.step_summary([nasty])
    assert len(page.split("\n> - ")) == 2
    assert "@all" not in page
    assert "[x](" not in page


def test_long_findings_are_broken_below_each_other() -> None:
    """On a terminal, a long finding goes on below its own text; in a log, it is one line for who searches it."""
    found = [Finding(level="note", about="the model", says="word " * 30 + "end", exit_code=0)]
    (line,) = findings.console(found)
    assert "\n" not in line
    lines = findings.console(found, 80)[0].split("\n")
    assert len(lines) == 3
    assert all(len(one) <= 80 for one in lines)
    assert {one[: len("note     the model  ")].strip() for one in lines[1:]} == {""}
