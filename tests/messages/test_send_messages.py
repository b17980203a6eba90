"""The entry point: what it prints, what it needs, and what it refuses."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import digest.messages
import send_messages
from digest.archive.reports import Archive
from digest.config.file import load_config, parse_config
from digest.config.schema import Notify
from digest.console.command import ROOT
from digest.core.errors import ConfigurationError
from digest.core.masking import masked, secrets_of
from digest.messages import ledger, services, urls
from digest.setup.checks import check
from fake_services import Answer, FakeServices, fake_services
from fork import OF_A_FORK
from reports import listing, report, summarised

NOW = ["--now", "2026-11-20T06:00"]
MARKER = "marker-0a77b1c2"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A fork in English with one report."""
    for name in OF_A_FORK:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    config = tmp_path / "config.yml"
    config.write_text(config.read_text("utf-8").replace("language: zh-CN", "language: en"), "utf-8")
    made = report(*(summarised(n, 80 - n) for n in range(6)), also=(listing(30),), day=date(2026, 11, 20))
    Archive(tmp_path).save(made)
    return tmp_path


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServices]:
    """A service."""
    with fake_services(monkeypatch) as made:
        yield made


def run(root: Path, *arguments: str, **environment: str) -> int:
    return send_messages.main(["--root", str(root), *NOW, *arguments], environment)


