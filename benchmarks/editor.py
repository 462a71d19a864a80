"""How long an editor waits: for what is wrong after an edit, and for what could stand at the cursor.

    python benchmarks/editor.py SITE [--edits 20]

Drives ``sitecheck server`` over pipes as an editor does, with the site warm: edits that bring a broken link,
in pages evenly chosen, and completions of addresses, anchors, keys and tags. Prints medians and the worst, in
milliseconds, and the server's memory. The site is not written to.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from lsprotocol import types

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.server.editor import Editor

STARTS = ("[x](/", "[x](#", "{{ site.", "{% include ", "{{ 'a' | ")
WARM = 600.0
"""Seconds in which the whole site has to be known."""


async def measure(site: Path, pages: list[str], edits: int, cache: str) -> None:
    """Prints what it takes."""
    chosen = pages[:: max(1, len(pages) // edits)][:edits]
    async with Editor(site, "--cache-dir", cache) as editor:
        started = time.perf_counter()
        await _settled(editor, chosen[0])
        print(f"{len(pages)} pages; warm after {time.perf_counter() - started:.1f} s")
        texts = {path: (site / path).read_text(encoding="utf-8") for path in chosen}
        for path in chosen:
            editor.open(path, texts[path])
        await _settled(editor, chosen[0])
        _say("diagnostics after an edit", [await _edit(editor, path, texts[path]) for path in chosen])
        front = [text.replace("---\n", "---\nnote: 1\n", 1) for text in texts.values()]
        _say("… of front matter", [await _edit(editor, *pair) for pair in zip(chosen, front, strict=True)])
        for path in chosen:
            await _edit(editor, path, texts[path])
        for start in STARTS:
            waits = [await _complete(editor, path, texts[path], start) for path in chosen]
            _say(f"completion of {start}", waits)
        _memory(editor.client._server.pid)  # type: ignore[union-attr]


def _memory(pid: int) -> None:
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        print(next(line for line in status.read_text().splitlines() if line.startswith("VmHWM")))


def _is_page(path: Path) -> bool:
    hidden = any(part.startswith((".", "node_modules")) for part in path.parts)
    return not hidden and path.read_text(encoding="utf-8", errors="replace").startswith("---\n")


async def _settled(editor: Editor, path: str) -> None:
    """Waits until the server has nothing to do: an answer about the whole site is quick twice in a row."""
    deadline = time.monotonic() + WARM
    quick = 0
    while quick < 3 and time.monotonic() < deadline:
        before = len(editor.diagnostics)
        await asyncio.sleep(4)
        quick = quick + 1 if len(editor.diagnostics) == before and before else 0


async def _edit(editor: Editor, path: str, text: str) -> float:
    started = time.perf_counter()
    version = editor.replace(path, f"{text}\n\n[a](/no-such-page-at-all/)\n")
    await editor.until(lambda: editor.versions.get(path) == version)
    return time.perf_counter() - started


async def _complete(editor: Editor, path: str, text: str, start: str) -> float:
    version = editor.replace(path, f"{text}\n\n{start}")
    await editor.until(lambda: editor.versions.get(path) == version)
    position = types.Position(text.count("\n") + 2, len(start))
    params = types.CompletionParams(types.TextDocumentIdentifier(editor.uri(path)), position)
    started = time.perf_counter()
    await editor.client.text_document_completion_async(params)
    return time.perf_counter() - started


def _say(what: str, seconds: list[float]) -> None:
    print(f"{what:32} median {1000 * median(seconds):6.1f} ms, worst {1000 * max(seconds):6.1f} ms")


def _main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks/editor.py", description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--edits", type=int, default=20)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as cache:
        site = chosen.site.resolve()
        pages = sorted(str(path.relative_to(site)) for path in site.rglob("*.md") if _is_page(path))
        asyncio.run(measure(site, pages, chosen.edits, cache))


if __name__ == "__main__":
    _main()
