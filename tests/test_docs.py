"""The documentation is part of the product: its examples run, its links lead somewhere, it leaves nothing out.

How an example is written, in README.md and below docs/:

    ```console                  A line that begins with `$ ` is a command, one that ends in a backslash goes on in the
                                next; one that begins with `# ` is a comment. The rest is what a terminal of 100
                                columns shows, without the spaces at the ends of lines.
    ```python                   Code; what it prints stands in the ```text block that follows.
    <!-- clock 2026-11-23T09:00:00Z -->     Sets the clock, which stands still, for all that follows.
    <!-- file NAME -->                      The next block, of whatever language, becomes that file.
    <!-- quiet -->                          The next block shows commands only; each must succeed.
    <!-- fresh folder -->                   What follows starts in an empty folder.
    <!-- picture NAME -->                   The file that was made is the one below docs/pictures, to the byte.

The examples of a page run in order in one folder, as the user `analyst`. `tracker` runs in this process, at a
terminal unless its output is sent elsewhere with `>` or `|`; any other command is the shell's. The ids that the
program would draw at random are dealt from a counter, so that every id and every hash is the same on every run.

When the program prints something else than before, `DOCS_UPDATE=1 pytest tests/test_docs.py` writes all pages anew;
read the difference before you keep it.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
import typer
from pydantic import BaseModel

import events.errors
import tracker.errors
from benchmarks.extraction.fields import coded, shares
from benchmarks.extraction.marked import load, names
from benchmarks.extraction.scoring import Counts, score
from events.errors import LogUnavailableError
from events.kinds import KINDS, EventData, StatementContent
from events.vocabulary import FindingKind
from tracker.cli.app import app, run
from tracker.cli.reference import reference
from tracker.extraction.engines import engine
from tracker.extraction.guard import extract

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GENERATED = DOCS / "reference" / "cli.md"
PICTURES = DOCS / "pictures"
PLAYED = [ROOT / "README.md", *(page for page in sorted(DOCS.rglob("*.md")) if page != GENERATED)]
LINKED = [*PLAYED, GENERATED, *(ROOT / name for name in ("CONTRIBUTING.md", "CHANGELOG.md", "seeds/README.md"))]

START = "2026-11-23T09:00:00Z"
COLUMNS = 100
PART = re.compile(
    r"^<!-- (?P<mark>clock|fresh folder|file|quiet|picture)(?: (?P<word>\S+))? -->\n"
    r"|^```(?P<language>\w+)\n(?P<body>.*?)^```\n",
    re.MULTILINE | re.DOTALL,
)
MODELS: tuple[type[BaseModel], ...] = (*KINDS.values(), StatementContent)
STYLING = re.compile(r"\x1b\[[0-9;]*m")


class Screen(io.TextIOWrapper):
    """A terminal on which stdout and stderr appear together."""

    def __init__(self) -> None:
        self.written = io.BytesIO()
        super().__init__(self.written, encoding="utf-8", newline="\n", write_through=True)

    def isatty(self) -> bool:
        return True

    def lines(self) -> list[str]:
        text = STYLING.sub("", self.written.getvalue().decode())
        return [line.rstrip() for line in text.removesuffix("\n").split("\n")] if text else []


class Player:
    """Plays the examples of one page and writes the page anew with what they print."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller) -> None:
        self._folder = folder
        self._monkeypatch = monkeypatch
        self._clock = clock
        self._folders = itertools.count(1)
        self._names: dict[str, Any] = {"__name__": "__main__"}
        self._file: str | None = None
        self._quiet = False
        self._unshown: list[str] = []
        self._code = 0

    def play(self, text: str) -> str:
        self._enter()
        played = PART.sub(self._part, text)
        assert not self._unshown, f"Python printed {self._unshown}, and no ```text block follows"
        return played

    def _enter(self) -> None:
        folder = self._folder / f"folder-{next(self._folders)}"
        folder.mkdir()
        self._monkeypatch.chdir(folder)

    def _part(self, match: re.Match[str]) -> str:
        if match["mark"]:
            self._obey(match["mark"], match["word"])
            return match[0]
        return f"```{match['language']}\n{self._block(match['language'], match['body'])}```\n"

    def _obey(self, mark: str, word: str) -> None:
        if mark == "clock":
            self._clock.move_to(datetime.fromisoformat(word), tick=False)
        elif mark == "file":
            self._file = word
        elif mark == "quiet":
            self._quiet = True
        elif mark == "picture":
            _expect(PICTURES / word, Path(word).read_text(encoding="utf-8"))
        else:
            self._enter()

    def _block(self, language: str, body: str) -> str:
        if self._file is not None:
            Path(self._file).write_text(body, encoding="utf-8")
            self._file = None
        elif language == "console":
            body = "".join(f"{line}\n" for line in self._console(body))
            self._quiet = False
        elif language == "python":
            assert not self._unshown, f"Python printed {self._unshown}, and no ```text block follows"
            with _at(Screen()) as screen:
                exec(compile(body, "example", "exec"), self._names)  # noqa: S102 - what the page shows
            self._unshown = screen.lines()
        elif language == "text" and self._unshown:
            body = "".join(f"{line}\n" for line in self._unshown)
            self._unshown = []
        return body

    def _console(self, body: str) -> Iterator[str]:
        lines = iter(body.splitlines())
        for line in lines:
            if line.startswith("# "):
                yield line
            if not line.startswith("$ "):
                continue
            typed = [line]
            while typed[-1].endswith("\\"):
                typed.append(next(lines))
            yield from typed
            printed = self._printed("\n".join(typed).removeprefix("$ ").replace("\\\n", ""))
            if self._quiet:
                assert self._code == 0, "\n".join([*typed, *printed])
            else:
                yield from printed

    def _printed(self, command: str) -> list[str]:
        lexer = shlex.shlex(command, posix=True, punctuation_chars="|>")
        lexer.whitespace_split, lexer.commenters = True, ""
        words = list(lexer)
        if command == "echo $?":
            return [str(self._code)]
        if words[0] == "export":
            self._monkeypatch.setenv(*words[1].split("=", 1))
            return []
        if words[0] != "tracker":
            return self._shell(command)
        sent = next((index for index, word in enumerate(words) if word in {">", "|"}), len(words))
        with _at(Screen()) as screen, contextlib.ExitStack() as stack:
            if words[sent:]:
                elsewhere = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
                stack.enter_context(contextlib.redirect_stdout(elsewhere))
            self._monkeypatch.setattr(sys, "argv", words[:sent])
            self._code = run()
        if words[sent:]:
            data = elsewhere.buffer.getvalue()
            receiver = "cat > " if words[sent] == ">" else ""
            return screen.lines() + self._shell(receiver + shlex.join(words[sent + 1 :]), data)
        return screen.lines()

    def _shell(self, command: str, data: bytes = b"") -> list[str]:
        done = subprocess.run(["/bin/sh", "-c", command], input=data, capture_output=True, check=False)
        self._code = done.returncode
        return (done.stdout + done.stderr).decode().splitlines()


