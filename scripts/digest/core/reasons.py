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
}
"""docs/troubleshooting.md has a remedy for each under these words."""
REFUSALS: frozenset[Reason] = frozenset({"credentials", "payment", "forbidden", "no_model", "not_found"})
"""Those that calling again does not cure; the owner has to change something."""
