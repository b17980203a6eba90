"""The flags that `backfill.py` had before it had verbs: what forks have in their workflows means what it meant."""

import argparse
import shlex

import pytest

import backfill
from digest.backfill import older_flags

RANGE = "--from 2026-10-26 --to 2026-11-06"
SAME = {
    RANGE: f"make {RANGE}",
    f"--root . {RANGE} --yes": f"--root . make {RANGE} --yes",
    f"--root=. {RANGE} --force": f"make {RANGE} --force --root=.",
    f"{RANGE} --source oai --now 2026-11-20": f"make {RANGE} --source oai --now 2026-11-20",
    f"{RANGE} --batch --batch-wait 300": f"make {RANGE} --batch --batch-wait 300",
    f"{RANGE} --shard 1/3 --into plan": f"make {RANGE} --shard 1/3 --into plan",
    "--planned plan --shard 1/3 --into make": "make --planned plan --shard 1/3 --into make",
    f"{RANGE} --yes --plan plan --shards 3": f"plan plan {RANGE} --yes --shards 3",
    f"--plan plan {RANGE}": f"plan plan {RANGE}",
    "--merge merge": "merge merge",
    "--merge parts --force": "merge parts --force",
}
"""Flags, and the words of today for them."""


def asked(words: str) -> dict[str, object]:
    """What a command line comes to, without what its verb does not look at."""
    argv = shlex.split(words)
    made = older_flags.parser() if older_flags.are_used(argv) else backfill.parser()
    said: argparse.Namespace = made.parse_args(argv)
    verb = said.verb or older_flags.verb(said)
    blind = {"plan": {"batch_wait"}, "make": {"shards"}, "merge": set(vars(said)) - {"root", "folder", "force"}}[verb]
    return {"verb": verb} | {name: value for name, value in vars(said).items() if name not in {"verb", *blind}}


@pytest.mark.parametrize(("flags", "words"), SAME.items())
def test_flags_mean_what_the_words_of_today_mean(flags: str, words: str) -> None:
    """Each use of the flags comes to the same as its verb, whatever files and folders are called."""
    assert (older_flags.are_used(shlex.split(flags)), older_flags.are_used(shlex.split(words))) == (True, False)
    assert asked(flags) == asked(words)


@pytest.mark.parametrize(("flags", "verb"), [("--merge a --plan b", "merge"), ("--planned a --plan b", "make")])
def test_of_several_meanings_one_is_taken(flags: str, verb: str) -> None:
    """Where flags mean several things at once, the one that was done is done."""
    assert asked(flags)["verb"] == verb


@pytest.mark.parametrize("words", ["", "-h", "--help", "--root . --help", "plan --help", "--root=. merge parts"])
def test_no_flags(words: str) -> None:
    """Who says a verb, asks for help or says nothing gets the words of today."""
    assert not older_flags.are_used(shlex.split(words))


@pytest.mark.parametrize("verb", older_flags.VERBS)
def test_every_verb_has_help_with_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`VERB --help` ends well and has an example of that verb."""
    with pytest.raises(SystemExit, match="0"):
        backfill.parser().parse_args([verb, "--help"])
    assert f"example: python scripts/backfill.py {verb} " in capsys.readouterr().out
