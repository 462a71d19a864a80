"""``sitecheck math``: every formula of a site, or a judge for formulas on standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from sitecheck.cli.options import build_options, load_settings, settings_options, site_argument, site_folder
from sitecheck.errors import UsageError
from sitecheck.output.json_text import dumps
from sitecheck.output.safe import log_path
from sitecheck.output.streams import put, put_json, say

if TYPE_CHECKING:
    from sitecheck.math import Engine

_ENGINES = ("katex", "mathjax2", "mathjax3", "mathjax4")
_FINE = '{"ok": true, "errors": []}\n'


@click.command("math", short_help="List every formula, or judge formulas from stdin.")
@site_argument
@click.option("--stdin", is_flag=True, help="Judge formulas from standard input instead: see below.")
@click.option("--engine", type=click.Choice(_ENGINES), help="The engine that judges them; with --stdin.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
@settings_options
@build_options
def command(
    site: str,
    stdin: bool,
    engine: Engine | None,
    output_format: str,
    config: str | None,
    rule_packs: tuple[str, ...],
    drafts: bool,
    future: bool,
) -> None:
    """List every formula of SITE, the engine that will show it, and what that engine refuses.

    With --stdin, read lines of JSON such as {"tex": "x^2", "display": false} and answer each with a line
    {"ok": true, "errors": []}; an error has a message, an offset into the formula and a kind.
    """
    if stdin:
        if engine is None:
            raise UsageError("--stdin needs --engine, one of " + ", ".join(_ENGINES))
        _judge_lines(engine)
        return
    if engine is not None:
        raise UsageError("--engine goes with --stdin; for a site, set math.engine in .sitecheck.yml")
    from sitecheck.engine.listings.listing import list_math
    from sitecheck.engine.reading.open_site import Call

    site = site_folder(site)
    settings = load_settings(site, config, rule_packs)
    rows = list_math(site, settings, Call(drafts=drafts, future=future))
    if output_format == "json":
        put_json(rows)
    else:
        say(*(line for row in rows for line in _shown(row)))


def _shown(row: dict[str, Any]) -> Iterator[str]:
    tex = " ".join(row["tex"].split())
    yield f"{log_path(row['path'])}:{row['line']}:{row['column']}: {row['engine'] or 'no engine':<9} {tex}"
    for error in row["errors"]:
        yield f"    {error['message']}"


def _judge_lines(engine: Engine) -> None:
    """Answers each line as it comes, so that another program can talk to this one."""
    for answer in answers(sys.stdin.buffer, engine):
        put(answer, exact=True)


def answers(lines: Iterable[bytes], engine: Engine) -> Iterator[str]:
    """The answer to each line that is not blank; a line that is no formula is an error of kind ``input``."""
    from sitecheck.math import check

    for line in lines:
        if line.strip():
            yield _answer(line, engine, check)


def _answer(line: bytes, engine: Engine, check: Callable[..., tuple[Any, ...]]) -> str:
    try:
        formula = json.loads(line)
    except (ValueError, RecursionError):
        return _refused('this line is no JSON such as {"tex": "x^2", "display": false}')
    if not isinstance(formula, dict) or not isinstance(formula.get("tex"), str):
        return _refused('this line has no text under the key "tex"')
    errors = check(formula["tex"], formula.get("display"), engine)
    if not errors:
        return _FINE
    rows = [{"message": error.message, "offset": error.offset, "kind": error.kind} for error in errors]
    return dumps({"ok": False, "errors": rows}, indent=None)


def _refused(message: str) -> str:
    return dumps({"ok": False, "errors": [{"message": message, "offset": 0, "kind": "input"}]}, indent=None)
