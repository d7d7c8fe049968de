"""Hypothesis strategies for valid data: words, dates, one strategy per event model, events before and after recording.

Everything made here is valid alone; that a party exists or a date lies in the past is the business of whoever
appends. `EVENT_DATA` has the strategy of every kind by its word.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from events.clock import Instant
from events.envelope import NewEvent, RecordedEvent
from events.kinds import (
    DossierAmended,
    DossierOpened,
    EntryVoided,
    EventData,
    ExtractionRun,
    FindingAcknowledged,
    IssueAmended,
    IssueOpened,
    MembershipBegan,
    MembershipEnded,
    OfficeAssumed,
    OfficeLeft,
    PartyAmended,
    PartyRegistered,
    PersonAmended,
    PersonRegistered,
    PositionAsserted,
    ProposalAccepted,
    ProposalCoded,
    ProposalRejected,
    ProposalsMerged,
    SourceAdded,
    SourceAmended,
    StatementContent,
    StatementCorrected,
    StatementProposed,
    StatementRecorded,
    StatementRetracted,
    StatementWithdrawn,
)
from events.proposals import Place
from events.vocabulary import (
    CONDITIONAL,
    Act,
    CorrectionReason,
    FindingKind,
    Form,
    PartyKind,
    RejectionReason,
    RetractionReason,
    Stance,
    Tier,
)

__all__ = [
    "EVENT_DATA",
    "ZONES",
    "day_texts",
    "event_data",
    "event_ids",
    "ids",
    "instants",
    "labels",
    "lines",
    "new_events",
    "paths",
    "prose",
    "recorded_events",
    "said",
    "said_dates",
    "said_instants",
    "said_open",
    "statement_contents",
    "storable_texts",
]

ZONES: Final = (
    "UTC",
    "Europe/Kyiv",
    "Asia/Vladivostok",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # moves its clocks by half an hour
    "America/Sao_Paulo",  # some of its days had no midnight
    "Pacific/Apia",  # had no 2011-12-30 at all
)
"""Zones that between them do most of what zones do."""

Value = TypeVar("Value")
Content = TypeVar("Content", bound=StatementContent)

_SLUG_CHARS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_KEY_CHARS: Final = "ABCXYZabcxyz0123456789._:~-"
_SEEN: Final = st.sampled_from(
    [
        "Кремль «решительно» против",
        "موقف روسيا",
        "我们支持",
        "नेपाल",
        "Cote\u0302 d\u2019Ivoire",  # a combining circumflex
        "\U0001f54a peace \U00020bb7",  # both outside the basic plane
        "a\u0301\u0323\u0308",
        "</script> & \"quotes\" 'both' \\ \\u0000",
        "=1+1",
    ]
)
"""What analysts really paste, and what breaks programs."""


# Words


def storable_texts(max_size: int = 60) -> SearchStrategy[str]:
    """Texts of any script that the record takes in a quotation: all but NUL, lone surrogates and blanks."""
    any_text = st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=max_size
    )
    return (_SEEN | any_text).filter(str.strip)


def lines() -> SearchStrategy[str]:
    """Conditions, notes, reasons."""
    return storable_texts(40)


def prose() -> SearchStrategy[str]:
    """Quotations and summaries."""
    return storable_texts(120)


def labels() -> SearchStrategy[str]:
    """Names, titles and aliases: one visible line."""
    visible = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"])
    return (_SEEN | st.text(visible, min_size=1, max_size=40)).map(str.strip).filter(bool)


def ids() -> SearchStrategy[str]:
    """Ids of parties, persons and sources."""
    word = st.text(_SLUG_CHARS, min_size=1, max_size=8)
    return st.lists(word, min_size=1, max_size=3).map("-".join)


def paths() -> SearchStrategy[str]:
    """Paths of issues."""
    return st.lists(ids(), min_size=1, max_size=3).map("/".join)


def event_ids() -> SearchStrategy[str]:
    """Ids of events: UUIDs and callers' own keys, none that reads as an entry handle."""
    key = st.builds(str.__add__, st.sampled_from("ABCxyz09"), st.text(_KEY_CHARS, max_size=20))
    return st.uuids(version=4).map(str) | key


def web_addresses() -> SearchStrategy[str]:
    """Web addresses, also with a path in another script."""
    return st.builds("https://{}.example/{}".format, ids(), st.sampled_from(["", "a?b=c#d", "новости", "%D0%BC"]))


# Times


def instants() -> SearchStrategy[Instant]:
    """Instants of the years 1 to 9999."""
    return st.integers(-62_135_596_800, 253_402_300_799)


def day_texts() -> SearchStrategy[str]:
    """Days: 2025-09-05."""
    return st.dates().map(date.isoformat)


def said_dates() -> SearchStrategy[str]:
    """Years, months and days."""
    return st.builds(lambda day, length: day.isoformat()[:length], st.dates(), st.sampled_from([4, 7, 10]))


