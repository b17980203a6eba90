"""The issues that are feedback, and whether those who opened and reopened them may say something.

https://docs.github.com/en/rest/issues
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from digest.archive.feedback import OPENING, Ledger
from digest.core.errors import PublicationRefused
from digest.feedback.body import is_feedback
from digest.github.api import GitHub, GitHubSaidNo

MAY_HAVE_A_SAY = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
"""Of GitHub's author_association; the workflow's own `if` has the same. Not all of them may write: that is asked."""
MAY_WRITE = frozenset({"admin", "write"})
"""GitHub calls `maintain` write here, and `triage` read."""
PAGE, MOST_PAGES = 100, 10
_GONE = (301, 404, 410)
_LOGIN = re.compile(r"[A-Za-z0-9-]{1,39}(?:_[A-Za-z0-9]+)?")

Record = TypeVar("Record", bound=BaseModel)


class _User(BaseModel):
    login: str


class _Label(BaseModel):
    name: str


class _Issue(BaseModel):
    """An issue as GitHub has it, as far as it matters here."""

    number: int
    title: str
    body: str | None = None
    state: str
    state_reason: str | None = None
    author_association: str = ""
    created_at: datetime
    labels: tuple[_Label | str, ...] = ()
    user: _User | None = None
    """Nobody where the account is gone."""
    pull_request: Any = None


class _Event(BaseModel):
    """Something that happened to an issue."""

    id: int
    event: str
    actor: _User | None = None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One issue that is feedback, by whom it may be by, at its newest opening or reopening."""

    number: int
    body: str
    event: int
    """The id of the newest reopening, or OPENING."""
    at: datetime
    is_open: bool
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inbox:
    """The issues of a repository."""

    github: GitHub
    ledger: Ledger
    """What was taken, as far as this clone knows."""
    _may_write: dict[str, bool] = field(default_factory=dict)

    def letters(self, told_of: int | None = None) -> tuple[Letter, ...]:
        """All feedback that is open, by number; and the issue that the run was told of, if it was reopened meanwhile.

        It may be closed again: by an earlier run that had not seen the reopening yet, or by hand. Raises
        PublicationRefused where GitHub cannot be asked.
        """
        try:
            issues = {issue.number: issue for issue in self._open()}
            if told_of and told_of not in issues:
                issues |= {issue.number: issue for issue in _records(_Issue, self._one(told_of))}
            letters = (self._letter(issue) for _, issue in sorted(issues.items()) if _is_feedback(issue))
            return tuple(letter for letter in letters if letter)
        except GitHubSaidNo as error:
            raise PublicationRefused(
                f"The issues of {self.github.repository} cannot be read, so no feedback was taken: {error}. What is "
                "open is taken by the next run; the job needs `issues: write`. See docs/feedback.md."
            ) from error

    def _open(self) -> Iterator[_Issue]:
        """The open issues that changed last, which those that were opened or reopened lately are among."""
        for page in range(1, MOST_PAGES + 1):
            listed = self.github.get("issues", state="open", sort="updated", direction="desc", per_page=PAGE, page=page)
            yield from _records(_Issue, listed)
            if not isinstance(listed, list) or len(listed) < PAGE:
                return

    def _one(self, number: int) -> list[Any]:
        """One issue, in a list; nothing where it was deleted or moved meanwhile."""
        try:
            return [self.github.get(f"issues/{number}")]
        except GitHubSaidNo as error:
            if error.status not in _GONE:
                raise
            return []

    def _letter(self, issue: _Issue) -> Letter | None:
        """An issue as a letter; nothing where nobody who may write stands behind it, or nothing happened to it."""
        if issue.author_association not in MAY_HAVE_A_SAY or not self._writes(issue.user):
            return None
        known, is_open = self.ledger.find(issue.number), issue.state == "open"
        event, at = OPENING, issue.created_at
        if known or issue.state_reason == "reopened":
            for reopening in self._reopenings(issue.number):
                if reopening.id > event and self._writes(reopening.actor):
                    event, at = reopening.id, reopening.created_at
        if not is_open and (known is None or event <= known.event):
            return None
        labels = tuple(label if isinstance(label, str) else label.name for label in issue.labels)
        return Letter(number=issue.number, body=issue.body or "", event=event, at=at, is_open=is_open, labels=labels)

    def _reopenings(self, number: int) -> Iterator[_Event]:
        for page in range(1, MOST_PAGES + 1):
            listed = self.github.get(f"issues/{number}/events", per_page=PAGE, page=page)
            yield from (event for event in _records(_Event, listed) if event.event == "reopened")
            if not isinstance(listed, list) or len(listed) < PAGE:
                return

    def _writes(self, user: _User | None) -> bool:
        """Whether somebody may write to the repository; each is asked about once.

        https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
        """
        login = user.login if user else ""
        if not _LOGIN.fullmatch(login):  # a bot's has brackets
            return False
        if login not in self._may_write:
            try:
                answer = self.github.get(f"collaborators/{login}/permission")
            except GitHubSaidNo as error:
                if error.is_passing:
                    raise
                answer = None  # 403, 404: nobody we know
            self._may_write[login] = isinstance(answer, dict) and answer.get("permission") in MAY_WRITE
        return self._may_write[login]


def _is_feedback(issue: _Issue) -> bool:
    return issue.pull_request is None and is_feedback(issue.title, issue.body or "")


def _records(form: type[Record], listed: Any) -> Iterator[Record]:
    """What a list of GitHub's has; what is none of that form is passed over."""
    for one in listed if isinstance(listed, list) else ():
        try:
            yield form.model_validate(one)
        except ValidationError:
            continue
