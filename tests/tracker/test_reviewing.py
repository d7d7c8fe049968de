"""What people make of proposals, from the command line: what it leads to, what it never touches, and its undoing."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any, Final

import pytest

from events.codec import decode
from events.vocabulary import RejectionReason
from tests.cli_runner import Ran, items, run, tracker
from tests.laws.playing import projected
from tracker import open_ledger
from tracker.cli.proposals import Reason
from tracker.errors import RefusedError
from tracker.ledger import Ledger
from tracker.reading.contents import content_of
from tracker.reviewing import reject

REPORT: Final = (
    '"We will meet the president in Moscow," said Vladimir Putin.\n'
    '"=We will never\nmeet the president in Moscow," said Volodymyr Zelensky.\n'
    '"The weather is good," said Emmanuel Macron. "The weather is good," said Emmanuel Macron.\n'
)
PUTIN, ZELENSKY, MACRON, AGAIN = "e57", "e58", "e59", "e60"
"""The proposals of the report."""
TWIN: Final = "e62"
"""Another engine's proposal of the words of PUTIN."""
HEAD: Final = 62
ACCEPT: Final = "proposals accept e57 --issue venue --stance supports"


def propose_twin() -> None:
    """Append what another engine may propose: the same words of the same speaker."""
    proposal = json.loads(tracker("show e57 --format json").out)["items"][0]["data"]
    reading = json.loads(tracker("show e56 --format json").out)["items"][0]["data"]
    events = [
        {"kind": "extraction-run", "id": "run-2", "data": {**reading, "engine": "other"}},
        {"kind": "statement-proposed", "id": "twin", "data": {**proposal, "run": "run-2"}},
    ]
    tracker("append -", stdin="\n".join(map(json.dumps, events)).encode())


@pytest.fixture(autouse=True)
def _proposed(demo: Path) -> None:
    Path("report.txt").write_text(REPORT, encoding="utf-8")
    tracker("source add report --file report.txt --published 2023-09-05")
    tracker("extract report --engine rules")
    propose_twin()


def standing() -> dict[str, tuple[str, Any]]:
    """How each proposal stands, and why."""
    return {each["proposal"]: (each["status"], each["reason"]) for each in items("proposals list")}


def positions() -> list[Any]:
    """What the record says of parties, as it is asked and exported."""
    asked = [items(f"{words} --as-of 2024-01-01") for words in ("position russia", "grid", "history russia", "changes")]
    exported = tracker("export csv --table statements --as-of 2024-01-01").out
    rows = [line.rsplit(",", 2)[0] for line in exported.splitlines()]  # without the stamp's seq and root
    return [*asked, rows]


@pytest.mark.parametrize(
    "words",
    [
        "proposals reject e57 e58 --because unclear --note 'who knows'",
        "proposals merge e60 --into e59",
        "proposals import coded.csv --blind",
        "extract report --engine rules",
        "person add zelensky --name 'Volodymyr Zelensky'",
    ],
)
def test_proposals_and_what_is_decided_against_them_reach_no_position(words: str) -> None:
    """Nor does a coding; nor does reading the text again, with other names."""
    Path("coded.csv").write_text("id,decision,issue,stance\ne57,accept,venue,opposes\n", encoding="utf-8")
    before = positions()
    tracker(words)
    tracker("extract report --engine rules")
    assert positions() == before


def test_an_earlier_answer_is_the_same_to_the_byte() -> None:
    """What was known before the first reading does not learn of an acceptance."""
    asked = ("position russia --format json", "grid", "export csv --table positions", "export csv --table statements")
    before = [tracker(f"{words} --known-at e55").out for words in asked]
    tracker(ACCEPT)
    assert [tracker(f"{words} --known-at e55").out for words in asked] == before


def events_after(seq: int) -> list[Any]:
    """What the log has after an entry."""
    with open_ledger("tracker.db") as ledger:
        return [decode(stored.body) for stored in ledger.log.read(seq)]


