"""``sitecheck explain RULE``: a rule's page in the terminal."""

from __future__ import annotations

import click

from sitecheck.cli.options import argument, load_settings, settings_options
from sitecheck.errors import UsageError
from sitecheck.output.streams import say


@click.command("explain", short_help="Show a rule's page.")
@argument("rule")
@settings_options
def command(rule: str, config: str | None, rule_packs: tuple[str, ...]) -> None:
    """Show what RULE finds, why that is bad and how to mend it, with examples."""
    from sitecheck.rule.docs import page
    from sitecheck.rule.options import did_you_mean

    settings = load_settings(".", config, rule_packs)
    group = [each.id for each in settings.rules.values() if each.group == rule]
    if group:
        raise UsageError(f"{rule} is a group of rules: {', '.join(group)}")
    if rule not in settings.rules:
        raise UsageError(f"there is no rule {rule!r}{did_you_mean(rule, settings.rules)}")
    say(*page(settings.rules[rule]).rstrip().splitlines())