@contextlib.contextmanager
def _at(screen: Screen) -> Iterator[Screen]:
    with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
        yield screen


def _expect(page: Path, text: str) -> None:
    """Let the page say this: the one place that compares, and with DOCS_UPDATE writes."""
    if os.environ.get("DOCS_UPDATE"):
        page.write_text(text, encoding="utf-8")
    assert page.read_text(encoding="utf-8").splitlines() == text.splitlines(), "DOCS_UPDATE=1 writes the pages anew"


def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every run the same user, the same width and the same ids."""
    dealt = itertools.count(1)
    monkeypatch.setattr("events.ids.os", SimpleNamespace(urandom=lambda size: next(dealt).to_bytes(size)))
    for name, value in {"TRACKER_USER": "analyst", "COLUMNS": str(COLUMNS), "LINES": "50", "LC_ALL": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("page", PLAYED, ids=lambda page: str(page.relative_to(ROOT)))
def test_examples_print_what_the_page_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _surroundings(monkeypatch)
    with time_machine.travel(datetime.fromisoformat(START), tick=False) as clock:
        played = Player(tmp_path, monkeypatch, clock).play(page.read_text(encoding="utf-8"))
    _expect(page, played)


def test_the_reference_of_the_command_line_is_current() -> None:
    _expect(GENERATED, reference())


def test_every_kind_of_event_and_every_field_is_documented() -> None:
    page = DOCS / "reference" / "log-format.md"
    text = page.read_text(encoding="utf-8")
    made = re.sub(
        r"(<!-- kinds -->\n).*(<!-- /kinds -->)", lambda match: match[1] + _kinds() + match[2], text, flags=re.S
    )
    _expect(page, made)
    fields = {_field(name, model) for model in MODELS for name in model.model_fields}
    assert not [name for name in sorted(fields) if f"| `{name}` |" not in made]


def _kinds() -> str:
    rows = [f"| `{kind}` | {_fields(model)} | {_line(model)} |" for kind, model in KINDS.items()]
    return "\n".join(["", "| kind | fields | says |", "|---|---|---|", *rows, "", ""])


def _fields(model: type[EventData]) -> str:
    required = [(name, each) for name, each in model.model_fields.items() if each.is_required()]
    optional = [(name, each) for name, each in model.model_fields.items() if not each.is_required()]
    words = [f"`{_field(name, model)}`" for name, _ in required]
    return ", ".join(words + [f"`{_field(name, model)}`?" for name, _ in optional])


def _field(name: str, model: type[BaseModel]) -> str:
    alias: str | None = model.model_fields[name].alias
    return alias or name


def _line(model: type[EventData]) -> str:
    return (model.__doc__ or "").split("\n", 1)[0]


def test_the_figures_of_our_own_texts_are_those_that_the_benchmark_prints() -> None:
    """Of the engines that can run here, with the pipeline that the page names; rows begin as they are to be found."""
    page = DOCS / "reference" / "extraction.md"
    text = made = page.read_text(encoding="utf-8")
    for name in ("rules", "spacy"):
        if name == "rules" or _has_the_pipeline_of(text):
            for begin, figures in _figures(name):
                assert made.count(begin) == 1, begin
                row = f"{begin}{' | '.join(f'{each:.1f}' for each in figures)} |"
                made = re.sub(rf"^{re.escape(begin)}.*$", row, made, flags=re.M)
    _expect(page, made)


def _figures(name: str) -> Iterator[tuple[str, list[float]]]:
    gold = load()
    scored = [(each, extract(engine(name), each.text, names(), each.published).drafts) for each in gold]
    yield (
        f"| `{name}` | our own, {len(gold)} | ",
        list(sum((score(*each) for each in scored), Counts()).figures.values()),
    )
    fields = shares(sum((coded(*each) for each in scored), Counter[str]()))
    yield f"| `{name}` | now, {len(gold)} | ", list(fields.values())


def _has_the_pipeline_of(page: str) -> bool:
    named = re.findall(r"spaCy ([\d.]+) and `([\w-]+)` ([\d.]+)", page)
    assert len(named) == 1
    spacy, pipeline, version = named[0]
    try:
        return (metadata.version("spacy"), metadata.version(pipeline)) == (spacy, version)
    except metadata.PackageNotFoundError:
        return False


def test_every_kind_of_finding_is_documented() -> None:
    """Each has a section, in the order in which a check lists them, that says what to do."""
    text = (DOCS / "reference" / "findings.md").read_text(encoding="utf-8")
    sections = re.findall(r"^### (\S+)\n(.*?)(?=^##)", text, flags=re.MULTILINE | re.DOTALL)
    assert [heading for heading, _ in sections] == list(FindingKind)
    assert [heading for heading, body in sections if "\nTo do: " not in body] == []


def test_every_environment_variable_is_documented() -> None:
    """Those with the program's own name, and those of others that it reads."""
    text = (DOCS / "reference" / "environment.md").read_text(encoding="utf-8")
    sources = "".join(
        path.read_text(encoding="utf-8") for name in ("events", "tracker") for path in (ROOT / name).rglob("*.py")
    )
    read = set(re.findall(r'"(TRACKER_[A-Z_]+)"|environ(?:\.get)?[(\[]"([A-Z]+)"', sources))
    names = {name for each in read for name in each if name}
    assert {"TRACKER_LOG", "TRACKER_USER", "TRACKER_PAGER", "TRACKER_DEBUG", "TERM"} <= names
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []


