"""``sitecheck server``: the site in an editor."""

from __future__ import annotations

from typing import Any

import click

from sitecheck.cli.options import (
    build_options,
    cache_options,
    comma_separated,
    rule_options,
    settings_options,
)
from sitecheck.errors import UsageError


@click.command("server", short_help="Serve an editor: diagnostics, completion, links, renames (LSP).")
@build_options
@cache_options
@settings_options
@rule_options
def command(**chosen: Any) -> None:
    """Serve an editor on stdin and stdout by the Language Server Protocol.

    The sites are those in the folders that the editor has open. Needs: pip install 'jekyll-sitecheck[lsp]'
    """
    from sitecheck.cli.process import end_by_signals
    from sitecheck.cli.runs import default_cache_dir
    from sitecheck.warm.wanted import Wanted

    try:
        from sitecheck.server.lsp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise UsageError("the server needs pygls: pip install 'jekyll-sitecheck[lsp]'") from error
    end_by_signals()
    serve(
        Wanted(
            site="",
            config=chosen["config"],
            rule_packs=chosen["rule_packs"],
            select=comma_separated(chosen["select"]),
            extend_select=comma_separated(chosen["extend_select"]),
            ignore=comma_separated(chosen["ignore"]),
            drafts=chosen["drafts"],
            future=chosen["future"],
            cache_dir=None if chosen["no_cache"] else chosen["cache_dir"] or default_cache_dir(),
            jobs=chosen["jobs"],
        )
    )
