"""Verbs that report, the speech act of each, and what may follow them.

A line is a verb in its base form, further forms where they are irregular, then its act and letters that say what its
content can be:

    c  a clause, with `that` or without           o  a person, and then one of the others
    n  the thing itself: `rejected the plan`      i  an infinitive: `promised to open it`
    q  only a quotation: `laughed`                +x the words after the preposition x: `called for talks`
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from events.vocabulary import Act

__all__ = ["HELD", "Inflected", "Verb", "inflected", "verb"]

_TABLE: Final = """
say/said/says states c | state states c | tell/told states oci | announce states cn | declare states cn | add states c
note states c | explain states c | argue states c+for+against | claim states cn | believe states c
think/thought states c | insist states c+on | stress states cn | emphasise states cn | emphasize states cn
underline states cn | underscore states cn | maintain states c | observe states c | remark states c
reiterate states cn | repeat states cn | reaffirm states cn | affirm states cn | confirm states cn | assert states cn
contend states c | suggest states cn | indicate states cn | hint states c+at | predict states cn | estimate states c
reveal states c | write/wrote/written states c | reply states c | respond states c | answer states q
ask requests oqi+for | describe states n | call states n+for+on | characterise states n | characterize states n
recall states c | conclude states c | comment states q | signal states cn | express states n | voice states n
report states cn | hope states ci | fear states cn | expect states cin | doubt states cn | joke states c
quip states q | laugh states q | shout states q | whisper states q | cry states q | tweet states c | post states q
exclaim states q | continue states q | begin/began states q | warn threatens oci+of+against+about
threaten threatens icn | caution threatens oc+against | pledge promises cin | promise promises cino | vow promises cin
commit promises +to | guarantee promises c | undertake/undertook/undertaken promises i | swear/swore/sworn promises ci
agree promises ic+to+on+with | offer offers ni | propose offers cni | volunteer offers i | recommend offers cn
welcome states n | praise states n | hail states n | endorse states n | back states n | applaud states n
support states n | favour states n | favor states n | thank states +for | regret states cn | lament accuses cn
apologise concedes +for | apologize concedes +for | complain accuses c+of+about | criticise accuses n
criticize accuses n | condemn accuses n | denounce accuses n | decry accuses n | deplore accuses n | slam accuses n
blast accuses n | accuse accuses +of | blame accuses n+for+on | protest accuses c+against | allege accuses c
charge accuses c | reject rejects n | dismiss rejects n | deny/denied rejects cn | refuse rejects ni
rule rejects c+out+against | overrule rejects n | overturn rejects n | repeal rejects n | oppose rejects n
dispute rejects cn | contest rejects n | refute rejects n | object rejects +to | rebuff rejects n
decline declines in | demand requests cni | request requests nc | urge requests oin | appeal requests +for+to
press requests +for | insist requests +on | plead requests +for | admit concedes c+to | concede concedes cn
acknowledge concedes cn | recognise concedes c | recognize concedes c | accept concedes n | read/read states q
quote states q | tout states n | credit states n | want requests in | mean/meant states q | point states +to+out
speak/spoke/spoken states +of | boast states c+of | brag states c+about | vent states q | muse states c
counter states c | retort states c | elaborate states q | clarify states c | advise requests oc | instruct requests o
order requests o | call requests q | call_on requests o | consider states n | question rejects n | imply states c
testify states c | proclaim states cn | disclose states c | assure promises oc | remind states oc | inform states oc
notify states oc | brief states q | concur states c | stipulate states c | cite states n | specify states cn
detail states n | outline states n | discuss states n | debate states n | mention states cn | echo states n
recite states n | recount states cn | appreciate states n | explore states n | profess states cn | attest states c+to
brand states n | label states n | term states n | dub states n | deem states n | judge states n | liken states n
compare states n | portray states n | depict states n | view states n | regard states n | compliment states n
laud states n | commend states n | salute states n | congratulate states n | defend states n | justify states n
mock accuses n | ridicule accuses n | deride accuses n | berate accuses n | rebuke accuses n | chide accuses n
castigate accuses n | lambaste accuses n | assail accuses n | bemoan accuses n | disparage accuses n
belittle accuses n | fault accuses n | admonish accuses n | reproach accuses n | rail accuses +against
feel/felt states c | suspect states cn | assume states c | presume states c | worry states c+about | wonder states c
realise states c | realize states c | reckon states c | guess states c | foresee/foresaw/foreseen states n
anticipate states cn | envision states n | intend promises i | plan promises i | aim promises i
seek/sought requests in | decide states ci | resolve promises ci | opt states i+for | vote states i+for+against
prefer states ni | desire states ni | know/knew/known states c | show/showed/shown states c | demonstrate states c
encourage requests oin | implore requests oi | beg/begged requests oi | exhort requests oi | lobby requests +for
advocate requests n | push requests +for | veto rejects n | spurn rejects n | repudiate rejects n | renounce rejects n
disavow rejects n | rebut rejects n | disagree rejects +with | scoff rejects c+at | balk rejects +at
interject states q | consent concedes +to | assent concedes +to | forbid/forbade/forbidden rejects n
highlight states cn | invoke states n | challenge rejects n | discover states c | document states n
uphold/upheld states n | reassert states cn | embrace states n | champion states n | resist rejects n
admire states n | weigh states n | mull states n | ponder states n | refer/referred states +to | allude states +to
touch states +on | focus states +on | learn states c | understand/understood states c | remember states c
trust states c | examine states n | spell/spelled states +out | lay/laid states +out | find/found states c
see/saw/seen states c+as | envisage states n | contemplate states n | consult consults +with
"""


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb that reports."""

    base: str
    act: Act
    kinds: frozenset[str]
    """Of `c`, `n`, `o`, `i`, `q`."""
    prepositions: frozenset[str]

    @property
    def quotes(self) -> bool:
        """Whether a quotation can be attributed with it."""
        return bool(self.kinds & {"c", "q", "o"}) or self.base in _QUOTES_TOO


