"""Writes JSON that is safe to print into a build log and loses nothing."""

from __future__ import annotations

import json
import re

from sitecheck.report.safe import encodable

_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|(?<=#)#")


def dumps(value: object, *, indent: int = 2) -> str:
    """``value`` as JSON with a final newline, deterministic.

    Controls, and the second of two number signs (which start a build service's command), are written as
    ``\\uXXXX``: every parser reads the same strings, no terminal or log acts on them.
    """
    text = encodable(json.dumps(value, indent=indent, ensure_ascii=False))
    return f"{_ESCAPED.sub(lambda match: f'{chr(92)}u{ord(match[0]):04x}', text)}\n"
