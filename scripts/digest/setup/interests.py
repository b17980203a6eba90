"""What can be seen of interests before a run: what cannot work, and what is looked for where they are not English."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from digest.archive import feedback
from digest.config.schema import Config
from digest.core.errors import ArchiveError
from digest.core.plural import counted
from digest.core.report import Paper
from digest.rank.profile import notices, profile_from
from digest.setup.findings import Finding
from digest.taste.interests import KEPT_IN, foreign, known

ABOUT = "interests"


def check_interests(root: Path, config: Config, *, has_model: bool) -> list[Finding]:
    """The profile, as far as no text has to be fetched for it."""
    try:
        english = dict(known(root, config))
    except ArchiveError as error:
        return [Finding(level="error", about=KEPT_IN, says=str(error), exit_code=error.exit_code)]
    findings = [
        Finding(level="note", about=ABOUT, says=f"{text} = {meant} (translated by a model, kept in {KEPT_IN}).")
        for text, meant in english.items()
    ]
    if has_model:
        coming = [text for text in foreign(config) if text not in english]
        if coming:
            says = f"The next report has the model translate {', '.join(coming)}; or write {{text: …, english: …}}."
            findings.append(Finding(level="note", about=ABOUT, says=says))
        english |= dict.fromkeys(coming, "translated later")
    # The texts of these papers are fetched by the first run; that one is in both lists is seen without.
    liked, disliked = ([Paper(id=name, title="") for name in names] for names in (config.liked, config.disliked))
    unclear = notices(profile_from(config, liked, disliked, english))
    findings += [Finding(level="warning", about=ABOUT, says=notice) for notice in unclear]
    if not (config.interests or config.authors or config.liked):
        others = " and ".join(_others(root, config))
        by = f"ranked by {others} alone" if others else "compared with others of their day"
        says = f"None are set, so papers are {by}. Write them into config.yml, one per line."
        findings.append(Finding(level="note", about=ABOUT, says=says))
    elif not unclear:
        findings.append(Finding(level="ok", about=ABOUT, says="can be used."))
    return findings


def _others(root: Path, config: Config) -> Iterator[str]:
    """What else tells what the forker cares for."""
    if config.library.is_used:
        yield "your library"
    if config.feedback:
        with suppress(ArchiveError):  # setup/feedback.py says what is wrong with it
            if ups := sum(thumbed.thumb == "up" for thumbed in feedback.read(root).thumbs()):
                yield f"{counted(ups, 'paper')} with a thumb up"
