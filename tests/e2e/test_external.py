"""``sitecheck check --external`` and ``fix --external`` against servers on this machine."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from tests.e2e.conftest import Cli, WriteSite
from tests.net.conftest import RawServer, page

from sitecheck.net.ledger_file import minute
from sitecheck.report import REPORTERS

QUICK = "external: {spacing: 0, timeout: 300, tries: 1}\n"
PATIENT = "external: {spacing: 0, timeout: 600}\n"
HEAD = "---\ntitle: A page\n---\n"
CHECK = ("check", "--external", "--allow-private", "--output-format", "json")
HANG = b""


def answers(request: bytes) -> bytes | None:
    """What the server says, by the first part of the path."""
    name = request.split(b" ")[1].split(b"?")[0].split(b"/")[1].decode()
    known: dict[str, bytes | None] = {
        "gone": page("404 Not Found"),
        "wall": page("403 Forbidden"),
        "linkedin": page("999 Request denied"),
        "limited": page("429 Too Many Requests"),
        "broken": page("500 Internal Server Error"),
        "moved": page("301 Moved", "Location: /moved/"),
        "elsewhere": page("301 Moved", "Location: /ok/new"),
        "reset": None,
        "hang": HANG,
    }
    if request.split(b" ")[1] == b"/moved/":
        return page()
    text = b"<h1 id='there'>x</h1>"
    return known[name] if name in known else page("200 OK", "Content-Type: text/html", body=text)


@pytest.fixture
def server() -> Iterator[RawServer]:
    started = RawServer(answers)
    yield started
    started.close()


def findings(answer: Any) -> set[tuple[str, str, str]]:
    """Rule, severity and the line's last word of each finding."""
    return {
        (f["rule"], f["severity"], f["message"].split(" ")[0]) for f in json.loads(answer.out)["findings"]
    }


def linking(*urls: str) -> str:
    return HEAD + "".join(f"- [x]({url})\n" for url in urls)


def asked(server: RawServer) -> list[str]:
    return [request.split(b" ")[1].decode() for request in server.requests]


def test_dead_is_an_error_and_nothing_else_is(server: RawServer, site: WriteSite, cli: Cli) -> None:
    names = ["wall", "linkedin", "limited", "broken", "reset", "ok"]
    urls = [server.url(f"/{name}") for name in names]
    folder = site({"index.md": linking(*urls), ".sitecheck.yml": QUICK})
    answer = cli(*CHECK, folder)
    assert (answer.code, findings(answer)) == (0, set())
    assert "5 of 6 external links could not be verified" in answer.err
    folder = site({"index.md": linking(server.url("/gone"), *urls)})
    answer = cli(*CHECK, folder)
    assert (answer.code, findings(answer)) == (1, {("dead-link", "error", server.url("/gone"))})


def test_a_silent_server_is_no_error(server: RawServer, site: WriteSite, cli: Cli) -> None:
    settings = "external: {spacing: 0, timeout: 1, tries: 1}\n"
    answer = cli(*CHECK, site({"index.md": linking(server.url("/hang")), ".sitecheck.yml": settings}))
    assert (answer.code, findings(answer)) == (0, set())
    assert "1 of 1 external links could not be verified" in answer.err


