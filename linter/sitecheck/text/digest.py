"""One hash for all that has to be told apart, and one that others can compute, too."""

from __future__ import annotations

try:
    from _blake2 import blake2b  # that of hashlib, which would load OpenSSL for other hashes first
except ImportError:
    from hashlib import blake2b
try:
    from _sha2 import sha256  # type: ignore[import-not-found]  # likewise; as of Python 3.12
except ImportError:
    try:
        from _sha256 import sha256  # type: ignore[import-not-found]
    except ImportError:
        from hashlib import sha256


def digest(*parts: bytes | str) -> str:
    """A short hash of the parts, each delimited."""
    state = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "little"))
        state.update(data)
    return state.hexdigest()


def public_digest(text: str) -> str:
    """SHA-256 of a text (UTF-8, lone surrogates as they are): 64 digits, of the hexadecimal system."""
    digits: str = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return digits
