"""What is taken of a service's reply: the model's words and whether it was stopped, or the reason of a refusal.

The client library trusts its service with the shape of a reply. So it gets one of ours, with these two in it.
"""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic import BaseModel, Field, ValidationError

__all__ = ["completion", "reason"]

_STOPPED: Final = ("length", "content_filter")


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message
    finish_reason: Any = None


class _Reply(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


class _Reason(BaseModel):
    message: str


class _Refusal(BaseModel):
    error: _Reason


def completion(body: bytes) -> bytes | None:
    """Return a chat completion that says what the reply says; None if that is no JSON, or has no words in it."""
    try:
        choice = _Reply.model_validate_json(body).choices[0]
    except ValidationError:
        return None
    document = {
        "id": "reply",
        "object": "chat.completion",
        "created": 0,
        "model": "",
        "choices": [
            {
                "index": 0,
                "finish_reason": choice.finish_reason if choice.finish_reason in _STOPPED else "stop",
                "message": {"role": "assistant", "content": choice.message.content},
            }
        ],
    }
    return json.dumps(document).encode()


def reason(body: bytes) -> str | None:
    """Return why a request was refused, in the service's words; None if it does not say."""
    try:
        return _Refusal.model_validate_json(body).error.message
    except ValidationError:
        return None