def test_without_the_secret(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without NOTIFY_URLS, or with an empty one, all is well and nothing is written."""
    assert (run(root), run(root, NOTIFY_URLS=" \r\n")) == (0, 0)
    assert "nobody to send to" in capsys.readouterr().out
    assert not (root / ledger.NAME).exists()


def test_nothing_is_imported_without_the_secret(root: Path) -> None:
    """Where no URL is set, neither a run of the digest nor one of messages imports the library that sends."""
    code = (
        "import sys, send_messages, run_daily; from digest import pipeline; from digest.setup import checks\n"
        f"send_messages.main(['--root', {str(root)!r}, '--dry-run'], {{}})\n"
        "sys.exit('apprise' in sys.modules)"
    )
    environment = {"PYTHONPATH": str(ROOT / "scripts"), "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "arXiv 2026-11-20: Made-up paper 0 (+ 6)" in done.stdout


def test_a_dry_run(root: Path, chat: FakeServices, capsys: pytest.CaptureFixture[str]) -> None:
    """A dry run prints what each service would get, sends nothing and remembers nothing."""
    lines = f"json://127.0.0.1:{chat.port}/{MARKER}\ntgram://123456789:{MARKER}/1\nmailtos://a:{MARKER}@example.org"
    assert run(root, "--dry-run", NOTIFY_URLS=lines) == 0
    said = capsys.readouterr().out
    assert re.search(r"--- json [0-9a-f]{4} \(line 1\) as plain text", said)
    assert re.search(r"--- tgram [0-9a-f]{4} \(line 2\) as Telegram's HTML", said)
    assert re.search(r"--- mailtos [0-9a-f]{4} \(line 3\) as mail\narXiv 2026-11-20: Made-up paper 0", said)
    assert MARKER not in said
    assert not chat.received
    assert not (root / ledger.NAME).exists()


def test_nothing_to_send_is_explained(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing would be sent, a dry run says whether there is no report or none of its papers is good enough."""
    later = ("--dry-run", "--now", "2027-03-01T12:00:00Z")
    assert run(root, *later) == 0
    assert "no report that a daily run made of late is at origin" in capsys.readouterr().out
    config = root / "config.yml"
    config.write_text(f"{config.read_text('utf-8')}\nnotify: {{least_score: 100}}\n", "utf-8")
    assert run(root, "--dry-run") == 0
    assert "no paper of 2026-11-20 has the points that notify.least_score asks for" in capsys.readouterr().out


def test_a_dry_run_of_a_wrong_url(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line that names no service is a mistake of configuration where nothing is sent; the others are shown."""
    assert run(root, "--dry-run", NOTIFY_URLS=f"mailtoo://a:b@example.org\nmailtos://a:{MARKER}@example.org") == 2
    printed = capsys.readouterr()
    assert (
        "Line 1 of NOTIFY_URLS is not used: there is no service `mailtoo://`; did you mean mailto://? docs/"
        in printed.err
    )
    assert "(line 2) as mail" in printed.out


def test_a_greeting(root: Path, chat: FakeServices, capsys: pytest.CaptureFixture[str]) -> None:
    """A test sends a greeting, says per service whether it arrived, and remembers nothing."""
    chat.always = lambda path: Answer(status=404) if path.startswith("/bad") else None
    lines = f"json://127.0.0.1:{chat.port}/good\njson://127.0.0.1:{chat.port}/bad/{MARKER}\nmailtoo://a:b@example.org"
    assert run(root, "--test", NOTIFY_URLS=lines) == 7
    said = capsys.readouterr()
    assert re.search(r"json [0-9a-f]{4} \(line 1\): arrived\.\njson [0-9a-f]{4} \(line 2\): refused\.", said.out)
    assert "(line 2 of NOTIFY_URLS) (404): it refuses the message" in said.err
    assert "Line 3 of NOTIFY_URLS is not used: there is no service `mailtoo://`; did you mean mailto://?" in said.err
    assert MARKER not in said.out + said.err
    assert not (root / ledger.NAME).exists()


def test_a_line_with_a_mistake_keeps_no_other(root: Path, chat: FakeServices) -> None:
    """A URL with a mistake makes the run red, and the others have their message."""
    assert run(root, NOTIFY_URLS=f"mailtoo://x\njson://127.0.0.1:{chat.port}/good") == 7
    assert len(chat.received) == 1


def test_the_library_is_missing(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the packages of messages, the error says how to get them."""
    for name in [name for name in sys.modules if name.startswith(("digest.messages.", "apprise"))]:
        monkeypatch.delitem(sys.modules, name)
        if name.count(".") == 2 and hasattr(digest.messages, name.rpartition(".")[2]):
            monkeypatch.delattr(digest.messages, name.rpartition(".")[2])
    monkeypatch.setitem(sys.modules, "apprise", None)
    assert run(root, NOTIFY_URLS="json://localhost") == ConfigurationError.exit_code
    assert "--require-hashes -r requirements-messages.lock" in capsys.readouterr().err


def test_a_broken_template_is_named(root: Path, chat: FakeServices, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake in the template of mails is named with its line, as in every other template."""
    (root / "templates" / "message.html.j2").write_text("<p>\n{{ nothing }}</p>", "utf-8")
    assert run(root, NOTIFY_URLS="mailto://a:b@127.0.0.1?smtp=127.0.0.1&from=a@example.org") == 2
    assert "templates/message.html.j2 line 2" in capsys.readouterr().err
    said = {sends: str(check(root, {"NOTIFY_URLS": sends}).findings) for sends in ("", "json://localhost")}
    assert ["message.html.j2 line 2" in text for text in said.values()] == [False, True]


def test_no_part_of_the_secret_is_said() -> None:
    """What is printed of an error has neither a URL of the secret nor a password or token within it."""
    environment = {"NOTIFY_URLS": f"mailtos://me:{MARKER}@example.org\r\nslack://AAAAAAAAA/BBBBBBBBB/{MARKER}xyz"}
    told = f"cannot reach mailtos://me:{MARKER}@example.org; /services/AAAAAAAAA/BBBBBBBBB/{MARKER}xyz, {MARKER}"
    said = masked(told, secrets_of(environment))
    assert MARKER not in said
    assert "AAAAAAAAA" not in said


def test_every_documented_url_is_understood() -> None:
    """Each example of docs/messages.md is a URL of the service that it is said to be."""
    examples = re.findall(
        r"^\| [^|]+ \| `(\w+://[^`]+)`", (ROOT / "docs" / "messages.md").read_text("utf-8"), re.MULTILINE
    )
    found, wrong = services.load(urls.lines({"NOTIFY_URLS": "\n".join(examples)}), "someone/daily-papers")
    assert len(examples) > 10
    assert wrong == ()
    assert [service.kind for service in found] == [example.partition(":")[0] for example in examples]


def test_the_setup_is_checked(root: Path) -> None:
    """Check_setup.py reads the form of each URL without showing it, and misses the steps of an older daily.yml."""
    says = {
        each.says: each.level for each in check(root, {"NOTIFY_URLS": f"json://localhost\nmailtoo://{MARKER}"}).findings
    }
    (wrong,) = (text for text in says if "Line 2 of NOTIFY_URLS" in text)
    assert says[wrong] == "error"
    assert not [text for text in says if MARKER in text]
    assert [text for text in says if text.startswith("1 service: json ")]
    config = root / "config.yml"
    config.write_text(config.read_text("utf-8") + "notify: {messages: weekly}\n", "utf-8")
    workflow = root / ".github" / "workflows" / "daily.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text("run: python scripts/run_daily.py\n", "utf-8")
    assert [each.level for each in check(root, {}).findings if "send_messages.py" in each.says] == ["warning"]
    shutil.copy(ROOT / ".github" / "workflows" / "daily.yml", workflow)
    assert not [each for each in check(root, {}).findings if "send_messages.py" in each.says]


@pytest.mark.parametrize("text", ["messages: daily", "papers: 0", "papers: 41", "least_score: 101"])
def test_impossible_values_are_refused(text: str) -> None:
    """What `notify` cannot mean is refused with its line."""
    with pytest.raises(ConfigurationError, match="line 2"):
        parse_config(f"categories: [cs.AI]\nnotify: {{{text}}}\n")


def test_the_shipped_configuration_sends_every_report() -> None:
    """Who sets the secret and nothing else hears of every report."""
    assert load_config(ROOT / "config.yml", {}).notify == Notify()
    assert (Notify().messages, Notify().papers, Notify().least_score) == ("every_report", 5, 0)


def test_the_lock_of_messages() -> None:
    """The lock of messages has the pinned version, a hash for each package, and what it shares with the main lock."""
    lock, main = ((ROOT / f"requirements{name}.lock").read_text("utf-8") for name in ("-messages", ""))
    pins, usual = (dict(re.findall(r"^([\w-]+)==(\S+) \\$", text, re.MULTILINE)) for text in (lock, main))
    assert f"apprise=={pins['apprise']} " in (ROOT / "requirements-messages.txt").read_text("utf-8")
    assert len(re.split(r"\n(?=\w)", lock)) == len(pins) + 1
    assert all("--hash=sha256:" in package for package in re.split(r"\n(?=\w)", lock)[1:])
    assert not re.search(r"://|--index|--find", lock)
    assert {name: pins[name] for name in pins.keys() & usual.keys()} == {
        name: usual[name] for name in pins.keys() & usual.keys()
    }
