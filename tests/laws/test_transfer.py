"""A log that was exported and restored is the same log, and means the same."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from events.clock import FixedClock
from events.envelope import NewEvent
from events.kinds import PersonRegistered
from events.transfer import export_lines, restore
from events.verify import verify
from tests.laws.dossiers import Dossier, as_ofs, dossiers, seqs
from tests.laws.model import Model
from tests.laws.playing import answers, events_of, played, projected
from tracker.ledger import Ledger, open_ledger


@given(dossiers(), st.data())
def test_restore_undoes_export(dossier: Dossier, data: DataObject) -> None:
    """The restored log has the same bytes, no faults, and gives every answer again; also after it was written to."""
    with played(dossier) as ledger, TemporaryDirectory() as folder:
        known = Model(events_of(ledger)).known(data.draw(seqs(1, ledger.log.head().seq), label="seq"))
        cut = {"as_of": data.draw(as_ofs(known), label="as_of"), "known_at": f"e{known.seq}"}
        lines = list(export_lines(ledger.log))
        path = Path(folder) / "restored.db"
        restore(path, lines).close()
        with open_ledger(path, clock=FixedClock(dossier.start)) as restored:
            assert list(restored.log.read()) == list(ledger.log.read())
            assert list(export_lines(restored.log)) == lines
            _check_same(restored, ledger, cut)
            restored.append([NewEvent(PersonRegistered(id="newcomer", name="Newcomer"))])
            assert answers(restored.at(**cut)) == answers(ledger.at(**cut))
            assert b"".join(export_lines(restored.log)).startswith(b"".join(lines))


def _check_same(restored: Ledger, ledger: Ledger, cut: dict[str, str]) -> None:
    assert projected(restored) == projected(ledger)
    assert answers(restored.at(**cut)) == answers(ledger.at(**cut))
    assert verify(restored.log).ok  # type: ignore[arg-type] # made by restore, so a SqliteLog
