"""Check the URLs of a file, one a line: `python -m sitecheck.net FILE`."""

from __future__ import annotations

import argparse
import gc
import os
from collections import Counter
from pathlib import Path

from sitecheck.net.checker import NetReport
from sitecheck.net.ledger import Ledger
from sitecheck.net.run_checker import check_urls
from sitecheck.net.settings import NetSettings, NetSettingsError, headers_from_environment
from sitecheck.net.status import UrlStatus, Verdict
from sitecheck.output.secrets import mask_url
from sitecheck.output.streams import put_json, say, warn


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; 0: nothing dead, 1: something dead, 2: usage."""
    gc.disable()  # as the command `sitecheck` does
    options = _parser().parse_args(arguments)
    try:
        urls = [line.strip() for line in Path(options.file).read_text("utf-8").splitlines() if line.strip()]
        settings = NetSettings(
            concurrency=options.concurrency,
            per_host=options.per_host,
            spacing=options.spacing_ms / 1000,
            timeout=options.timeout,
            retry_wait=options.retry_wait,
            allow_private=options.allow_private,
            headers=headers_from_environment(os.environ),
        )
        ledger = Ledger(Path(options.ledger)) if options.ledger else None
        report = check_urls(urls, settings, ledger=ledger)
    except (OSError, UnicodeDecodeError, NetSettingsError) as error:
        warn(f"sitecheck.net: {error}")
        return 2
    _print(report, options.json)
    return int(any(status.verdict is Verdict.DEAD and status.sure for status in report.statuses.values()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sitecheck.net", description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--concurrency", type=int, default=128)
    parser.add_argument("--per-host", type=int, default=10)
    parser.add_argument("--spacing-ms", type=float, default=50)
    parser.add_argument("--timeout", type=float, default=20)
    parser.add_argument("--retry-wait", type=float, default=1)
    parser.add_argument("--allow-private", action="store_true")
    parser.add_argument("--ledger", metavar="FOLDER")
    parser.add_argument("--json", action="store_true", help="one JSON object with the status of every URL")
    return parser


def _print(report: NetReport, as_json: bool) -> None:
    if as_json:
        _print_json(report)
        return
    counts = Counter(status.verdict.value for status in report.statuses.values())
    for url, status in report.statuses.items():
        if status.verdict is not Verdict.ALIVE:
            say(f"{status.verdict.value:12} {mask_url(url)}  {status.reason}")
    say(f"{report.requests} requests in {report.seconds:.2f} s: {dict(counts)} {report.stopped}")


def _print_json(report: NetReport) -> None:
    urls = {mask_url(url): _row(status) for url, status in report.statuses.items()}
    put_json({"stopped": report.stopped, "requests": report.requests, "urls": urls}, indent=None)


def _row(status: UrlStatus) -> dict[str, object]:
    row = {
        "verdict": status.verdict.value,
        "cause": status.cause,
        "reason": status.reason,
        "code": status.code,
    }
    return {**row, "final_url": status.final_url, "change": status.change, "sure": status.sure}


if __name__ == "__main__":
    raise SystemExit(main())