def test_what_is_accepted_is_what_record_would_have_recorded() -> None:
    """With the acceptance as its cause; a twin is merged, for the same cause."""
    tracker(f"{ACCEPT} --id mine")
    quotation = "We will meet the president in Moscow"
    tracker(
        "record russia venue supports --said ../2023-09-05 --source report --speaker vladimir-putin --act states"
        f" --quote '{quotation}'"
    )
    accepted, statement, merged, recorded = events_after(HEAD)
    assert statement.data == recorded.data
    assert accepted.data.content == content_of(statement)
    assert (statement.id, statement.caused_by, merged.caused_by) == ("mine", accepted.id, accepted.id)
    assert (accepted.data.proposal, merged.data.into, merged.data.merged) == (events_id(PUTIN),) * 2 + (("twin",),)
    assert standing()[TWIN] == ("merged", None)


def events_id(entry: str) -> str:
    return str(tracker(f"show {entry} --format json").items[0]["id"])


@pytest.mark.parametrize(
    ("options", "quotation"),
    [
        ("--quote 'never meet the president'", "never\nmeet the president"),
        ("--quote 'never\nmeet'", "never\nmeet"),
        ("--quote '=We will never'", "=We will never"),
        ("--quote 'The weather'", "The weather"),
    ],
)
def test_more_or_fewer_words_are_the_texts_own(options: str, quotation: str) -> None:
    """Whatever spaces are typed between them; and the place is told."""
    tracker(f"proposals accept e58 --party ukraine --issue venue --stance opposes {options}")
    accepted = events_after(HEAD)[0]
    place = accepted.data.place
    assert accepted.data.content.quotation == quotation == REPORT[place.start : place.end]


def test_of_several_places_the_nearest_is_taken() -> None:
    first, second = (REPORT.index("weather"), REPORT.rindex("weather"))
    for proposal, start in ((MACRON, first), (AGAIN, second)):
        tracker(f"proposals accept {proposal} --issue venue --stance neutral --quote weather")
        *_, accepted, _ = events_after(HEAD)
        assert (accepted.data.proposal, accepted.data.place.start) == (events_id(proposal), start)


UNDONE: Final = [
    ACCEPT,
    "proposals accept e58 --party 'New Land' --issue brand-new --stance opposes --speaker 'Some Body' --new",
    "proposals reject e57 e59 --because off-topic",
    "proposals merge e60 --into e59",
]


def in_force() -> list[Any]:
    """What the record says of parties, without what was said and is taken back."""
    asked, changes = positions(), [each for each in items("history russia") if each["status"] != "retracted"]
    return [*asked[:2], *asked[3:], changes]


@pytest.mark.parametrize("words", UNDONE)
def test_the_commands_that_are_said_to_undo_it_do(words: str) -> None:
    """Each works, in the order told; then everything stands as before, and may be decided anew, the same way."""
    names = [items(f"{noun} list") for noun in ("party", "person", "issue")]
    before, at_first = in_force(), items("proposals list")
    for _ in range(2):
        done = run(*shlex.split(words), "--format", "json")
        assert done.code == 0, done.err
        assert items("proposals list") != at_first
        for command in done.json["undo"]:
            tracker(command.removeprefix("tracker "))
        assert items("proposals list") == at_first
        assert in_force() == before
        assert [items(f"{noun} list") for noun in ("party", "person", "issue")] == names


def test_what_is_rejected_takes_its_twin_along_for_the_same_reason() -> None:
    done = tracker("proposals reject e58 e57 --because off-topic --note 'a report'")
    assert "e62 is another engine's proposal of the words of e57, and is rejected with it." in done.err.splitlines()
    zelensky, putin, twin = events_after(HEAD)
    assert [each.data.proposal for each in (zelensky, putin, twin)] == [events_id(ZELENSKY), events_id(PUTIN), "twin"]
    assert (zelensky.caused_by, putin.caused_by, twin.caused_by) == (None, None, putin.id)
    assert {(each.data.reason, each.data.note) for each in (zelensky, putin, twin)} == {("off-topic", "a report")}


