"""The engine `llm`: windows of a text, a model's answers, drafts; or one sentence of why there are none."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import warnings
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, Final

from events.ticking import Tick
from tracker.errors import EngineFailedError, MissingExtraError
from tracker.extraction.draft import Draft, Span
from tracker.extraction.extractor import Extraction, Fingerprint, rules_digest
from tracker.extraction.marks import quotations
from tracker.extraction.model.answers import Answer
from tracker.extraction.model.placing import Placing, Reader
from tracker.extraction.model.prompt import ISSUES_MAX, question
from tracker.extraction.model.settings import Settings
from tracker.extraction.model.windows import windows
from tracker.extraction.names import Names

__all__ = ["WINDOWS_MAX", "LlmExtractor"]

WINDOWS_MAX: Final = 40
_WARNING_MAX: Final = 300
_VERSION: Final = "1"

MakeModel = Callable[[Settings, Any], Any]


class LlmExtractor:
    """Asks a model which words of a text are statements. Not deterministic, as models are not."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        wait: Callable[[float], Any] = asyncio.sleep,
        make_model: MakeModel | None = None,
    ) -> None:
        """Take the settings, else those of the environment; the model, else that of the service they name.

        Raises:
            UnconfiguredEngineError: the environment names no service.
            MissingExtraError: the extra `llm` is not installed.
        """
        self._settings = settings or Settings.of(os.environ)
        self._wait = wait
        try:
            from tracker.extraction.model import asking
        except ImportError as error:
            raise MissingExtraError("the engine llm", "llm") from error
        self._asking = asking
        self.tick: Tick | None = None
        """Is told which window the model is asked about, counted from 1, and of how many."""
        self._make_model = make_model or asking.model_of

    @property
    def fingerprint(self) -> Fingerprint:
        """What makes its drafts: the prompt, the schema, how it is asked, and the model by its name."""
        digest = hashlib.sha256(rules_digest().encode())
        for path in sorted(Path(__file__).parent.glob("*.py")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        digest.update(json.dumps([self._settings.model, Answer.model_json_schema()], sort_keys=True).encode())
        return Fingerprint("llm", f"{_VERSION} ({self._settings.model})", digest.hexdigest())

    def extract(self, text: str, names: Names) -> Extraction:
        """Return what the model finds, in the text's own words.

        Raises:
            EngineFailedError: the service gave no answer that can be read; nothing of the text is proposed then.
        """
        read = list(islice(windows(text), WINDOWS_MAX + 1))
        reader = Reader(text, names, quotations(text))
        placed = [Placing(reader, window) for window in read[:WINDOWS_MAX]]
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always", UserWarning)  # what the library says of the model: a part of the answer
            if placed:
                _run(self._ask(text, names, placed))
        return Extraction(
            drafts=_merged([each.drafts for each in placed]),
            warnings=tuple(dict.fromkeys([*_limits(read, names), *(_line(each) for each in heard)])),
            dropped=tuple(dropped for each in placed for dropped in each.dropped),
        )

    async def _ask(self, text: str, names: Names, placed: Sequence[Placing]) -> None:
        async with self._asking.client_of(self._settings, self._wait) as client:
            agent = self._asking.agent_of(self._make_model(self._settings, client))
            for number, each in enumerate(placed, 1):
                if self.tick is not None:
                    self.tick(number, len(placed))
                try:
                    await self._asking.ask(agent, question(each.window.of(text), names.issues), each)
                except self._asking.FAILURES as error:
                    # Not `from error`: what it holds on to is the request, with the key in its header.
                    raise self._told(error) from None

    def _told(self, error: Exception) -> EngineFailedError:
        what = f"{self._settings.model!r} at {self._settings.url} gives no answer of the form asked for"
        return EngineFailedError("llm", f"{what} ({type(error).__name__})")


def _run(asking: Coroutine[Any, Any, None]) -> None:
    """Run to the end; in a thread where this one already runs a loop, as a notebook's does."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(asking)
        return
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, asking).result()


def _line(heard: warnings.WarningMessage) -> str:
    return " ".join(str(heard.message).split())[:_WARNING_MAX]


def _limits(read: Sequence[Span], names: Names) -> Iterator[str]:
    if len(read) > WINDOWS_MAX:
        yield f"only the first {read[WINDOWS_MAX - 1].end:,} characters were read, in {WINDOWS_MAX} pieces"
    if len(names.issues) > ISSUES_MAX:
        yield f"only the first {ISSUES_MAX} issues were offered to the model"


def _merged(found: Sequence[Sequence[Draft]]) -> Sequence[Draft]:
    """Return all drafts in the order of the text; what two windows give of the same words, only the longer of them."""
    kept: list[Draft] = []
    before: Sequence[Draft] = ()
    for drafts in found:  # no more than two windows have words in common
        ours = [each for each in drafts if not any(_is_within(each, other) for other in before)]
        kept += [each for each in before if not any(_is_within(each, other) for other in ours)]
        before = ours
    return tuple(sorted([*kept, *before], key=lambda each: each.content))


def _is_within(one: Draft, other: Draft) -> bool:
    return other.content.holds(one.content)
