"""What of an output a terminal or a build's log would obey, or nobody should read."""

from __future__ import annotations

import re
from collections.abc import Iterator

_RAW = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_ANNOTATION = re.compile(r"::(error|warning|notice) (file|title)=[^:\n]*::")


def faults(text: str, *, github: bool = False) -> Iterator[str]:
    """What of ``text`` a terminal or a log would obey, or nobody should read."""
    for line in text.split("\n"):
        if _RAW.search(line):
            yield f"control: {line!a}"
        if re.search(r"##(vso|teamcity)?\[", line, re.IGNORECASE):
            yield f"command in a line: {line!a}"
        if re.match("[\\s\ufeff\u200b]*::.*::", line) and not (github and _ANNOTATION.match(line)):
            yield f"command: {line!a}"
        if "s3cret" in line:
            yield f"secret: {line!a}"
