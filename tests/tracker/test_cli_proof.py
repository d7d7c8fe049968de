"""The commands that prove: what they print and write, their sentences, their exit codes."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from events.envelope import NewEvent
from events.kinds import PartyRegistered
from events.merkle import leaf_hash, tree_root
from events.note import PublicKey
from events.sqlite_log import SqliteLog
from events.verify import Report
from tests.cli_runner import run, tracker
from tracker import open_ledger
from tracker.verifying import verify

ORIGIN: Final = "negotiation-position-tracker/"


@pytest.fixture
def key(demo: Path) -> str:
    """The public key of `log.key`, made for the example; `e54.checkpoint` is signed with it."""
    made: str = tracker("log keygen log.key --format json").items[0]["public"]
    tracker("log checkpoint --sign log.key --out e54.checkpoint")
    return made


def verdict(words: str) -> tuple[int, list[tuple[int, str]]]:
    """Return the exit code and the faults of a verification."""
    ran = run(*words.split(), "--format", "json")
    report = ran.json
    assert report["ok"] == (not report["faults"])
    return ran.code, [(each["seq"], each["fault"]) for each in report["faults"]]


# Keys


def test_a_key_is_made_for_its_owner_alone_and_named_as_the_log(demo: Path) -> None:
    ran = tracker("log keygen log.key --format json")
    (item,) = ran.items
    assert list(item) == ["name", "id", "public", "file"]
    assert stat.S_IMODE(Path("log.key").stat().st_mode) == 0o600
    assert Path("log.key.pub").read_text() == f"{item['public']}\n"
    first = json.loads(tracker("log export").out.splitlines()[0])
    assert item["name"] == f"{ORIGIN}{first['id']}"
    assert PublicKey.parse(item["public"]).name == item["name"]
    private = Path("log.key").read_text()
    assert private.startswith(f"PRIVATE+KEY+{item['name']}+{item['id']}+")
    assert private not in ran.out + ran.err
    assert ran.err == (
        "Keep log.key to yourself, and a copy of it; hand out log.key.pub.\n"
        "Next: tracker log checkpoint --sign log.key --out FILE\n"
    )


@pytest.mark.usefixtures("demo")
def test_a_key_may_have_another_name_and_needs_no_log_then() -> None:
    assert tracker("log keygen desk.key --name example.org/desk --log nowhere.db --format json").items[0]["name"] == (
        "example.org/desk"
    )
    ran = run("log", "keygen", "other.key", "--name", "my desk")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "tracker: 'my desk' cannot name a key; it takes visible characters, no space and no +\n"
    assert not Path("other.key").exists()


@pytest.mark.parametrize("taken", ["log.key", "log.key.pub"])
@pytest.mark.usefixtures("demo")
def test_a_key_never_takes_the_place_of_a_file(taken: str) -> None:
    Path(taken).write_text("precious")
    ran = run("log", "keygen", "log.key")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"tracker: {taken} exists already and is left as it was; name another file\n"
    assert [path.name for path in Path().iterdir() if path.name.startswith("log.key")] == [taken]
    assert Path(taken).read_text() == "precious"


@pytest.mark.usefixtures("demo")
def test_a_key_that_cannot_be_written() -> None:
    ran = run("log", "keygen", "nowhere/log.key")
    assert (ran.code, ran.err) == (
        2,
        "tracker: cannot write nowhere/log.key: No such file or directory; name a file in a folder of yours\n",
    )


@pytest.mark.parametrize(
    "content",
    ["", "PRIVATE+KEY+a", "a+12345678+AAAA", "PRIVATE+KEY+a+12345678+c2VjcmV0", "PRIVATE+KEY+a b+12345678+AAAA"],
)
@pytest.mark.usefixtures("demo")
def test_what_is_no_private_key_signs_nothing_and_is_not_shown(content: str) -> None:
    Path("log.key").write_text(content)
    ran = run("log", "checkpoint", "--sign", "log.key")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "tracker: log.key holds no private key; `tracker log keygen FILE` makes one\n"


def test_a_private_key_whose_parts_do_not_belong_together_signs_nothing(key: str) -> None:
    whole = Path("log.key").read_text()
    for changed in (whole.replace(ORIGIN, "example.org/"), whole.replace("+AW", "+BG").replace("+AR", "+BG")):
        Path("log.key").write_text(changed if changed != whole else whole[:-10] + "A" * 9 + "\n")
        ran = run("log", "checkpoint", "--sign", "log.key")
        assert (ran.code, ran.err) == (
            2,
            "tracker: log.key holds no private key; `tracker log keygen FILE` makes one\n",
        )


@pytest.mark.usefixtures("demo")
def test_a_key_that_is_not_there() -> None:
    ran = run("log", "checkpoint", "--sign", "log.key")
    assert (ran.code, ran.err) == (
        2,
        "tracker: cannot read log.key: No such file or directory; `tracker log keygen FILE` makes a key\n",
    )


def test_without_the_extra_nothing_is_signed_and_all_is_verified(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.ed25519", None)
    for words in ("log keygen other.key", "log checkpoint --sign log.key"):
        ran = run(*words.split())
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            "tracker: signing needs a package that is not installed; "
            "`pip install -c constraints.txt '.[sign]'` in a copy of this project's repository installs it\n"
        )
    assert not Path("other.key").exists()
    assert verdict("log verify --against e54.checkpoint --key log.key.pub") == (0, [])
    tracker("log prove e37 --in e54.checkpoint --out e37.tlog-proof")
    assert verdict(f"log verify --proof e37.tlog-proof --key {key}") == (0, [])


# Checkpoints


@pytest.mark.usefixtures("demo")
def test_a_checkpoint_is_three_lines() -> None:
    report = tracker("log verify --format json").json
    ran = tracker("log checkpoint")
    (item,) = tracker("log checkpoint --format json").items
    assert ran.err == ""
    assert list(item) == ["origin", "size", "root", "signed_by", "note"]
    assert (item["size"], item["root"], item["signed_by"]) == (54, report["root"], [])
    assert item["note"] == ran.out
    origin, size, _ = ran.out.splitlines()
    assert (origin, size) == (item["origin"], "54")


def test_a_signed_checkpoint_stands_in_a_file_for_good(key: str) -> None:
    ran = tracker("log checkpoint --out -")
    assert (ran.out, ran.err) == (tracker("log checkpoint").out, "")
    content = Path("e54.checkpoint").read_bytes()
    assert content.decode().startswith(tracker("log checkpoint").out + "\n\u2014 " + ORIGIN)
    ran = run("log", "checkpoint", "--out", "e54.checkpoint")
    assert (ran.code, ran.err) == (
        2,
        "tracker: e54.checkpoint is there already; give another file with --out, or --force to replace it\n",
    )
    assert Path("e54.checkpoint").read_bytes() == content


def test_after_an_import_a_checkpoint_is_offered(demo: Path) -> None:
    Path("rows.csv").write_text("party,issue,stance,said,source\nfrance,venue,neutral,2023,vladivostok-report\n")
    ran = tracker("import rows.csv")
    assert ran.err.splitlines()[-1] == (
        "Keep: tracker log checkpoint --out FILE, with somebody else; it shows later that nothing was rewritten"
    )
    assert "Keep" not in tracker("import rows.csv --dry-run").err
    assert tracker("import rows.csv --log tracker.db").err == ""


# Verifying the log


def test_a_log_is_compared_with_a_checkpoint(key: str) -> None:
    ran = tracker("log verify --against e54.checkpoint --format json")
    assert ran.err == ""
    kept = ran.json["against"]
    assert (ran.json["ok"], kept["size"], kept["root"]) == (True, 54, ran.json["root"])
    tracker("party add ruritania")
    assert verdict("log verify --against e54.checkpoint") == (0, [])
    assert tracker("log verify --against e54.checkpoint --format json").json["against"] == kept


def test_without_a_checkpoint_it_is_told_what_was_not_checked(demo: Path) -> None:
    ran = tracker("log verify --format json")
    assert ran.json["against"] is None
    assert ran.err == (
        "No checkpoint was given: a cut-off end, an older copy and a history hashed anew show only against one "
        "(--against).\n"
    )


def test_an_older_copy_is_found_against_a_checkpoint_only(key: str, demo: Path) -> None:
    shutil.copyfile(demo, "older.db")
    tracker("party add ruritania")
    tracker("log checkpoint --out e55.checkpoint")
    shutil.copyfile("older.db", demo)
    assert verdict("log verify") == (0, [])
    assert verdict("log verify --against e55.checkpoint") == (3, [(55, "cut")])
    tracker("party add freedonia")
    assert verdict("log verify --against e55.checkpoint") == (3, [(55, "rewritten")])


def test_the_checkpoint_of_another_log_is_told(key: str) -> None:
    tracker("init --log other.db")
    code, faults = verdict("log verify --against e54.checkpoint --log other.db")
    assert (code, faults) == (3, [(0, "origin"), (2, "cut")])


def test_a_key_that_did_not_sign_is_refused_before_anything_is_compared(key: str) -> None:
    tracker("log keygen other.key")
    ran = run("log", "verify", "--against", "e54.checkpoint", "--key", "other.key.pub")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"tracker: e54.checkpoint: it is not signed by '{ORIGIN}")
    forged = Path("e54.checkpoint").read_text().replace("\n54\n", "\n53\n")
    Path("e53.checkpoint").write_text(forged)
    ran = run("log", "verify", "--against", "e53.checkpoint", "--key", "log.key.pub")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("' does not hold: it is not what was signed\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--against nothing", "cannot read nothing: No such file or directory; give the path of a file"),
        ("--against .", "cannot read .: Is a directory; give the path of a file"),
        (
            "--proof nothing --key log.key.pub",
            "cannot read nothing: No such file or directory; give the path of a file",
        ),
        ("--against log.key", "log.key: a checkpoint has three lines: the log's origin, its size and its root"),
        (
            "--proof log.key --key log.key.pub",
            "log.key: a proof has a checkpoint under a blank line; it is no proof of ours",
        ),
        (
            "--against e54.checkpoint --key log.key",
            "log.key: that is a private key, and stays with you; the public one is in the file .pub beside",
        ),
        ("--against e54.checkpoint --key x", "'x' is no public key; one looks like NAME+1a2b3c4d+AbCd..."),
        (
            "--against e54.checkpoint --key e54.checkpoint",
            f"e54.checkpoint: '{ORIGIN}0",
        ),
        (
            "--key log.key.pub",
            "--key checks who signed a checkpoint; give that with --against, or a proof with --proof",
        ),
        (
            "--proof e54.checkpoint",
            "a proof is worth what its checkpoint is worth: compare that with the one you kept (--against CHECKPOINT), "
            "or check who signed it (--key PUB)",
        ),
    ],
)
@pytest.mark.usefixtures("key")
def test_what_cannot_be_verified_is_told_in_a_sentence(words: str, sentence: str) -> None:
    ran = run("log", "verify", *words.split())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"tracker: {sentence}")


def test_a_read_only_copy_is_verified(key: str, demo: Path) -> None:
    before = demo.read_bytes()
    demo.chmod(0o444)
    assert verdict("log verify --against e54.checkpoint --key log.key.pub") == (0, [])
    assert demo.read_bytes() == before


# Projections


def altered(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "detail"),
    [
        (
            "UPDATE timeline SET stance = 'supports'",
            "the tables of 'timeline' are not those that replaying the log gives",
        ),
        ("DELETE FROM names WHERE key = 'russia'", "the tables of 'names' are not those that replaying the log gives"),
        ("UPDATE projections SET seq = 53", "the tables of 'timeline' are not those that replaying the log gives"),
    ],
)
def test_a_projection_that_is_not_what_replay_gives_is_found(statement: str, detail: str, demo: Path) -> None:
    altered(demo, statement)
    ran = run("log", "verify", "--format", "json")
    assert ran.code == 3
    faults = ran.json["faults"]
    assert {each["fault"] for each in faults} == {"projection"}
    assert detail in {each["detail"] for each in faults}
    assert ran.err.endswith(
        " in 54 events; the events themselves are whole, and `tracker log rebuild` makes anew what is derived from "
        "them.\n"
    )


def test_a_rebuild_mends_projections_and_the_tree(demo: Path) -> None:
    altered(demo, "INSERT INTO tree VALUES (8, 0, zeroblob(32))")
    altered(demo, "DELETE FROM names WHERE key = 'russia'")
    assert verdict("log verify") == (3, [(0, "projection"), (55, "cut")])
    assert run("log", "rebuild").code == 1
    assert verdict("log verify") == (0, [])


def test_entries_that_were_cut_off_are_found_where_the_projections_were_forgotten(demo: Path) -> None:
    altered(demo, "DROP TRIGGER events_are_not_removed")
    altered(demo, "DELETE FROM events WHERE seq > 50")
    ran = run("log", "verify", "--format", "json")
    assert ran.json["faults"][1:] == [
        {"seq": 51, "fault": "cut", "detail": "the projections have followed the log to e54, and it ends with e50"}
    ]
    assert ran.err.endswith("2 faults in 50 events; keep this file as it is, and work on from a good copy.\n")


@pytest.mark.parametrize("statement", ["DROP TABLE projections", "UPDATE projections SET version = 0"])
def test_projections_that_will_be_made_anew_are_no_fault(statement: str, demo: Path) -> None:
    altered(demo, statement)
    assert verdict("log verify") == (0, [])


def test_projections_that_cannot_be_read_are_a_fault(demo: Path) -> None:
    altered(demo, "ALTER TABLE projections RENAME COLUMN seq TO sequence")
    code, faults = verdict("log verify")
    assert (code, faults) in [(3, [(0, "projection")]), (0, [])]


def test_entries_that_do_not_fit_together_are_found(demo: Path) -> None:
    """A forger who hashes all anew and forgets what an entry is about."""
    altered(demo, "DROP TRIGGER events_are_not_changed")
    with closing(sqlite3.connect(demo, isolation_level=None)) as connection:
        for seq, body in connection.execute("SELECT seq, CAST(body AS BLOB) FROM events").fetchall():
            changed = body.replace(b'"party":"russia"', b'"party":"nowhere"')
            connection.execute(
                "UPDATE events SET body = CAST(? AS TEXT), leaf = ? WHERE seq = ?", (changed, leaf_hash(changed), seq)
            )
    code, faults = verdict("log verify")
    assert (code, faults) == (3, [(0, "schema"), (0, "replay")])


def test_what_others_write_meanwhile_is_no_fault(demo: Path) -> None:
    """Events and projections are of one moment."""
    with open_ledger(demo) as writer, closing(SqliteLog(demo)) as log:

        def tick(done: int, total: int | None) -> None:
            if done % 20 == 1:
                writer.append([NewEvent(PartyRegistered(id=f"party-{done}", name=f"Party {done}"))])

        assert verify(log, tick) == Report(54, tracker_root(demo, 54), ())
        assert verify(log).size == 57


def tracker_root(path: Path, size: int) -> str:
    with closing(SqliteLog(path)) as log:
        return tree_root(log.nodes(), size).hex()


@pytest.mark.usefixtures("demo")
def test_the_index_of_search_is_no_fault() -> None:
    tracker("search targets")
    assert verdict("log verify") == (0, [])


# Proofs


def test_an_entry_is_proved_to_who_kept_a_checkpoint_and_to_who_knows_the_key(key: str) -> None:
    ran = tracker("log prove e37 --in e54.checkpoint --out e37.tlog-proof")
    assert (ran.out, ran.err) == ("", f"Wrote e37.tlog-proof, {Path('e37.tlog-proof').stat().st_size:,} bytes.\n")
    tracker("party add ruritania")
    for how in ("--against e54.checkpoint", "--key log.key.pub", f"--against e54.checkpoint --key {key}"):
        report = tracker(f"log verify --proof e37.tlog-proof {how} --log nowhere.db --format json").json
        assert list(report) == ["schema", "ok", "size", "root", "faults", "origin", "proof"]
        assert (report["ok"], report["size"], report["faults"]) == (True, 54, [])
        assert list(report["proof"]) == ["entry", "event"]
        assert report["proof"]["entry"] == "e37"
        assert report["proof"]["event"]["data"]["quotation"].startswith("If some troops appear there")
    table = tracker("log verify --proof e37.tlog-proof --key log.key.pub --format table").out.splitlines()
    assert table[0].split() == ["ok", "entry", "kind", "recorded_at", "size", "root"]
    assert table[2].split()[:5] == ["yes", "e37", "statement-recorded", "2026-01-02T03:04:05Z", "54"]


@pytest.mark.parametrize("word", ["e37", "37", "report-s05"])
def test_an_entry_is_named_as_everywhere_and_by_its_number(word: str, key: str) -> None:
    ran = tracker(f"log prove {word} --in e54.checkpoint --format json")
    (item,) = ran.items
    assert list(item) == ["entry", "origin", "size", "root", "hashes", "proof"]
    assert (item["entry"], item["size"]) == ("e37", 54)
    assert item["proof"].count("\n") == item["hashes"] + 3 + 1 + 5
    assert item["proof"] == tracker(f"log prove {word} --in e54.checkpoint").out


def test_ones_own_last_entry_is_proved_at_the_head(key: str) -> None:
    tracker("party add ruritania")
    (item,) = tracker("log prove last --format json").items
    assert (item["entry"], item["size"]) == ("e55", 55)


def test_that_the_log_only_grew_is_proved_to_who_kept_a_checkpoint(key: str) -> None:
    tracker("party add ruritania")
    tracker("log checkpoint --sign log.key --out e55.checkpoint")
    (item,) = tracker("log prove --since e54.checkpoint --in e55.checkpoint --out since.proof --format json").items
    assert list(item) == ["since", "origin", "size", "root", "hashes", "proof"]
    assert (item["since"], item["size"]) == (54, 55)
    how = "--against e54.checkpoint --key log.key.pub --log nowhere.db"
    report = tracker(f"log verify --proof since.proof {how} --format json").json
    assert (report["ok"], report["size"], report["proof"]) == (True, 55, {"since": 54})
    tracker("init --log other.db --name Other")
    tracker("log checkpoint --log other.db --out other.checkpoint")
    assert verdict("log verify --proof since.proof --against other.checkpoint") == (1, [(0, "proof")])
    ran = run("log", "verify", "--proof", "since.proof", "--key", "log.key.pub")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "tracker: since.proof: it proves that a log only grew since a checkpoint, which is not in it; "
        "give the one that you kept with --against\n"
    )


def test_a_proof_that_does_not_hold_ends_with_1(key: str) -> None:
    tracker("log prove e37 --in e54.checkpoint --out e37.tlog-proof")
    forged = Path("e37.tlog-proof").read_text().replace("index 36", "index 35")
    Path("forged.tlog-proof").write_text(forged)
    ran = run("log", "verify", "--proof", "forged.tlog-proof", "--key", "log.key.pub", "--format", "json")
    assert (ran.code, ran.err) == (1, "")
    assert ran.json["proof"] == {"entry": "e36", "event": None}
    assert ran.json["faults"] == [
        {"seq": 36, "fault": "proof", "detail": "it does not lead from the entry to the root"}
    ]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ("", 2, "name the entry to prove, or with --since the checkpoint since which nothing changed"),
        (
            "e37 --since e54.checkpoint",
            2,
            "name the entry to prove, or with --since the checkpoint since which nothing changed",
        ),
        ("e99", 2, "no entry 'e99'; entries are e1 to e54, `last`, or an event's id. `tracker log show` lists them"),
        ("0", 2, "no entry '0'; entries are e1 to e54, `last`, or an event's id. `tracker log show` lists them"),
        ("nothing", 2, "no entry 'nothing'; entries are e1 to e54"),
        ("--since nothing", 2, "cannot read nothing: No such file or directory; give the path of a file"),
        ("--since log.key", 2, "log.key: a checkpoint has three lines"),
    ],
)
@pytest.mark.usefixtures("key")
def test_what_cannot_be_proved_is_told_in_a_sentence(words: str, code: int, sentence: str) -> None:
    ran = run("log", "prove", *words.split())
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(f"tracker: {sentence}")


def _by_hand(*statements: str) -> None:
    with closing(sqlite3.connect("tracker.db", isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


TAMPERED: Final = {
    "an entry taken out": "DELETE FROM search_entries WHERE seq = 43",
    "a word put in": "INSERT INTO search_text (rowid, quotation) VALUES (43, 'never said')",
}


@pytest.mark.parametrize("how", TAMPERED)
def test_an_index_of_search_that_was_tampered_with_is_told(how: str, demo: Path) -> None:
    tracker("search troops")
    assert run("log", "verify").code == 0
    _by_hand(TAMPERED[how])
    ran = run("log", "verify", "--format", "json")
    assert ran.code == 3
    assert ran.json["faults"] == [
        {
            "seq": 0,
            "fault": "projection",
            "detail": "the index of search is not the one that replaying the log gives",
        }
    ]


def test_derived_tables_that_are_not_compared_are_said_to_be(demo: Path) -> None:
    _by_hand("UPDATE projections SET version = 99 WHERE name = 'timeline'")
    ran = run("log", "verify", "--format", "json")
    assert ran.code == 0
    assert ran.json["uncompared"].startswith("the projection 'timeline' has version 99, ")
    assert f"The derived tables were not compared: {ran.json['uncompared']}\n" in ran.err
    assert tracker("log verify --format json").json["ok"]


def test_tables_of_other_types_are_faults_and_no_crash(demo: Path) -> None:
    """Whoever writes the schema anew can put anything anywhere."""
    _by_hand(
        "CREATE TABLE other (seq, id, kind, recorded_at, leaf, body)",
        "INSERT INTO other SELECT * FROM events",
        "DROP TABLE events",
        "ALTER TABLE other RENAME TO events",
        "UPDATE events SET seq = 'abc', leaf = 7 WHERE seq = 9",
        "UPDATE events SET seq = NULL WHERE seq = 11",
        "UPDATE events SET recorded_at = x'00', body = 5 WHERE seq = 12",
    )
    ran = run("log", "verify", "--format", "json")
    assert ran.code == 3
    assert {"schema", "gap", "hash", "unreadable"} <= {each["fault"] for each in ran.json["faults"]}


def test_a_log_without_its_table_has_faults_and_no_other_advice(demo: Path) -> None:
    _by_hand("DROP TABLE events")
    ran = run("log", "verify", "--format", "json")
    assert (ran.code, ran.json["size"]) == (3, 0)
    assert {"seq": 0, "fault": "schema", "detail": "events is missing"} in ran.json["faults"]
