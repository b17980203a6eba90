"""Which weights `llm.local.model` means: an entry of models.yml, a file on the hub, or a file on this machine."""

import difflib
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, RootModel, ValidationError

from digest.config.schema import HubFile, Local
from digest.config.yaml_lines import YamlError, read_yaml
from digest.core.errors import ConfigurationError

CATALOGUE = "models.yml"
"""Beside config.yml."""
KEPT = ".cache/models"
"""Where weights lie once they are downloaded, each named by its hash; git does not see it, the workflow caches it."""
READ_MORE = "See docs/local-model.md."


class Model(HubFile):
    """An entry of models.yml."""

    name: str = Field(min_length=1)
    """As the page calls it."""
    bytes: int = Field(gt=0)
    licence: str = Field(min_length=1)
    languages: str = Field(min_length=1)


class _Catalogue(RootModel[dict[str, Model]]):
    """All of models.yml."""


@dataclass(frozen=True, kw_only=True)
class Weights:
    """The weights of one model."""

    name: str
    """As the page calls the model."""
    path: Path
    """Where they lie, or will once they are downloaded."""
    source: HubFile | None = None
    """Where they come from; nothing where a person has put them there."""
    bytes: int | None = None
    """How large the file is, where it is known beforehand."""


def weights(local: Local, root: Path) -> Weights:
    """The weights that a configuration means; a path is relative to the repository at `root`.

    Raises ConfigurationError where models.yml is wrong, or nothing of that name is in it.
    """
    if isinstance(local.model, HubFile):
        return _on_hub(local.model, Path(local.model.file).stem, root, None)
    if "/" in local.model or "\\" in local.model or local.model.endswith(".gguf"):
        path = root / Path(local.model).expanduser()
        return Weights(name=path.stem, path=path, bytes=path.stat().st_size if path.is_file() else None)
    models = catalogue(root)
    if local.model not in models:
        near = difflib.get_close_matches(local.model, models, n=1, cutoff=0.4)
        meant = f"did you mean `{near[0]}`?" if near else f"it has: {', '.join(models)}."
        raise ConfigurationError(
            f"config.yml: `llm.local.model`: {CATALOGUE} has no `{local.model}`, {meant} A file on this machine is "
            f"written as a path, like `./{local.model}.gguf`. {READ_MORE}"
        )
    model = models[local.model]
    return _on_hub(model, model.name, root, model.bytes)


def catalogue(root: Path) -> dict[str, Model]:
    """The models that a repository brings, by the names that config.yml uses. Raises ConfigurationError."""
    path = root / CATALOGUE
    try:
        read = read_yaml(path.read_text("utf-8")).value
        return _Catalogue.model_validate(read).root
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}. `llm.provider: local` needs it; `make upgrade` brings it"
    except UnicodeDecodeError:
        problem = "is not UTF-8"
    except YamlError as error:
        problem = f"line {error.line}: {error}"
    except ValidationError as error:
        key = ".".join(str(step) for step in error.errors()[0]["loc"])
        problem = f"{f'`{key}`: ' if key else ''}{error.errors()[0]['msg']}"
    raise ConfigurationError(f"{path}: {problem}. {READ_MORE}")


def _on_hub(file: HubFile, name: str, root: Path, size: int | None) -> Weights:
    return Weights(name=name, path=root / KEPT / f"{file.sha256}.gguf", source=file, bytes=size)
