"""The page's own words in HTML: labels with their values escaped, and code where a label has backticks."""

import re
from collections.abc import Iterable
from datetime import date

from markupsafe import escape

from digest.core.errors import ConfigurationError
from digest.pages.labels import Labels
from digest.reader.html import Html

_CODE = re.compile(r"`([^`]*)`")


class Words:
    """Labels, as HTML. Called with a key and its values, as labels are."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels

    def __call__(self, key: str, **values: object) -> Html:
        """The text of a key; numbers are written in the language's form.

        Raises ConfigurationError for a key that no label has, or a value that its text wants and did not get.
        """
        try:
            form = self.labels.form(key, values.get("count"))
            text = Html(_CODE.sub(r"<code>\1</code>", str(escape(form))))
            return text.format(**{name: self._value(value) for name, value in values.items()})
        except KeyError as error:
            raise ConfigurationError(
                f'label("{key}"): there is no {error}; docs/configuration.md lists labels and their placeholders.'
            ) from error

    def _value(self, value: object) -> object:
        return self.labels.number(value) if isinstance(value, int) else value

    def has(self, key: str) -> bool:
        """Whether there is a text for a key that is made up of a name."""
        return self.labels.has(key)

    def day(self, day: date) -> str:
        """A date in the language's form."""
        return str(self.labels.day(day))

    def month(self, year: int, month: int) -> str:
        """A month in the language's form."""
        return str(self.labels.month(year, month))

    def listed(self, parts: Iterable[Html | str]) -> Html:
        """A list as the language writes it."""
        return escape(self.labels.texts["list_separator"]["other"]).join(parts)

    @property
    def direction(self) -> str:
        """ "ltr" or "rtl"."""
        return str(self.labels("direction"))
