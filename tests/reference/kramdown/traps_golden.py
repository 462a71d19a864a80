"""What the real kramdown makes of the examples of the rules on misread Markdown; kept in traps_golden.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml
from tests.reference.goldens import Golden
from tests.reference.kramdown import engine, html_golden

from sitecheck.rule.example import MAIN, Invalid, Valid
from sitecheck.rule.registry import load_rules
from sitecheck.text.fence import split

GOLDEN = Path(__file__).with_name("traps_golden.json")


class Question(NamedTuple):
    """A text that kramdown is asked about: of which rule, and whether it is an example at fault, mended, or fine."""

    rule: str
    kind: str
    text: str
    options: dict[str, object]


def questions() -> Iterator[Question]:
    """All texts of examples of the rules of the group ``markdown`` that kramdown is the converter of."""
    for rule in load_rules().values():
        if rule.group != "markdown":
            continue
        for example in (*rule.invalid, *rule.valid):
            config = yaml.safe_load(example.files.get("_config.yml", "{}"))
            rewritten = "plugins" in config or any(path.startswith("_plugins/") for path in example.files)
            if "markdown" not in config and example.path == MAIN and not rewritten:
                yield from _asked(rule.id, example, config.get("kramdown", {}))


def _asked(rule: str, example: Valid | Invalid, options: dict[str, object]) -> Iterator[Question]:
    if isinstance(example, Valid):
        yield Question(rule, "fine", _body(example.text), options)
        return
    yield Question(rule, "fault", _body(example.text), options)
    if example.fixed is not None:
        yield Question(rule, "mended", _body(example.fixed), options)


def _body(text: str) -> str:
    """What kramdown is given of a page: what follows its front matter."""
    parts = split(text)
    return text if parts is None else text[parts.body :]


def answers() -> list[str | None]:
    """The HTML of each, as kramdown writes it now."""
    return html_golden.convert([(question.text, question.options) for question in questions()])


def write() -> None:
    """Asks kramdown and writes the file."""
    rows = [
        {"rule": asked.rule, "kind": asked.kind, "text": asked.text, "html": html}
        for asked, html in zip(questions(), answers(), strict=True)
    ]
    about = f"kramdown {engine.version()}; made by traps_golden.py"
    text = json.dumps({"about": about, "rows": rows}, ensure_ascii=False, indent=1)
    GOLDEN.write_text(text + "\n", "utf-8")


GOLDENS = (Golden("kramdown traps", write, engine.unavailable),)
