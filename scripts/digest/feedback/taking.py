"""All feedback that is open, taken in one commit, then answered and closed.

Pushed first, answered then: a run that is killed in between counts nothing twice, since data/feedback.json has what was
taken, and the next run answers what is still open.
"""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from digest.archive import feedback as ledgers
from digest.archive.announced import reports_of
from digest.archive.feedback import Ledger, Taps
from digest.archive.reports import Archive
from digest.config.schema import Config
from digest.core.errors import PublicationRefused
from digest.core.plural import counted
from digest.feedback import body
from digest.feedback.answer import OFF, answer, marked
from digest.feedback.body import Said
from digest.feedback.effect import Effect
from digest.feedback.inbox import Inbox, Letter
from digest.github.api import GitHub, GitHubSaidNo
from digest.github.git import Git
from digest.github.publication import FIRST_WAIT, OwnChange, publish_change

MESSAGE = "Take feedback"
LABEL = "digest-feedback"
MOST = 200
"""Issues that one run takes, the oldest; GitHub takes 500 comments and the like in an hour. The next run goes on."""
BETWEEN_WRITES = 1.0
"""Seconds: https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api"""
_NOT_FOUND = 404
_THERE_ALREADY = 422


@dataclass(frozen=True, kw_only=True)
class Taking:
    """One run over the feedback of a repository."""

    archive: Archive
    config: Config
    github: GitHub
    git: Git
    now: datetime
    say: Callable[[str], None]
    first_wait: float = FIRST_WAIT
    sleep: Callable[[float], None] = time.sleep

    def all(self, told_of: int | None = None) -> str:
        """Take, answer and close all feedback, that of issue `told_of` with it; returns a line that says what was done.

        Raises ArchiveError where data/feedback.json cannot be read, and PublicationRefused where git or GitHub refuse.
        """
        ledger = ledgers.read(self.archive.folder.parent) if self.config.feedback else Ledger()
        letters = Inbox(self.github, ledger).letters(told_of)[:MOST]
        if not letters:
            return "No feedback is open."
        numbers = [letter.number for letter in letters]
        if not self.config.feedback:
            self._answer_all(letters, dict.fromkeys(numbers, OFF))
            return f"Feedback is off in config.yml: {counted(len(letters), 'issue')} answered so, nothing counted."
        contents = {letter.number: body.read(letter.body) for letter in letters}
        reports = reports_of(self.archive, {name for one in contents.values() for name in (*one.more, *one.fewer)})
        before, after = self._publish([_taps(letter, contents[letter.number], reports) for letter in letters])
        self._answer_all(letters, self._answers(letters, contents, reports, before, after), was_taken=before)
        return f"Feedback of {counted(len(letters), 'issue')}; papers with a thumb: {len(after.thumbs())}."

    def _publish(self, taps: Sequence[Taps]) -> tuple[Ledger, Ledger]:
        """Push what issues say on top of whatever is at origin; returns the ledger before and after."""
        states = [(Ledger(), Ledger())]

        def apply(theirs: str | None) -> str:
            before = ledgers.from_json(theirs or "")
            states.append((before, before.taking(taps)))
            return theirs if theirs and before == states[-1][1] else ledgers.to_json(states[-1][1])

        publish_change(self.git, OwnChange(path=ledgers.NAME, message=MESSAGE, apply=apply), self.say, self.first_wait)
        return states[-1]

    def _answers(
        self,
        letters: Sequence[Letter],
        contents: Mapping[int, Said],
        reports: Collection[str],
        before: Ledger,
        after: Ledger,
    ) -> dict[int, str]:
        """The answer to each issue, by its number: what it changes on top of those before it."""
        effect, texts = Effect(self.archive, self.config, self.now), {}
        state = before
        for letter in letters:
            taps = after.find(letter.number)
            assert taps is not None  # noqa: S101  (it was taken a moment ago)
            known = before.find(letter.number)
            without = state.without(letter.number) if known == taps else state
            state = state.taking([taps])
            moved = effect.of(without, state, {*taps.up, *taps.down}) if taps.count else None
            texts[letter.number] = answer(taps, contents[letter.number], reports, state, moved)
        return texts

    def _answer_all(self, letters: Sequence[Letter], texts: Mapping[int, str], was_taken: Ledger | None = None) -> None:
        """Answer and close issues; those that an earlier run has taken may have an answer already."""
        try:
            self._make_label()
            for letter in letters:
                known = was_taken.find(letter.number) if was_taken else None
                is_answered = known is not None and known.event >= letter.event and self._is_answered(letter)
                if not is_answered:
                    self._write("POST", f"issues/{letter.number}/comments", body=texts[letter.number])
                if letter.is_open:
                    labels = sorted({*letter.labels, LABEL})
                    self._write("PATCH", f"issues/{letter.number}", state="closed", labels=labels)
        except GitHubSaidNo as error:
            raise PublicationRefused(
                f"Not all feedback could be answered: {error}. What was counted is pushed; the next run answers "
                "what is still open, and counts nothing twice. The job needs `issues: write`. See docs/feedback.md."
            ) from error

    def _is_answered(self, letter: Letter) -> bool:
        comments = self.github.get(f"issues/{letter.number}/comments", per_page=100)
        texts = (comment.get("body") for comment in comments if isinstance(comment, dict))
        return any(marked(letter.event) in text for text in texts if isinstance(text, str))

    def _make_label(self) -> None:
        """Have the label by which people find the issues among others; what is feedback is known without it."""
        try:
            self.github.get(f"labels/{LABEL}")
        except GitHubSaidNo as error:
            if error.status != _NOT_FOUND:
                raise
            try:
                self._write("POST", "labels", name=LABEL, color="c5def5", description="Taps on papers of the digest")
            except GitHubSaidNo as refused:
                if refused.status != _THERE_ALREADY:
                    raise

    def _write(self, method: str, path: str, **what: Any) -> None:
        """Change something, at the pace that GitHub asks for."""
        (self.github.post if method == "POST" else self.github.patch)(path, **what)
        self.sleep(BETWEEN_WRITES)


def _taps(letter: Letter, content: Said, reports: Mapping[str, date]) -> Taps:
    """What an issue says, as far as it is about papers of reports."""
    return Taps(
        number=letter.number,
        event=letter.event,
        at=letter.at,
        up={paper_id: reports[paper_id] for paper_id in content.more if paper_id in reports},
        down={paper_id: reports[paper_id] for paper_id in content.fewer if paper_id in reports},
    )
