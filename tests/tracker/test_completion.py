"""Completion from the log, through what the shells themselves send and read; never an error, whatever the log is."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest
import typer.main
from hypothesis import given
from hypothesis import strategies as st

from events.clock import FixedClock
from events.envelope import NewEvent
from events.ids import handle
from events.kinds import DossierOpened, PartyRegistered
from events.memory_log import MemoryLog
from events.sqlite_log import SqliteLog
from events.vocabulary import Act, PartyKind, Stance
from tests.cli_runner import run, tracker
from tracker import create_ledger
from tracker.cli.app import app
from tracker.projections.follow import Follower
from tracker.reading.completing import names_beginning, seqs_beginning
from tracker.reading.registry import Registry
from tracker.registering import register

PARTIES: Final = ["france", "germany", "russia", "ukraine", "united-kingdom", "united-states", "willing-coalition"]


def bash(monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    """What bash is offered for the last of the words, sorted as it shows them."""
    monkeypatch.setenv("_TRACKER_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "\n".join(("tracker", *words)))
    monkeypatch.setenv("COMP_CWORD", str(len(words)))
    ran = run()
    assert (ran.code, ran.err) == (0, "")
    return sorted(ran.out.split())


def fish(monkeypatch: pytest.MonkeyPatch, line: str) -> list[str]:
    """What fish is offered at the end of the line: a word, a tab, and what it shows beside it."""
    monkeypatch.setenv("_TRACKER_COMPLETE", "complete_fish")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    ran = run()
    assert (ran.code, ran.err) == (0, "")
    return [line for line in ran.out.splitlines() if line]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("position ", PARTIES),
        ("position u", ["ukraine", "united-kingdom", "united-states"]),
        ("position russia ven", ["venue", "venue/elsewhere", "venue/moscow"]),
        ("position russia venue/", ["venue/elsewhere", "venue/moscow"]),
        ("history ger", ["germany"]),
        ("party show w", ["willing-coalition"]),
        ("party join france w", ["willing-coalition"]),
        ("party amend f", ["france"]),
        ("person show v", ["vladimir-putin", "volodymyr-zelenskiy"]),
        ("person office vladimir-putin r", ["russia"]),
        ("issue show leader", ["leader-talks"]),
        ("source show v", ["vladivostok-report"]),
        ("source amend ", ["vladivostok-report"]),
        ("record russia venue supports --source ", ["vladivostok-report"]),
        ("record russia venue supports --speaker d", ["donald-trump"]),
        ("correct e37 --party r", ["russia"]),
        ("correct e37 --issue s", ["security-guarantees", "security-guarantees/talks", "settlement"]),
        ("correct --source ", ["vladivostok-report"]),
        ("show e4", ["e4", *(f"e4{digit}" for digit in range(10))]),
        ("show la", ["last"]),
        ("correct e37 e54", ["e54"]),
        ("position russia --known-at e5", ["e5", "e50", "e51", "e52", "e53", "e54"]),
        ("log show --after e54", ["e54"]),
        ("position russia --known-at l", []),
        ("diff --known-from e54", ["e54"]),
        ("compare russia united-k", ["united-kingdom"]),
        ("grid --parties united-", ["united-kingdom", "united-states"]),
        ("grid --parties russia,fr", ["russia,france"]),
        ("grid --parties russia,germany,r", []),
        ("changes --issues settlement,venue/", ["settlement,venue/elsewhere", "settlement,venue/moscow"]),
        ("search --party russia --issue lea", ["leader-talks"]),
        ("assert russia venue n", ["neutral", "none"]),
        ("assert russia venue m", ["mixed"]),
    ],
)
def test_what_the_log_knows_completes(typed: str, offered: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert bash(monkeypatch, *typed.split(" ")) == offered


FROM_THE_LOG: Final = {
    *("PARTY", "PARTY...", "ISSUE", "PERSON", "SOURCE", "ENTRY", "MEMBER", "GROUPING", "ID|URL", "K"),
    *("--party", "--parties", "--issue", "--issues", "--speaker", "--source"),
}


def test_whatever_names_something_in_the_log_completes() -> None:
    """Every argument and option, known by what its help calls it or how it is spelt."""
    commands = every_command(typer.main.get_command(app))
    named = [each for command in commands for each in command.params if FROM_THE_LOG & {each.metavar, *each.opts}]
    assert len(named) > 50
    assert [(each.opts, each.metavar) for each in named if each._custom_shell_complete is None] == []


def every_command(group: Any) -> Iterator[Any]:
    for each in group.commands.values():
        if hasattr(each, "commands"):
            yield from every_command(each)
        else:
            yield each


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("record russia venue ", Stance),
        ("correct e37 --stance ", Stance),
        ("record --act ", Act),
        ("party add x --kind ", PartyKind),
    ],
)
def test_words_of_closed_lists_complete(typed: str, words: Iterable[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any log."""
    assert bash(monkeypatch, *typed.split(" ")) == sorted(words)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Brit", ["Britain"]),
        ("brit", ["britain"]),
        ("Russian", ["Russian-federation"]),
        ("Russian-", ["Russian-federation"]),
        ("uk", ["uk", "ukraine"]),
        ("United", ["United-kingdom", "United-states"]),
        ("united-s", ["united-states"]),
        ("USA", ["USA"]),
        ("$", []),
    ],
)
def test_a_name_that_was_begun_is_finished(typed: str, offered: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """In a spelling that begins as typed, for shells drop any other, and without spaces; each stands for its party."""
    assert bash(monkeypatch, "position", typed) == offered
    monkeypatch.delenv("_TRACKER_COMPLETE")
    assert [run("party", "show", word).code for word in offered] == [0] * len(offered)


@pytest.mark.usefixtures("demo")
def test_what_a_word_means_stands_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fish(monkeypatch, "tracker position uk") == ["uk\tunited-kingdom", "ukraine\tUkraine"]
    assert fish(monkeypatch, "tracker show e5") == [
        "e54\tukraine on settlement: ambiguous, said ../2023-09…",
        "e53\tukraine on leader-talks: supports, said ../2023-0…",
        "e52\tukraine on venue/moscow: declines, said ../2023-0…",
        "e51\trussia on venue/elsewhere: opposes, said ../2023-…",
        "e50\trussia on venue/moscow: supports, said ../2023-09…",
        "e5\tparty france: France, state",
    ]


@pytest.mark.usefixtures("demo")
def test_handles_are_the_newest_and_of_what_the_command_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty at most; the example has 32 registrations before its 22 statements. A withdrawal comes after them."""
    statements = [handle(seq) for seq in range(33, 55)]
    tracker("withdraw e37 --on 2025-09-06")
    assert bash(monkeypatch, "show", "") == [*(handle(seq) for seq in range(26, 56)), "last"]
    assert bash(monkeypatch, "retract", "") == statements
    assert bash(monkeypatch, "withdraw", "") == statements
    assert bash(monkeypatch, "correct", "") == statements
    assert bash(monkeypatch, "void", "e55") == ["e55"]
    assert bash(monkeypatch, "void", "e3") == ["e3", "e30", "e31", "e32"]
    assert bash(monkeypatch, "void", "la") == ["last"]


@pytest.mark.usefixtures("demo")
def test_last_is_offered_to_those_who_recorded_something(monkeypatch: pytest.MonkeyPatch) -> None:
    [last] = fish(monkeypatch, "tracker show la")
    assert last == "last\te54, ukraine on settlement: ambiguous, said ../20…"
    monkeypatch.setenv("TRACKER_USER", "somebody-else")
    assert fish(monkeypatch, "tracker show la") == []


def test_the_log_is_the_one_that_the_line_names(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the command or before it, in the shell's spelling; else that of the environment, else that of the folder."""
    with create_ledger(tmp_path / "other.db") as ledger:
        register(ledger, "party", {"id": "ruritania", "name": "Ruritania", "kind": "state"})
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PLACE", str(tmp_path))
    for typed in ("other.db", "~/other.db", "$PLACE/other.db", f"{tmp_path}/other.db"):
        assert bash(monkeypatch, "--log", typed, "position", "ru") == ["ruritania"]
        assert bash(monkeypatch, "position", "--log", typed, "ru") == ["ruritania"]
        assert bash(monkeypatch, "--log", "tracker.db", "position", "--log", typed, "ru") == ["ruritania"]
        assert fish(monkeypatch, f"tracker --log={typed} position ru") == ["ruritania\tRuritania"]
    assert bash(monkeypatch, "position", "ru") == ["russia"]
    monkeypatch.setenv("TRACKER_LOG", "other.db")
    assert bash(monkeypatch, "position", "ru") == ["ruritania"]
    assert bash(monkeypatch, "position", "--log", "tracker.db", "ru") == ["russia"]


def _damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5_000] + b"x" * 50_000)