def test_every_error_is_documented_with_its_exit_code() -> None:
    text = (DOCS / "reference" / "errors.md").read_text(encoding="utf-8")
    for module in (events.errors, tracker.errors):
        for name in module.__all__:
            code = 3 if issubclass(getattr(module, name), LogUnavailableError) else 2
            assert f"| `{name}` | {code} |" in text


def test_every_command_and_option_is_documented() -> None:
    text = GENERATED.read_text(encoding="utf-8")
    for path, command in _commands(typer.main.get_command(app), "tracker"):
        assert f"## {path}" in text
        section = text.split(f"### {path}", 1)[1].split("\n## ", 1)[0].split("\n### ", 1)[0]
        options = {name for each in command.params for name in each.opts if name.startswith("--")}
        options -= {"--log", "--format", "--help"}
        assert not [name for name in options if name not in section], path


def test_every_option_of_the_root_is_documented() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in LINKED)
    options = {name for each in typer.main.get_command(app).params for name in each.opts if name.startswith("--")}
    assert not [name for name in options if f"`tracker {name}" not in text and f"`{name}" not in text]


def _commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    for name, each in getattr(command, "commands", {}).items():
        if hasattr(each, "commands"):
            yield from _commands(each, f"{path} {name}")
        else:
            yield f"{path} {name}", each