@pytest.mark.parametrize("words", [f"{PUTIN} {TWIN}", f"{TWIN} {PUTIN}"])
def test_a_twin_that_is_named_itself_is_rejected_once_and_by_name(words: str) -> None:
    assert "another engine" not in tracker(f"proposals reject {words} --because unclear").err
    assert [each.caused_by for each in events_after(HEAD)] == [None, None]


@pytest.mark.parametrize(
    ("reason", "speaker", "status"),
    [
        ("duplicate", "vladimir-putin", "pending"),
        ("wrong-speaker", "vladimir-putin", "rejected"),
        ("wrong-speaker", "emmanuel-macron", "pending"),
        ("wrong-words", "emmanuel-macron", "rejected"),
    ],
)
def test_a_twin_of_which_the_reason_may_not_be_true_waits(reason: str, speaker: str, status: str) -> None:
    """A duplicate's twin may be what it duplicates; another speaker may be the right one."""
    tracker("proposals merge e62 --into e57")
    proposal = items("show e57")[0]["data"]
    reading = items("show e56")[0]["data"]
    events = [
        {"kind": "extraction-run", "id": "run-3", "data": {**reading, "engine": "third"}},
        {"kind": "statement-proposed", "id": "third", "data": {**proposal, "run": "run-3", "speaker": speaker}},
    ]
    tracker("append -", stdin="\n".join(map(json.dumps, events)).encode())
    tracker(f"proposals reject e57 --because {reason}")
    assert {each["id"]: each["status"] for each in items("proposals list")}["third"] == status


def test_nobody_but_an_engine_supersedes_a_proposal() -> None:
    with (
        open_ledger("tracker.db") as ledger,
        pytest.raises(RefusedError, match=r"^superseded is what an engine's own proposals become; give the reason"),
    ):
        reject(ledger, [PUTIN], because="superseded")


def test_people_have_every_other_reason_in_whatever_case() -> None:
    assert [*Reason, RejectionReason.SUPERSEDED] == list(RejectionReason)
    tracker("proposals reject e57 --because Off-Topic")
    assert standing()[PUTIN] == ("rejected", "off-topic")


def test_a_row_of_a_sheet_decides_about_its_own_proposal_only() -> None:
    """The twin's row says something of its own, perhaps the opposite."""
    rows = "id,decision,reason,issue,stance\ne57,reject,wrong-words,,\ntwin,accept,,venue,supports\n"
    Path("decided.csv").write_text(rows, encoding="utf-8")
    tracker("proposals import decided.csv")
    assert (standing()[PUTIN][0], standing()[TWIN][0]) == ("rejected", "accepted")


def test_a_coding_that_was_voided_may_be_made_anew() -> None:
    Path("coded.csv").write_text("id,decision,reason\ne57,reject,unclear\n", encoding="utf-8")
    tracker("proposals import coded.csv --blind")
    tracker("void last --note 'a slip'")
    assert tracker("proposals import coded.csv --blind --format json").items[0]["coded"] == 1


def test_a_rebuilt_log_has_the_same_rows() -> None:
    """With proposals that are accepted, rejected, merged, coded, and decisions that were voided."""
    Path("coded.csv").write_text("id,decision,reason\ne59,reject,unclear\n", encoding="utf-8")
    tracker("proposals import coded.csv --blind")
    tracker(ACCEPT)
    tracker("proposals reject e58 --because unclear")
    tracker("void last --note 'a slip'")
    tracker("proposals merge e60 --into e59")
    with open_ledger("tracker.db") as ledger:
        stored = projected(ledger)
        with Ledger(ledger.log) as afresh:
            assert projected(afresh) == stored
    assert tracker("log rebuild --format json").json["ok"] is True


UNCHECKED: Final = (
    "warning: the archive does not hold the text of report, so what was accepted from it is not checked against it; "
    "`tracker source verify` does that once the copy is there again"
)


