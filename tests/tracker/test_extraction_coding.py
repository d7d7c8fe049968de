"""What a report comes to: its issues by their own keywords, its act, and a stance only where a rule gives one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker import create_ledger
from tracker.extraction.draft import Draft
from tracker.extraction.engines import engine
from tracker.extraction.guard import extract
from tracker.extraction.issues import IssueFinder, stem
from tracker.extraction.names import Named, Names, Office
from tracker.seeding import demo_events

NAMES = Names(
    [
        Named("venn", ("Orla Venn", "Venn"), offices=(Office("arvenia", "President"),)),
        Named("reck", ("Tomas Reck", "Reck"), offices=(Office("belmora", "Prime Minister"),)),
    ],
    [Named("arvenia", ("Arvenia",), adjectives=("Arvenian",)), Named("belmora", ("Belmora",))],
    [
        Named("bridge", ("bridge", "The Sill bridge is opened.")),
        Named("fishing-quotas", ("Fishing quotas of the lake", "fishing quotas", "The quotas are raised.")),
        Named("truce", ("truce", "ceasefire", "A truce on the Sill is kept.")),
        Named("guarantees", ("Security guarantees for Arvenia", "security guarantees")),
        Named("guarantees/talks", ("Talks on the guarantees",)),
        Named("monitors", ("monitors", "Foreign monitors are sent to the valley.")),
        Named("sanctions", ("sanctions", "Sanctions on Belmora are lifted.")),
        Named("venue/halden", ("Halden as the venue", "venue halden")),
        Named("venue/elsewhere", ("A venue other than Halden", "venue elsewhere")),
    ],
)


def only(text: str) -> Draft:
    (draft,) = extract(engine("rules"), text, NAMES).drafts
    return draft


@pytest.mark.parametrize(
    ("words", "issues"),
    [
        ("the bridge is closed", ["bridge"]),
        ("both bridges are closed", ["bridge"]),
        ("bridging the gap", []),
        ("a guarantee of security for Arvenia", ["guarantees"]),
        ("we give security, a 100% guarantee", []),
        ("the shipyard's guarantee", []),
        ("talks on these guarantees", ["guarantees/talks"]),
        ("foreign observers would be sent into the valley", ["monitors"]),
        ("a foreign valley", []),
        ("Halden as a possible venue", ["venue/halden", "venue/elsewhere"]),
        ("the truce, the truce and the bridge", ["truce", "bridge"]),
        ("no word of it", []),
        ("those quotas", ["fishing-quotas"]),
        ("a quota", []),
        ("", []),
    ],
)
def test_issues_are_ranked_by_their_own_keywords(words: str, issues: list[str]) -> None:
    finder = IssueFinder(NAMES)
    assert [*finder.ranked(words), *finder.hinted(words)] == issues


def test_an_issue_of_the_condition_comes_after_that_of_the_thing_itself() -> None:
    draft = only("Venn said she would accept monitors if the truce held.")
    assert (draft.issues, draft.stance) == (("monitors", "truce"), "supports-if")


def test_forms_of_a_word_are_one() -> None:
    assert {stem(word) for word in ("deploy", "deploys", "deployed", "deploying", "deployments")} == {"deploy"}
    assert stem("guarantee") == stem("guarantees") == stem("guaranteed")
    assert stem("party") == stem("parties")


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Venn said it was late.", "states"),
        ("Venn said they would be legitimate targets.", "threatens"),
        ("Venn warned that it was late.", "threatens"),
        ("“We will never accept that,” said Venn.", "rejects"),
        ("Venn said her country would not send soldiers.", "rejects"),
        ("Venn said Belmora would not send soldiers.", "states"),
        ("Venn said no soldiers would be sent.", "rejects"),
        ("“We call on both sides to stop,” said Venn.", "requests"),
        ("“I promise it,” said Venn.", "promises"),
        ("Venn said she was ready to meet.", "offers"),
        ("Venn said Belmora was ready to meet.", "states"),
        ("Venn indicated her willingness to meet.", "offers"),
        ("Venn announced that an offer to meet was refused.", "states"),
        ("Venn stressed the need for peace.", "requests"),
        ("Venn did not reject the plan.", "states"),
        ("Venn declined to comment on the plan.", "declines"),
        ("“If a single monitor lands, we will sink the ship,” said Venn.", "threatens"),
        ("Venn said Arvenia would strike back at them if they came.", "threatens"),
        ("“If a single monitor lands, Belmora will sink the ship,” said Venn.", "states"),
        ("“If you sign it, we will destroy our own mines,” said Venn.", "states"),
        ("“We will sink the old ferry,” said Venn.", "states"),
        ("“They say we will not accept it,” said Venn.", "states"),
    ],
)
def test_an_act_is_that_of_the_verb_or_of_what_was_said(text: str, act: str) -> None:
    assert only(text).act == act


@pytest.mark.parametrize(
    ("text", "stance", "conditions"),
    [
        ("Venn ruled out a truce.", "opposes", []),
        ("Venn opposes the truce.", "opposes", []),
        ("Venn rejected an end to the truce.", None, []),
        ("Venn rejected claims about the truce.", None, []),
        ("Venn rejected a demand for monitors.", "opposes", []),
        ("Venn did not reject a truce.", None, []),
        ("Venn denied a truce.", None, []),
        ("Venn said no monitors would be sent.", "opposes", []),
        ("“We will not accept monitors,” said Venn.", "opposes", []),
        ("Venn said Arvenia would never sign a truce.", "opposes", []),
        ("Venn said Belmora would never sign a truce.", None, []),
        ("Venn said the truce would not hold.", None, []),
        ("“We will not sign a truce unless you leave,” said Venn.", "opposes-unless", ["unless you leave"]),
        ("Venn said she would not accept a truce until Reck left.", "opposes-unless", ["until Reck left"]),
        ("“We will not accept a truce if you stay,” said Venn.", "opposes", []),
        ("Venn said she would never give up the truce.", None, []),
        ("Venn said she would not accept an end to the truce.", None, []),
        ("Venn rejected calls for a pause before a truce.", None, []),
        ("Venn rejected a demand that she give up the truce.", None, []),
        ("“Arvenia opposes the truce,” said Venn.", "opposes", []),
        ("Venn said she had never opposed the truce.", None, []),
        ("“Belmora opposes the truce,” said Venn.", None, []),
        ("Venn demanded that the sanctions be lifted.", "supports", []),
        ("Venn ruled out lifting the sanctions.", "opposes", []),
        ("“We reject sanctions,” said Venn.", None, []),
        ("Venn demanded that the truce be lifted.", None, []),
        ("Venn refused a truce unless Reck left.", "opposes-unless", ["unless Reck left"]),
        ("Venn refused to accept a truce.", "opposes", []),
        ("Venn accepted a truce on condition that Reck left.", "supports-if", ["on condition that Reck left"]),
        ("“Arvenia backed a truce,” said Venn.", None, []),
        ("Venn said Arvenia backed a truce.", "supports", []),
        ("Venn said she could not accept zero monitors.", None, []),
        ("Venn demanded these quotas.", None, []),
        ("Venn said she would consider a truce if Reck left.", None, []),
        ("Venn demanded a truce.", "supports", []),
        ("Venn welcomed the truce.", "supports", []),
        ("Venn expressed her support for the truce.", "supports", []),
        ("“We support a truce,” said Venn.", "supports", []),
        ("“They support a truce,” said Venn.", None, []),
        ("“We do not support a truce,” said Venn.", None, []),
        ("“We are ready for a truce,” said Venn.", "supports", []),
        ("Venn said Arvenia would accept a truce once Reck left.", "supports-if", ["once Reck left"]),
        ("Venn said she would accept monitors after the harvest.", "supports-if", ["after the harvest"]),
        ("Venn said Reck would accept monitors after the harvest.", None, []),
        ("Venn stressed the need for a truce acceptable to both.", "supports-if", ["acceptable to both"]),
        ("Venn said the truce would fail if Reck came.", None, []),
        ("“I repeat once again: the truce holds,” said Venn.", None, []),
        ("Venn said Arvenia might send monitors.", "ambiguous", []),
        ("Venn expressed doubt about the truce.", "ambiguous", []),
        ("Venn said monitors would be legitimate targets.", "opposes", []),
        ("“If monitors come, they will be legitimate targets,” said Venn.", "opposes", []),
        ("“If the truce fails, there will be serious consequences,” said Venn.", None, []),
        ("“If monitors do not leave, they will be legitimate targets,” said Venn.", None, []),
        ("Venn threatened to leave the truce if Reck came.", None, []),
        ("Venn would not discuss the truce.", "declines", []),
        ("Venn promised a guarantee if it rained.", None, []),
        ("“If a single monitor lands, we will sink the ship,” said Venn.", None, []),
    ],
)
def test_a_stance_is_given_only_by_a_rule(text: str, stance: str | None, conditions: list[str]) -> None:
    draft = only(text)
    assert (draft.stance, [each.of(text) for each in draft.conditions]) == (stance, conditions)


def test_a_condition_in_which_a_line_is_broken_is_found_and_shown_at_its_place() -> None:
    text = (
        "Venn said in a long speech in Halden that Arvenia was ready\n"
        "  to accept a truce in the whole of the valley at once provided\r\n   that Reck left the eastern bank."
    )
    draft = only(text)
    assert (draft.act, draft.stance) == ("offers", "supports-if")
    assert [each.of(text) for each in draft.conditions] == ["provided\r\n   that Reck left the eastern bank"]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Venn opposed ending the truce.", None),
        ("Venn opposed any violation of the truce.", None),
        ("Venn opposed any truce violation.", None),
        ("Venn welcomed the collapse of the truce.", None),
        ("Venn welcomed the truce's collapse.", None),
        ("Venn refused to break the truce.", None),
        ("Venn supports a plan to evade the truce.", None),
        ("Venn offered to break the truce.", None),
        ("Venn rejected Reck's call to reject a truce.", None),
        ("Venn rejected Reck's call to accept a truce.", "opposes"),
        ("Venn rejected a proposal for a truce.", None),
        ("Venn opposes any lasting truce.", "opposes"),
        ("Venn supports talks and a truce.", "supports"),
        ("Venn urged Reck to accept a truce.", "supports"),
        ("Venn demanded that Reck honour the truce.", "supports"),
        ("Venn expressed support for a truce.", "supports"),
        ("Venn expressed doubt about a violation of the truce.", None),
        ("Venn said she was ready to reject a truce.", None),
        ("Venn said violations of the truce would not be tolerated.", None),
        ("Venn said truce violations would not be tolerated.", None),
        ("Venn said Arvenia was ready to admit neutral monitors.", "supports"),
        ("Venn said Arvenia was ready to extend the truce.", "supports"),
        ("Venn ruled out extending the truce.", None),
        ("Venn ruled out admitting monitors.", "opposes"),
        ("Venn reiterated her opposition to a truce.", "opposes"),
        ("Venn voiced her opposition to ending a truce.", None),
        ("Venn reiterated her refusal to accept a truce.", "opposes"),
        ("Venn reiterated her refusal to break a truce.", None),
        ("Venn said Arvenia would never agree to a truce.", "opposes"),
        ("Venn said Arvenia would never agree to break a truce.", None),
        ("Venn urged Reck to agree to a truce.", "supports"),
        ("Venn demanded that Reck reject a truce.", None),
        ("Venn urged the monitors to leave.", None),
        ("Venn appealed for monitors to go home.", None),
        ("Venn appealed for monitors to stay.", "supports"),
        ("Venn wants the truce over.", None),
        ("Venn wants monitors expelled.", None),
        ("“We oppose the way monitors are chosen,” said Venn.", None),
        ("Venn demanded that the truce be broken.", None),
        ("Venn said drones that harm monitors would be legitimate targets.", None),
    ],
)
def test_a_stance_is_only_on_what_is_the_head_of_the_object(text: str, stance: str | None) -> None:
    """Who opposes the end of a thing does not oppose the thing."""
    assert only(text).stance == stance


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Venn opposes any truce that rewards Reck.", None),
        ("Venn opposes any truce rewarding Reck.", None),
        ("Venn opposes a truce on Reck's terms.", None),
        ("Venn opposes an unconditional truce.", None),
        ("Venn opposes a truce of three days.", None),
        ("Venn opposes guarantees of security for Arvenia.", "opposes"),
        ("Venn opposes a truce without monitors.", None),
        ("Venn ruled out a truce this year.", None),
        ("Venn ruled out a truce for now.", None),
        ("Venn opposes a truce under any circumstances.", "opposes"),
        ("Venn said she would not accept a truce that left soldiers there.", None),
        ("Venn supports a truce that rewards Reck.", None),
        ("Venn opposes a truce in the valley.", "opposes"),
    ],
)
def test_who_opposes_one_kind_of_it_has_no_stance_on_the_thing(text: str, stance: str | None) -> None:
    assert only(text).stance == stance


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Venn said it was false that Arvenia supports a truce.", None),
        ("Venn said critics claim she supports a truce.", None),
        ("“They say we support a truce,” Venn said.", None),
        ("“I wish we could support a truce,” Venn said.", None),
        ("“We supported a truce for ten years, and it was a mistake,” Venn said.", None),
        ("“We supported a truce,” Venn said.", None),
        ("“We were ready for a truce,” Venn said.", None),
        ("Venn said she supported a truce.", "supports"),
        ("Venn said she supported a truce last year.", None),
        ("Venn said that Arvenia no longer supports a truce.", None),
        ("Venn asked whether Arvenia supports a truce.", None),
        ("Venn denied that Arvenia supports a truce.", None),
        ("“We support a truce, the papers claim,” Venn said.", None),
        ("“We hardly support a truce,” Venn said.", None),
        ("“She supports a truce,” Venn said.", None),
        ("Venn complained that Arvenia supports a truce.", None),
        ("Venn told Reck that his government opposes a truce.", None),
        ("Venn told reporters that her government opposes a truce.", "opposes"),
        ("Venn said Reck was clear: he opposes a truce.", None),
        ("“Should we support a truce?” Venn asked.", None),
        ("“Indeed, we think we will not accept a truce,” Venn said.", "opposes"),
        ("Venn told reporters Arvenia would support a truce if Reck left.", "supports-if"),
        ("Venn said on Friday she supported a truce and on Monday that she opposed monitors.", None),
    ],
)
def test_a_clause_is_the_speaker_s_own_only_where_nothing_governs_it(text: str, stance: str | None) -> None:
    """What others claim, what is called false or wished, and what was, is no stance; nor are two stances one."""
    assert only(text).stance == stance


REPORT = """\
Putin said that foreign troops sent to Ukraine would be legitimate targets.
Trump has stated that while American ground troops will not be sent, the U.S. may provide support, such as air power.
France and Britain have indicated their willingness to deploy troops in the aftermath of the conflict.
Putin emphasized the need for security guarantees that would be acceptable to both Russia and Ukraine.
Putin repeated his offer to host Zelenskiy for talks in Moscow, stating, "We will give you security, a 100% guarantee."
Zelenskiy did not comment on the possibility of Moscow as a venue.
"""


def test_the_traps_of_the_example_are_coded_as_a_human_would(tmp_path: Path) -> None:
    """A threat is no condition, the visit's guarantee is no issue, two positions are two, and no comment declines."""
    with create_ledger(tmp_path / "tracker.db", events=demo_events()) as ledger:
        drafts = extract(engine("rules"), REPORT, ledger.names(), "2025-09-05").drafts
    assert [
        (each.party, each.issue, each.act, each.stance, *(place.of(REPORT) for place in each.conditions))
        for each in drafts
    ] == [
        ("russia", "troop-deployments", "threatens", "opposes"),
        ("united-states", "troop-deployments/us-ground-troops", "rejects", "opposes"),
        ("united-states", "air-support", "offers", "ambiguous"),
        ("france", "troop-deployments", "offers", "supports-if", "in the aftermath of the conflict"),
        ("united-kingdom", "troop-deployments", "offers", "supports-if", "in the aftermath of the conflict"),
        ("russia", "security-guarantees", "requests", "supports-if", "acceptable to both Russia and Ukraine"),
        ("russia", "venue/moscow", "offers", "supports"),
        ("russia", None, "states", None),
        ("ukraine", "venue/moscow", "declines", "declines"),
    ]
