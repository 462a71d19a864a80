"""Values as YAML writes them."""

from __future__ import annotations

from sitecheck.text.yaml_scalar import UTC, plain_scalar

FLAGS = ("true", "false")


def written(value: str, *, quoted: bool) -> str:
    """A value as YAML reads it back: in quotation marks where it would be something else without."""
    if quoted or value in FLAGS:
        return value
    plain = plain_scalar(value, UTC)
    fits = isinstance(plain, (str, int, float)) and str(plain) == value
    odd = value[0] in "-?:,[]{}#&*!|>'\"%@`" or ": " in value or " #" in value or value.endswith(":")
    if fits and not odd and value.strip() == value and "," not in value:
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def yaml_text(value: object) -> str:
    """A value as it would be written in YAML, where it is one short text; else ""."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)
    is_short = isinstance(value, str) and len(value) <= 80 and "\n" not in value
    return str(value) if is_short else ""