def test_without_the_archive_it_is_told_that_no_quotation_is_checked() -> None:
    """Once, of however many; words that were not proposed cannot be taken, and rejecting needs none."""
    assert UNCHECKED not in tracker("proposals accept e59 --issue venue --stance neutral").err
    Path("tracker.db.sources").rename("elsewhere")
    assert tracker(ACCEPT).err.splitlines()[-1] == UNCHECKED
    rows = "id,decision,party,issue,stance\ne58,accept,ukraine,venue,opposes\ne60,accept,france,venue,neutral\n"
    Path("decided.csv").write_text(rows, encoding="utf-8")
    assert tracker("proposals import decided.csv --dry-run").err == "Dry run: nothing was recorded.\n"
    assert tracker("proposals import decided.csv").err.splitlines().count(UNCHECKED) == 1


def test_rejecting_needs_no_archive() -> None:
    Path("tracker.db.sources").rename("elsewhere")
    assert "warning" not in tracker("proposals reject e57 --because unclear").err


def test_a_dry_run_decides_nothing() -> None:
    before = tracker("log export").out
    assert "Dry run: nothing was recorded." in tracker(f"{ACCEPT} --dry-run").err
    assert tracker("log export").out == before


def refused(words: str) -> str:
    """What is said of a command that is refused; nothing is on stdout, and the log is as it was."""
    before = tracker("log export").out
    ran: Ran = run(*shlex.split(words))
    assert (ran.code, ran.out) == (2, "")
    assert tracker("log export").out == before
    return ran.err.removeprefix("tracker: ").removesuffix("\n")


NONE_KNOWN: Final = "`tracker proposals list` shows all"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("proposals accept e1 --stance opposes", f"e1 is no proposal, it is dossier-opened; {NONE_KNOWN}"),
        ("proposals reject e57 e56 --because unclear", f"e56 is no proposal, it is extraction-run; {NONE_KNOWN}"),
        (
            "proposals accept e58",
            "e58 does not tell party and issue and stance; give --party, --issue, --stance, "
            "or fill in the columns of the sheet",
        ),
        (
            "proposals accept e57 --issue venue --stance supports --quote 'We shall meet'",
            "these words do not stand in the text of 'report': 'We shall meet'; "
            "`tracker source text report` shows the text, take them from there as they stand",
        ),
        (
            "proposals accept e57 --issue venue --stance supports --id report-1!",
            "'report-1!' is not an event id; use 1 to 128 of A-Z a-z 0-9 . _ : ~ - , beginning with one of the letters "
            "or digits",
        ),
        (
            "proposals accept e57 --issue venue --stance supports --id twin",
            "id 'twin' is already taken by e62 with other content; `tracker show e62` shows it. Choose another id, or "
            "correct that entry.",
        ),
        ("proposals merge e57 --into e57", "{e57!r} cannot be merged into itself"),
        ("void e57 --note x", "e57 (statement-proposed) cannot be voided; leave it, and record what is right now"),
        ("void e56 --note x", "e56 (extraction-run) cannot be voided; leave it, and record what is right now"),
        ("void e55 --note x", "e55 cannot be voided, the reading e56 rests on it; take that out first"),
    ],
)
def test_what_cannot_be_decided_is_told(words: str, sentence: str) -> None:
    told = refused(words)
    assert told.endswith(sentence.replace("{e57!r}", repr(events_id(PUTIN))))


def test_what_is_decided_stays_so_until_it_is_voided() -> None:
    tracker(ACCEPT)
    assert refused("proposals reject e57 --because unclear") == (
        "e57 is accepted already (e63, by tester); `tracker show e63` tells more"
    )
    assert refused("proposals accept e62 --issue venue --stance opposes") == (
        "e62 is merged already (e65, by tester); `tracker show e65` tells more"
    )
    assert refused("void e63 --note x") == "e63 cannot be voided, statement e64 rests on it; take that out first"
    tracker("proposals reject e59 --because unclear")
    assert refused("proposals merge e60 --into e59") == (
        "e59 is not to be merged into, e66 took it out; name one that stands"
    )
    tracker("void e66 --note x")
    assert refused("void e66 --note x") == "e66 was voided by e67 already"