class Inflected(NamedTuple):
    """A form of a verb, as it stands in a text."""

    verb: Verb
    form: str
    """`base`, `third`, `past`, `participle` (the past one, where it has a form of its own) or `present` (-ing)."""


HELD: Final = frozenset(
    "want believe think expect support accept recognise recognize intend plan agree favour favor back endorse know "
    "understand trust".split()
)
"""Verbs by which somebody holds something: not to do it is to hold something, too."""

_QUOTES_TOO: Final = frozenset({"urge", "criticise", "call", "demand", "vow", "lament", "propose", "offer"})
_NOT_DOUBLED: Final = frozenset({"offer", "answer", "order", "whisper", "counter", "consider", "volunteer", "signal"})
_VOWELS: Final = frozenset("aeiou")


def verb(word: str) -> Verb | None:
    """Return the verb that a word in lower case may be a form of."""
    found = inflected(word)
    return found.verb if found else None


def inflected(word: str) -> Inflected | None:
    """Return which form of which verb a word in lower case may be; a noun may look the same."""
    return _forms().get(word)


@cache
def _forms() -> dict[str, Inflected]:
    found: dict[str, Inflected] = {}
    for line in _TABLE.replace("\n", " | ").split("|"):
        if line.strip():
            spelt, act, letters = line.split()
            base, *irregular = spelt.split("/")
            kinds, *prepositions = letters.split("+")
            made = Verb(base, Act(act), frozenset(kinds), frozenset(prepositions))
            for form, name in _inflections(base, irregular):
                known = found.get(form)
                merged = made if known is None else _merged(known.verb, made)
                found[form] = Inflected(merged, known.form if known else name)
    return found


def _merged(one: Verb, other: Verb) -> Verb:
    return Verb(one.base, one.act, one.kinds | other.kinds, one.prepositions | other.prepositions)


def _inflections(base: str, irregular: list[str]) -> list[tuple[str, str]]:
    """Return the forms of a verb with their names."""
    forms = [(base, "base"), (_third(base), "third"), (_stem(base) + "ing", "present")]
    past = [form for form in irregular if not form.endswith("s")]
    if not past:
        return [*forms, (_past(base), "past")]
    return [*forms, (past[0], "past"), *((form, "participle") for form in past[1:])]


def _third(base: str) -> str:
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")


def _past(base: str) -> str:
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ied"
    return base + "d" if base.endswith("ee") else _stem(base) + "ed"


def _stem(base: str) -> str:
    """Return what -ing is joined to."""
    if base.endswith("e") and not base.endswith("ee"):
        return base[:-1]
    short = len(base) > 2 and base[-1] in "bdgmnprt" and base[-2] in _VOWELS and base[-3] not in _VOWELS
    doubled = short and (len(base) <= 4 or base in {"admit", "commit", "regret"}) and base not in _NOT_DOUBLED
    return base + base[-1] if doubled else base
