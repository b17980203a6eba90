"""Each report reaches each service once: what is remembered, what is due, and a fortnight of bad luck."""

import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import send_messages
from digest.archive.reports import Archive
from digest.console.command import ROOT
from digest.core.errors import ArchiveError
from digest.messages import due, ledger, urls
from digest.messages.ledger import Ledger
from digest.settings import Settings
from fake_services import Answer, FakeServices, fake_services
from fork import OF_A_FORK
from reports import listing, report, summarised

MORNING = datetime(2026, 11, 20, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
SEED = 7
MARKER = "marker0a77b1c2"


def sent_to(made: Ledger, names: list[str], service: str, now: datetime) -> tuple[tuple[str, ...], ...]:
    return tuple(each.names for each in due.due(made, names, service, now))


def test_a_new_service_gets_the_newest_report() -> None:
    """Of five reports, a service that nothing was sent to before gets one message, on the newest."""
    names = [f"2026-11-{day}" for day in (16, 17, 18, 19, 20)]
    made = due.opened(Ledger(), names, ["json a"], MORNING)
    assert sent_to(made, names, "json a", MORNING) == (("2026-11-20",),)


def test_a_second_service_gets_the_newest_report() -> None:
    """A URL that is added later gets the newest report, not one that another service failed to take."""
    names = ["2026-11-19", "2026-11-20"]
    made = due.opened(Ledger(), names[:1], ["json a"], MORNING - 20 * HOUR)
    made = due.opened(made, names, ["json a", "json b"], MORNING)
    assert sent_to(made, names, "json a", MORNING) == (("2026-11-19",), ("2026-11-20",))
    assert sent_to(made, names, "json b", MORNING) == (("2026-11-20",),)


def test_a_catch_up_is_two_messages() -> None:
    """Of four reports that a run has caught up with, the newest has a message of its own and the others share one."""
    names = [f"2026-11-{day}" for day in (16, 17, 18, 19, 20)]
    made = due.opened(Ledger(), names[:1], ["json a"], MORNING - 96 * HOUR).with_done("json a", names[:1])
    made = due.opened(made, names, ["json a"], MORNING)
    assert sent_to(made, names, "json a", MORNING) == (tuple(names[1:4]), ("2026-11-20",))


@pytest.mark.parametrize(
    ("day", "hours", "wanted"), [(18, 0, True), (18, 23, True), (18, 24, False), (20, 71, True), (20, 72, False)]
)
def test_a_failure_is_tried_for_a_day(day: int, hours: int, wanted: bool) -> None:
    """A report is tried again for a day after it was first to be sent, Friday's until Monday, and then let be."""
    names, since = [f"2026-11-{day}"], MORNING.replace(day=day)
    made = due.opened(Ledger(), names, ["json a"], since)
    now = since + hours * HOUR
    assert bool(sent_to(due.opened(made, names, ["json a"], now), names, "json a", now)) == wanted


def test_a_change_between_days_and_weeks() -> None:
    """Whoever changes from every report to weekly and back gets each week and each report once."""
    made = due.opened(Ledger(), ["2026-11-20"], ["json a"], MORNING).with_done("json a", ["2026-11-20"])
    made = due.opened(made, ["2026-W47"], ["json a"], MORNING + HOUR)
    assert sent_to(made, ["2026-W47"], "json a", MORNING + HOUR) == (("2026-W47",),)
    made = made.with_done("json a", ["2026-W47"])
    later, names = MORNING + 72 * HOUR, ["2026-11-20", "2026-11-23"]
    made = due.opened(made, names, ["json a"], later)
    assert sent_to(made, names, "json a", later) == (("2026-11-23",),)


def test_ledgers_are_put_together() -> None:
    """What two runs have remembered is put together whichever was first, without losing or doubling anything."""
    names = ["2026-11-19", "2026-11-20"]
    start = due.opened(Ledger(), names, ["json a", "json b"], MORNING)
    one, other = start.with_done("json a", names[1:]), start.with_done("json b", names[1:])
    both = ledger.merged(one, other)
    assert both == ledger.merged(other, one) == ledger.merged(both, one)
    found = both.find("2026-11-20")
    assert found
    assert found.done == ("json a", "json b")
    assert ledger.from_json(ledger.to_json(both)) == both


WITHOUT_A_ZONE = '{"schema": 1, "sendings": [{"name": "2026-11-20", "since": "2026-11-20T06:00:00"}]}'


@pytest.mark.parametrize(
    "text", ["", "[]", '{"schema": 2}', "<<<<<<< HEAD", '{"sendings": [{"name": 1}]}', WITHOUT_A_ZONE]
)
def test_a_broken_ledger_is_not_an_empty_one(tmp_path: Path, text: str) -> None:
    """Where what was sent cannot be read, nothing is sent: it is never taken for nothing."""
    (tmp_path / "data").mkdir()
    (tmp_path / ledger.NAME).write_text(text)
    with pytest.raises(ArchiveError, match=r"sent\.json cannot be read"):
        ledger.read(tmp_path)


def test_the_secret_as_it_is_pasted() -> None:
    """Line ends of any kind, quotes, blanks, comments and repetitions do no harm, and lines keep their numbers."""
    text = "\ufeff\"json://one\"\r\n\r\n# a comment\r\n  'json://two'  \r\njson://one\rjson://three,\n"
    found = urls.lines({"NOTIFY_URLS": text})
    assert [(line.number, line.url) for line in found] == [(1, "json://one"), (4, "json://two"), (6, "json://three")]


def test_a_key_tells_services_apart() -> None:
    """A service is called by its kind and four hex digits; one more of the same digits gets more of them."""
    line = urls.Line(number=1, url="json://one")
    assert re.fullmatch(r"json [0-9a-f]{4}", line.key("json"))
    assert re.fullmatch(r"json [0-9a-f]{8}", line.key("json", [line.key("json")]))


@dataclass(kw_only=True)
class World:
    """A fork and what lies at its origin, without git: that is proven in test_change_of_one_file.py."""

    root: Path
    services: FakeServices
    paths: list[str]
    down: set[str] = field(default_factory=set)
    """The paths of services that fail."""
    reports: list[date] = field(default_factory=list)

    def write(self, day: date, **run: object) -> None:
        """A run of the digest has published a report."""
        made = report(*(summarised(n, 80 - n) for n in range(6)), also=(listing(30),), day=day, **run)
        Archive(self.root).save(made)
        self.reports.append(day)

    def send(self, now: datetime, *, is_killed: bool = False) -> int:
        """A slot's step of messages; a runner that is killed leaves nothing of what it remembered."""
        before = ledger.read(self.root)
        lines = "\r\n".join(f"json://127.0.0.1:{self.services.port}/{path}/{MARKER}" for path in self.paths)
        code = send_messages.main(
            ["--root", str(self.root), "--now", now.isoformat()],
            {"NOTIFY_URLS": lines, "GITHUB_REPOSITORY": "someone/daily-papers"},
        )
        if is_killed:
            ledger.write(self.root, before)
        return code

    def heard(self, path: str) -> Counter[str]:
        """How often a service has taken word of each report."""
        taken = (each for each in self.services.received if each.path.startswith(f"/{path}/"))
        return Counter(day for each in taken for day in set(re.findall(r"daily/(2026-\d\d-\d\d)\.md", each.body)))


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A fork in English with two services."""
    for name in OF_A_FORK:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    config = tmp_path / "config.yml"
    config.write_text(config.read_text("utf-8").replace("language: zh-CN", "language: en"), "utf-8")
    monkeypatch.setattr("digest.messages.delivery.WAITS", (0.0,))
    with fake_services(monkeypatch) as services:
        made = World(root=tmp_path, services=services, paths=["one", "two"])

        def answer(path: str) -> Answer | None:
            if path.split("/")[1] in made.down:
                services.received.pop()  # what is refused was not heard
                return Answer(status=503)
            return None

        services.always = answer
        yield made


SLOTS = (1, 5, 9, 13, 17)
"""Hours of UTC, on the day of a report."""


def test_a_fortnight(world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """In two weeks of late, missed, doubled and killed runs, failing services and healed reports: 0 lost, 0 doubled."""
    settings = Settings.load(world.root, None, {"GITHUB_REPOSITORY": "someone/daily-papers"})
    monkeypatch.setattr(Settings, "load", lambda *_: settings)  # which never change; reading them takes half the time
    chance, waiting, red = random.Random(SEED), list[date](), 0  # noqa: S311 (no secret)
    days = [day for n in range(12) if (day := date(2026, 11, 9) + timedelta(days=n)).weekday() < 5]
    world.write(days[0])
    assert world.send(datetime(2026, 11, 9, 1, tzinfo=UTC)) == 0
    for day in days[1:]:
        waiting.append(day)
        comes = chance.choice([0, 0, 1, 2, 3, None])  # the slot in which the digest's run comes through, if any does
        for slot, hour in enumerate(SLOTS):
            now = datetime(day.year, day.month, day.day, hour, 13, tzinfo=UTC)
            if slot == comes or (waiting and day == days[-1] and slot == 1):
                for late in waiting:
                    world.write(late)
                waiting.clear()
            if slot == 2 and world.reports:  # summaries of yesterday's report are filled in
                world.write(world.reports[-1], healed=slot)
            world.down = set() if slot > 3 else {path for path in world.paths if chance.random() < 0.4}
            if slot != 4 and chance.random() < 0.2:  # the step is killed once the first service has been dealt with
                world.paths = ["one"]
            for _ in range(chance.choice([1, 1, 2])):
                red += world.send(now) == 7
            world.paths = ["one", "two"]
    assert red > 5
    assert "(503): it could not be reached" in capsys.readouterr().err
    for path in world.paths:
        assert world.heard(path) == Counter({day.isoformat(): 1 for day in days})


def test_a_backfill_is_not_sent(world: World) -> None:
    """Reports that a backfill made, older or newer than what was sent, are sent to nobody."""
    world.write(date(2026, 11, 18))
    assert world.send(MORNING - 48 * HOUR) == 0
    for day in (12, 13, 19):
        world.write(date(2026, 11, day), sources={"backfill": {"papers": 9}})
    assert world.send(MORNING) == 0
    world.write(date(2026, 11, 20))
    assert world.send(MORNING) == 0
    assert world.heard("one") == Counter({"2026-11-18": 1, "2026-11-20": 1})


def test_a_killed_runner_sends_twice_at_most(world: World) -> None:
    """Where the runner dies between sending and remembering, the next run sends once more, and then no more."""
    world.write(date(2026, 11, 20))
    assert [world.send(MORNING, is_killed=True), world.send(MORNING), world.send(MORNING)] == [0, 0, 0]
    assert world.heard("one") == Counter({"2026-11-20": 2})


def test_one_service_fails(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """A service that fails keeps no other from its message; the error names its kind and remedy, not its address."""
    world.write(date(2026, 11, 20))
    world.down = {"one"}
    assert world.send(MORNING) == 7
    assert world.send(MORNING + HOUR) == 7
    world.down = set()
    assert world.send(MORNING + 2 * HOUR) == 0
    assert (world.heard("one"), world.heard("two")) == (Counter({"2026-11-20": 1}), Counter({"2026-11-20": 1}))
    said = "".join(capsys.readouterr())
    assert re.search(r"error: json [0-9a-f]{4} \(line 1 of NOTIFY_URLS\) \(503\): it could not be reached", said)
    assert MARKER not in said
    assert MARKER not in (world.root / ledger.NAME).read_text("utf-8")


def test_a_service_is_added(world: World) -> None:
    """A URL that is added later hears of the newest report and of what comes after it."""
    world.paths = ["one"]
    for day in (17, 18, 19):
        world.write(date(2026, 11, day))
        assert world.send(datetime(2026, 11, day, 6, tzinfo=UTC)) == 0
    world.paths = ["one", "two"]
    assert world.send(MORNING - 23 * HOUR) == 0
    world.write(date(2026, 11, 20))
    assert world.send(MORNING) == 0
    assert world.heard("two") == Counter({"2026-11-19": 1, "2026-11-20": 1})
    assert sum(world.heard("one").values()) == 4


def test_weekly(world: World) -> None:
    """With `messages: weekly`, a week is told of once, with its page, when the next one has a report."""
    config = world.root / "config.yml"
    config.write_text(config.read_text("utf-8") + "notify: {messages: weekly, papers: 2}\n", "utf-8")
    for day in (16, 17, 18, 19, 20, 23, 24):
        world.write(date(2026, 11, day))
        assert world.send(datetime(2026, 11, day, 6, tzinfo=UTC)) == 0
        assert len([each for each in world.services.received if "/one/" in each.path]) == (day >= 23)
    message = world.services.received[0].json
    assert message["title"].startswith("arXiv 2026-W47: Made-up paper 0 (+ 34)")
    assert message["message"].count("https://arxiv.org/abs/") == 2
    assert "/daily/weeks/2026-W47.md" in message["message"]


def test_a_week_with_a_torn_report(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """A week is told of without a report that cannot be read, and names its day; the run ends with 1 and a remedy."""
    config = world.root / "config.yml"
    config.write_text(config.read_text("utf-8") + "notify: {messages: weekly, papers: 2}\n", "utf-8")
    for day in (16, 17, 18, 19, 20, 23):
        world.write(date(2026, 11, day))
    (world.root / "data" / "2026-11-18.json").write_text("{torn", "utf-8")
    assert world.send(datetime(2026, 11, 23, 6, tzinfo=UTC)) == 1
    assert "data/2026-11-18.json" in capsys.readouterr().err
    (message,) = [each.json for each in world.services.received if "/one/" in each.path]
    assert message["title"].startswith("arXiv 2026-W47: Made-up paper 0 (+ 27)")
    told = message["message"].split("could not be read and are not counted: ")[1]
    assert "18" in told.splitlines()[0]


def test_nothing_good_enough(world: World) -> None:
    """Where no paper reaches `notify.least_score`, no message is sent, and none later either."""
    config = world.root / "config.yml"
    config.write_text(config.read_text("utf-8") + "notify: {least_score: 90}\n", "utf-8")
    world.write(date(2026, 11, 20))
    assert world.send(MORNING) == 0
    config.write_text(config.read_text("utf-8").replace("least_score: 90", "least_score: 10"), "utf-8")
    assert world.send(MORNING + HOUR) == 0
    assert not world.services.received


def test_off(world: World) -> None:
    """With `messages: off` nothing is sent, and nothing is written."""
    config = world.root / "config.yml"
    config.write_text(config.read_text("utf-8") + "notify: {messages: off}\n", "utf-8")
    world.write(date(2026, 11, 20))
    assert world.send(MORNING) == 0
    assert not world.services.received
    assert not (world.root / ledger.NAME).exists()
