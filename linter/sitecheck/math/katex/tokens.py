"""KaTeX's tokens: strings, and for messages strings that know their place.

Judging needs no places, so a formula is first cut into plain strings, with runs of ordinary symbols in one
piece; only a formula that is refused, or has something that needs care, is cut exactly.
"""

from __future__ import annotations

from typing import Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.katex.tables import END

BAD: Final = "\ufffe"
"""Marks a character no token can start with; the character follows."""

# The ordinary symbols of both modes.
_RUN: Final = r"[A-Za-z0-9+\-=,.:;/()<>!?*\"|@` ]+"
_QUICK: Final = lazy_pattern(rf"\\[A-Za-z@]+|\\[\s\S]|{_RUN}|[\s\S]")
# What is not cut quickly: accents, characters that are refused, comments, \verb, and commands that
# make braces or change what a token means, or read the characters that follow.
_CAREFUL: Final = lazy_pattern(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f%\u0300-\u036f\u2028\u2029\ud800-\uf8ff]|\\verb|\\(?:bgroup|egroup|let|futurelet|url|href|includegraphics|[egx]?def|global|long"
    r"|begingroup|endgroup|(?:re)?newcommand|providecommand|noexpand|expandafter|char|show)(?![A-Za-z@])"
)
_BRACES: Final = lazy_pattern(r"\\[\s\S]|[^{}\\]+")

_VERBATIM: Final = lazy_pattern(r"\\verb(\*?)([^*a-zA-Z]|(?<=\*)[\s\S]).*\2")
_EXACT: Final = lazy_pattern(
    r"(?P<space>[ \r\n\t]+)"
    r"|(?P<control_space>\\(?:\n|[ \r\t]+\n?)[ \r\t]*)"
    r"|(?P<comment>%(?![\u0300-\u036f])[^\n]*\n?)"
    r"|(?P<character>[!-\[\]-\u2027\u202a-\ud7ff\uf900-\U0010ffff][\u0300-\u036f]*)"
    r"|(?P<verb>\\verb\*([\s\S]).{0,4000}?\6|\\verb([^*a-zA-Z]).{0,4000}?\7)"
    r"|(?P<word>\\[a-zA-Z@]+)[ \r\n\t]*"
    r"|(?P<symbol>\\[^\ud800-\udfff\U00010000-\U0010ffff])"
)


def is_comment(token: str) -> bool:
    """Whether the token is a comment; a percent sign with an accent is none."""
    return token[0] == "%" and not "\u0300" <= token[1:2] <= "\u036f"


def is_verbatim(token: str) -> bool:
    r"""Whether the token is a ``\verb`` with its text."""
    return _VERBATIM.fullmatch(token) is not None


class Token(str):
    """A token of the formula with its place in it."""

    __slots__ = ("end", "start")

    start: int
    end: int

    @classmethod
    def at(cls, text: str, start: int, end: int) -> Token:
        """The token ``text`` written at ``[start, end)``."""
        token = cls(text)
        token.start = start
        token.end = end
        return token


def is_plain(text: str) -> bool:
    """Whether braces balance, and nothing in the text makes braces or reads on."""
    return not _CAREFUL.search(text) and _has_balanced_braces(text)


def quick_tokens(tex: str) -> list[str] | None:
    """The formula's tokens, last first, below them the end; ``None`` if it has to be cut exactly.

    Braces are known to be balanced then, so that an argument ends where its brace closes.
    """
    if not is_plain(tex):
        return None
    tokens = _QUICK.findall(tex.replace("\n", " ").replace("\t", " ").replace("\r", " "))
    tokens.append(END)
    tokens.reverse()
    return tokens


def _has_balanced_braces(tex: str) -> bool:
    if "{" not in tex and "}" not in tex:
        return True
    depth = 0
    for character in _BRACES.sub("", tex):
        depth += 1 if character == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def exact_tokens(tex: str, offset: int = 0) -> list[str]:
    """The formula's tokens with their places, last first, below them the end.

    Comments are kept, because they are none in the address of a link.
    """
    tokens: list[str] = []
    at = 0
    while at < len(tex):
        match = _EXACT.match(tex, at)
        if match is None:
            tokens.append(Token.at(BAD + tex[at], at + offset, at + 1 + offset))
            break
        group = match.lastgroup or ""
        at = match.end()
        start = match.start() + offset
        if group == "space":
            tokens.append(Token.at(" ", start, at + offset))
        elif group == "control_space":
            tokens.append(Token.at("\\ ", start, at + offset))
        elif group != "comment" or match.end() - match.start() > 1:
            text = match[group]
            tokens.append(Token.at(text, start, start + len(text)))
    tokens.append(Token.at(END, len(tex) + offset, len(tex) + offset))
    tokens.reverse()
    return tokens