@pytest.mark.parametrize("form", ["text", "summary", "github", "concise"])
def test_a_machine_that_is_offline_is_told_first(
    form: str, site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr("socket.getaddrinfo", fails)
    urls = (f"https://host{number}.example.org/{page}" for number in range(3) for page in "ab")
    folder = site({"index.md": linking(*urls, "gone.html"), ".sitecheck.yml": QUICK})
    answer = cli("check", "--external", "--output-format", form, folder)
    words = "is this machine offline? None of 3 hosts answered, so no external link was verified"
    assert (answer.code, answer.err.count("could not be verified")) == (1, 0), "what else is wrong counts"
    assert answer.err.splitlines()[0] == f"sitecheck: {words}"
    told = answer.out.replace("&#63;", "?").replace("\n  ", " ")
    assert (words[1:] in told) is (form != "concise")
    if form == "github":
        assert answer.out.startswith(f"::warning title=sitecheck::{words}\n")
    assert words in cli("fix", "--external", folder).err


@pytest.mark.parametrize("paths", [["/wall/a", "/linkedin/b"], ["/ok/a", ""], [""]])
def test_where_a_host_has_said_something_the_machine_is_not_offline(
    paths: list[str], server: RawServer, site: WriteSite, cli: Cli
) -> None:
    closed = "http://127.0.0.3:1/"
    urls = [
        server.url(path, host) if path else closed
        for path, host in zip(paths, ("127.0.0.1", "127.0.0.2"), strict=False)
    ]
    answer = cli(*CHECK, site({"index.md": linking(*urls), ".sitecheck.yml": QUICK}))
    assert "offline" not in answer.err
    assert "could not be verified" in answer.err


def test_what_could_not_be_verified_is_listed_on_request(
    server: RawServer, site: WriteSite, cli: Cli
) -> None:
    folder = site({"index.md": linking(server.url("/wall"), server.url("/ok")), ".sitecheck.yml": QUICK})
    answer = cli(*CHECK, "--extend-select", "unverified-link", folder)
    assert (answer.code, findings(answer)) == (0, {("unverified-link", "info", server.url("/wall"))})


def test_fragments_are_looked_for_when_asked(server: RawServer, site: WriteSite, cli: Cli) -> None:
    page_ = linking(server.url("/ok#there"), server.url("/ok#nowhere"))
    folder = site({"index.md": page_, ".sitecheck.yml": QUICK})
    assert findings(cli(*CHECK, folder)) == set()
    assert len(server.requests) == 1
    site({".sitecheck.yml": "external: {fragments: true}\n"})
    answer = cli(*CHECK, folder)
    assert findings(answer) == {("missing-fragment", "warning", server.url("/ok"))}
    assert "#nowhere" in answer.out
    assert len(server.requests) == 2


def test_a_moved_link_is_mended(server: RawServer, site: WriteSite, cli: Cli) -> None:
    text = linking(server.url("/moved"), server.url("/elsewhere"))
    folder = site({"index.md": text, ".sitecheck.yml": QUICK})
    shown = cli("fix", "--external", "--allow-private", "--diff", folder)
    assert f"+- [x]({server.url('/moved/')})" in shown.out
    assert (folder / "index.md").read_text() == text
    assert not (folder / ".sitecheck").exists()
    server.requests.clear()
    assert cli("fix", "--external", "--allow-private", folder).code == 0
    assert (folder / "index.md").read_text() == linking(server.url("/moved/"), server.url("/elsewhere"))
    assert asked(server).count("/elsewhere") == 1, "no address is asked for anew in every round of fixing"
    cli("fix", "--external", "--allow-private", "--unsafe", folder)
    assert (folder / "index.md").read_text() == linking(server.url("/moved/"), server.url("/ok/new"))


def test_fixing_without_the_network_leaves_moved_links(server: RawServer, site: WriteSite, cli: Cli) -> None:
    folder = site({"index.md": linking(server.url("/moved"))})
    cli("fix", folder)
    assert (folder / "index.md").read_text() == linking(server.url("/moved"))
    assert server.connections == 0


def test_a_bad_certificate_is_a_finding_of_its_own(site: WriteSite, cli: Cli) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    secure = RawServer(answers, context=context)
    try:
        answer = cli(*CHECK, site({"index.md": linking(secure.url("/ok")), ".sitecheck.yml": QUICK}))
    finally:
        secure.close()
    assert (answer.code, findings(answer)) == (0, {("tls-problem", "warning", f"{secure.url('/ok')}:")})


def test_private_addresses_are_not_asked(server: RawServer, site: WriteSite, cli: Cli) -> None:
    settings = f"external: {{ports: [80, 443, {server.port}], tries: 1}}\n"
    folder = site({"index.md": linking(server.url("/gone")), ".sitecheck.yml": settings})
    answer = cli(
        "check", "--external", "--extend-select", "unverified-link", "--output-format", "json", folder
    )
    assert (answer.code, findings(answer)) == (0, {("unverified-link", "info", server.url("/gone"))})
    assert server.connections == 0


def test_a_file_of_the_site_cannot_allow_private_addresses(
    server: RawServer, site: WriteSite, cli: Cli
) -> None:
    settings = "external: {allow-private: true}\n"
    answer = cli("check", "--external", site({"index.md": linking(server.url()), ".sitecheck.yml": settings}))
    assert answer.code == 2
    assert "--allow-private" in answer.err
    assert server.connections == 0


def test_the_ledger_remembers(server: RawServer, site: WriteSite, cli: Cli) -> None:
    folder = site({"index.md": linking(server.url("/ok"), server.url("/gone")), ".sitecheck.yml": QUICK})
    ledger = folder / ".sitecheck" / "links.json"
    first = cli(*CHECK, folder)
    known = json.loads(ledger.read_text())["links"]
    assert {url: entry["verdict"] for url, entry in known.items()} == {
        server.url("/gone"): "dead",
        server.url("/ok"): "alive",
    }
    server.requests.clear()
    second = cli(*CHECK, "--cache-age", "1", folder)
    assert set(asked(server)) == {"/gone"}, "the good answer stands"
    assert json.loads(ledger.read_text())["links"][server.url("/gone")]["failures"] == 2
    server.requests.clear()
    third = cli(*CHECK, folder)
    assert set(asked(server)) == {"/gone", "/ok"}
    for answer in (second, third):
        assert findings(answer) == findings(first)
        assert answer.code == 1
    assert sorted(path.name for path in ledger.parent.iterdir()) == [".gitignore", "links.json", "links.lock"]


def test_two_runs_say_the_same(server: RawServer, site: WriteSite, cli: Cli) -> None:
    urls = [
        server.url(f"/{name}/{number}") for number in range(5) for name in ("ok", "gone", "elsewhere", "wall")
    ]
    folder = site({"index.md": linking(*urls), ".sitecheck.yml": QUICK})
    call = ("check", "--external", "--allow-private", "--extend-select", "all", folder)
    first = cli(*call)
    assert first.out.count("dead-link") >= 5
    assert cli(*call) == first


def test_a_first_failure_may_be_a_note(server: RawServer, site: WriteSite, cli: Cli) -> None:
    settings = "external: {spacing: 0, dead-after: {failures: 2}}\n"
    folder = site({"index.md": linking(server.url("/gone")), ".sitecheck.yml": settings})
    for code, severity in ((0, "info"), (1, "error")):
        answer = cli(*CHECK, folder)
        assert (answer.code, findings(answer)) == (code, {("dead-link", severity, server.url("/gone"))})


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    subprocess.run(["git", "-C", str(folder), *identity, *words], check=True, capture_output=True)


def test_only_links_of_changed_files(server: RawServer, site: WriteSite, cli: Cli) -> None:
    folder = site({"old.md": linking(server.url("/gone/old")), "index.md": HEAD, ".sitecheck.yml": QUICK})
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "x")
    site({"index.md": linking(server.url("/gone/changed")), "new.md": linking(server.url("/gone/new"))})
    git(folder, "commit", "-q", "-m", "y", "index.md")
    call = ("check", "--external=changed", "--allow-private", "--output-format", "json", folder)
    found = findings(cli(*call, "--since", "HEAD~1"))
    assert {message for _, _, message in found} == {server.url("/gone/changed"), server.url("/gone/new")}
    assert {message for _, _, message in findings(cli(*call))} == {server.url("/gone/new")}
    assert not any("old" in path for path in asked(server))
    answer = cli(*call, "--since", "no-such-revision")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
