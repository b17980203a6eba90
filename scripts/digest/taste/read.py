"""What a run has read before any summary is paid for: what is new, and what tells what the forker cares for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from digest.console.progress import Progress
from digest.dedupe.new_papers import News
from digest.library.reading import Bibtex, Library
from digest.rank.profile import Profile, notices
from digest.settings import Settings
from digest.taste import library as of_library
from digest.taste import profile as taste
from digest.taste.interests import known
from digest.taste.profile import Texts


@dataclass(frozen=True, kw_only=True)
class Read:
    """All of it."""

    news: News
    texts: Texts
    """Of the papers that config.yml or its BibTeX file names."""
    library: Library

    @classmethod
    def of(
        cls, news: News, settings: Settings, bibtex: Bibtex, now: datetime, progress: Progress, *, writes: bool
    ) -> "Read":
        """Read the texts that are not kept yet and, where there is something new, the library.

        Raises ArchiveError where the texts that are kept cannot be read.
        """
        texts, of_texts = taste.complete_texts(settings.root, settings.config, settings.endpoints, bibtex.without_text)
        if writes:
            taste.keep_texts(settings.root, texts)
        library = of_library.read(settings, bibtex, texts, now, progress) if news.by_date else Library()
        return cls(news=news.with_notices((*of_texts, *library.notices)), texts=texts, library=library)

    def profile(self, settings: Settings, english: Mapping[str, str] | None = None) -> tuple[Profile, tuple[str, ...]]:
        """What the papers are ranked by, and what of it cannot have the effect that was meant, a sentence each.

        `english` is what interests in other languages are in English, by their text; left out, what is kept of that.
        """
        if english is None:
            english = known(settings.root, settings.config)
        made = taste.profile(settings.config, self.texts, self.library.examples, english)
        return made, notices(made)
