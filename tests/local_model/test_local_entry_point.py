"""`scripts/local_model.py`: the local model by itself."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

import local_model
from digest.console.command import ROOT
from digest.local_model import download
from fake_hub import CONTENT, FakeHub, status
from fork import OF_A_FORK
from real_model import real_model


def fork(folder: Path, model: str) -> Path:
    """The files of a fork, with such an `llm.local.model`; its provider is an API."""
    for name in OF_A_FORK:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    local = f"{{model: {model}, threads: 1, context: 2048, minutes: 0.2}}"
    text = f"categories: [cs.AI]\nlanguage: en\nllm: {{local: {local}}}\n"
    (folder / "config.yml").write_text(text, "utf-8")
    return folder


def test_weights_by_themselves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """--download sees to the weights and ends with 0; with 5 where the hub is down, with 3 where the file is gone."""
    monkeypatch.setattr(download, "PAUSES", ())
    pinned = f"{{repo: a/b, revision: '{'0' * 40}', file: c.gguf, sha256: {hashlib.sha256(CONTENT).hexdigest()}}}"
    root = str(fork(tmp_path, pinned))
    with FakeHub() as hub:
        hub.faults = [status(500), status(404)]
        codes = [local_model.main(["--root", root, "--download"], {"MODEL_HUB_URL": hub.url}) for _ in range(3)]
    assert codes == [5, 3, 0]
    said = capsys.readouterr()
    assert "does not give c.gguf just now" in said.err
    assert f"The weights are here: {root}/.cache/models/" in said.out


def test_what_cannot_be_served(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A model that cannot start is an error with its remedy, and 3; a name that is not in the list, 2."""
    (tmp_path / "mine.gguf").write_bytes(b"no model")
    root = str(fork(tmp_path, "mine.gguf"))
    assert local_model.main(["--root", root], {}) == 3
    assert "mine.gguf is no GGUF file" in capsys.readouterr().err
    assert local_model.main(["--root", root, "--measure", "1"], {}) == 3
    for papers in ("0", "-1"):
        assert local_model.main(["--root", root, "--measure", papers], {}) == 2
    (tmp_path / "config.yml").write_text("categories: [cs.AI]\nllm: {local: {model: mine}}", "utf-8")
    assert local_model.main(["--root", root], {}) == 2


@pytest.mark.slow
def test_a_person_is_served(tmp_path: Path) -> None:
    """On a laptop it serves to programs on it, without a key, until Ctrl-C, which ends it with 0."""
    root = fork(tmp_path, str(real_model()))
    served = subprocess.Popen(
        [sys.executable, str(ROOT / "scripts" / "local_model.py"), "--root", str(root), "--port", "0"],
        env={**os.environ, "OPENAI_API_KEY": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert served.stdout is not None
    url = re.findall(r"http://127\.0\.0\.1:\d+/v1", served.stdout.readline())[0]
    answer = requests.get(f"{url}/models", headers={"Origin": "https://else.example"}, timeout=30)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "http://127.0.0.1", "no page in a browser may read it"
    served.send_signal(signal.SIGINT)
    assert (served.wait(30), "Ended." in served.stdout.read()) == (0, True)
    served.stdout.close()


@pytest.mark.slow
def test_a_model_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--measure says how fast the model is here, how many papers its minutes hold, and how many it believed."""
    assert local_model.main(["--root", str(fork(tmp_path, str(real_model()))), "--measure", "2"], {}) == 0
    said = capsys.readouterr().out
    assert re.search(r"s a paper, about \d+ papers in 0\.2 minutes", said)
    assert re.search(r"of 2 papers \d believed, \d asked again, \d refused", said)