def said_open() -> SearchStrategy[str]:
    """Expressions that mean "no later than"."""
    return said_dates().map("../{}".format)


def said_instants() -> SearchStrategy[str]:
    """Instants to the minute or second, with any offset from UTC."""
    offset = st.builds(
        "{}{:02d}:{:02d}".format, st.sampled_from("+-"), st.integers(0, 23), st.sampled_from([0, 15, 30, 45, 59])
    )
    return st.builds(
        lambda moment, length, zone: moment.isoformat(timespec="seconds")[:length] + zone,
        st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)),
        st.sampled_from([len("2025-09-05T14:30"), len("2025-09-05T14:30:00")]),
        st.just("Z") | offset,
    )


def said() -> SearchStrategy[str]:
    """Every expression of the grammar."""
    return said_dates() | said_open() | said_instants()


# What an event says, one strategy per model


def statement_contents() -> SearchStrategy[StatementContent]:
    """Whole statements, with conditions where the stance needs them."""
    return _statements(StatementContent)


def _statements(model: type[Content]) -> SearchStrategy[Content]:
    def with_stance(stance: Stance) -> SearchStrategy[Content]:
        conditions = st.lists(lines(), min_size=1, max_size=3) if stance in CONDITIONAL else st.just([])
        return st.builds(
            model,
            party=ids(),
            issue=paths(),
            stance=st.just(stance),
            conditions=conditions.map(tuple),
            act=_maybe(st.sampled_from(Act)),
            speaker=_maybe(ids()),
            said=said(),
            until=_maybe(day_texts()),
            quotation=_maybe(prose()),
            summary=_maybe(prose()),
            source=ids(),
            language=_maybe(st.sampled_from(["en", "ru", "zh-Hant", "sr-Latn-RS"])),
        )

    return st.sampled_from(Stance).flatmap(with_stance)


def event_data() -> SearchStrategy[EventData]:
    """What any event of any kind can say."""
    return st.sampled_from(sorted(EVENT_DATA)).flatmap(lambda kind: EVENT_DATA[kind])


# Events


def new_events(data: SearchStrategy[EventData] | None = None) -> SearchStrategy[NewEvent]:
    """Events before recording."""
    return st.builds(NewEvent, data=data or event_data(), id=event_ids(), caused_by=_maybe(event_ids()))


def recorded_events() -> SearchStrategy[RecordedEvent]:
    """Events after recording."""
    return st.builds(
        RecordedEvent,
        seq=st.integers(1, 2**53 - 1),
        id=event_ids(),
        recorded_at=instants(),
        recorded_by=labels(),
        data=event_data(),
        caused_by=_maybe(event_ids()),
    )


def _maybe(strategy: SearchStrategy[Value]) -> SearchStrategy[Value | None]:
    return st.none() | strategy


def _aliases() -> SearchStrategy[tuple[str, ...]]:
    return st.lists(labels(), max_size=3).map(tuple)


def _dossier(model: type[EventData], **more: SearchStrategy[str]) -> SearchStrategy[EventData]:
    return st.builds(model, name=labels(), stale_after_days=st.integers(1, 100_000), **more)


def _party(model: type[EventData]) -> SearchStrategy[EventData]:
    return st.builds(
        model,
        id=ids(),
        name=labels(),
        kind=_maybe(st.sampled_from(PartyKind)),
        aliases=_aliases(),
        iso3=_maybe(st.text("ABCXYZ", min_size=3, max_size=3)),
        wikidata=_maybe(st.integers(1, 10**15).map("Q{}".format)),
    )


def _person(model: type[EventData]) -> SearchStrategy[EventData]:
    return st.builds(model, id=ids(), name=labels(), aliases=_aliases())


def _issue(model: type[EventData]) -> SearchStrategy[EventData]:
    return st.builds(
        model,
        path=paths(),
        title=labels(),
        proposition=_maybe(lines()),
        procedural=st.booleans(),
        aliases=_aliases(),
    )


def _source(model: type[EventData]) -> SearchStrategy[EventData]:
    return st.builds(
        model,
        id=ids(),
        title=labels(),
        publisher=_maybe(labels()),
        url=_maybe(web_addresses()),
        published=_maybe(said()),
        retrieved=_maybe(said()),
        sha256=_maybe(st.binary(min_size=32, max_size=32).map(bytes.hex)),
        media_type=_maybe(st.sampled_from(["text/html", "application/pdf", "image/svg+xml"])),
    )


def _hashes() -> SearchStrategy[str]:
    return st.binary(min_size=32, max_size=32).map(bytes.hex)


def _evidence() -> SearchStrategy[tuple[str, ...]]:
    return st.lists(event_ids(), min_size=1, max_size=5, unique=True).map(sorted).map(tuple)


