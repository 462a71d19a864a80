"""Check identifiers inside URLs by their form alone: no network, and only what is certain."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from sitecheck.html.address import as_taken
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple


class FormProblem(NamedTuple):
    """An identifier that cannot exist: a stable cause and a sentence."""

    cause: str
    reason: str


_URL = lazy_pattern(r"(?i)https?://(?:www\.)?([a-z0-9.-]+)(?::\d+)?(/[^?#]*)?(?:\?([^#]*))?")
_ARXIV_NEW = lazy_pattern(r"(\d\d)(\d\d)\.(\d{4,5})(v[1-9]\d*)?", re.ASCII)
_ARXIV_OLD = lazy_pattern(r"[a-z-]+(?:\.[A-Z]{2})?/\d{7}(v[1-9]\d*)?", re.ASCII)
_ARXIV_NAME = lazy_pattern(r"(?:(?i:arxiv):)?(.*?)(?:\.(?:pdf|ps|ps\.gz|gz))?", re.DOTALL)
"""An identifier as addresses may name it: arXiv takes away what stands around it, on pages of every kind."""
_DOI = lazy_pattern(r"10\.\d{4,9}(?:\.\d+)*/\S+", re.ASCII)
_GITHUB_REPOSITORY = lazy_pattern(r"[A-Za-z0-9._-]{1,100}", re.ASCII)
_YOUTUBE_ID = lazy_pattern(r"[A-Za-z0-9_-]{11}", re.ASCII)


def form_problem(url: str) -> FormProblem | None:
    """What is certainly wrong with the identifier in a URL of arXiv, doi.org, GitHub, YouTube or an ISBN
    search; None when nothing is, or when the URL carries no identifier that is known here."""
    match = _URL.match(as_taken(url))
    if match is None:
        return None
    check = _CHECKS.get(match[1].lower())
    return None if check is None else check(unquote(match[2] or "/"), match[3] or "")


def is_isbn(text: str) -> bool:
    """Whether `text` is an ISBN-10 or ISBN-13 with a right check digit; hyphens and blanks are ignored."""
    digits = text.replace("-", "").replace(" ", "").upper()
    if not digits.isascii():
        return False
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(value * weight for value, weight in zip(values, range(10, 0, -1), strict=True)) % 11 == 0
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
    return False


def is_arxiv_id(text: str) -> bool:
    """Whether `text` has the form of an arXiv identifier (info.arxiv.org/help/arxiv_identifier.html)."""
    new = _ARXIV_NEW.fullmatch(text)
    if new is None:
        return _ARXIV_OLD.fullmatch(text) is not None
    month = int(new[2])
    year_month = int(new[1]) * 100 + month
    return 1 <= month <= 12 and year_month >= 704 and len(new[3]) == (4 if year_month < 1501 else 5)


def is_doi(text: str) -> bool:
    """Whether `text` has the form of a DOI: `10.`, a registrant of four digits or more, `/`, a suffix."""
    return _DOI.fullmatch(text) is not None


def _arxiv(path: str, query: str) -> FormProblem | None:
    kind, _, name = path.lstrip("/").partition("/")
    name = name.rstrip("/")
    written = _ARXIV_NAME.fullmatch(name)
    name = written[1] if written is not None else name
    if kind == "html" and is_arxiv_id(name.partition("/")[0]):
        return None  # a picture of the paper, beside its text
    if kind not in ("abs", "pdf", "html") or not name or is_arxiv_id(name):
        return None
    return FormProblem("bad-arxiv-id", f"{name!r} cannot be an arXiv identifier")


def _doi(path: str, query: str) -> FormProblem | None:
    name = path.lstrip("/")
    if not name.startswith("10") or is_doi(name):
        return None  # shortDOIs (10/abc) and pages about doi.org itself
    if name.startswith("10/"):
        return None
    return FormProblem("bad-doi", f"{name!r} cannot be a DOI")


def _github(path: str, query: str) -> FormProblem | None:
    parts = [part for part in path.split("/") if part]  # GitHub takes slashes in a row for one
    if len(parts) < 2 or parts[0].lower() in _GITHUB_PAGES:
        return None
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,39}", parts[0], re.ASCII):
        return FormProblem("bad-github-name", f"{parts[0]!r} cannot be a GitHub account")
    if not _GITHUB_REPOSITORY.fullmatch(parts[1]):
        return FormProblem("bad-github-name", f"{parts[1]!r} cannot be a GitHub repository")
    return None


_GITHUB_PAGES = frozenset(
    (
        *("about", "account", "advisories", "apps", "blog", "business", "careers", "collections"),
        *("customer-stories", "education", "enterprise", "enterprises", "events", "explore", "features"),
        *("issues", "login", "marketplace", "mobile", "new", "news", "notifications", "organizations"),
        *("orgs", "partners", "pricing", "pulls", "readme", "resources", "search", "security", "sessions"),
        *("settings", "showcases", "site", "solutions", "sponsors", "stars", "support", "team", "topics"),
        *("trending", "users", "watching", "why-github"),
    )
)
"""Names that GitHub keeps for pages of its own (github.com/Mottie/github-reserved-names, MIT)."""


def _youtube(path: str, query: str) -> FormProblem | None:
    if path != "/watch":
        return None
    values = [value for name, _, value in (part.partition("=") for part in query.split("&")) if name == "v"]
    return _youtube_id(values[0]) if len(values) == 1 else None


def _youtu_be(path: str, query: str) -> FormProblem | None:
    name = path.strip("/")
    return _youtube_id(name) if name and "/" not in name else None


def _youtube_id(name: str) -> FormProblem | None:
    if _YOUTUBE_ID.match(name):
        return None  # YouTube drops what follows
    return FormProblem("bad-youtube-id", f"{name!r} cannot be a YouTube video")


def _isbn(path: str, query: str) -> FormProblem | None:
    match = re.fullmatch(r"/isbn/([0-9Xx -]{10,17})/?", path, re.ASCII)
    if match is None or is_isbn(match[1]):
        return None
    return FormProblem("bad-isbn", f"{match[1]!r} has a wrong ISBN check digit")


_CHECKS: dict[str, Callable[[str, str], FormProblem | None]] = {
    "arxiv.org": _arxiv,
    "export.arxiv.org": _arxiv,
    "doi.org": _doi,
    "dx.doi.org": _doi,
    "github.com": _github,
    "youtube.com": _youtube,
    "m.youtube.com": _youtube,
    "youtu.be": _youtu_be,
    "openlibrary.org": _isbn,
}