def test_changed_files_may_have_names_that_are_not_utf_8(
    server: RawServer, site: WriteSite, cli: Cli
) -> None:
    folder = site({"index.md": linking(server.url("/gone")), ".sitecheck.yml": QUICK})
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    git(folder, "init", "-q")
    git(folder, "commit", "-q", "--allow-empty", "-m", "x")
    answer = cli("check", "--external=changed", "--allow-private", "--output-format", "json", folder)
    assert ("dead-link", "error", server.url("/gone")) in findings(answer)


def test_no_ledger_vouches_for_the_links_of_changed_files(
    server: RawServer, site: WriteSite, cli: Cli
) -> None:
    known, added = server.url("/gone/known"), server.url("/gone/added")
    settings = "external: {spacing: 0, cache-age: 9}\n"
    folder = site({"old.md": linking(known), "index.md": HEAD, ".sitecheck.yml": settings})
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "x")
    alive = {"verdict": "alive", "cause": "ok", "code": 200, "checked": minute(time.time())}
    ledger = json.dumps({"version": 1, "links": {known: alive, added: alive}})
    site({"index.md": linking(added), ".sitecheck/links.json": ledger})
    check = ("check", folder, "--allow-private", "--output-format", "json")
    for more in ((), ("--cache-age", "9")):
        site({".sitecheck/links.json": ledger})
        assert findings(cli(*check, "--external=changed", *more)) == {("dead-link", "error", added)}
    site({".sitecheck/links.json": ledger})
    assert findings(cli(*check, "--external")) == set(), "the user trusts it"
    found = findings(cli(*check, "--external", "--cache-age", "0"))
    assert found == {("dead-link", "error", known), ("dead-link", "error", added)}


