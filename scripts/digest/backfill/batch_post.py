"""Sending a batch, waiting for it and fetching its answers."""

import asyncio
import time
from collections.abc import Sequence

from digest.backfill.batch_lines import Batch, read_batch, read_batches, read_file_id
from digest.console.progress import Progress
from digest.core.report import Reason
from digest.language_model.api import BATCHES_A_PAGE, BatchApi
from digest.language_model.caller import LONGEST_PAUSE_SECONDS
from digest.language_model.faults import Fault

MOST_PAGES = 10
"""Of an account's batches: 256 shards, each with a few, are found again."""
_TRIES = 2
"""To have a batch made."""
_UNTOLD = "The model's API does not say whether it has taken the batch."


class NoBatch(Exception):
    """There is no batch to go on with; `reason` says why the model cannot be called at all, where that is so."""

    def __init__(self, message: str, fault: Fault | None = None) -> None:
        super().__init__(message)
        self.reason: Reason | None = fault.reason if fault and fault.remedy == "stop" else None


class Unknown(Exception):
    """The API does not know the batch, or not any more."""


class StillWorking(Exception):
    """The time to wait is over, or the answers are out of reach: later, they can be had."""


class Post:
    """One API's batches."""

    def __init__(self, api: BatchApi, pause: float, progress: Progress) -> None:
        """`pause` is how many seconds to wait at first, before anything is asked again."""
        self._api = api
        self._pause = pause
        self._progress = progress

    async def find(self, mark: str) -> Batch | None:
        """The batch with the same questions that an earlier run sent, here or on another machine.

        Raises StillWorking where the list cannot be read now: a batch that is taken for lost is paid for twice.
        """
        after = ""
        for _ in range(MOST_PAGES):
            answer = await self._api.recent(after)
            if isinstance(answer, Fault) and answer.remedy == "retry":
                raise StillWorking(_UNTOLD)
            batches = read_batches(answer) if isinstance(answer, bytes) else ()
            batch = next((b for b in batches if b.mark == mark and b.status not in ("failed", "cancelled")), None)
            if batch or len(batches) < BATCHES_A_PAGE:
                return batch
            after = batches[-1].id
        return None

    async def send(self, content: bytes, mark: str) -> Batch:
        """The batch of a file of questions, which is sent unless an earlier run has.

        Raises NoBatch where the API does not take it, and StillWorking where nobody can tell whether it did, now or
        before: a batch that is sent again is paid for twice.
        """
        try:
            sent, is_told = await self.find(mark), True
        except StillWorking:  # so answers an API without batches as well, and it takes no file either
            sent, is_told = None, False
        if sent:
            return sent
        answer = await self._api.upload(content)
        file = read_file_id(answer) if isinstance(answer, bytes) else ""
        if file and not is_told and (sent := await self.find(mark)):
            return sent
        made = await self._made(file, mark) if file else answer
        if isinstance(made, Batch):
            return made
        raise NoBatch("The model's API takes no batches, or not now.", made if isinstance(made, Fault) else None)

    async def _made(self, file: str, mark: str) -> Batch | Fault:
        """The batch of a file, or why there is none. A call that failed may have arrived, so it is looked for first."""
        answer: bytes | Fault = b""
        for _ in range(_TRIES):
            answer = await self._api.create(file, mark)
            batch = read_batch(answer) if isinstance(answer, bytes) else None
            if batch:
                return batch
            if isinstance(answer, Fault) and answer.remedy != "retry":
                return answer
            wait = answer.wait_seconds if isinstance(answer, Fault) else None
            await asyncio.sleep(self._pause if wait is None else min(wait, LONGEST_PAUSE_SECONDS))
            batch = await self.find(mark)
            if batch:
                return batch
        if isinstance(answer, Fault) and answer.reason == "rate_limited":
            return answer
        raise StillWorking(_UNTOLD)

    async def final(self, id_: str, ends: float) -> Batch:
        """A batch of which nothing more will come.

        Raises Unknown where the API does not know it, NoBatch where it refuses all calls, and StillWorking where the
        monotonic clock passes `ends` first.
        """
        pause, shown = self._pause, ""
        while True:
            answer = await self._api.retrieve(id_)
            if isinstance(answer, Fault) and answer.remedy != "retry":
                if answer.remedy == "stop":
                    raise NoBatch(f"The model's API refuses to say how batch {id_} is.", answer)
                raise Unknown(f"The model's API does not know batch {id_} (any more).")
            batch = read_batch(answer) if isinstance(answer, bytes) else None
            if batch and batch.is_final:
                return batch
            done = f", {batch.completed + batch.failed} of {batch.total}" if batch else ""
            state = f"{batch.status}{done}" if batch else "nothing is heard of it"
            if state != shown:
                self._progress.say(f"Batch {id_}: {state}")
                shown = state
            if time.monotonic() + pause > ends:
                raise StillWorking(f"Batch {id_} is not finished ({state}).")
            await asyncio.sleep(pause)
            pause = min(1.5 * pause, LONGEST_PAUSE_SECONDS)

    async def contents(self, batch: Batch) -> Sequence[bytes]:
        """The files of a batch's answers. Raises StillWorking where one cannot be read now."""
        contents = []
        for file in filter(None, (batch.output_file_id, batch.error_file_id)):
            answer = await self._api.content(file)
            if isinstance(answer, bytes):
                contents.append(answer)
            elif answer.remedy == "retry":
                raise StillWorking(f"The answers of batch {batch.id} could not be fetched.")
        return contents

    async def clear(self, batch: Batch) -> None:
        """Remove a batch's questions from the account; its answers go by themselves in a month."""
        if batch.input_file_id:
            await self._api.delete(batch.input_file_id)
