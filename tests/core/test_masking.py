"""What is masked, and what stays."""

import argparse
import base64
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.console import command
from digest.console.progress import Progress
from digest.core.errors import ConfigurationError
from digest.core.masking import MASK, SHORTEST, holds, masked, secrets_of
from secret_forms import forms, traces

KEY, TOKEN = "sk-marker-5f1d_0c~/+", "ghs_marker0a77b"
EVERY = [pytest.param(form, id=name) for name, form in forms(KEY).items()]
keys = st.text("abcXYZ019-_./+", min_size=SHORTEST, max_size=60)


@pytest.mark.parametrize("form", EVERY)
def test_a_secret_is_found_however_it_is_written(form: str) -> None:
    """A key in plain, escaped, encoded or broken into pieces is masked; the words around it stay."""
    text = f"The key ({form}) is wrong."
    assert holds(text, [KEY])
    shown = masked(text, [TOKEN, KEY])
    assert traces(shown, KEY) == []
    assert shown.startswith("The key (")
    assert shown.endswith(") is wrong.")
    assert MASK in shown


@given(key=keys, before=st.binary(max_size=20), after=st.binary(max_size=20), urlsafe=st.booleans())
def test_base64_of_anything_around_a_secret(key: str, before: bytes, after: bytes, urlsafe: bool) -> None:
    """Wherever a key stands in what was encoded, it is found, and no whole character of it is in what is left."""
    encode = base64.urlsafe_b64encode if urlsafe else base64.b64encode
    text = encode(before + key.encode() + after).decode()
    assert holds(text, [key])
    first, *_, last = masked(text, [key]).split(MASK)
    assert len(first) <= -(-8 * len(before) // 6)
    assert len(last) <= len(text) - 8 * (len(before) + len(key)) // 6


@pytest.mark.parametrize("key", ["EMPTY", "ollama", "local", "sk-1234"])
def test_what_is_no_key_is_a_word(key: str) -> None:
    """What a server on one's own machine is given in place of a key may stand in an answer; a log has it masked."""
    text = f"An {key} model. Also {key.upper()}{key.title()}."
    assert not holds(text, [key])
    assert key not in masked(text, [key])
    assert masked("An empty model", ["EMPTY"]) == "An empty model"


def test_other_texts_stay() -> None:
    """Without a secret in it a text stays as it is, though it has the beginning of one, or a secret is empty."""
    text = f"{KEY[:-1]} and {base64.b64encode(KEY[:8].encode()).decode()} and " + "word " * 50
    assert masked(text, [KEY, "", "abc"]) == text


@pytest.mark.parametrize("piece", ["s", "sk-", "s k - m ", "_", "\\", "%73", "s" + 6 * " ", "c2st"])
def test_no_text_takes_long(piece: str) -> None:
    """A megabyte of beginnings of a key is read through in the time of a megabyte."""
    assert not holds(piece * (1_000_000 // len(piece)), [KEY + "0123456789" * 12])


@pytest.mark.parametrize("form", EVERY)
@pytest.mark.parametrize("actions", ["true", ""])
def test_no_secret_leaves_a_command(
    form: str, actions: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Words of others with the key in them, in an error, a line or a stage, leave it in no log, output or summary."""
    environment = {
        "OPENAI_API_KEY": f"{KEY}\n",
        "GITHUB_TOKEN": TOKEN,
        "GITHUB_ACTIONS": actions,
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }
    log = io.StringIO()

    def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
        progress = Progress(environment=environment, verbose=True, stream=log)
        with progress.stage(f"Ask {form}"):
            progress.say(f"It says {form}.")
            progress.detail(f"It says {form}.")
            progress.warn(f"It says {form}.")
        command.tell(f"It says {form}.", environment)
        raise ConfigurationError(f"It says {form}.")

    assert command.main(command.parser("", ""), run, [], environment) == ConfigurationError.exit_code
    said = capsys.readouterr()
    files = [path.read_text("utf-8") for path in tmp_path.iterdir()]
    everything = "\n".join([said.out, said.err, log.getvalue(), *files])
    assert traces(everything, KEY, TOKEN) == []
    assert everything.count("It says") >= 5


def test_secrets_are_those_of_the_environment() -> None:
    """A secret is taken without the line break that was pasted with it; an empty one is none."""
    assert secrets_of({"OPENAI_API_KEY": f" {KEY}\n", "GITHUB_TOKEN": "", "HOME": "/root"}) == (KEY,)
