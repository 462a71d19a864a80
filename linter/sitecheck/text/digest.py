"""One hash for all that has to be told apart."""

from __future__ import annotations

import hashlib


def digest(*parts: bytes | str) -> str:
    """A short hash of the parts, each delimited."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "little"))
        state.update(data)
    return state.hexdigest()
