"""What a taste has learned from papers, for the record of a report. Pure."""

from collections import Counter
from collections.abc import Mapping

from digest.core.run_record import LearnedRecord
from digest.rank.examples import Source
from digest.rank.profile import Profile
from digest.rank.topics import topics

_TOPICS = 6
_COUNTED_AS: Mapping[Source, str] = {"liked": "liked", "library": "library", "feedback": "taps"}


def note(profile: Profile) -> Mapping[str, LearnedRecord]:
    """What is added to the record of a report: nothing where no paper is liked or disliked."""
    examples = profile.every_example
    if not examples:
        return {}
    counts = Counter(_COUNTED_AS[example.source] for example in examples)
    in_common = {topic.text: len(topic.examples) for topic in topics(profile, _TOPICS)}
    return {"learned": LearnedRecord.model_validate({**counts, **({"topics": in_common} if in_common else {})})}