def test_changed_files_need_a_repository(site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = site({"index.md": HEAD})
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    answer = cli("check", "--external=changed", folder)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "sitecheck: --external=changed needs git: the site lies in no repository\n"


def test_offline_wins(server: RawServer, site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = site({"index.md": linking(server.url("/gone"))})

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("a socket was used")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    answer = cli(*CHECK, "--offline", "--jobs", "1", folder)
    assert (answer.code, findings(answer)) == (0, set())
    assert not (folder / ".sitecheck").exists()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("{deadlin: 3}", "deadline"), ("{timeout: soon}", "external.timeout"), ("{timeout: .nan}", "external.timeout"),
        ("{tries: 1.5}", "external.tries"), ("{exclude: ['^x']}", "external.exclude"), ("{fragments: 1}", "true or false"),
        ("{accept: {h: 403}}", "status codes"), ("{ports: [0]}", "external.ports"), ("[a]", "external"),
        ("{dead-after: {failures: 0}}", "dead-after.failures"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("network", [True, False])
def test_settings_that_cannot_be_used_are_one_line(
    settings: str, words: str, network: bool, server: RawServer, site: WriteSite, cli: Cli
) -> None:
    folder = site({"index.md": linking(server.url()), ".sitecheck.yml": f"external: {settings}\n"})
    answer = cli("check", *(("--external", "--allow-private") if network else ()), folder)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert words in answer.err
    assert server.connections == 0


def test_headers_come_from_the_environment(
    server: RawServer, site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site({"index.md": linking(server.url("/ok")), ".sitecheck.yml": QUICK})
    monkeypatch.setenv("SITECHECK_HEADERS", json.dumps({f"127.0.0.1:{server.port}": {"X-Key": "opensesame"}}))
    answer = cli(*CHECK, folder)
    assert b"X-Key: opensesame" in server.requests[0]
    assert "opensesame" not in answer.out + answer.err
    monkeypatch.setenv("SITECHECK_HEADERS", '{"h": {"X-Key": "opensesame\\n"}}')
    answer = cli(*CHECK, folder)
    assert (answer.code, answer.err.count("\n"), len(server.requests)) == (2, 1, 1)
    assert "opensesame" not in answer.err


@pytest.mark.parametrize("format_", REPORTERS)
def test_secrets_are_masked_in_every_report(
    format_: str, server: RawServer, site: WriteSite, cli: Cli
) -> None:
    secret = server.url("/gone?access_token=s3cr3t").replace("//", "//me:hunter2@")
    moved = server.url("/elsewhere?api_key=s3cr3t")
    folder = site({"index.md": linking(secret, moved), ".sitecheck.yml": QUICK})
    answer = cli(
        "check", "--external", "--allow-private", "--select", "all", "--output-format", format_, folder
    )
    assert answer.code == 1
    assert "127.0.0.1" in answer.out
    for text in (answer.out, answer.err, (folder / ".sitecheck" / "links.json").read_text()):
        assert "s3cr3t" not in text
        assert "hunter2" not in text


def test_the_site_itself_is_never_asked(server: RawServer, site: WriteSite, cli: Cli) -> None:
    folder = site(
        {
            "_config.yml": f"url: {server.url('')}\n",
            "index.md": linking(server.url("/notes/about.html"), server.url("/notes/soon.html")),
            "notes/about.md": HEAD,
            ".sitecheck.yml": QUICK,
        }
    )
    cli(*CHECK, folder)
    assert server.connections == 0


Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts the command in a process of its own that ends with the test."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(
        *arguments: str | Path, stderr: int = subprocess.PIPE, **environment: str
    ) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "sitecheck", *map(str, arguments)]
        kept = {name: value for name, value in os.environ.items() if name != "CI"}
        running.append(
            subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=stderr, env={**kept, "TERM": "xterm", **environment}
            )
        )
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def hanging(server: RawServer, count: int) -> str:
    return linking(server.url("/gone"), *(server.url(f"/hang/{number}") for number in range(count)))


def wait_for(condition: Callable[[], bool]) -> None:
    import time

    for _ in range(30_000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("waited for minutes in vain")


@pytest.mark.process
def test_ctrl_c_ends_in_order(server: RawServer, site: WriteSite, start: Start) -> None:
    folder = site({"index.md": hanging(server, 40), ".sitecheck.yml": PATIENT})
    running = start(*CHECK, folder)
    wait_for(lambda: asked(server).count("/gone") == 2 and any("hang" in path for path in asked(server)))
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=300)
    assert running.returncode == 130
    assert b"Traceback" not in err
    assert b"of 41 external links were not asked for: interrupted" in err
    assert json.loads(out)["summary"]
    json.loads((folder / ".sitecheck" / "links.json").read_text())


@pytest.mark.process
def test_ctrl_c_while_fixing_changes_nothing(server: RawServer, site: WriteSite, start: Start) -> None:
    text = linking(server.url("/moved"), server.url("/hang"))
    folder = site({"index.md": text, ".sitecheck.yml": PATIENT})
    running = start("fix", "--external", "--allow-private", folder)
    wait_for(lambda: "/moved/" in asked(server) and "/hang" in asked(server))
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=300)
    assert (running.returncode, err.strip()) == (130, b"sitecheck: interrupted")
    assert (folder / "index.md").read_text() == text


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize("environment", [{}, {"CI": "true"}], ids=["person", "ci"])
@pytest.mark.process
def test_progress_is_for_terminals(
    environment: dict[str, str], server: RawServer, site: WriteSite, start: Start
) -> None:
    import pty

    folder = site({"index.md": linking(server.url("/ok"), server.url("/wall")), ".sitecheck.yml": QUICK})
    master, slave = pty.openpty()
    running = start(*CHECK, folder, stderr=slave, **environment)
    os.close(slave)
    running.communicate(timeout=300)
    seen = b""
    while chunk := read_terminal(master):
        seen += chunk
    os.close(master)
    assert seen.endswith(b"sitecheck: 1 of 2 external links could not be verified\r\n")
    assert (b"\x1b[K" in seen) == (not environment)


def read_terminal(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:
        return b""  # how Linux tells that the other end is closed


@pytest.mark.process
def test_nothing_is_drawn_into_a_file(server: RawServer, site: WriteSite, process: Cli) -> None:
    answer = process(*CHECK, site({"index.md": linking(server.url("/ok")), ".sitecheck.yml": QUICK}))
    assert (answer.code, answer.err) == (0, "")


@pytest.mark.slow  # quicker: test_runs_at_the_same_time_lose_nothing of the ledger
def test_two_checks_at_once_keep_the_ledger_whole(server: RawServer, site: WriteSite, start: Start) -> None:
    urls = [server.url(f"/ok/{number}") for number in range(60)]
    folder = site({"index.md": linking(*urls), ".sitecheck.yml": "external: {spacing: 0.005}\n"})
    running = [start(*CHECK, folder) for _ in range(2)]
    for each in running:
        _, err = each.communicate(timeout=300)
        assert (each.returncode, err) == (0, b"")
    assert set(json.loads((folder / ".sitecheck" / "links.json").read_text())["links"]) == set(urls)
    assert not list((folder / ".sitecheck").glob("*.journal"))
