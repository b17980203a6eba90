"""Interests in the forker's language: what a model's answer must prove, and that it is asked once."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from configs import config
from digest import saving
from digest.archive import interests as kept
from digest.config.schema import Llm
from digest.console.command import ROOT
from digest.core.errors import ArchiveError
from digest.language_model.caller import Caller
from digest.settings import Settings
from digest.taste import interests
from digest.taste.translation import believed
from fake_model import FakeModel, error

CHINESE, FRENCH = "扩散语言模型", "apprentissage par renforcement"
ENGLISH = {CHINESE: "diffusion language models", FRENCH: "reinforcement learning"}


def says(*english: object) -> str:
    items = [{"number": number, "english": text} for number, text in enumerate(english, 1)]
    return json.dumps({"interests": items}, ensure_ascii=False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A repository with interests in Chinese and French, and one that has its English beside it."""
    made = Settings.load(ROOT, None, {})
    shutil.copytree(ROOT / "prompts", tmp_path / "prompts")
    wishes = [CHINESE, "agents", {"text": "世界模型", "english": "world models"}]
    return Settings(**{**vars(made), "root": tmp_path, "config": config(interests=wishes, not_interested=[FRENCH])})


def caller(model: FakeModel, **changes: Any) -> Caller:
    made = Caller(Llm.model_validate({"base_url": model.url, **changes}), "sk-of-a-test")
    made.pause = 0.001
    return made


def test_a_model_is_asked_once(settings: Settings) -> None:
    """What it says is kept in data/interests.json, by the hash of the text, and the next run asks nothing."""
    with FakeModel(says(*ENGLISH.values())) as model:
        for _ in range(2):
            assert saving.english(settings, caller(model))[0] == ENGLISH
        assert len(model.questions) == 1
        assert CHINESE in model.questions[0].asked
        assert "世界模型" not in model.questions[0].asked
    there = json.loads((settings.root / kept.NAME).read_bytes())
    assert there["english"][kept.key(CHINESE)]["english"] == ENGLISH[CHINESE]
    assert saving.english(settings, None)[0] == ENGLISH


def test_only_what_is_new_is_asked_about(settings: Settings) -> None:
    """An interest that is changed is another one, of which the model is asked; the others stay as they are."""
    kept.save(settings.root, kept.load(settings.root).plus({FRENCH: "reinforcement learning"}, "m"))
    with FakeModel(says("diffusion language models")) as model:
        assert saving.english(settings, caller(model))[0] == ENGLISH
        assert FRENCH not in model.questions[0].asked


@pytest.mark.parametrize(
    "answer",
    [
        *(error(500), error(401), "no JSON", says("扩散语言模型", "apprentissage"), says(1, None)),
        *('{"interests": null}', '{"interests": 5}', '{"interests": [null]}', "[[]]"),
    ],
)
def test_what_is_not_believed_is_not_kept(settings: Settings, answer: Any) -> None:
    """Where the model is down, refuses, or says nothing that can be English, nothing is kept."""
    with FakeModel(answer) as model:
        assert saving.english(settings, caller(model))[0] == {}
    assert not (settings.root / kept.NAME).exists()


@pytest.mark.parametrize(
    ("english", "usable"),
    [
        ("diffusion language models", True),
        ("Diffusion language models.", True),
        ("diffusion (language) models for text & code", True),
        ("扩散 language models", False),
        ("modèles de diffusion", False),
        ("apprendimento per rinforzo", False),
        ("10 diffusion language models", False),
        ("I'm sorry, I cannot translate this.", False),
        ("N/A", False),
        ("of the", False),
        ("", False),
        ("<script>alert(1)</script>", False),
        ("models [here](https://example.org)", False),
        ("diffusion\nlanguage `models`", False),
        ("language models " * 10, False),
        ("x" * 200, False),
    ],
)
def test_what_may_be_the_english_of_an_interest(english: str, usable: bool) -> None:
    """A few English words and nothing else: no other letters, no marks, no number of its own, no excuse."""
    assert bool(believed(says(english), [CHINESE])) is usable


def test_numbers_that_the_text_has_may_be_digits() -> None:
    """三维 is 3D."""
    assert believed(says("3D reconstruction"), ["三维重建"]) == {"三维重建": "3D reconstruction"}


def test_a_part_of_the_text_is_no_translation() -> None:
    """“LLM” says less than “LLM 推理加速” does."""
    assert believed(says("LLM"), ["LLM 推理加速"]) == {}
    assert believed(says("LLM inference acceleration"), ["LLM 推理加速"])


def test_one_answer_for_all_is_none() -> None:
    """A model that says the same of each interest is stuck; a number that was not asked about is ignored."""
    assert believed(says("language models", "language models"), [CHINESE, FRENCH]) == {}
    assert believed(says(*ENGLISH.values(), "agents"), [CHINESE, FRENCH]) == ENGLISH


@pytest.mark.parametrize("text", ["{", "[]", '{"schema": 2, "english": {}}', "<<<<<<< HEAD\n", "[" * 100_000])
def test_a_file_that_cannot_be_read_is_an_error(settings: Settings, text: str) -> None:
    """A broken data/interests.json is named; one with an answer that is no English counts as if it had none."""
    path = settings.root / kept.NAME
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(ArchiveError, match=r"data/interests\.json"):
        saving.english(settings, None)
    path.unlink()
    kept.save(settings.root, kept.load(settings.root).plus({CHINESE: "<b>扩散</b>"}, "m"))
    assert interests.known(settings.root, settings.config) == {}


def test_without_another_language_nothing_is_read(tmp_path: Path) -> None:
    """Whose interests are English needs no file, and a broken one does no harm."""
    (tmp_path / "data").mkdir()
    (tmp_path / kept.NAME).write_text("{")
    assert interests.known(tmp_path, config(interests=["agents"])) == {}


def test_an_answer_after_thoughts_is_read() -> None:
    """What stands around the JSON is left out."""
    text = f"<think>It is {says('wrong thing')}</think>Here: {says('diffusion language models')}"
    assert believed(text, [CHINESE]) == {CHINESE: "diffusion language models"}
