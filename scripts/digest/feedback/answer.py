"""What an issue is answered with. Of what somebody wrote only ids are in it, which can be nothing else. Pure."""

from collections.abc import Collection, Sequence

from digest.archive.feedback import Ledger, Taps
from digest.core.plural import counted
from digest.feedback.body import Said
from digest.feedback.effect import Moved
from digest.pages.report_page import BEST

NAMED = 10
"""So many ids of one kind are named; of more, the number."""
OFF = (
    "Nothing was counted: `feedback` is not `on` in `config.yml`. Switch it on there, then reopen this issue. "
    "[What feedback does](../blob/HEAD/docs/feedback.md)"
)


def marked(event: int) -> str:
    """The mark by which a later run knows that an opening or reopening was answered; nobody sees it."""
    return f"<!-- digest-feedback {event} -->"


def answer(taps: Taps, said: Said, known: Collection[str], after: Ledger, moved: Moved | None) -> str:
    """The answer to an issue, once it is taken: what counts now, what does not, and what that changes.

    `taps` are what the ledger has of the issue, `known` the papers that reports have announced, and `after` is the
    ledger with the issue.
    """
    named = (*said.more, *said.fewer)
    unknown = [paper_id for paper_id in named if paper_id not in known]
    lines = _standing(taps, after)
    if not named:
        lines.append("Nothing was counted: there is no ticked box and no arXiv id. Tick boxes, then reopen this issue.")
    elif not taps.count and len(unknown) < len(named):
        lines.append("Taken back: what this issue says no longer counts, until you reopen it once more.")
    if unknown:
        verb = "is" if len(unknown) == 1 else "are"
        lines.append(f"{_listed(unknown)} {verb} in no report of this digest, so there is nothing to learn from.")
    if taps.count:
        lines += [_effect(moved)] if moved else []
        lines.append("To take it back, reopen this issue, or give the same papers the other thumb.")
    return "\n\n".join([*lines, marked(taps.event)])


def _standing(taps: Taps, after: Ledger) -> list[str]:
    """What the papers of an issue are now, a sentence a kind."""
    standing = {thumbed.id: thumbed.thumb for thumbed in after.thumbs()}
    up = [paper_id for paper_id in taps.up if standing.get(paper_id) == "up"]
    down = [paper_id for paper_id in taps.down if standing.get(paper_id) == "down"]
    neither = sorted({*taps.up, *taps.down}.difference(up, down))
    lines = []
    if up:
        lines.append(f"👍 {_listed(up)}: from the next report on, papers like {_it(up)} come further up.")
    if down:
        lines.append(f"👎 {_listed(down)}: from the next report on, papers like {_it(down)} come further down.")
    if neither:
        lines.append(f"{_listed(neither)}: this takes the other thumb back, which was there before.")
    return lines


def _effect(moved: Moved) -> str:
    if not moved.papers:
        return f"By title, the best {BEST} of {moved.day} would stay the same."
    return f"By title, {counted(moved.papers, 'paper')} of {moved.day} would move into your best {BEST}."


def _listed(paper_ids: Sequence[str]) -> str:
    names = ", ".join(f"`{paper_id}`" for paper_id in paper_ids[:NAMED])
    more = len(paper_ids) - NAMED
    return f"{names} and {more} more" if more > 0 else names


def _it(paper_ids: Sequence[str]) -> str:
    return "it" if len(paper_ids) == 1 else "them"
