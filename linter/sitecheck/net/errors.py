"""What can go wrong on the way to an answer, as kinds of httpx's own exceptions."""

from __future__ import annotations

import ssl

import httpx


class Blocked(httpx.ConnectError):
    """The address policy forbids the connection; nothing was sent."""


class NoSuchHost(httpx.ConnectError):
    """The name does not exist, by two lookups."""


class LookupFailed(httpx.ConnectError):
    """The name could not be looked up, which says nothing about whether it exists."""


class TlsFailure(httpx.ConnectError):
    """The TLS handshake or the certificate check failed; `cause` names how."""

    def __init__(self, cause: str, message: str) -> None:
        super().__init__(message)
        self.cause = cause


class StaleConnection(httpx.RemoteProtocolError):
    """A reused connection had been closed by the server before it carried an answer."""


# X509_V_ERR_* of OpenSSL, x509_vfy.h.
_VERIFY_CAUSES = {
    9: ("tls-not-yet-valid", "its certificate is not valid yet"),
    10: ("tls-expired", "its certificate has expired"),
    18: ("tls-self-signed", "its certificate is self-signed"),
    19: ("tls-unknown-authority", "its certificate comes from an authority that is not known"),
    20: ("tls-unknown-authority", "its certificate comes from an authority that is not known"),
    21: ("tls-unknown-authority", "its certificate comes from an authority that is not known"),
    23: ("tls-revoked", "its certificate is revoked"),
    62: ("tls-wrong-host", "its certificate is for another host"),
    64: ("tls-wrong-host", "its certificate is for another address"),
}


def tls_failure(error: ssl.SSLError) -> TlsFailure:
    """The failure that an error of the ssl module stands for."""
    if isinstance(error, ssl.SSLCertVerificationError):
        default = ("tls-bad-certificate", "its certificate is not accepted")
        return TlsFailure(*_VERIFY_CAUSES.get(error.verify_code, default))
    return TlsFailure("tls-handshake", "no TLS connection could be agreed on")
