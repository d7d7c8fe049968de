"""The requests: what they carry, how often one is sent, how long it takes, and how much may come back.

Stands between the client library and the network. What leaves the machine is decided here: the headers that are
needed, and the body. No redirect is followed and no proxy used, so it goes to the configured address or nowhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, Self

import httpx2

from tracker.errors import EngineFailedError
from tracker.extraction.model.completion import completion, reason
from tracker.extraction.model.settings import KEY, MODEL, TIMEOUT, URL, Settings

__all__ = ["BODY_MAX", "TRIES", "WAIT_MAX", "Transport", "Wait"]

Wait = Callable[[float], Awaitable[None]]
"""Passes so many seconds."""

TRIES: Final = 4
WAIT_MAX: Final = 60
"""Seconds; a service that wants more is left alone."""
BODY_MAX: Final = 1_048_576
_BUSY: Final = frozenset({429, 500, 502, 503, 504, 529})
_SAID_MAX: Final = 200


class Transport:
    """Has the shape of an `httpx2.AsyncBaseTransport`, for a client that is used as a context."""

    def __init__(self, settings: Settings, wait: Wait = asyncio.sleep) -> None:
        self._settings = settings
        self._wait = wait
        self._inner = httpx2.AsyncHTTPTransport()

    async def __aenter__(self) -> Self:
        """Open the connections."""
        await self._inner.__aenter__()
        return self

    async def __aexit__(self, *raised: Any) -> None:
        """Close them."""
        await self._inner.__aexit__(*raised)

    async def handle_async_request(self, request: Any) -> Any:
        """Return the answer, which is 200 and a chat completion of bounded size; ask again while the service is busy.

        Raises:
            EngineFailedError: there is no such answer.
        """
        status, body = await self._patiently(self._bare(request))
        if status != httpx2.codes.OK:
            raise EngineFailedError("llm", self._refusal(status, body))
        sound = completion(body)
        if sound is None:
            raise EngineFailedError("llm", f"{self._settings.url} answers with what is no chat completion")
        return httpx2.Response(status, headers={"content-type": "application/json"}, content=sound, request=request)

    def _bare(self, request: Any) -> Any:
        """Return the request with no headers but those it needs: the library's tell of this machine."""
        headers = {"content-type": "application/json", "accept": "application/json", "accept-encoding": "identity"}
        if self._settings.key is not None:
            headers["authorization"] = f"Bearer {self._settings.key}"
        # No extensions either: they hold the library's timeouts, and ours is for all of a request.
        return httpx2.Request(request.method, request.url, headers=headers, content=request.content)

    async def _patiently(self, request: Any) -> tuple[int, bytes]:
        for attempt in range(TRIES - 1):
            status, headers, body = await self._once(request)
            if status not in _BUSY:
                return status, body
            await self._wait(self._pause(status, headers, attempt))
        status, _, body = await self._once(request)
        return status, body

    async def _once(self, request: Any) -> tuple[int, Any, bytes]:
        try:
            async with asyncio.timeout(self._settings.timeout):
                response = await self._inner.handle_async_request(request)
                try:
                    return response.status_code, response.headers, await self._body(response)
                finally:
                    await response.aclose()
        except (TimeoutError, httpx2.TimeoutException) as error:
            told = f"did not answer within {self._settings.timeout:g} seconds; {TIMEOUT} sets how long"
            raise EngineFailedError("llm", f"{self._settings.url} {told}") from error
        except (httpx2.HTTPError, OSError) as error:
            told = f"{self._settings.url} cannot be reached: {error or type(error).__name__}; {URL} names it"
            raise EngineFailedError("llm", told) from error

    async def _body(self, response: Any) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise EngineFailedError("llm", f"{self._settings.url} answers compressed, and was asked not to")
        body = bytearray()
        async for chunk in response.stream:
            body += chunk
            if len(body) > BODY_MAX:
                raise EngineFailedError("llm", f"{self._settings.url} answers with more than {BODY_MAX:,} bytes")
        return bytes(body)

    def _pause(self, status: int, headers: Any, attempt: int) -> float:
        """Return how many seconds to wait: as the service says, else one, two, four."""
        asked = headers.get("retry-after", "").strip()
        if not asked.isdecimal() or not asked.isascii():  # a date, too: its clock need not be ours
            return float(2**attempt)
        if len(asked) > len(str(WAIT_MAX)) or int(asked) > WAIT_MAX:
            told = (
                f"{self._settings.url} answered {status} and wants to be left alone for {asked[:10]} seconds; try later"
            )
            raise EngineFailedError("llm", told)
        return float(asked)

    def _refusal(self, status: int, body: bytes) -> str:
        url = self._settings.url
        if status in {401, 403}:
            return f"{url} refused the key ({status}); {KEY} holds it"
        if status in _BUSY:
            return f"{url} answered {status} {TRIES} times; try later"
        if status == httpx2.codes.NOT_FOUND:
            return f"{url} has no chat completions, or no model {self._settings.model!r} (404); see {URL} and {MODEL}"
        return f"{url} answered {status}{self._said(body)}"

    def _said(self, body: bytes) -> str:
        """Return the reason that the service gives, without the key, which some repeat."""
        said = reason(body)
        if said is None or (self._settings.key and self._settings.key in said):
            return ""
        return f": {said[:_SAID_MAX]}"