def _of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE events (a)")


def _changed(statement: str, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


UNUSABLE: Final[dict[str, Callable[[Path], object]]] = {
    "missing": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "a folder": _folder,
    "a pipe": _pipe,
    "no database": lambda path: path.write_text("party,issue\n" * 1_000, encoding="utf-8"),
    "damaged": _damaged,
    "another program's": _of_another_program,
    "of a newer version": lambda path: _changed("PRAGMA user_version = 99", path),
    "followed by an older version": lambda path: _changed("UPDATE projections SET version = 0", path),
    "followed by a newer version": lambda path: _changed("UPDATE projections SET version = 99", path),
    "never followed": lambda path: _changed("DROP TABLE projections", path),
}


@pytest.mark.parametrize("kind", UNUSABLE)
@pytest.mark.parametrize("typed", ["position ", "position russia ", "retract l", "record --source "])
def test_a_log_that_cannot_be_used_completes_nothing(
    kind: str, typed: str, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says nothing: that is for the command itself to do."""
    UNUSABLE[kind](demo)
    assert bash(monkeypatch, *typed.split(" ")) == []


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    "line",
    [
        "tracker position --nonsense ",
        "tracker nonsense ",
        "tracker --log ",
        "tracker position russia venue x y ",
        "tracker record russia venue bogus --act zzz --said ",
        "tracker init --stale-after x ",
        'tracker position "United K',
        "tracker position '",
        "tracker position \\",
        "tracker -- position ",
        "tracker position $(x ",
        "tracker position ru\udcff",
        "tracker show e0",
        f"tracker show e{'9' * 30}",
        "tracker show -1",
        "tracker show e4²",
        "tracker position --log / ",
        "tracker position " + "a" * 5_000,
    ],
)
def test_no_line_gives_an_error(shell: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = line.split(" ")
    monkeypatch.setenv("_TRACKER_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("COMP_WORDS", "\n".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    ran = run()
    assert (ran.code, ran.err) == (0, "")


HOSTILE: Final = [
    "\\$(touch pwned)",
    "$(touch pwned) `touch pwned`",
    '"; touch pwned; "',
    "'; touch pwned; '",
    ")))' ; touch pwned; '((",
    "[/nope] [bold]x[/bold]",
    "日本国" * 30,
    "an ordinary name that goes on and on until nobody can see where it ends",
]
SHOWN: Final = [
    "/(touch pwned)",
    "(touch pwned) ’touch pwned’",
    "”; touch pwned; ”",
    "’; touch pwned; ’",
    ")))’ ; touch pwned; ’((",
    "(/nope) (bold)x(/bold)",
    "日本国" * 8 + "…",
    "an ordinary name that goes on and on until nobody…",
]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A log whose parties' names mean something to shells and to what draws on terminals."""
    with create_ledger(tmp_path / "tracker.db") as ledger:
        for number, name in enumerate(HOSTILE):
            register(ledger, "party", {"id": f"p{number}", "name": name, "kind": "state"})
    return tmp_path / "tracker.db"


@pytest.mark.usefixtures("hostile")
def test_nothing_beside_a_word_drives_a_terminal_or_a_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line each, of 50 columns at most; a log may come from somebody else."""
    monkeypatch.setenv("COLUMNS", "80")
    assert fish(monkeypatch, "tracker position p") == [f"p{number}\t{text}" for number, text in enumerate(SHOWN)]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_word_is_offered_that_a_shell_would_not_take_as_it_stands(name: str, hostile: Path) -> None:
    """However much of such a name is typed, only a name without anything special is finished."""
    offered: set[str] = set()
    with closing(SqliteLog(hostile)) as log:
        for end in range(1, len(name)):
            found = names_beginning(log.reader, "party", name[:end])
            offered.update(word for word, entity in found if word != entity.id)
    assert offered <= {"日本国" * 30, "an-ordinary-name-that-goes-on-and-on-until-nobody-can-see-where-it-ends"}


ZSH: Final = shutil.which("zsh") or ""


@pytest.mark.skipif(not ZSH, reason="no zsh here")
def test_zsh_evaluates_none_of_it(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the completion script of zsh does with what it reads: eval, here with a function that takes it."""
    monkeypatch.setenv("_TRACKER_COMPLETE", "complete_zsh")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "tracker position p")
    script = '_arguments() { eval ws=\\( ${1[7,-3]} \\); print -rl -- $ws }; eval "$(cat)"'
    ended = subprocess.run([ZSH, "-fc", script], input=run().out, capture_output=True, check=True, text=True)
    assert ended.stderr == ""
    assert [line.split(":", 1) for line in ended.stdout.splitlines()] == [
        [f"p{number}", text] for number, text in enumerate(SHOWN)
    ]
    assert list(hostile.parent.glob("pwned*")) == []


def test_a_name_that_several_have_is_not_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be refused; what only one has is offered."""
    with create_ledger(tmp_path / "tracker.db") as ledger:
        for name, alias in (("north", "Coalition"), ("south", "Coalition"), ("east", "Coal Union")):
            register(ledger, "party", {"id": name, "name": name.title(), "kind": "state", "aliases": (alias,)})
    assert bash(monkeypatch, "position", "Coal") == ["Coal-union"]


PROGRAM: Final = """
import sys
sys.argv = ["tracker"]
from tracker.cli.app import run
code = run()
print("\\n".join(sys.modules), file=sys.stderr)
sys.exit(code)
"""
UNNEEDED: Final = {"rich", "sqlite_utils", "filelock", "rfc8785", "events.verify", "tracker.rebuild", "tracker.seeding"}


@pytest.mark.parametrize(("typed", "offered"), [("position ru", "russia\n"), ("retract e54", "e54\n")])
def test_completing_loads_nothing_that_writes_or_draws(typed: str, offered: str, demo: Path) -> None:
    """As a shell does it, in a process of its own."""
    words = typed.split()
    told = {"COMP_WORDS": "\n".join(("tracker", *words)), "COMP_CWORD": str(len(words))}
    environment = {**os.environ, **told, "_TRACKER_COMPLETE": "complete_bash"}
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True, text=True, env=environment)
    assert ended.stdout == offered
    assert UNNEEDED & set(ended.stderr.splitlines()) == set()


def test_completing_never_writes(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even the tables that a newer version would make anew."""
    _changed("UPDATE projections SET version = 0", demo)
    before = demo.read_bytes()
    for typed in ("position ", "position russia ", "show "):
        bash(monkeypatch, *typed.split(" "))
    assert demo.read_bytes() == before


# ---------------------------------------------------------------------------------------------------------------------
# Laws


@given(st.text("e0123456789-l", max_size=4), st.integers(0, 2_000))
def test_handles_that_begin_so_are_found_newest_first(typed: str, head: int) -> None:
    """Compared with looking at every one."""
    every = [seq for seq in range(head, 0, -1) if handle(seq).startswith(typed)]
    assert list(seqs_beginning(typed, head)) == every


NAMES: Final = st.sampled_from(
    ["Große Koalition", "GROSSE", "Éire", "e\u0301ire-two", "a  b", "A-b", "a/b", "यूक्रेन", "x.y"]
)


@given(st.lists(NAMES, unique=True, max_size=5), st.data())
def test_what_is_offered_begins_as_typed_and_stands_for_what_it_says(names: list[str], data: st.DataObject) -> None:
    """Whatever part of whatever name is typed."""
    log = MemoryLog(FixedClock(0), "ada")
    parties = [PartyRegistered(id=f"id-{number}", name=name) for number, name in enumerate(names)]
    opened = DossierOpened(name="Names", zone="UTC", stale_after_days=180)
    log.append([NewEvent(each) for each in (opened, *parties)])
    whole = data.draw(st.sampled_from([*names, "id-0"]))
    typed = whole[: data.draw(st.integers(0, len(whole)))]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        Follower.caught_up(connection, log)
        for word, entity in names_beginning(connection, "party", typed):
            assert word.startswith(typed)
            assert not set(word) & set(" $\\'\"`()[]")
            assert Registry(connection).resolve("party", word).id == entity.id
