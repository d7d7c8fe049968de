"""A service on this machine that speaks OpenAI's chat completions and says what it was told to say, reply by reply."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["ENDLESS", "HELD", "STALLED", "Reply", "Service", "answer", "said", "serving"]


@dataclass(frozen=True)
class Reply:
    """One answer of the service."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "whole"


HELD = Reply(kind="held")
"""Nothing, until the service stops."""
STALLED = Reply(kind="stalled")
"""The beginning of a body, and then nothing."""
ENDLESS = Reply(kind="endless")
"""A body without an end."""


def said(content: str, reason: str = "stop") -> Reply:
    """Return the reply of a model that says so."""
    message = {"role": "assistant", "content": content}
    document = {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted",
        "choices": [{"index": 0, "finish_reason": reason, "message": message}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
    return Reply(body=json.dumps(document).encode())


def answer(*statements: Mapping[str, Any]) -> Reply:
    """Return the reply of a model that found these statements."""
    return said(json.dumps({"statements": statements}))


@dataclass
class Service:
    """What is still to be said, and what was asked."""

    script: list[Reply]
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def question(self, number: int) -> str:
        """Return everything of one request that the model reads, as it stands there."""
        return "\n".join(str(message["content"]) for message in self.asked[number]["messages"])


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: Service

    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        self.service.asked.append(json.loads(self.rfile.read(length)))
        self.service.headers.append({name.lower(): value for name, value in self.headers.items()})
        self.service.paths.append(self.path)
        reply = self.service.script.pop(0)
        if reply.kind == "held":
            self._hold()
            return
        self.send_response(reply.status)
        self.send_header("content-type", "application/json")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.kind == "endless":
            self.end_headers()
            self._flood()
        elif reply.kind == "stalled":
            self.end_headers()
            self.wfile.write(b"{")
            self._hold()
        else:
            self.send_header("content-length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

    def _hold(self) -> None:
        self.close_connection = True
        self.service.over.wait()

    def _flood(self) -> None:
        self.close_connection = True
        try:
            while not self.service.over.is_set():
                self.wfile.write(b" " * 65_536)
        except OSError:
            pass  # the other side has had enough

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Say nothing."""


@contextmanager
def serving(*script: Reply) -> Iterator[Service]:
    """Serve on a free port of this machine for the time of the block."""
    service = Service(list(script))
    handler = type("Handler", (_Handler,), {"service": service})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        service.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield service
        finally:
            service.over.set()
            server.shutdown()
            thread.join()
