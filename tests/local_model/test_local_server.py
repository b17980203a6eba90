"""llama.cpp's server: what cannot start is said before, and a real one, with a real model, lives as long as the run."""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from digest.config.prompts import load_prompt
from digest.config.schema import Llm, Local
from digest.console.command import ROOT
from digest.core.errors import ModelNotStarted
from digest.local_model import server as module
from digest.local_model.machine import at_once, memory, threads
from digest.local_model.server import LocalServer
from digest.summarise.question import Asking
from loopback_arxiv.papers import load
from real_model import real_model

SMALL = Local(threads=1, context=2048)


def until(holds: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether something comes to hold in time."""
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True


def is_running(process: int) -> bool:
    """Whether there is such a process, and not only what is left of one that has ended."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def test_no_gguf_is_refused(tmp_path: Path) -> None:
    """A file that is no GGUF is named, and never handed to llama.cpp; exit 3."""
    path = tmp_path / "model.gguf"
    path.write_bytes(b"<!doctype html>")
    with (
        pytest.raises(ModelNotStarted, match=r"model\.gguf is no GGUF file") as raised,
        LocalServer(path, "x", SMALL, os.environ),
    ):
        pass
    assert raised.value.exit_code == 3


def test_a_model_that_is_too_large(tmp_path: Path) -> None:
    """A model that the memory cannot hold is refused with both sizes, before the machine grinds to a halt."""
    there = memory()
    assert there is not None
    path = tmp_path / "model.gguf"
    with path.open("wb") as file:
        file.write(b"GGUF")
        file.truncate(there + 1)  # sparse: it takes no room
    with (
        pytest.raises(ModelNotStarted, match="GB of memory: choose a smaller"),
        LocalServer(path, "x", SMALL, os.environ),
    ):
        pass


def test_a_package_that_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without llama.cpp, the command that installs it is named."""
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with (
        pytest.raises(ModelNotStarted, match=r"-r requirements-local\.lock"),
        LocalServer(path, "x", SMALL, os.environ),
    ):
        pass


def test_how_many_at_once() -> None:
    """An answer for each core is written at the same time, up to four, as far as the memory goes, and at least one."""
    assert [at_once(Local(threads=count), 2_500_000_000, 16 * 2**30) for count in (1, 2, 4, 8)] == [1, 2, 4, 4]
    assert [at_once(Local(threads=8), 2_500_000_000, gigabytes * 2**30) for gigabytes in (2, 4, 8, 16)] == [1, 1, 3, 4]
    assert at_once(Local(threads=8, context=32768), 2_500_000_000, 16 * 2**30) == 2
    assert at_once(Local(threads=8), 2_500_000_000, None) == 4
    assert threads(Local()) == os.cpu_count()


@pytest.mark.slow
def test_weights_that_are_cut_off(tmp_path: Path) -> None:
    """A file that begins like a model and ends too early is refused in llama.cpp's own words."""
    path = tmp_path / "model.gguf"
    path.write_bytes(real_model().read_bytes()[:3_000_000])
    with pytest.raises(ModelNotStarted, match="corrupted or incomplete"), LocalServer(path, "x", SMALL, os.environ):
        pass


@pytest.mark.slow
def test_a_real_server() -> None:
    """It answers on this machine only, to who has the key; it has read a prompt's beginning once for all papers.

    An answer that goes on for ever is cut off, and it takes the parameters that are sent to a model that may think.
    """
    asking = Asking.of(Llm(), "en", [], load_prompt(ROOT / "prompts" / "summary.md"))
    papers = [sample.paper for sample in load(ROOT / "sample" / "papers.json")[:2]]
    with pytest.MonkeyPatch.context() as patch, requests.Session() as session:
        patch.setattr(module, "LONGEST_ANSWER", 5)
        with LocalServer(real_model(), "Tiny", SMALL, os.environ) as server:
            assert server.url.startswith("http://127.0.0.1:")
            assert requests.get(f"{server.url}/slots", timeout=10).status_code in (401, 404, 501)
            without = requests.post(f"{server.url}/chat/completions", json={"messages": []}, timeout=10)
            assert without.status_code == 401
            session.headers["Authorization"] = f"Bearer {server.key}"
            assert session.get(f"{server.url}/models", timeout=10).json()["data"][0]["id"] == "Tiny"
            answers = []
            for paper in papers:
                question = asking.question([paper])
                schema = {"name": "answer", "strict": True, "schema": question.schema}
                body = {
                    "messages": [
                        {"role": "system", "content": question.fixed},
                        {"role": "user", "content": question.own},
                    ],
                    "response_format": {"type": "json_schema", "json_schema": schema},
                    "reasoning_effort": "none",
                    "chat_template_kwargs": {"enable_thinking": False},
                }
                answers.append(session.post(f"{server.url}/chat/completions", json=body, timeout=120).json())
        choice = answers[0]["choices"][0]
        assert choice["message"]["content"].startswith("{")
        assert (choice["finish_reason"], answers[0]["usage"]["completion_tokens"]) == ("length", 5)
        first, second = (answer["usage"] for answer in answers)
        assert first["prompt_tokens_details"]["cached_tokens"] == 0
        assert second["prompt_tokens_details"]["cached_tokens"] > 0.5 * second["prompt_tokens"]


@pytest.mark.slow
def test_a_server_that_dies_is_started_once_more() -> None:
    """Killed, it is started again at the same address, once; a healthy one is left alone; after the run it is gone."""
    with LocalServer(real_model(), "Tiny", SMALL, os.environ) as server:
        url, first = server.url, server.process
        assert server.revive()
        assert server.process == first
        assert first is not None
        os.kill(first, signal.SIGKILL)
        assert until(lambda: not is_running(first))
        assert server.revive()
        second = server.process
        assert (server.url, second != first) == (url, True)
        assert second is not None
        os.kill(second, signal.SIGKILL)
        assert until(lambda: not is_running(second))
        assert not server.revive()
    assert server.process is None


@pytest.mark.slow
def test_the_server_ends_with_the_run() -> None:
    """A run that is killed, so that it can tidy up nothing, leaves no server behind."""
    program = (
        "import os, sys, time; from pathlib import Path; from digest.config.schema import Local;"
        "from digest.local_model.server import LocalServer;"
        "server = LocalServer(Path(sys.argv[1]), 'Tiny', Local(threads=1, context=2048), os.environ).__enter__();"
        "print(server.process, flush=True); time.sleep(60)"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", program, str(real_model())],
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    process = int(run.stdout.readline())
    assert is_running(process)
    run.kill()
    run.wait()
    run.stdout.close()
    assert until(lambda: not is_running(process))


@pytest.mark.slow
def test_the_server_sees_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key of the environment is in that of the server, and the key it asks for is not on its command line."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-marker-5f1d0c")
    with LocalServer(real_model(), "Tiny", SMALL, os.environ) as server:
        seen = b"".join(Path(f"/proc/{server.process}/{name}").read_bytes() for name in ("environ", "cmdline"))
    assert b"sk-marker" not in seen
    assert server.key.encode() not in seen


def test_only_one_module_imports_llama_cpp() -> None:
    """llama.cpp is imported by the program of the server's process alone: no other process loads it."""
    importing = [
        path.name for path in (ROOT / "scripts").rglob("*.py") if "import xllamacpp" in path.read_text("utf-8")
    ]
    assert importing == ["llama_server.py"]
