"""What `llm.local.model` means."""

import shutil
from pathlib import Path

import pytest

from digest.config.file import NOWHERE, load_config
from digest.config.schema import HubFile, Local
from digest.console.command import ROOT
from digest.core.errors import ConfigurationError
from digest.local_model.weights import CATALOGUE, catalogue, weights
from digest.settings import Settings
from fork import OF_A_FORK


def test_the_bundled_list() -> None:
    """models.yml has three sizes, the default among them, each pinned, with its licence and its languages."""
    models = catalogue(ROOT)
    assert len(models) == 3
    assert len({model.sha256 for model in models.values()}) == 3
    sizes = [model.bytes for model in models.values()]
    assert sizes == sorted(sizes)
    assert sizes[-1] < 10e9, "GitHub keeps 10 GB of caches for a repository"
    assert all(model.licence == "Apache-2.0" and model.languages for model in models.values())
    assert weights(Local(), ROOT).bytes == models["qwen3-4b"].bytes


def test_each_fact_has_its_source() -> None:
    """Beside each licence stands the model card that says so, and beside the languages where they are from."""
    lines = (ROOT / CATALOGUE).read_text("utf-8").splitlines()
    for line in lines:
        if line.startswith("  licence:"):
            assert "# https://huggingface.co/" in line
        if line.startswith("  languages:"):
            assert "# https://" in line or "# the same card" in line


def test_a_name_a_file_on_the_hub_or_a_path(tmp_path: Path) -> None:
    """A name is looked up, a mapping is the hub's file, and a path is taken from the repository."""
    pinned = HubFile(repo="a/b", revision="0" * 40, file="dir/c-Q4.gguf", sha256="f" * 64)
    found = weights(Local(model=pinned), tmp_path)
    assert (found.name, found.path) == ("c-Q4", tmp_path / ".cache" / "models" / f"{'f' * 64}.gguf")
    (tmp_path / "mine.gguf").write_bytes(b"GGUF")
    found = weights(Local(model="mine.gguf"), tmp_path)
    assert (found.name, found.path, found.bytes, found.source) == ("mine", tmp_path / "mine.gguf", 4, None)


def test_an_unknown_name(tmp_path: Path) -> None:
    """A name that is not in the list is answered with the one that was meant, or with all there are."""
    with pytest.raises(ConfigurationError, match="did you mean `qwen3-4b`"):
        weights(Local(model="qwen-4b"), ROOT)
    with pytest.raises(ConfigurationError, match=r"it has: qwen2.5-1.5b, qwen3-4b, qwen2.5-7b"):
        weights(Local(model="zzz"), ROOT)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        weights(Local(), tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("qwen3-4b:\n  repo: x", "`qwen3-4b.repo`"),
        ("- a list", "should be a valid dictionary"),
        ("a: [", "line 1"),
    ],
)
def test_a_list_that_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    """A models.yml that was edited wrongly is named with what is wrong in it."""
    (tmp_path / CATALOGUE).write_text(text, "utf-8")
    with pytest.raises(ConfigurationError, match=said):
        catalogue(tmp_path)


def test_what_is_left_of_an_api_is_ignored(tmp_path: Path) -> None:
    """With the local provider, neither a left-over key nor an address is taken: no abstract can leave the machine."""
    for name in OF_A_FORK:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    text = "categories: [cs.AI]\nllm: {provider: local, base_url: https://api.example.org/v1}"
    (tmp_path / "config.yml").write_text(text, "utf-8")
    left_over = {"OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": "https://x.example/v1", "OPENAI_MODEL": "other"}
    assert load_config(tmp_path / "config.yml", left_over).llm.base_url == NOWHERE
    settings = Settings.load(tmp_path, None, left_over)
    assert (settings.api_key, settings.has_model, settings.config.llm.model) == ("", True, "gpt-6-luna")
    caller = settings.caller()
    assert caller is not None
    assert caller.refusal == "unreachable"
    assert not settings.without_model().has_model
