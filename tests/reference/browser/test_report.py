"""The report in Chromium, opened from disk: nothing but what it should do, for everybody, by keyboard and on a phone.

``look.mjs`` drives it by playwright-core, and asks axe-core what stands in the way of people.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.conftest import Cli, WriteSite, cli, site
from tests.e2e.test_hostile_output import PLACES

__all__ = ["cli", "site"]

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium")
MODULES = Path(os.environ.get("SITECHECK_NODE_MODULES") or HERE.parents[2] / ".reference" / "node_modules")
WIDE, NARROW = 1280, 360
DARK, LIGHT = "rgb(23, 24, 27)", "rgb(252, 251, 249)"
MOST_BYTES = 3_000_000


def missing() -> str:
    if CHROMIUM is None or shutil.which("node") is None:
        return "chromium and node are not installed"
    lacking = [name for name in ("playwright-core", "axe-core") if not (MODULES / name).is_dir()]
    return f"{', '.join(lacking)} are not installed (SITECHECK_NODE_MODULES)" if lacking else ""


pytestmark = [pytest.mark.reference, pytest.mark.skipif(bool(missing()), reason=missing())]

LAYOUT = (
    "<!doctype html><html lang=en><head><title>{{ page.title }}</title>"
    "<meta name=description content='About {{ page.title }}'>"
    '<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js"></script></head>'
    "<body><a href=/>Home</a>{{ content }}</body></html>"
)
HEAD = "---\nlayout: default\ntitle: A page of the site\n---\n"
SITE = {
    "_config.yml": "title: t\nurl: https://s.example\nplugins: [jekyll-feed]\n",
    "_layouts/default.html": LAYOUT,
    "index.md": f"{HEAD}# Start\n\n[gone](/gone) [b](b.html#no) ![](/a.png) [e](https://e.example/x)\n",
    "b.md": f"{HEAD}## B\n\n[gone](/gone) [start](index.html)\n\n$$ \\undefined $$\n\n$$ x $$\n",
    "notes/c.md": f"{HEAD}<font>nobody leads here</font> [x]({{% unknown %}})\n",
    "_drafts/d.md": HEAD,
}
PWN = "\"'></script></style></title><script>pwned=1</script><img src=x onerror=pwned=1><svg onload=pwned=1>"
QUOTED = json.dumps(PWN)


def report(folder: Path, cli: Cli, *options: str) -> Path:
    out = folder.parent / "report.html"
    assert cli("check", folder, "--no-cache", "--output", f"html:{out}", *options).code in (0, 1)
    return out


def look(file: Path, *visits: dict[str, Any]) -> list[dict[str, Any]]:
    """What each visit showed; whatever a page says, asks for or throws is a failure."""
    call = json.dumps({"chromium": CHROMIUM, "file": str(file), "visits": visits})
    environment = {**os.environ, "SITECHECK_NODE_MODULES": str(MODULES)}
    command = ["node", str(HERE / "look.mjs"), call]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["console"], said["requests"], said["errors"], said["dialogs"]) == ([], [], [], 0)
    shown: list[dict[str, Any]] = said["visits"]
    return shown


VIEWS = ("glance", "findings", "map", "pages", "page/1", "external", "unknown", "hidden", "rules")
SEEN = [view.partition("/")[0] for view in VIEWS]


def test_everybody_can_use_it(site: WriteSite, cli: Cli) -> None:
    file = report(site(SITE), cli)
    visits = [
        {"all": VIEWS, "scheme": scheme, "width": width, "axe": True, "open": 3}
        for scheme, width in (("light", WIDE), ("dark", WIDE), ("light", NARROW), ("dark", NARROW))
    ]
    for visit, shown in zip(visits, look(file, *visits), strict=True):
        assert shown["axe"] == [], visit
        assert shown["width"] <= visit["width"], visit
        assert shown["seen"] == SEEN
        assert shown["ids"] == 0, "an id that comes twice"


def test_that_axe_would_notice(tmp_path: Path) -> None:
    file = tmp_path / "bad.html"
    file.write_text(
        "<!doctype html><title>t</title><link rel=icon href=data:,><p style='color: #999'>some words</p>"
    )
    [shown] = look(file, {"axe": True})
    assert {name for name, _ in shown["axe"]} >= {"color-contrast", "html-has-lang"}


def test_findings_are_filtered_by_keyboard(site: WriteSite, cli: Cli) -> None:
    file = report(site(SITE), cli)
    to_form = {"hash": "#findings"}
    whole, by_text, by_rule, by_severity, by_file, opened = look(
        file,
        to_form,
        {**to_form, "keys": ["Tab", '"leads nowhere"']},
        {**to_form, "keys": ["Tab", "Tab", '"image-alt"']},
        {**to_form, "keys": ["Tab", "Tab", "Tab", "Tab", "Tab", "Space"]},
        {**to_form, "keys": ["Tab", "Tab", "Tab", '"notes/"']},
        {**to_form, "keys": [*["Tab"] * 7, "Enter"]},
    )
    assert whole["causes"] > 4
    assert by_text["causes"] == 1
    assert "/gone leads nowhere" in by_text["text"]
    assert by_text["told"] == f"1 cause, 2 findings of {whole['causes']} causes"
    assert (by_rule["causes"], by_rule["focused"]) == (1, "rule")
    assert "the image has no alternative text" in by_rule["text"]
    assert by_severity["causes"] == whole["causes"] - by_severity_count(whole["text"])
    assert by_file["causes"] >= 1
    assert "notes/c.md" in by_file["text"]
    assert "/gone leads nowhere" not in by_file["text"]
    assert "Also at" in opened["text"], "a finding opens"
    assert "What it does" in opened["text"], "and its rule stands beside it"


def by_severity_count(text: str) -> int:
    """How many causes are errors."""
    return text.count("error:\n")


def test_the_map_and_the_graph(site: WriteSite, cli: Cli) -> None:
    file = report(site(SITE), cli)
    to_map = ["Tab", "Tab"]
    entered, walked, *pages, lost = look(
        file,
        {"hash": "#map", "keys": [*to_map, "Enter"]},
        {"hash": "#map", "keys": [*to_map, "ArrowRight", "Enter"]},
        *({"hash": f"#page/{number}", "width": NARROW} for number in range(3)),
        {"hash": "#page/99"},
    )
    by_name = {shown["title"][0]: shown for shown in pages}
    assert set(by_name) == {"index.md", "b.md", "notes/c.md"}
    assert {entered["title"][0], walked["title"][0]} == {"index.md", "b.md"}, "an arrow leads on, Enter opens"
    text = by_name["b.md"]["text"]
    assert "MathJax 3 shows it" in text
    assert "2 formulas, 1 refused." in text
    assert "\\undefined" in text
    assert by_name["b.md"]["nodes"] == 2, "linked from the start page, and links there"
    assert "About A page of the site" in by_name["index.md"]["text"]
    assert "/gone" in by_name["index.md"]["text"]
    assert "There is no such page" in lost["text"]


def test_without_scripts_the_findings_are_there(site: WriteSite, cli: Cli) -> None:
    [shown] = look(report(site(SITE), cli), {"scripts": False})
    for words in (
        "/gone leads nowhere",
        "External links by host",
        "What it does",
        "_drafts/d.md",
        "do not run here",
    ):
        assert words in shown["text"]


def test_hosts_are_opened_and_say_how_old_an_answer_is(site: WriteSite, cli: Cli) -> None:
    folder = site(SITE)
    (folder / ".sitecheck").mkdir()
    entry = {"verdict": "dead", "cause": "not-found", "code": 404, "checked": "2026-01-02T03:04Z"}
    ledger = f'{{\n  "version": 1,\n  "links": {{\n    "https://e.example/x": {json.dumps(entry)}\n  }}\n}}\n'
    (folder / ".sitecheck/links.json").write_text(ledger)
    [shown] = look(
        report(folder, cli), {"hash": "#external", "keys": ["Tab", '"e.ex"', "Tab", "Tab", "Enter"]}
    )
    assert shown["focused"] == "e.example"
    assert re.search(r"https://e\.example/x dead, answered 404, 2026-01-02, [\d,]+ days ago", shown["text"])
    assert "cdn.jsdelivr.net" not in shown["text"], "filtered"


def test_the_preview_of_a_page(site: WriteSite, cli: Cli) -> None:
    folder = site(SITE)
    out = folder.parent / "preview.html"
    assert cli("preview", folder, "index.md", "--html", out).code == 0
    for shown in look(out, {"axe": True}, {"axe": True, "width": NARROW, "scheme": "dark"}):
        assert shown["axe"] == []
        assert shown["width"] in (WIDE, NARROW)


def test_who_comes_back_from_a_page_finds_the_list_as_it_was(site: WriteSite, cli: Cli) -> None:
    more = {f"notes/p{number:03}.md": HEAD for number in range(120)}
    down = ["Tab"] * 60
    left, page, back = look(
        report(site({**SITE, **more}), cli),
        {"hash": "#pages", "keys": down},
        {"hash": "#pages", "keys": [*down, "Enter"]},
        {"hash": "#pages", "keys": [*down, "Enter", "Back"]},
    )
    assert page["view"] == "page"
    assert page["name"] == f"{page['title'][0]} · {left['name'].partition(' · ')[2]}"
    assert (back["view"], back["name"]) == ("pages", left["name"])
    assert back["scrolled"] == left["scrolled"] > 0
    assert page["scrolled"] == 0


def test_the_colours_can_be_switched(site: WriteSite, cli: Cli) -> None:
    file = report(site(SITE), cli)
    keys = ["Tab"] * 10
    plain, switched, back = look(
        file,
        {"scheme": "dark"},
        {"scheme": "dark", "keys": [*keys, "Enter"]},
        {"keys": [*keys, "Enter", "Enter"]},
    )
    assert switched["focused"] == "theme"
    assert (plain["paper"], switched["paper"], back["paper"]) == (DARK, LIGHT, LIGHT)


def hostile(site: WriteSite) -> Path:
    files: dict[str, str | bytes] = {
        "index.md": f"---\ntitle: {QUOTED}\ndescription: {QUOTED}\n---\n# {PWN}\n\n"
    }
    files["index.md"] = (
        f"{files['index.md']}[{PWN}](javascript:pwned=1) [x](</{PWN}>) [y](https://h.example/{PWN})\n"
    )
    for number, content in enumerate(PLACES.values()):
        for path, text in content.items():
            own = path if path.startswith("_config") and number == 20 else f"{number}/{path}"
            files[own.replace("_config", "x") if own != path else own] = text
    folder = site(files)
    name = PWN.replace("/", "")
    (folder / f"{name}.md").write_text(f"---\nlayout: {QUOTED}\n---\n[x](/gone) $$ {PWN} $$\n")
    (folder / f"_{name}").write_text("x")
    return folder


def test_nothing_of_a_hostile_site_runs(site: WriteSite, cli: Cli) -> None:
    file = report(hostile(site), cli, "--select", "all")
    pages = [{"hash": f"#page/{number}", "width": NARROW} for number in range(8)]
    views = [{"hash": f"#{view}", "width": NARROW, "open": 500} for view in VIEWS if view != "page/1"]
    for visit, shown in zip([*views, *pages], look(file, *views, *pages), strict=True):
        assert shown["scripted"] == "undefined", visit
        assert set(shown["protocols"]) <= {
            "https",
            "http",
            "file",
            *(p for p in shown["protocols"] if p[0] == "#"),
        }
        assert shown["width"] <= NARROW, visit


@pytest.mark.corpus
def test_a_large_site(cli: Cli, tmp_path: Path) -> None:
    rails = Path(os.environ["SITECHECK_CORPUS"]) / "rails"
    out = tmp_path / "rails.html"
    assert cli("check", rails, "--output", f"html:{out}").code == 1
    assert out.stat().st_size <= MOST_BYTES
    glance, mapped = look(out, {"axe": True}, {"all": VIEWS, "scheme": "dark"})
    assert glance["axe"] == []
    assert mapped["seen"] == SEEN
    assert mapped["cells"] > 2_000
