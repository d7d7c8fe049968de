"""Asking the model about one window: its answer is checked against the text, and it is told what is wrong with it."""

from __future__ import annotations

from typing import Any, Final

import httpx2
from openai import AsyncOpenAI, OpenAIError
from pydantic_ai import Agent, ModelRetry, NativeOutput, UsageLimits
from pydantic_ai.exceptions import AgentRunError
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

from tracker.extraction.model.answers import Answer
from tracker.extraction.model.placing import Placing
from tracker.extraction.model.prompt import INSTRUCTIONS, told
from tracker.extraction.model.settings import Settings
from tracker.extraction.model.transport import Transport, Wait

__all__ = ["ANSWER_MAX", "FAILURES", "RETRIES", "agent_of", "ask", "client_of", "model_of"]

RETRIES: Final = 2
ANSWER_MAX: Final = 8_192
"""Tokens."""
FAILURES: Final = (AgentRunError, OpenAIError)
"""What the library raises where there is no answer that can be read."""
_HOW: Final = {"temperature": 0.0, "max_tokens": ANSWER_MAX, "framing_announcement": "never"}
_NO_KEY: Final = "none"
"""The library wants one; the transport sends none. Not left out, since it would take OpenAI's from the environment."""
_PROFILE: Final = {"supports_inline_system_prompts": False}
"""Many models that run at home take one system message, at the beginning, and refuse a conversation with another."""


def client_of(settings: Settings, wait: Wait) -> Any:
    """Return what sends the requests; a context manager, for one event loop."""
    return httpx2.AsyncClient(transport=Transport(settings, wait))


def model_of(settings: Settings, client: Any) -> Any:
    """Return the model, asked by that client; it sends nothing twice of its own accord."""
    service = AsyncOpenAI(base_url=settings.url, api_key=_NO_KEY, http_client=client, max_retries=0)
    return OpenAIChatModel(settings.model, provider=OpenAIProvider(openai_client=service), profile=_PROFILE)


def agent_of(model: Any) -> Any:
    """Return what asks a model for an `Answer`, and again while one does not hold."""
    agent = Agent(
        model,
        deps_type=Placing,
        output_type=NativeOutput(Answer, name="statements"),
        instructions=INSTRUCTIONS,
        retries={"output": RETRIES},
        model_settings=_HOW,
    )
    agent.output_validator(_checked)
    return agent


async def ask(agent: Any, question: str, placing: Placing) -> None:
    """Ask about one window; `placing` takes the answers. Raises one of `FAILURES`."""
    await agent.run(question, deps=placing, usage_limits=UsageLimits(request_limit=RETRIES + 1))


def _checked(context: Any, answer: Answer) -> Answer:
    """Send back an answer that the text does not bear out, naming each quotation; the last is taken as it is."""
    faults = context.deps.take(answer)
    if faults and not context.last_attempt:
        raise ModelRetry(told(faults))
    return answer
