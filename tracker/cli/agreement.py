"""`tracker agreement`: how far coders agree about proposals, and how good the engines' proposals are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.opening import on_log, opened
from tracker.cli.render import Answer, Column, Item, cell, chosen_format, emit, talk

if TYPE_CHECKING:
    from tracker.coders import Agreement
    from tracker.engine_rates import Rate, Rates

__all__ = ["agreement"]

_DECIDED_MIN: Final = 5
"""Rates of fewer decisions say little."""
_RULES_MIN: Final = 5
"""So many rules a table has anyway."""


def agreement(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="SOURCE", help="Only proposals from this one: id or title.", autocompletion=completion.sources
        ),
    ] = None,
    coder: Annotated[
        list[str] | None,
        typer.Option("--coder", metavar="USER", help="Compare only these; give two or more. Default: everybody."),
    ] = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Tell how far coders agree about proposals, and how many of an engine's proposals were accepted as they were.

    Krippendorff's alpha for each field, F1 for the words taken, and rates by engine and by rule. By convention an
    alpha of .80 is reliable, and one of .667 allows tentative conclusions.
    """
    from tracker.coders import agreement as agreed
    from tracker.engine_rates import rates

    with opened(log) as ledger:
        registry = ledger.registry
        entity = None if source is None else registry.resolve("source", source)
        every = ledger.coded()
        found = agreed(every, coder or (), None if entity is None else entity.id)
        own = [each for each in every if entity is None or each.proposal.run.data.source == entity.id]
        rated = rates(own, lambda each: registry.resolve("source", each))
        cut = ledger.at().cut
    if chosen_format(form) is opt.Format.JSON:
        items = [each.as_json() for each in found.alphas]
        emit(Answer("agreement", items, (), cut, more=_more(found, rated)), form)
    else:
        title = f"Agreement of {', '.join(found.coders) or 'nobody'}"
        rules = _frequent(rated.rules) if chosen_format(form) is opt.Format.TABLE else rated.rules
        emit(Answer("agreement", _lines(found, rated, rules), _COLUMNS, cut, title), form)
        if len(rules) < len(rated.rules):
            talk(f"{len(rated.rules) - len(rules)} more rules, with few decisions; --format json has all.")
    told = ", ".join(f"{name} {count:,}" for name, count in found.coders.items())
    talk(f"Proposals: {len(own):,}; coded by two or more: {found.twice:,}" + (f"; coded by: {told}" if told else ""))
    if not found.twice:
        talk(f"A second coder: {on_log('tracker proposals export --blind --out FILE', log)}")


def _more(found: Agreement, rated: Rates) -> dict[str, Any]:
    names = sorted({*rated.changed, *rated.filled}, key=lambda each: (-rated.changed[each], -rated.filled[each], each))
    return {
        "coders": [{"coder": name, "proposals": count} for name, count in found.coders.items()],
        "coded_twice": found.twice,
        "spans": [each.as_json() for each in found.spans],
        "engines": [each.as_json() for each in rated.engines],
        "rules": [each.as_json() for each in rated.rules],
        "fields": [{"field": each, "changed": rated.changed[each], "filled": rated.filled[each]} for each in names],
        "reasons": [{"reason": reason, "rejected": count} for reason, count in rated.reasons.most_common()],
    }


def _frequent(rules: Sequence[Rate]) -> list[Rate]:
    """Return the rules about whose proposals much was decided, and always some."""
    ranked = sorted(rules, key=lambda each: (-_decided(each), -each.proposals))
    shown = [each for number, each in enumerate(ranked) if number < _RULES_MIN or _decided(each) >= _DECIDED_MIN]
    return [each for each in rules if each in shown]


def _lines(found: Agreement, rated: Rates, rules: Sequence[Rate]) -> list[Item]:
    """Return every number as a line of its own; of rules only these."""
    more = _more(found, rated)
    lines = [
        _line("alpha", _about(each.field, each.scale, each.issue), each.units, each.alpha, each.told)
        for each in found.alphas
    ]
    lines += [
        _line("span F1", " and ".join(each.coders), each.first + each.second, each.f1, f"{each.matched} in common")
        for each in found.spans
    ]
    for rate in (*rated.engines, *rules):
        lines += _rate_lines(rate)
    accepted = sum(each.accepted for each in rated.engines)
    rejected = sum(rated.reasons.values())
    for each in more["fields"]:
        share, told = each["changed"] / accepted, f"changed {each['changed']}, filled in {each['filled']}"
        lines.append(_line("field edited", each["field"], accepted, share, told))
    for each in more["reasons"]:
        lines.append(_line("reason", each["reason"], rejected, each["rejected"] / rejected, ""))
    return lines


def _about(field: str, scale: str, issue: str | None) -> str:
    return f"{field} ({scale})" + (f" on {issue}" if issue else "")


def _rate_lines(rate: Rate) -> list[Item]:
    """Return the shares of what was decided; where nothing was, how the proposals stand."""
    decided = _decided(rate)
    name = f"{rate.engine} {rate.digest}" + ("" if rate.rule is None else f", rule {rate.rule or '-'}")
    counts = {each: getattr(rate, each) for each in ("pending", "merged", "superseded")}
    told = "; ".join(f"{count} {each}" for each, count in counts.items() if count)
    lines = [_line("accepted", name, decided, rate.acceptance, told)]
    if rate.accepted:
        lines.append(_line("edited", name, rate.accepted, rate.edits, f"{rate.completed} only completed"))
    if decided:
        lines.append(_line("rejected", name, decided, rate.rejection, ""))
    return lines


def _decided(rate: Rate) -> int:
    return rate.accepted + rate.rejected


def _line(measure: str, of: str, number: int, value: Any, told: str) -> Item:
    shown = None if value is None else f"{float(value):.3f}"
    return {"measure": measure, "of": of, "n": number, "value": shown, "told": told}


_COLUMNS: Final = (
    Column("measure", "measure", whole=True),
    Column("of", "of"),
    Column("n", "n", whole=True),
    Column("value", lambda item: cell(item["value"]) or "-", whole=True),
    Column("", "told"),
)
