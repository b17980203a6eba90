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

_SWITCH = "on or off is expected."
_PLAIN = {
    "int_parsing": "a whole number is expected.",
    "float_parsing": "a number is expected.",
    "bool_parsing": _SWITCH,
    "bool_type": _SWITCH,
    "string_type": "one text is expected.",
    "tuple_type": "a list is expected, one `- item` per line.",
    "model_type": "a section is expected: indented `key: value` lines below it.",
    "dict_type": "`key: value` lines are expected.",
    "too_short": "at least one is needed.",
    "string_pattern_mismatch": "write it like `owner/name`.",
}

_SECRETS = (
    (re.compile(r"(notify_)?urls?|webhooks?", re.IGNORECASE), "NOTIFY_URLS", "docs/messages.md"),
    (re.compile(r"zotero_(api_)?key", re.IGNORECASE), "ZOTERO_KEY", "docs/library.md"),
    (
        re.compile(r"(\w*[_-])?(api)?(key|secret|password)|(api[_-]?)?token", re.IGNORECASE),
        "OPENAI_API_KEY",
        "docs/providers.md",
    ),
)
"""Keys that nobody may write into config.yml, the secret that takes what is meant, and where to read more."""
_ALSO = {
    "llm.provider": " `api` is any OpenAI-compatible API; llm.base_url says whose.",
    "notify.messages": " The addresses of services go into the secret NOTIFY_URLS (docs/messages.md).",
}
"""What else to say of a value that is none of those allowed."""
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
        unknown = {detail["loc"][:-1] for detail in details if detail["type"] == "extra_forbidden"}
        # A text that YAML takes for a key leaves the text missing: one mistake.
        details = [d for d in details if d["type"] != "missing" or not d["loc"][:-1] or d["loc"][:-1] not in unknown]
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
        return f"{where}: unknown key `{key}`{_meant(path)}"
    if detail["type"] == "missing":
        return f"{where}: `{key}` is missing; every other key may be left out."
    if detail["type"] == "model_type" and isinstance(path[-1], int):
        return f"{where}: `{key}`: a text is expected, or `{{text: ..., weight: ...}}`."
    plainer = detail["msg"].removeprefix("Value error, ").replace("Input should be", "it must be")
    message = _PLAIN.get(detail["type"]) or plainer
    also = _ALSO.get(key, "") if detail["type"] == "literal_error" else ""
    return f"{where}: `{key}`: {message}" + ("" if message[-1] in ".?!" else ".") + also


def _meant(path: KeyPath) -> str:
    """How the line goes on that says that the key at the end of `path` is unknown."""
    key = str(path[-1])
    for pattern, secret, docs in _SECRETS:
        if pattern.fullmatch(key):
            return (
                f". Whoever can read the repository can read what it holds: put it into the secret {secret} ({docs}), "
                "and if it was pushed, make a new one."
            )
    if len(path) > 1 and key in Config.model_fields:
        return f"; `{key}:` belongs at the beginning of a line, without spaces before it."
    above = next((name for name, model in _sections(Config).items() if key in model.model_fields), None)
    if len(path) == 1 and above:
        return f"; it belongs below `{above}:`, indented by two spaces."
    known = _keys_beside(path)
    is_wish = known == _OF_A_WISH
    near = [] if is_wish and " " in key else difflib.get_close_matches(key, known, n=1)
    if near:
        return f", did you mean `{near[0]}`?"
    if is_wish:
        return (
            f", known here: {', '.join(known)}. A text with `: ` in it must be in quotes, "
            "and one with a weight in braces: {text: ..., weight: 2}."
        )
    return f", known here: {', '.join(known)}."


def _keys_beside(path: KeyPath) -> list[str]:
    """The keys that are allowed where `path` ends."""
    model: type[BaseModel] = Config
    for step in path[:-1]:
        if str(step) not in _sections(model):
            return _OF_A_WISH
        model = _sections(model)[str(step)]
    return list(model.model_fields)


def _sections(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """The keys of a section that have sections of their own, with these."""
    return {
        name: field.annotation
        for name, field in model.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
    }
