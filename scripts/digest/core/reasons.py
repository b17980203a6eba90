"""Why summaries are missing, in words for the terminal and for notices; a page says it in its language (labels/)."""

from collections.abc import Mapping

from digest.core.report import Reason

WORDS: Mapping[Reason, str] = {
    "no_key": "no model is set up",
    "credentials": "the model's API refuses the key",
    "payment": "the account at the model's API has no credit",
    "forbidden": "the model's API forbids this key to use the model",
    "no_model": "the model does not exist (any more)",
    "not_found": "the model's API answers 404 at every address",
    "rate_limited": "the model's API allows no more calls for now",
    "unreachable": "the model's API could not be reached",
    "bad_answer": "the model's answer did not pass the checks",
    "token_limit": "the limit llm.max_tokens_per_run was reached",
    "deadline": "this run ran out of time",
    "defect": "a defect of the digest",
    "not_started": "the model on this machine could not be started",
    "not_downloaded": "the model's weights could not be downloaded",
    "time_used": "the time for the model on this machine was used up",
    "not_believed": "no answer of the model on this machine passed the checks",
    "server_ended": "the model on this machine ended before its time",
}
"""docs/troubleshooting.md has a remedy for each under these words."""
REFUSALS: frozenset[Reason] = frozenset({"credentials", "payment", "forbidden", "no_model", "not_found", "not_started"})
"""Those that calling again does not cure; the owner has to change something."""
FOR_GOOD: frozenset[Reason] = frozenset({"time_used", "not_believed", "server_ended"})
"""Those of a small model, which is not asked again: the sentences of the abstract stay, and nobody has to act."""
