"""TLS is checked against the name in the URL although the socket is opened to an address."""

from __future__ import annotations

import datetime
import ssl

import pytest
import trustme
from tests.net.conftest import page

from sitecheck.net import NetSettings, Verdict, check_urls


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def secure(serve, authority):
    """Start a TLS server with the given certificate; it notes the server names it is asked for."""

    def start(certificate):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        names = []
        context.sni_callback = lambda sock, name, ctx: names.append(name)
        server = serve(lambda request: page(), context=context)
        server.names = names
        return server

    return start


@pytest.fixture
def check(guarded, authority):
    def run(url, ca=authority, timeout=300):
        context = ssl.create_default_context()
        if ca is not None:
            ca.configure_trust(context)
        names = {"good.test": ["127.0.0.1"], "other.test": ["127.0.0.1"]}
        transport = guarded(names, "127.0.0.0/8", ssl_context=context)
        ports = frozenset({int(url.split(":")[2].split("/")[0])})
        return check_urls(
            [url],
            NetSettings(ports=ports, registries=False, timeout=timeout, retry_wait=0.01),
            exchange=transport,
        ).statuses[url]

    return run


def test_the_name_is_sent_and_verified(secure, check, authority):
    server = secure(authority.issue_cert("good.test"))
    status = check(server.url(host="good.test"))
    assert status.verdict is Verdict.ALIVE
    assert server.names == ["good.test"]
    assert server.requests[0].splitlines()[1] == f"Host: good.test:{server.port}".encode()


def test_a_certificate_for_another_host_is_its_own_finding(secure, check, authority):
    server = secure(authority.issue_cert("good.test"))
    status = check(server.url(host="other.test"))
    assert (status.verdict, status.cause) == (Verdict.TLS, "tls-wrong-host")
    assert server.requests == []


def test_a_name_does_not_cover_the_address(secure, check, authority):
    status = check(secure(authority.issue_cert("good.test")).url())
    assert (status.verdict, status.cause) == (Verdict.TLS, "tls-wrong-host")


def test_an_address_in_the_certificate_covers_the_address(secure, check, authority):
    assert check(secure(authority.issue_cert("127.0.0.1")).url()).verdict is Verdict.ALIVE


def test_expired(secure, check, authority):
    past = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=2)
    status = check(secure(authority.issue_cert("good.test", not_after=past)).url(host="good.test"))
    assert (status.verdict, status.cause) == (Verdict.TLS, "tls-expired")
    assert "expired" in status.reason


def test_unknown_authority(secure, check):
    status = check(secure(trustme.CA().issue_cert("good.test")).url(host="good.test"))
    assert (status.verdict, status.cause) == (Verdict.TLS, "tls-unknown-authority")


def test_self_signed(serve, check, tmp_path):
    key, certificate = self_signed("good.test")
    file = tmp_path / "pair.pem"
    file.write_bytes(key + certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    status = check(serve(lambda request: page(), context=context).url(host="good.test"))
    assert (status.verdict, status.cause) == (Verdict.TLS, "tls-self-signed")


def test_no_tls_at_all(serve, check):
    server = serve(lambda request: page())
    status = check(server.url(host="good.test").replace("http:", "https:"), timeout=1)
    assert status.verdict in (Verdict.TLS, Verdict.UNVERIFIABLE)
    assert status.cause in ("tls-handshake", "unreachable", "timeout")


def test_connections_are_not_shared_between_names_on_one_address(secure, guarded, authority):
    server = secure(authority.issue_cert("good.test"))
    context = ssl.create_default_context()
    authority.configure_trust(context)
    names = {"good.test": ["127.0.0.1"], "other.test": ["127.0.0.1"]}
    transport = guarded(names, "127.0.0.0/8", ssl_context=context)
    urls = [server.url(f"/{number}", host) for host in names for number in range(3)]
    settings = NetSettings(ports=frozenset({server.port}), registries=False, spacing=0)
    verdicts = [s.verdict for s in check_urls(urls, settings, exchange=transport).statuses.values()]
    assert verdicts == [Verdict.ALIVE] * 3 + [Verdict.TLS] * 3


def self_signed(name: str) -> tuple[bytes, bytes]:
    """A key and a certificate that signs itself, as PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private, certificate.public_bytes(serialization.Encoding.PEM)
