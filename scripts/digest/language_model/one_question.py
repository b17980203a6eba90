"""One tiny question to a model, without retries: whether its API is there, and what it says of itself."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass

from digest.config.schema import Llm
from digest.language_model.api import Api
from digest.language_model.faults import Fault
from digest.language_model.reply import Reply

QUESTION = "Answer with the word: ok"


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What came of it."""

    reply: Reply | Fault
    headers: Mapping[str, str]
    """Of the answer, names in lower case; the key is in none."""
    seconds: float
    address: str
    """The base URL that was asked, of those that may be meant the one that is an API's."""
    models: str
    """What the API gives for its list of models, where it answered; untrusted."""


def ask(llm: Llm, api_key: str) -> Heard | None:
    """Ask at each address that may be meant, until one is an API's; None where the key cannot be sent.

    Raises ConfigurationError for an unusable `base_url`.
    """
    return asyncio.run(_ask(Api(llm, api_key)))


async def _ask(api: Api) -> Heard | None:
    if not api.open():
        return None
    try:
        for at in range(len(api.addresses)):
            began = time.monotonic()
            reply, headers = await api.plain(QUESTION, at)
            seconds = time.monotonic() - began
            if not (isinstance(reply, Fault) and reply.remedy == "address"):
                break
        models = "" if isinstance(reply, Fault) else await api.models(at)
        return Heard(reply=reply, headers=headers, seconds=seconds, address=api.addresses[at], models=models)
    finally:
        await api.close()
