"""What a taste has learned from papers, for the record of a report. Pure."""

from collections import Counter
from collections.abc import Mapping

from digest.core.run_record import LearnedRecord
from digest.rank.profile import Profile, Source
from digest.rank.topics import topics

_TOPICS = 6
_COUNTED_AS: Mapping[Source, str] = {"liked": "liked", "library": "library", "feedback": "taps"}


def learned(profile: Profile, of_library: int = 0) -> LearnedRecord | None:
    """What stands in the record of a report: nothing where no paper is liked or disliked.

    `of_library` is how many papers of the library were read. Those that count as liked or tapped instead are among
    them: their number beside the other one would tell whether a paper that was tapped stands in a private library.
    """
    examples = profile.every_example
    if not examples:
        return None
    counts = Counter(_COUNTED_AS[example.source] for example in examples)
    if of_library:
        counts["library"] = of_library
    in_common = {topic.text: len(topic.examples) for topic in topics(profile, _TOPICS)}
    return LearnedRecord.model_validate({**counts, **({"topics": in_common} if in_common else {})})