def appended(*events: dict[str, Any]) -> str:
    before = tracker("log export").out
    ran = run("append", "-", stdin="\n".join(map(json.dumps, events)).encode())
    assert (ran.code, ran.out) == (2, "")
    assert tracker("log export").out == before
    return ran.err.split("line 1: ")[1].split("\n")[0]


def content(**changed: Any) -> dict[str, Any]:
    fields = {"party": "russia", "issue": "venue", "stance": "supports", "said": "2023", "source": "report"}
    return {**fields, "quotation": "We", **changed}


def decided(kind: str, **data: Any) -> dict[str, Any]:
    return {"kind": kind, "data": {"proposal": events_id(PUTIN), **data}}


PLACE: Final = {"start": 1, "end": 3, "words": "We"}


def test_what_is_appended_by_hand_meets_the_same_rules() -> None:
    """Every refusal of admission, whole."""
    other = content(source="vladivostok-report")
    of_source = "e57 is from the source 'report', not from 'vladivostok-report'"
    assert appended(decided("proposal-accepted", place=PLACE, content=other)) == of_source
    assert appended(decided("proposal-coded", place=PLACE, content=other)) == of_source
    assert appended(decided("proposal-accepted", place=PLACE, content=content(party="atlantis"))) == (
        "no party 'atlantis'. `tracker party list` shows all"
    )
    assert appended(decided("proposal-coded", place=PLACE, content=content(said="2099"))).startswith(
        "what was said on 2099 would lie after its recording"
    )
    assert appended({"kind": "proposal-rejected", "data": {"proposal": "nothing", "reason": "unclear"}}).startswith(
        "no entry 'nothing'; entries are e1 to e62"
    )
    proposal = tracker("show e57 --format json").items[0]["data"]
    assert appended({"kind": "statement-proposed", "data": {**proposal, "run": events_id(PUTIN)}}) == (
        "e57 is statement-proposed; a proposal comes from an extraction-run"
    )
    reading = tracker("show e56 --format json").items[0]["data"]
    assert appended({"kind": "extraction-run", "data": {**reading, "source": "nowhere"}}) == (
        "no source 'nowhere'. `tracker source list` shows all"
    )
    tracker("append -", stdin=json.dumps(decided("proposal-coded", reason="unclear")).encode())
    assert appended(decided("proposal-coded", reason="off-topic")) == (
        "e57 was coded by 'tester' already (e63); one person's two codings agree with each other and prove nothing"
    )


def test_proposals_of_two_sources_are_not_merged_though_their_text_is_one() -> None:
    """Nor are they twins: each source reports the statement itself."""
    tracker("source add copy --file report.txt --published 2023-09-06")
    tracker("extract copy --engine rules")
    copied = next(each["proposal"] for each in items("proposals list copy"))
    assert refused(f"proposals merge {copied} --into e57") == (
        f"{copied} and e57 are not from one text of one source; accept both, "
        "and `tracker check` tells where two sources report one statement"
    )
    tracker(ACCEPT)
    assert standing()[copied] == ("pending", None)


def test_other_names_replace_what_waits_and_not_what_is_decided() -> None:
    """A name that comes lets the engine name the speaker; one that goes again brings the first proposal back."""
    tracker("proposals reject e57 --because unclear")
    tracker("person add zelensky --name 'Volodymyr Zelensky'")
    done = tracker("extract report --engine rules --format json").json
    (new,) = done["items"]
    assert (new["speaker"], done["new"], done["replaced"], done["already"]) == ("zelensky", 1, 1, 3)
    assert standing()[ZELENSKY] == ("rejected", "superseded")
    tracker("void e65 --note 'not yet'")
    again = tracker("extract report --engine rules --format json").json
    assert (again["new"], again["replaced"], again["already"]) == (1, 1, 3)
    assert (standing()[ZELENSKY], standing()[new["proposal"]]) == (("pending", None), ("rejected", "superseded"))
    assert standing()[PUTIN] == ("rejected", "unclear")
    assert tracker("extract report --engine rules --format json").json["new"] == 0
