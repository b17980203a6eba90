"""One error class per remedy; each carries the exit code of the run that it ends.

0 done, or nothing new · 1 a defect of ours or unreadable data/ · 2 configuration · 3 credentials, model or library
refused · 4 arXiv could not be read · 5 some summaries are pending · 6 git or GitHub refused the publication · 7 a
message could not be sent.
"""

from datetime import date

OK = 0
DEFECT = 1
SUMMARIES_PENDING = 5


class DigestError(Exception):
    """Ends a run with a message for its owner: what happened, why, what to change and where to read more."""

    exit_code = 1


class ArchiveError(DigestError):
    """A file in data/ cannot be read; it is named, and never taken for an empty day."""

    exit_code = 1
    day: date | None = None
    """The announcement whose report it is, where it is one."""


class ConfigurationError(DigestError):
    """config.yml, a prompt, a template, a label file or an argument is wrong; nothing was requested or written."""

    exit_code = 2


class ModelRefused(DigestError):
    """The model's API refuses the key, the account or the model; calling again would not help."""

    exit_code = 3


class ModelNotStarted(DigestError):
    """The model cannot run on this machine: its weights, the disk, the memory or a package stand in the way."""

    exit_code = 3


class WeightsNotDownloaded(DigestError):
    """The hub does not give the weights just now; the next run tries again."""

    exit_code = SUMMARIES_PENDING


class LibraryUnread(DigestError):
    """The forker's library cannot be read; a backfill does not begin, a daily report is made without it."""

    exit_code = 3


class ArxivUnreadable(DigestError):
    """No source of arXiv gave an answer that can be believed; nothing was written."""

    exit_code = 4


class BatchUnfinished(DigestError):
    """A provider still works on a batch of summaries; nothing was written, and the next call goes on with it."""

    exit_code = SUMMARIES_PENDING


class PublicationRefused(DigestError):
    """git or GitHub refused the commit or the push."""

    exit_code = 6


class MessagesNotSent(DigestError):
    """A service of NOTIFY_URLS did not take a message; the report is published, and the other services have it."""

    exit_code = 7
