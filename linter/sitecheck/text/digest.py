"""One hash for all that has to be told apart."""

from __future__ import annotations

try:
    from _blake2 import blake2b  # that of hashlib, which would load OpenSSL for other hashes first
except ImportError:
    from hashlib import blake2b


def digest(*parts: bytes | str) -> str:
    """A short hash of the parts, each delimited."""
    state = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "little"))
        state.update(data)
    return state.hexdigest()
