"""Nouns and adjectives by which a text reports: `expressed doubt about`, `their refusal to`, `was adamant that`."""

from __future__ import annotations

from typing import Final

from events.vocabulary import Act

__all__ = ["ADJECTIVES", "CARRIERS", "COMPLETED", "NOUNS", "NO_COMMENT_NOUNS", "NO_COMMENT_VERBS", "SUPPORT", "WILLING"]

_TABLE: Final = {
    Act.STATES: "decision desire wish hope doubt doubts scepticism skepticism concern concerns fear fears confidence "
    "belief view opinion regret regrets gratitude thanks support backing satisfaction optimism pessimism "
    "interest surprise sympathy statement comment remark announcement claim argument assurance conviction "
    "solidarity sorrow dismay question questions praise prediction conclusion assertion contention arguments",
    Act.OFFERS: "willingness readiness offer proposal suggestion openness",
    Act.PROMISES: "promise pledge commitment vow guarantee intention determination assurances",
    Act.REQUESTS: "demand call request appeal need plea demands calls appeals insistence",
    Act.REJECTS: "rejection refusal opposition denial objection objections reluctance disagreement",
    Act.THREATENS: "warning threat ultimatum warnings threats",
    Act.ACCUSES: "criticism complaint complaints accusation condemnation anger outrage frustration disappointment "
    "allegation allegations accusations attack attacks",
    Act.CONCEDES: "agreement acceptance apology admission",
}

NOUNS: Final[dict[str, Act]] = {noun: act for act, nouns in _TABLE.items() for noun in nouns.split()}
"""What is expressed, and the act it makes."""

_ADDED: Final = {
    Act.STATES: "hopes claims plan plans beliefs fear worry worries suggestions",
    Act.PROMISES: "promises pledges vows assurance",
    Act.OFFERS: "offers proposals",
}
COMPLETED: Final[dict[str, Act]] = {
    noun: act
    for noun, act in (*NOUNS.items(), *((noun, act) for act, nouns in _ADDED.items() for noun in nouns.split()))
    if noun not in {"statement", "comment", "remark", "support", "backing", "interest", "need", "thanks", "view"}
}
"""What somebody has who is named as its owner, and what a clause completes: `Reck's claim that`."""

_ATTITUDES: Final = {
    Act.STATES: "convinced confident certain sure hopeful optimistic pessimistic worried concerned afraid adamant "
    "skeptical sceptical doubtful proud grateful glad pleased sorry angry furious disappointed alarmed clear keen "
    "eager anxious supportive critical wary mindful",
    Act.OFFERS: "willing ready prepared open",
    Act.PROMISES: "determined committed dedicated",
    Act.REJECTS: "opposed unwilling reluctant",
}
ADJECTIVES: Final[dict[str, Act]] = {word: act for act, words in _ATTITUDES.items() for word in words.split()}
"""What somebody is who holds a view, and the act it makes."""

CARRIERS: Final = frozenset(
    "express expresses expressed expressing voice voices voiced voicing issue issues issued issuing make makes made "
    "making give gives gave given giving deliver delivers delivered repeat repeats repeated renew renews renewed "
    "raise raises raised sounded sounds sounding unveiled unveils lodged lodges submitted extended tabled presented "
    "reached signed persisted filed launched reiterated".split()
)
"""Verbs that say nothing of their own and carry such a noun."""

WILLING: Final = frozenset({"willingness", "readiness", "offer", "openness", "desire", "wish", "ready", "willing"})
SUPPORT: Final = frozenset({"support", "backing"})

NO_COMMENT_VERBS: Final = frozenset(
    "comment say discuss answer elaborate respond reply disclose confirm speculate".split()
)
"""What one declines or refuses to do, or does not do, who does not comment."""
NO_COMMENT_NOUNS: Final = frozenset({"comment", "comments"})
