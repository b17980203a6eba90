"""The messages of daily.yml: its steps executed in order, with servers on loopback."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.messages import ledger
from fake_services import Answer, FakeServices, fake_services
from fork import original
from fork_at_github import Place, fork_of

pytestmark = pytest.mark.whole_run
MARKER = "marker0a77b1c2d3"


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServices]:
    """The services of the fork's secret."""
    with fake_services(monkeypatch) as made:
        yield made


@pytest.fixture
def place(tmp_path: Path, services: FakeServices) -> Iterator[Place]:
    """A fresh fork without a model's key, and with two services; its secret was pasted with Windows line ends."""
    with fork_of(original(), tmp_path / "fork") as made:
        where = f"127.0.0.1:{services.port}"
        made.secrets = {"NOTIFY_URLS": f"json://{where}/good/{MARKER}\r\njson://{where}/bad/{MARKER}\r\n"}
        yield made


def test_a_failing_service(place: Place, services: FakeServices) -> None:
    """With one good and one failing service, the report is published, each slot tries the failing one again alone,
    the run is red, and an issue says what to do; once it is put right, the run is green and nothing came twice.

    The secret is in no log, summary, file or issue.
    """
    services.always = lambda path: Answer(status=401, body=MARKER) if path.startswith("/bad") else None
    first = place.run()
    assert first.failed
    assert first.steps["Publish it"] == "success"
    assert "data/2026-11-20.json" in place.names()
    assert ledger.NAME in place.names()
    (issue,) = place.github.issues
    assert "Correct the line of the secret `NOTIFY_URLS`" in issue["body"]
    assert "json" in issue["body"]
    assert "Renew the password" in issue["body"]
    services.always = lambda _: None
    second = place.run()
    assert not second.failed, second.log
    assert place.github.issues[0]["state"] == "closed"
    heard = [received.path.split("/")[1] for received in services.received]
    assert heard == ["good", "bad", "bad"]
    told = services.received[0].json
    assert told["title"].startswith("arXiv 2026-11-20: ")
    assert "https://github.com/someone/daily-papers/blob/HEAD/daily/2026-11-20.md" in told["message"]
    written = "".join(job.log + job.summary for job in (first, second)) + json.dumps(place.github.issues)
    assert MARKER not in written
    files = [path for path in place.folder.rglob("*") if path.is_file()]
    assert not [path for path in files if MARKER.encode() in path.read_bytes()]
