"""Prompt files: what they may name, and how mistakes are told."""

import hashlib
from pathlib import Path

import pytest

from digest.config.prompts import PLACEHOLDERS, load_prompt
from digest.console.command import ROOT
from digest.core.errors import ConfigurationError
from yaml_bombs import BOMB, merged

PROMPTS = ROOT / "prompts"
GOOD = "---\nname: summary\nversion: 3\n---\nIn $language by $rubric for $interests.\n"


def written(folder: Path, text: str | bytes, name: str = "summary.md") -> Path:
    """A prompt file."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("name", sorted(PLACEHOLDERS))
def test_bundled_prompts_load(name: str) -> None:
    """The prompts of the repository pass their own checks, and their keys are no part of what is asked."""
    prompt = load_prompt(PROMPTS / f"{name}.md")
    assert "version" not in prompt.text
    assert "$" not in prompt.fill(**dict.fromkeys(PLACEHOLDERS[name], "x"))


def test_prompt_is_filled(tmp_path: Path) -> None:
    """Placeholders are replaced once, and what they are replaced by is left alone."""
    prompt = load_prompt(written(tmp_path, GOOD))
    assert prompt.fill(language="en", rubric="$interests $$ ${x", interests="i") == "In en by $interests $$ ${x for i."


def test_hash_is_of_the_whole_file(tmp_path: Path) -> None:
    """The hash is the first 12 hex digits of SHA-256 of the text, whatever the line ends or a BOM."""
    plain = load_prompt(written(tmp_path, GOOD)).hash
    assert plain == hashlib.sha256(GOOD.encode()).hexdigest()[:12]
    assert load_prompt(written(tmp_path, GOOD.replace("\n", "\r\n"))).hash == plain
    assert load_prompt(written(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())).hash == plain
    assert load_prompt(written(tmp_path, GOOD.replace("3", "4"))).hash != plain


def test_bom_does_not_hide_the_keys(tmp_path: Path) -> None:
    """An editor's BOM before the keys does not make them part of the prompt."""
    assert load_prompt(written(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())).text.startswith("In ")


def test_key_named_content(tmp_path: Path) -> None:
    """A key named `content` or `text` is a key like any other."""
    assert load_prompt(written(tmp_path, GOOD.replace("version: 3", "content: x\ntext: y"))).text.startswith("In ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD + "$langage", "unknown placeholder $langage; known here: $language, $rubric, $interests"),
        (GOOD + "${keywords}", "unknown placeholder $keywords"),
        (GOOD.replace("$rubric", "it"), "$rubric is missing"),
        (GOOD + "costs 5 $", "write $$ for a dollar sign"),
        ("---\nname: x\n---\n", "no text"),
        ("---\nname: [x\n---\n" + GOOD, "not YAML"),
        ("---\nname: " + "[" * 600 + "\n---\n" + GOOD, "not YAML"),
        (f"---\n{BOMB}---\n{GOOD}", "aliases (*name) make far too much"),
        (f"---\n{merged()}---\n{GOOD}", "not YAML"),
        (b"---\nname: x\n---\n\xff", "UTF-8"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str | bytes, said: str) -> None:
    """A wrong prompt is a mistake of configuration, told with the file's name and what is allowed."""
    with pytest.raises(ConfigurationError) as error:
        load_prompt(written(tmp_path, text))
    assert said in str(error.value)
    assert "summary.md" in str(error.value)


def test_a_symbolic_link_is_not_read(tmp_path: Path) -> None:
    """A prompt that is a link to anywhere outside of its folder is refused: what it leads to may be a secret."""
    folder = tmp_path / "prompts"
    folder.mkdir()
    (folder / "summary.md").symlink_to(written(tmp_path, GOOD))
    with pytest.raises(ConfigurationError, match=r"prompts/summary\.md is a symbolic link that leads out of prompts/"):
        load_prompt(folder / "summary.md")


def test_missing_file(tmp_path: Path) -> None:
    """A prompt that is not there is named."""
    with pytest.raises(ConfigurationError, match=r"summary\.md"):
        load_prompt(tmp_path / "summary.md")


def test_fill_refuses_other_names(tmp_path: Path) -> None:
    """Values that a text does not name, and names without a value, are refused when it is filled."""
    prompt = load_prompt(written(tmp_path, "Only $one", "own.md"))
    assert prompt.fill(one="1") == "Only 1"
    with pytest.raises(ConfigurationError, match=r"\$two is missing"):
        prompt.fill(one="1", two="2")
    with pytest.raises(ConfigurationError, match=r"unknown placeholder \$one"):
        prompt.fill()
