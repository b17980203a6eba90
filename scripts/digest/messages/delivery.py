"""Handing a message to a service through `apprise`, and what came of it. Nothing that it says is printed."""

import logging
import re
import smtplib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

import apprise.plugins.email.base as email
from apprise import NotifyFormat, NotifyType
from apprise.plugins.base import _delivery_tracker

from digest.messages import dialects
from digest.messages.answers import Exchange, watched
from digest.messages.services import LOGGER, Service

SECONDS = 90.0
"""For one message to one service, retries and all."""
WAITS = (2.0, 8.0)
"""Seconds before the second and the third attempt, where a service fails in passing."""

Outcome = Literal["sent", "partly", "refused", "limited", "unreachable", "rejected"]
_FORMATS = {dialects.TELEGRAM: NotifyFormat.HTML, dialects.SLACK: NotifyFormat.MARKDOWN}
_SMTP_CODE = re.compile(r"(?:Socket Exception: (?:\(|\{.*?: \()|was refused: )(\d{3})\b")


def hand_over(
    service: Service,
    title: str,
    body: str,
    text: str = "",
    *,
    sleep: Callable[[float], None] = time.sleep,
    seconds: float = SECONDS,
) -> tuple[Outcome, int]:
    """Hand a message to a service, again where it fails in passing; how that ended, with the code it gave or 0.

    `text` is the plain part of a mail. Where a service has several recipients, an attempt after the first goes to those
    only that lack the message; "partly" means that some have it and others refuse it.
    """
    end, accepted = time.monotonic() + seconds, set[Any]()
    outcome: Outcome = "unreachable"
    code = 0
    for wait in (*WAITS, None):
        exchange = Exchange(kind=service.kind, deadline=end, sleep=sleep)
        outcome, code = _attempt(service, title, body, text, exchange, accepted)
        if outcome not in ("limited", "unreachable") or wait is None or wait >= exchange.left:
            break
        if exchange.is_doubtful:  # the next run asks again: late is better than twice within ten seconds
            break
        sleep(wait)
    return ("partly" if accepted and outcome != "sent" else outcome), code


def _attempt(
    service: Service, title: str, body: str, text: str, exchange: Exchange, accepted: set[Any]
) -> tuple[Outcome, int]:
    taken: list[bool] = []
    listener = _Listener(exchange.problems)

    def notify() -> None:
        listener.thread = threading.get_ident()
        _delivery_tracker.set(accepted)  # apprise's memory of who of several has it; there is no public way to it
        try:
            told = service.plugin.notify(
                body=body, title=title, notify_type=NotifyType.INFO, body_format=_format(service)
            )
            taken.append(bool(told))
        except Exception as error:
            exchange.problems.append(f"{type(error).__name__}: {error}")

    # A thread that the end of the run does not wait for: a service that drips its answer may take hours.
    LOGGER.addHandler(listener)
    with watched(exchange), _mail_watched(exchange), _plain_part(text):
        thread = threading.Thread(target=notify, daemon=True)
        thread.start()
        thread.join(exchange.left)
    LOGGER.removeHandler(listener)
    return ("sent", 0) if taken == [True] else _failure(exchange)


def _format(service: Service) -> NotifyFormat:
    """What apprise is told that a text is, so that it converts nothing but Markdown into a service's own kind of it."""
    if service.dialect is None:
        return NotifyFormat.HTML
    if service.dialect is dialects.COMMONMARK:
        return NotifyFormat(service.plugin.resolve_format(NotifyFormat.MARKDOWN))
    return _FORMATS.get(service.dialect, NotifyFormat.TEXT)


def _failure(exchange: Exchange) -> tuple[Outcome, int]:
    """What a failure means to the owner, by the code of the last answer."""
    answers = [status for status in exchange.statuses if status >= 300]
    if answers:
        code = answers[-1]
        if code == 429:
            return "limited", code
        return ("unreachable" if code >= 500 or code == 408 else "refused"), code
    replies = [int(code_of_mail[1]) for problem in exchange.problems if (code_of_mail := _SMTP_CODE.search(problem))]
    if replies:  # of mail, where 4yz is passing and 5yz for good (RFC 5321, 4.2.1)
        return ("unreachable" if replies[-1] < 500 else "refused"), replies[-1]
    return ("rejected" if exchange.statuses else "unreachable"), 0


class _Listener(logging.Handler):
    """Takes down what apprise logs in one thread."""

    def __init__(self, said: list[str]) -> None:
        super().__init__()
        self.thread = 0
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            self._said.append(record.getMessage())


@contextmanager
def _mail_watched(exchange: Exchange) -> Iterator[None]:
    """Within, a mail that was handed over and is neither taken nor refused is doubtful."""
    usual = smtplib.SMTP.data

    def data(smtp: smtplib.SMTP, text: Any) -> Any:
        try:
            return usual(smtp, text)
        except OSError as error:  # which all errors of smtplib are
            exchange.is_doubtful |= not isinstance(error, smtplib.SMTPResponseException)
            raise

    smtplib.SMTP.data = data  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        smtplib.SMTP.data = usual  # type: ignore[method-assign]


@contextmanager
def _plain_part(text: str) -> Iterator[None]:
    """Within, a mail's plain part is `text`: apprise would make it from the HTML, and leave out every link."""
    usual = vars(email)["convert_between"]
    if text:
        vars(email)["convert_between"] = lambda *_: text
    try:
        yield
    finally:
        vars(email)["convert_between"] = usual
