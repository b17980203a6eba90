"""A forker's taste as far as it is known without a request: from config.yml, data/ and the file of `library.bibtex`."""

from datetime import datetime

from digest.archive.reports import Archive
from digest.config.schema import Config
from digest.library.reading import Library
from digest.rank.profile import Profile
from digest.taste import feedback
from digest.taste.interests import known
from digest.taste.library import of_bibtex
from digest.taste.profile import kept_texts
from digest.taste.whole import Told, whole_taste


def kept_profile(
    archive: Archive, config: Config, now: datetime, library: Library | None = None
) -> tuple[Profile, tuple[str, ...]]:
    """What papers are ranked by at a time, and what of it does not count, a sentence each.

    With a `library` that was read, Zotero's part of it counts as well. Raises ConfigurationError and ArchiveError where
    something of it cannot be read.
    """
    root = archive.folder.parent
    texts = kept_texts(root)
    library = library or of_bibtex(root, config, texts)
    thumbed, of_feedback = feedback.examples(archive, now, is_on=config.feedback)
    told = Told(texts=texts, thumbed=thumbed, library=library, english=known(root, config))
    taste = whole_taste(config, told)
    missing = sorted({*config.liked, *config.disliked} - texts.keys())
    of_texts = (f"The text of {one} is not kept yet: it counts as soon as a run has fetched it." for one in missing)
    return taste.profile, (*of_texts, *of_feedback, *library.notices, *taste.notices)
