"""templates/: how pages look. Whatever a template prints is escaped for GitHub Markdown; it cannot forget it."""

import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel

from digest.core.characters import visible
from digest.core.errors import ConfigurationError
from digest.core.files import refuse_outside
from digest.core.git_conflicts import IN_TEXT, conflict_line
from digest.core.writing_systems import is_cjk
from digest.markdown import writer

_LINK = "a symbolic link that leads out of templates/, and is not read; put the file itself there"


class Templates:
    """The templates of one repository."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; each template is read when it is first used."""
        self._environment = _Sandbox(
            loader=_Loader(folder),
            undefined=jinja2.StrictUndefined,
            finalize=writer.finalize,
            # HTML's escaping would be the wrong one; finalize is ours, and nothing passes it by.
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,  # nobody edits them while a page is made
        )
        names = ("inline", "block", "cell", "link_text", "heading", "html", "literal")
        self._environment.filters |= {name: _foreign(getattr(writer, name)) for name in names}
        self._environment.filters |= {"url": writer.url, "chart": _chart_name, "whole": _whole}

    def render(self, name: str, **values: object) -> str:
        """The text that a template makes of its values.

        Raises ConfigurationError with the file and line where the template is missing, broken or names the unknown.
        """
        try:
            return self._environment.get_template(name).render(**values)
        except jinja2.TemplateNotFound as error:
            raise ConfigurationError(f"templates/{error.name} does not exist; restore it from the original.") from error
        except jinja2.TemplateSyntaxError as error:
            problem = (error.message or "broken").rstrip(".")
            raise ConfigurationError(f"templates/{error.name} line {error.lineno}: {problem}.") from error
        except jinja2.TemplateError as error:
            where = _where(error)
            raise ConfigurationError(f"{where}: {error.message}. docs/configuration.md lists the names.") from error
        except ConfigurationError as error:  # of a label that the template asks for
            raise ConfigurationError(f"{_where(error)}: {error}") from error
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            if _innermost(error).suffix != ".j2" and _innermost(error) != Path(writer.__file__):
                raise  # neither of the template nor of what it gave a filter, but a defect of ours
            raise ConfigurationError(f"{_where(error)}: {type(error).__name__}: {error}.") from error


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, to which a report and what is in it are its fields alone.

    Of what pydantic gives every model, `parse_file` reads any file and `parse_raw` runs what it unpickles.
    """

    def __init__(self, **options: Any) -> None:
        """Take what jinja takes."""
        super().__init__(**options)
        self._known: dict[tuple[type, str], bool] = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute, or what else jinja finds by that name."""
        # A field holds data, never the method of a text that jinja looks for: a page of a day asks for thousands.
        kind: Any = type(obj)
        return getattr(obj, attribute) if attribute in _fields(kind) else super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Whether a template may use an attribute."""
        model = obj if isinstance(obj, type) else type(obj)
        if model is obj:
            return self._is_safe(model, obj, attr, value)
        # A template asks for the same fields of hundreds of papers, and the answer is that of their type.
        known = (model, attr)
        if known not in self._known:
            self._known[known] = self._is_safe(model, obj, attr, value)
        return self._known[known]

    def _is_safe(self, model: type, obj: object, attr: str, value: object) -> bool:
        given = issubclass(model, BaseModel) and hasattr(BaseModel, attr)
        return not given and super().is_safe_attribute(obj, attr, value)


@cache
def _fields(of: Any) -> frozenset[str]:
    """The fields of our own records and views, those of no name that a template may not use."""
    is_model = isinstance(of, type) and issubclass(of, BaseModel)
    names = of.model_fields if is_model else getattr(of, "__dataclass_fields__", ())
    return frozenset(name for name in names if not name.startswith("_") and not hasattr(BaseModel, name))


class _Loader(jinja2.FileSystemLoader):
    """Reads templates; one that is not UTF-8, or has a conflict in it, is as broken as one with a wrong brace.

    So is one that lies elsewhere, behind a symbolic link: any file could be read that way.
    """

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, its path, and whether it is still up to date."""
        for folder in self.searchpath:
            try:
                refuse_outside(Path(folder, *split_template_path(template)), Path(folder))
            except ConfigurationError as error:
                raise jinja2.TemplateSyntaxError(_LINK, 1, template) from error
        try:
            source = super().get_source(environment, template)
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise jinja2.TemplateSyntaxError("not UTF-8; save the file as UTF-8", line, template) from error
        if conflict := conflict_line(source[0]):
            raise jinja2.TemplateSyntaxError(IN_TEXT, conflict, template)
        return source


def _foreign(escape: Callable[[str], writer.Markdown]) -> Callable[[jinja2.runtime.Context, str], writer.Markdown]:
    """A filter that escapes a text, in the direction of its page."""

    @jinja2.pass_context
    def escaped(context: jinja2.runtime.Context, text: str) -> writer.Markdown:
        # Markdown stays as it is: the title of a paper that cannot be rendered is escaped already.
        written = text if isinstance(text, writer.Markdown) else escape(text)
        label = context.resolve_or_missing("label")
        return written if label is jinja2.utils.missing else label.foreign(written)

    return escaped


def _chart_name(name: str) -> writer.Markdown:
    """A category as a Mermaid chart takes it between double quotes."""
    return writer.Markdown("".join(c for c in visible(name) if c.isalnum() or c in ".-"))


def _whole(text: writer.Markdown) -> writer.Markdown:
    """A short text that must not wrap, though Chinese may break between any two characters: joined (U+2060)."""
    return writer.Markdown("\u2060".join(text) if is_cjk(text) else text)


def _where(error: BaseException) -> str:
    """The template's file and line in a traceback."""
    place, step = "templates/", error.__traceback__
    while step:
        path = Path(step.tb_frame.f_code.co_filename)
        if path.suffix == ".j2":
            place = f"templates/{path.name} line {step.tb_lineno}"
        step = step.tb_next
    return place


def _innermost(error: BaseException) -> Path:
    """The file of the line that raised an error."""
    return Path(traceback.extract_tb(error.__traceback__)[-1].filename)
