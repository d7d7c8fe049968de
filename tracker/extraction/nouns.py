"""Nouns by which a text reports: `expressed doubt about`, `their willingness to`, `a warning that`."""

from __future__ import annotations

from typing import Final

from events.vocabulary import Act

__all__ = ["CARRIERS", "NOUNS", "NO_COMMENT_NOUNS", "NO_COMMENT_VERBS", "SUPPORT", "WILLING"]

_TABLE: Final = {
    Act.STATES: "desire wish hope doubt doubts scepticism skepticism concern concerns fear fears confidence belief "
    "view opinion regret regrets gratitude thanks support backing satisfaction optimism pessimism interest surprise "
    "sympathy statement comment remark announcement claim argument assurance conviction solidarity sorrow dismay",
    Act.OFFERS: "willingness readiness offer proposal suggestion openness",
    Act.PROMISES: "promise pledge commitment vow guarantee intention determination assurances",
    Act.REQUESTS: "demand call request appeal need plea",
    Act.REJECTS: "rejection refusal opposition denial objection objections reluctance disagreement",
    Act.THREATENS: "warning threat ultimatum warnings threats",
    Act.ACCUSES: "criticism complaint complaints accusation condemnation anger outrage frustration disappointment",
    Act.CONCEDES: "agreement acceptance apology admission",
}

NOUNS: Final[dict[str, Act]] = {noun: act for act, nouns in _TABLE.items() for noun in nouns.split()}
"""What is expressed, and the act it makes."""

CARRIERS: Final = frozenset(
    "express expresses expressed expressing voice voices voiced voicing issue issues issued issuing make makes made "
    "making give gives gave given giving deliver delivers delivered repeat repeats repeated renew renews renewed "
    "raise raises raised".split()
)
"""Verbs that say nothing of their own and carry such a noun."""

WILLING: Final = frozenset({"willingness", "readiness", "offer", "openness", "desire", "wish", "ready", "willing"})
SUPPORT: Final = frozenset({"support", "backing"})

NO_COMMENT_VERBS: Final = frozenset(
    "comment say discuss answer elaborate respond reply disclose confirm speculate".split()
)
"""What one declines or refuses to do, or does not do, who does not comment."""
NO_COMMENT_NOUNS: Final = frozenset({"comment", "comments"})
