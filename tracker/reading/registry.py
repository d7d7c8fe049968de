"""What a name stands for, and what is registered; always as at the head of the log."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from typing import Any, Final, Literal, NamedTuple

from events.clock import Instant
from events.periods import Zone
from events.text import name_key
from tracker.errors import AmbiguousNameError, UnknownNameError

__all__ = ["NOUNS", "Dossier", "Entity", "Noun", "Registry"]

Noun = Literal["party", "person", "issue", "source"]
NOUNS: Final[tuple[Noun, ...]] = ("party", "person", "issue", "source")


class Dossier(NamedTuple):
    """How the dossier is set."""

    name: str
    zone: str
    stale_after_days: int


class Entity(NamedTuple):
    """A party, person, issue or source; `key` is the seq of the event that introduced it, `data` its present state."""

    key: int
    noun: Noun
    id: str
    data: dict[str, Any]

    @property
    def label(self) -> str:
        """Return its name or title."""
        label: str = self.data["name"] if "name" in self.data else self.data["title"]
        return label

    @property
    def provisional(self) -> bool:
        """Whether it still lacks what gives it meaning: a party its kind, an issue its proposition."""
        lacking = {"party": "kind", "issue": "proposition"}.get(self.noun)
        return lacking is not None and lacking not in self.data


class Registry:
    """Reads the projection `names` on one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._ids: dict[int, str] = {}
        self._dossiers: dict[int, Dossier] = {}

    def resolve(self, noun: Noun, text: str) -> Entity:
        """Return what `text` stands for: exactly its id, name or alias, whatever the case, space or hyphen.

        Raises:
            UnknownNameError: nothing; suggests what is near.
            AmbiguousNameError: several; an exact id always wins.
        """
        return self.entity(self.key(noun, text))

    def key(self, noun: Noun, text: str) -> int:
        """Return the surrogate key of what `text` stands for, as `resolve`."""
        key = self.find(noun, text)
        if key is None:
            raise UnknownNameError(noun, text, self.near(noun, text))
        return key

    def key_at(self, noun: Noun, text: str, seq: int) -> int:
        """Return the surrogate key of what had the id `text` at `seq`, voided since or not; else as `key`.

        An id that was voided and registered anew stands for another thing from then on, and for the old one before.
        """
        row = self._connection.execute(
            "SELECT max(seq) FROM registry"
            " WHERE noun = ?1 AND id = ?2 AND seq <= ?3 AND (voided IS NULL OR voided > ?3)",
            (noun, name_key(text), seq),
        ).fetchone()
        return self.key(noun, text) if row[0] is None else row[0]

    def find(self, noun: Noun, text: str) -> int | None:
        """Return the surrogate key of what `text` stands for, None if it stands for nothing.

        Raises:
            AmbiguousNameError: it stands for several.
        """
        rows = self._connection.execute(
            "SELECT entity, is_id FROM names WHERE noun = ? AND key = ? ORDER BY is_id DESC, entity",
            (noun, name_key(text)),
        ).fetchall()
        if len(rows) > 1 and not rows[0][1]:
            raise AmbiguousNameError(noun, text, [self.id_of(entity) for entity, _ in rows])
        return rows[0][0] if rows else None

    def is_taken(self, noun: Noun, text: str) -> bool:
        """Say whether anything answers to the text."""
        row = self._connection.execute("SELECT 1 FROM names WHERE noun = ? AND key = ?", (noun, name_key(text)))
        return row.fetchone() is not None

    def source_at(self, url: str) -> str | None:
        """Return the id of the source of that address."""
        row = self._connection.execute("SELECT entity FROM names WHERE noun = 'url' AND key = ?", (url,)).fetchone()
        return self.id_of(row[0]) if row else None

    def entity(self, key: int) -> Entity:
        """Return what was introduced by the event of that seq."""
        row = self._connection.execute("SELECT noun, id, data FROM registry WHERE seq = ?", (key,)).fetchone()
        return Entity(key, row[0], row[1], json.loads(row[2]))

    def told_by(self, noun: Noun, entity_id: str, upto: int) -> tuple[int, int]:
        """Return the key of what was registered under exactly that id at seq `upto`, and the seq that last told of it.

        What has been voided since is found too. It must have been registered.
        """
        (key,) = self._connection.execute(
            "SELECT max(seq) FROM registry WHERE noun = ? AND id = ? AND seq <= ?", (noun, entity_id, upto)
        ).fetchone()
        (amended,) = self._connection.execute(
            "SELECT max(seq) FROM amendments WHERE entity = ? AND seq <= ?", (key, upto)
        ).fetchone()
        return key, amended or key

    def last_told(self, key: int) -> int:
        """Return the seq of the event that told of it last; what that said is `data`."""
        (amended,) = self._connection.execute("SELECT max(seq) FROM amendments WHERE entity = ?", (key,)).fetchone()
        return amended or key

    def tellings(self, key: int) -> list[int]:
        """Return the seqs of all events that told of what was introduced by the event of that seq, oldest first."""
        rows = self._connection.execute("SELECT seq FROM amendments WHERE entity = ? ORDER BY seq", (key,))
        return [key, *(seq for (seq,) in rows)]

    def id_of(self, key: int) -> str:
        """Return the canonical id of what was introduced by the event of that seq."""
        found = self._ids.get(key)
        if found is None:
            row = self._connection.execute("SELECT id FROM registry WHERE seq = ?", (key,)).fetchone()
            found = self._ids[key] = row[0]
        return found

    def every(self, noun: Noun) -> Iterator[Entity]:
        """Yield all of a kind that are registered, by id."""
        rows = self._connection.execute(
            "SELECT seq, noun, id, data FROM registry WHERE noun = ? AND voided IS NULL ORDER BY id", (noun,)
        )
        return (Entity(key, noun, entity_id, json.loads(data)) for key, noun, entity_id, data in rows)

    def known(self, noun: Noun, seq: int) -> Iterator[Entity]:
        """Yield all of a kind that were registered, and not voided, when the last entry was `seq`; by id."""
        rows = self._connection.execute(
            "SELECT seq, noun, id, data FROM registry"
            " WHERE noun = ?1 AND seq <= ?2 AND (voided IS NULL OR voided > ?2) ORDER BY id",
            (noun, seq),
        )
        return (Entity(key, noun, entity_id, json.loads(data)) for key, noun, entity_id, data in rows)

    def ever(self, noun: Noun, seq: int) -> Iterator[Entity]:
        """Yield all of a kind that were registered up to `seq`, voided since or not; by id, those of one id by key."""
        rows = self._connection.execute(
            "SELECT seq, noun, id, data FROM registry WHERE noun = ? AND seq <= ? ORDER BY id, seq", (noun, seq)
        )
        return (Entity(key, noun, entity_id, json.loads(data)) for key, noun, entity_id, data in rows)

    def near(self, noun: Noun, text: str, *, but: Collection[str] = ()) -> list[str]:
        """Return up to three words that the text may have been meant for, without those in `but`; only to suggest."""
        from difflib import get_close_matches

        key = name_key(text)
        if not key:
            return []
        known = [word for word in self.words(noun) if word not in but]
        longer = [word for word in known if word.startswith(key)]
        close = get_close_matches(key, known, n=3, cutoff=0.8) or get_close_matches(key, known, n=3, cutoff=0.6)
        return list(dict.fromkeys([*longer, *close]))[:3]

    def words(self, noun: Noun) -> list[str]:
        """Return every word that stands for something of the kind."""
        rows = self._connection.execute("SELECT DISTINCT key FROM names WHERE noun = ? ORDER BY key", (noun,))
        return [key for (key,) in rows]

    def dossier(self, upto: Instant | None = None) -> Dossier:
        """Return the settings as of seq `upto`, or the head's."""
        if upto in self._dossiers:
            return self._dossiers[upto]
        row = self._connection.execute(
            "SELECT name, zone, stale_after_days FROM dossier WHERE seq <= coalesce(?, seq) ORDER BY seq DESC LIMIT 1",
            (upto,),
        ).fetchone()
        found = Dossier(*row) if row else Dossier("", "UTC", 180)
        if upto is not None:  # what was set by then is so for ever
            self._dossiers[upto] = found
        return found

    def zone(self) -> Zone:
        """Return the zone in which the dossier's days are counted."""
        return Zone(self.dossier().zone)