def places() -> SearchStrategy[Place]:
    """Words at some place of some text."""
    return st.builds(
        lambda words, start: Place(start=start, end=start + len(words), words=words), prose(), st.integers(0, 10**6)
    )


def _codings(model: type[EventData]) -> SearchStrategy[EventData]:
    """Acceptances and codings: content that quotes its place."""

    def quoting(content: StatementContent, place: Place) -> EventData:
        quoted = content.model_copy(update={"quotation": place.words})
        return model.model_validate({"proposal": "p", "place": place, "content": quoted})

    return st.builds(quoting, statement_contents(), places())


def _proposed() -> SearchStrategy[StatementProposed]:
    return st.builds(
        StatementProposed,
        run=event_ids(),
        place=places(),
        prefix=st.just("") | storable_texts(64),
        suffix=st.just("") | storable_texts(64),
        form=st.sampled_from(Form),
        tier=st.sampled_from(Tier),
        rule=_maybe(labels()),
        cue=_maybe(places()),
        mention=_maybe(places()),
        speaker=_maybe(ids()),
        party=_maybe(ids()),
        issue=_maybe(paths()),
        issues=st.lists(paths(), max_size=3).map(tuple),
        act=_maybe(st.sampled_from(Act)),
        stance=_maybe(st.sampled_from(Stance)),
        conditions=st.lists(places(), max_size=2).map(tuple),
        said=_maybe(said()),
        dated_by=_maybe(places()),
        warnings=st.lists(lines(), max_size=2).map(tuple),
    )


EVENT_DATA: Final[dict[str, SearchStrategy[EventData]]] = {
    DossierOpened.kind: _dossier(DossierOpened, zone=st.sampled_from(ZONES)),
    DossierAmended.kind: _dossier(DossierAmended),
    PartyRegistered.kind: _party(PartyRegistered),
    PartyAmended.kind: _party(PartyAmended),
    MembershipBegan.kind: st.builds(MembershipBegan, member=ids(), grouping=ids(), on=_maybe(said())),
    MembershipEnded.kind: st.builds(MembershipEnded, member=ids(), grouping=ids(), on=said()),
    PersonRegistered.kind: _person(PersonRegistered),
    PersonAmended.kind: _person(PersonAmended),
    OfficeAssumed.kind: st.builds(OfficeAssumed, person=ids(), party=ids(), title=labels(), on=_maybe(said())),
    OfficeLeft.kind: st.builds(OfficeLeft, person=ids(), party=ids(), title=labels(), on=said()),
    IssueOpened.kind: _issue(IssueOpened),
    IssueAmended.kind: _issue(IssueAmended),
    SourceAdded.kind: _source(SourceAdded),
    SourceAmended.kind: _source(SourceAmended),
    StatementRecorded.kind: _statements(StatementRecorded),
    StatementCorrected.kind: st.builds(
        StatementCorrected,
        statement=event_ids(),
        content=statement_contents(),
        reason=st.sampled_from(CorrectionReason),
        note=_maybe(lines()),
    ),
    StatementRetracted.kind: st.builds(
        StatementRetracted,
        statement=event_ids(),
        reason=st.sampled_from(RetractionReason),
        note=_maybe(lines()),
    ),
    StatementWithdrawn.kind: st.builds(StatementWithdrawn, statement=event_ids(), on=said()),
    EntryVoided.kind: st.builds(EntryVoided, target=event_ids(), reason=lines()),
    PositionAsserted.kind: st.builds(
        PositionAsserted,
        party=ids(),
        issue=paths(),
        stance=st.sampled_from([*Stance, "mixed", "none"]),
        as_of=day_texts(),
        because=lines(),
    ),
    FindingAcknowledged.kind: st.builds(
        FindingAcknowledged,
        finding=st.sampled_from(FindingKind),
        about=_evidence(),
        because=lines(),
    ),
    ExtractionRun.kind: st.builds(
        ExtractionRun,
        source=ids(),
        text=_hashes(),
        engine=labels(),
        version=labels(),
        digest=_hashes(),
        names=_hashes(),
        drafts=st.integers(0, 10_000),
        dropped=st.lists(st.fixed_dictionaries({"reason": lines(), "count": st.integers(1, 10_000)}), max_size=3).map(
            tuple
        ),
        warnings=st.lists(lines(), max_size=3).map(tuple),
    ),
    StatementProposed.kind: _proposed(),
    ProposalAccepted.kind: _codings(ProposalAccepted),
    ProposalRejected.kind: st.builds(
        ProposalRejected, proposal=event_ids(), reason=st.sampled_from(RejectionReason), note=_maybe(lines())
    ),
    ProposalsMerged.kind: st.builds(ProposalsMerged, into=st.just("into"), merged=_evidence()),
    ProposalCoded.kind: _codings(ProposalCoded)
    | st.builds(ProposalCoded, proposal=event_ids(), reason=st.sampled_from(RejectionReason)),
}
"""Kind -> strategy of its data."""
