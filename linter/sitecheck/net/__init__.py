"""Check external URLs: fast, polite, safe, and never wolf. Knows nothing of sites and rules.

    from pathlib import Path
    from sitecheck.net import Ledger, NetSettings, Query, Verdict, check_urls

    report = check_urls(
        [Query("https://example.com/page", fragments=("install",)), "http://example.org/"],
        NetSettings(fragments=True),
        ledger=Ledger(Path(".sitecheck")),
    )
    for url, status in report.statuses.items():
        print(mask_url(url), status.verdict.value, status.reason)

`form_problem` and `mask_url` need no network. Importing this package is cheap: httpx and asyncio are
loaded by the first call of `check_urls`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitecheck.lazy_names import lazy_names
from sitecheck.net.identifiers import FormProblem, form_problem
from sitecheck.net.progress import Progress, ProgressCallback, SlowHost
from sitecheck.net.settings import DeadAfter, NetSettings, NetSettingsError, headers_from_environment
from sitecheck.net.status import Query, UrlStatus, Verdict
from sitecheck.output.secrets import mask_text, mask_url

if TYPE_CHECKING:
    from sitecheck.net.checker import NetReport
    from sitecheck.net.ledger import Ledger
    from sitecheck.net.run_checker import check_urls

__all__ = [
    "DeadAfter",
    "FormProblem",
    "Ledger",
    "NetReport",
    "NetSettings",
    "NetSettingsError",
    "Progress",
    "ProgressCallback",
    "Query",
    "SlowHost",
    "UrlStatus",
    "Verdict",
    "check_urls",
    "form_problem",
    "headers_from_environment",
    "mask_text",
    "mask_url",
]

__getattr__ = lazy_names(
    __name__,
    {
        "Ledger": "sitecheck.net.ledger",
        "NetReport": "sitecheck.net.checker",
        "check_urls": "sitecheck.net.run_checker",
    },
)