JSON_QUESTIONS = (
    "position uk --as-of 2023-09-06 --explain",
    "history russia",
    "grid --as-of 2023-09-06",
    "compare russia ukraine uk --as-of 2023-09-06",
    "common-ground --as-of 2023-09-06",
    "diff --from 2023-09-04 --to 2023-09-06",
    "changes",
    "timeline uk --as-of 2023-09-06",
    "timeline venue --as-of 2023-09-06",
    "show e37",
    "show e1",
    "search report",
    "extract --file report.txt --dry-run --engine rules",
    "log show",
    "log verify",
    "log rebuild",
    "log backup backup.db",
    "log doctor",
    "log checkpoint",
    "log keygen log.key",
    "log checkpoint --sign log.key --out kept.checkpoint",
    "log verify --against kept.checkpoint",
    "log prove e37 --in kept.checkpoint --out e37.tlog-proof",
    "log verify --proof e37.tlog-proof --key log.key.pub",
    "log prove --since kept.checkpoint --out since.proof",
    "log verify --proof since.proof --against kept.checkpoint",
    *(f"{noun} list" for noun in ("party", "person", "issue", "source")),
    *("party show uk", "person show trump", "issue show venue", "source show vladivostok-report"),
    "withdraw e37 --on 2025-09-06",
    "correct e50 --said 2025-09-05 --reason source-error",
    "retract e49 --because duplicate",
    *("history russia", "show e37", "show e50", "show e49"),
    "acknowledge fb730fcf0f5 --because 'nowhere to be had'",
    "check --kind source-without-archive --all",
    "import rows.csv",
    "source add report --file report.txt",
    "source text report",
    "source verify report",
    "extract report --engine rules",
    "proposals import coded.csv --blind",
    "proposals import decided.csv",
    "proposals list",
    "agreement",
)


def test_every_field_of_the_json_is_documented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the commands print, field by field, against the section of its schema."""
    _surroundings(monkeypatch)
    monkeypatch.chdir(tmp_path)
    Path("rows.csv").write_text(
        "party,issue,stance,said,source\ngermany,venue,neutral,2025-09-05,vladivostok-report\n", encoding="utf-8"
    )
    Path("report.txt").write_text("Putin said he was ready. Macron declined to comment.\n", encoding="utf-8")
    Path("decided.csv").write_text("id,decision,issue,stance,said\ne62,accept,venue,neutral,2023\n", encoding="utf-8")
    Path("coded.csv").write_text("id,decision,reason\ne62,reject,unclear\n", encoding="utf-8")
    documents = [_json(f"{command} --format json") for command in ("init --demo", *JSON_QUESTIONS)]
    _json("log export", "export.jsonl")
    documents.append(_json("log restore export.jsonl --log copy.db --format json"))
    sections = _sections((DOCS / "reference" / "json.md").read_text(encoding="utf-8"))
    missing = {
        (document["schema"], field)
        for document in documents
        for field in _keys(document)
        if f"`{field}`" not in sections.get(document["schema"], "") + sections["The same everywhere"]
    }
    assert not missing


def _json(command: str, into: str | None = None) -> dict[str, Any]:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(io.StringIO()),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(sys, "argv", ["tracker", *shlex.split(command)])
        assert run() == 0, command
    text: bytes = out.buffer.getvalue()
    if into is not None:
        Path(into).write_bytes(text)
        return {}
    document: dict[str, Any] = json.loads(text)
    return document


def _sections(text: str) -> dict[str, str]:
    """Return the page's text by heading; one that names several schemas stands for each."""
    found: dict[str, str] = {}
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        names = re.findall(r"tracker/[a-z-]+/1", heading) or [heading]
        found.update(dict.fromkeys(names, body))
    return found


_COUNTS = {"deciding", "tally", "registered", "counts"}


def _keys(value: Any) -> set[str]:
    if isinstance(value, list):
        return {key for each in value for key in _keys(each)}
    if not isinstance(value, dict):
        return set()
    below = {key for name, each in value.items() if name not in _COUNTS | {"data"} for key in _keys(each)}
    return set(value) | below


@pytest.mark.parametrize("page", LINKED, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for path, _, anchor in re.findall(r"\]\(([^)#\s]*)(#([^)\s]*))?\)", text):
        if path.startswith(("http://", "https://")):
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), path
        assert not anchor or anchor in _anchors(target), f"{path}#{anchor}"


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-") for heading in headings}


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached = {ROOT / "README.md"}
    waiting = list(reached)
    while waiting:
        page = waiting.pop()
        for path in re.findall(r"\]\(([^)#\s]+\.md)", page.read_text(encoding="utf-8")):
            target = (page.parent / path).resolve()
            if target not in reached and target.is_file():
                reached.add(target)
                waiting.append(target)
    assert not set(LINKED) - reached


@pytest.mark.parametrize("mark", ["try", "test"])
def test_the_readme_has_one_line_to_try_and_one_to_test(mark: str) -> None:
    """`.ci/run` runs both on a fresh copy."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.splitlines().count(f"<!-- {mark} -->") == 1
    assert re.search(rf"^<!-- {mark} -->\n```sh\n[^\n]+\n```\n", text, flags=re.MULTILINE)
