"""Weights over real HTTP: taken up again, proved, and refused with a remedy."""

import shutil
from collections import namedtuple
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
import requests

from digest.core.errors import ConfigurationError, ModelNotStarted, WeightsNotDownloaded
from digest.local_model import download
from digest.local_model.weights import Weights
from fake_hub import CONTENT, FakeHub, breaks_off, elsewhere, status, weights, whole


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three tries, without waiting between them."""
    monkeypatch.setattr(download, "PAUSES", (0.0, 0.0))


def fetch(wanted: Weights, hub: str, counted: list[tuple[int, int]] | None = None) -> Path:
    """Download, and count the megabytes."""
    told = [] if counted is None else counted
    return download.fetch(wanted, hub, lambda done, total: told.append((done, total)), lambda _: None)


def test_weights_are_downloaded_once(tmp_path: Path) -> None:
    """The hub's redirect is followed, megabytes are counted to the last, and the second run asks for nothing."""
    counted: list[tuple[int, int]] = []
    with FakeHub() as hub:
        path = fetch(weights(tmp_path), hub.url, counted)
        assert path.read_bytes() == CONTENT
        assert counted == [(1, 3), (2, 3), (3, 3)]
        assert fetch(weights(tmp_path), hub.url) == path
        assert len(hub.asked) == 1
        assert hub.asked[0][0].startswith("/storage/maker/model/resolve/" + "a" * 40)
    assert [kept.name for kept in path.parent.iterdir()] == [path.name]


def test_no_megabyte_is_stepped_over(tmp_path: Path) -> None:
    """However much has come when it is looked for, each megabyte is told, also where a part was there before."""
    counted: list[int] = []
    part, there = tmp_path / "a.part", 960_000
    part.write_bytes(CONTENT[:there])
    answer = cast("requests.Response", SimpleNamespace(raw=BytesIO(CONTENT[there:])))
    download._write(answer, part, there, len(CONTENT), lambda done, _: counted.append(done))
    assert (counted, part.read_bytes() == CONTENT) == ([1, 2, 3], True)


def test_a_download_goes_on_where_it_broke_off(tmp_path: Path) -> None:
    """What broke off is asked for from there; a server without ranges, or with another part, starts from the front."""
    with FakeHub() as hub:
        hub.faults = [breaks_off(1_000_000), status(503), breaks_off(500_000), whole]
        assert fetch(weights(tmp_path), hub.url).read_bytes() == CONTENT
        assert [asked for _, asked in hub.asked] == ["", "bytes=1000000-", "bytes=1000000-", "bytes=1500000-"]
        (tmp_path / ".cache" / "models").joinpath(weights(tmp_path).path.name).unlink()
        hub.faults = [breaks_off(1_000_000), elsewhere]
        assert fetch(weights(tmp_path), hub.url).read_bytes() == CONTENT


def test_a_killed_run_left_a_part(tmp_path: Path) -> None:
    """What a killed run has written is not asked for again; a part that is longer than the file is thrown away."""
    wanted = weights(tmp_path)
    part = wanted.path.with_suffix(".part")
    part.parent.mkdir(parents=True)
    part.write_bytes(CONTENT[:2_000_000])
    with FakeHub() as hub:
        assert fetch(wanted, hub.url).read_bytes() == CONTENT
        assert hub.asked[0][1] == "bytes=2000000-"
        wanted.path.unlink()
        part.write_bytes(CONTENT + b"more")
        unknown = Weights(name=wanted.name, path=wanted.path, source=wanted.source)
        assert fetch(unknown, hub.url).read_bytes() == CONTENT


def test_a_dead_hub_is_tried_again_next_time(tmp_path: Path) -> None:
    """A hub that stays silent, or is not there, ends with exit 5; what has come of the file is kept."""
    with FakeHub() as hub:
        hub.faults = [breaks_off(1_000_000), status(500), status(503)]
        with pytest.raises(WeightsNotDownloaded, match=r"HTTP 503.*What is there is kept") as raised:
            fetch(weights(tmp_path), hub.url)
        assert raised.value.exit_code == 5
    assert weights(tmp_path).path.with_suffix(".part").stat().st_size == 1_000_000
    with pytest.raises(WeightsNotDownloaded, match="no connection"):
        fetch(weights(tmp_path), hub.url)


def test_a_wrong_hash_is_refused(tmp_path: Path) -> None:
    """What is not what was pinned is deleted and never used, whether it has just come or was in the cache; exit 3."""
    wrong = CONTENT[:-1] + b"x"
    with FakeHub(wrong) as hub:
        with pytest.raises(ModelNotStarted, match="what came is not what was pinned") as raised:
            fetch(weights(tmp_path), hub.url)
        assert raised.value.exit_code == 3
        kept = weights(tmp_path).path
        assert not list(kept.parent.iterdir())
        kept.write_bytes(wrong)
        with pytest.raises(ModelNotStarted, match="sha256"):
            fetch(weights(tmp_path), hub.url)
        assert not kept.exists()


def test_another_file_is_seen_by_its_size(tmp_path: Path) -> None:
    """A file of another size is refused before gigabytes of it have come."""
    with FakeHub(CONTENT[:-9]) as hub, pytest.raises(ModelNotStarted, match="it is another file"):
        fetch(weights(tmp_path), hub.url)
    assert not weights(tmp_path).path.exists()


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    """A 404 is not tried again, and names the key to change."""
    with FakeHub() as hub:
        hub.faults = [status(404)]
        with pytest.raises(ModelNotStarted, match=r"answers 404.*llm\.local\.model"):
            fetch(weights(tmp_path), hub.url)
        assert len(hub.asked) == 1


def test_a_full_disk_is_said_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk has no room, that is said with what is needed before the first byte is written; exit 3."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(9, 9, 150_000_000))
    with FakeHub() as hub, pytest.raises(ModelNotStarted, match=r"0\.2 GB are needed and 0\.1 GB are free"):
        fetch(weights(tmp_path), hub.url)
    assert not weights(tmp_path).path.with_suffix(".part").exists()


def test_only_one_model_is_kept(tmp_path: Path) -> None:
    """The weights of a model that is not configured any more are deleted when another's are downloaded."""
    old = weights(tmp_path, sha256="b" * 64).path
    old.parent.mkdir(parents=True)
    old.write_bytes(b"GGUF")
    with FakeHub() as hub:
        fetch(weights(tmp_path), hub.url)
    assert not old.exists()


def test_the_hub_is_asked_over_https() -> None:
    """Another hub may be named, but only one that is reached over https:// or is on this machine."""
    assert download.hub_url("") == "https://huggingface.co"
    assert download.hub_url(" https://mirror.example/ ") == "https://mirror.example"
    assert download.hub_url("http://127.0.0.1:9") == "http://127.0.0.1:9"
    with pytest.raises(ConfigurationError, match="MODEL_HUB_URL"):
        download.hub_url("http://mirror.example")


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    """A path of config.yml without a file is a mistake in config.yml."""
    with pytest.raises(ConfigurationError, match="there is no file"):
        fetch(Weights(name="x", path=tmp_path / "x.gguf"), "http://127.0.0.1:9")
