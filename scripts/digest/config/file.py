"""Reading config.yml: every mistake is named with its line, and with what was probably meant."""

import difflib
import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from digest.config.schema import Config, Wish
from digest.config.yaml_lines import Path as KeyPath
from digest.config.yaml_lines import Source, YamlError, read_yaml
from digest.core.errors import ConfigurationError

_PLAIN = {
    "int_parsing": "a whole number is expected.",
    "float_parsing": "a number is expected.",
    "bool_parsing": "true or false is expected.",
    "string_type": "one text is expected.",
    "tuple_type": "a list is expected, one `- item` per line.",
    "model_type": "a section is expected: indented `key: value` lines below it.",
    "dict_type": "`key: value` lines are expected.",
    "too_short": "at least one is needed.",
    "string_pattern_mismatch": "write it like `owner/name`.",
}

_SECRET = re.compile(r"(\w*[_-])?(api)?(key|secret|password)|(api[_-]?)?token", re.IGNORECASE)
_NO_SECRETS = (
    "Whoever can read the repository can read a key in it: put it into the secret OPENAI_API_KEY (docs/providers.md), "
    "and if it was pushed, make a new one."
)
_OF_A_WISH = list(Wish.model_fields)
READ_MORE = "docs/configuration.md explains every key."
NOWHERE = "http://127.0.0.1:1/v1"
"""Where no server listens: the API of a local model until the run has started its own."""


def load_config(path: Path, environment: Mapping[str, str]) -> Config:
    """Read and check a config.yml; OPENAI_BASE_URL and OPENAI_MODEL of the environment go over `llm`.

    With `llm.provider: local` they, and `llm.base_url`, are ignored. An empty variable counts as unset: GitHub Actions
    hands unset secrets over as "". Raises ConfigurationError with all mistakes, one a line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigurationError(f"{path} does not exist. Write one, or name it with --config. {READ_MORE}") from error
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror or error}. {READ_MORE}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(f"{path.name} line {line}: not UTF-8; save the file as UTF-8. {READ_MORE}") from error
    config = parse_config(text, path.name)
    if config.llm.provider == "local":
        # Not even a left-over address may be called: abstracts stay on this machine.
        over = {"base_url": NOWHERE}
    else:
        over = {
            "base_url": environment.get("OPENAI_BASE_URL", "").strip(),
            "model": environment.get("OPENAI_MODEL", "").strip(),
        }
    return config.model_copy(update={"llm": config.llm.model_copy(update={k: v for k, v in over.items() if v})})


def parse_config(text: str, name: str = "config.yml") -> Config:
    """Check the text of a config.yml. Raises ConfigurationError with all mistakes and their lines."""
    try:
        source = read_yaml(text)
    except YamlError as error:
        raise ConfigurationError(f"{name} line {error.line}: {error}. {READ_MORE}") from error
    if not isinstance(source.value, dict):
        raise ConfigurationError(f"{name} line 1: `key: value` lines were expected. {READ_MORE}")
    try:
        return Config.model_validate(source.value)
    except ValidationError as error:
        details = error.errors()
        wrong_items = {detail["loc"][0] for detail in details if len(detail["loc"]) > 1}
        # An item that is wrong also makes its list too short; saying both would hide the cause.
        details = [d for d in details if d["type"] != "too_short" or d["loc"][0] not in wrong_items]
        lines = [_explain(d, source, name) for d in sorted(details, key=lambda d: source.line(d["loc"]))]
        raise ConfigurationError("\n".join([*lines, READ_MORE])) from error


def _explain(detail: ErrorDetails, source: Source, name: str) -> str:
    path = detail["loc"]
    where = f"{name} line {source.line(path)}"
    key = ".".join(step for step in path if isinstance(step, str) and step != "[key]")
    if detail["type"] == "extra_forbidden":
        if _SECRET.fullmatch(str(path[-1])):
            return f"{where}: unknown key `{key}`. {_NO_SECRETS}"
        known = _keys_beside(path)
        near = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.5)
        meant = f"did you mean `{near[0]}`?" if near else f"known here: {', '.join(known)}."
        if known == _OF_A_WISH and not near:
            meant += " A text with `: ` in it must be in quotes."
        return f"{where}: unknown key `{key}`, {meant}"
    if detail["type"] == "missing":
        return f"{where}: `{key}` is missing; every other key may be left out."
    if detail["type"] == "model_type" and isinstance(path[-1], int):
        return f"{where}: `{key}`: a text is expected, or `{{text: ..., weight: ...}}`."
    plainer = detail["msg"].removeprefix("Value error, ").replace("Input should be", "it must be")
    message = _PLAIN.get(detail["type"]) or plainer
    return f"{where}: `{key}`: {message}" + ("" if message[-1] in ".?!" else ".")


def _keys_beside(path: KeyPath) -> list[str]:
    """The keys that are allowed where `path` ends."""
    model: type[BaseModel] = Config
    for step in path[:-1]:
        field = model.model_fields.get(str(step))
        if field and isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            model = field.annotation
        else:
            return _OF_A_WISH
    return list(model.model_fields)
