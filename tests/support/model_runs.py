"""The summarise stage run against a model on loopback."""

from collections.abc import Callable, Sequence
from typing import Any

from digest.config.prompts import load_prompt
from digest.config.schema import Llm
from digest.console.command import ROOT
from digest.core.report import Paper, Score
from digest.language_model.caller import Caller
from digest.rank.ranking import Ranked
from digest.summarise.by_model import Summarised, summarise
from digest.summarise.question import Asking
from digest.summarise.saved import Saved
from fake_model import FakeModel, item, says
from simulated_clock import SimulatedClock

PROMPT = load_prompt(ROOT / "prompts" / "summary.md")


KEY = "sk-made-up-4f7a"


ABSTRACT = (
    "Decoding one word after the other is slow. We let a small model draft words that a large one verifies. "
    "On 12 tasks this is 3x faster and loses 0.4% of the quality, with 1.11M training examples."
)


def ranked(count: int = 1) -> list[Ranked]:
    """Made-up papers, best first."""
    names = ("Drafting", "Verifying", "Sampling", "Caching", "Routing", "Pruning", "Merging", "Tuning")
    return [
        Ranked(
            Paper(
                id=f"2611.{90001 + number}",
                version=1,
                title=f"{names[number % 8]} words number {number} in language models",
                abstract=ABSTRACT,
                categories=("cs.CL", "cs.LG"),
            ),
            Score(total=90 - number % 90, by="interests"),
        )
        for number in range(count)
    ]


def made_up(model: FakeModel, /, **llm: Any) -> Llm:
    """The settings for a model on loopback, asked one question at a time."""
    return Llm(**{"base_url": model.url, "model": "made-up", "concurrency": 1, **llm})


def run(
    model: FakeModel,
    papers: Sequence[Ranked] | None = None,
    /,
    *,
    saved: Saved | None = None,
    language: str = "zh-CN",
    interests: Sequence[str] = ("fast inference",),
    key: str = KEY,
    caller: Caller | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
    **llm: Any,
) -> Summarised:
    """Summarise with a model on loopback, by a caller of its own or by one that has learned of it.

    A caller of its own does not wait before it tries again: its clock is simulated.
    """
    configured = made_up(model, **llm)
    return summarise(
        ranked() if papers is None else papers,
        caller=caller or Caller(configured, key, SimulatedClock().clock),
        asking=Asking.of(configured, language, interests, PROMPT),
        saved=saved,
        progress=progress,
    )


def states(result: Summarised) -> list[str]:
    """The status of each entry; the reason where it is pending."""
    return [entry.summary.why or entry.summary.status for entry in result.entries]


def one(**changes: Any) -> str:
    """What a model says that answers well for the first paper, but for the changes."""
    return says(item("2611.90001", **changes))
