"""Which network addresses may be connected to: the public ones."""

from __future__ import annotations

import ipaddress
from functools import cache, lru_cache

from sitecheck.named_tuple import NamedTuple
from sitecheck.package_data import package_table

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class SpecialUse(NamedTuple):
    """What addresses that are not public are for."""

    use: str
    never: bool = False
    """Whether no intranet has a page there: what an address tells the machine alone (link-local addresses,
    at which clouds hand out credentials), and old ways to write another address."""


class AddressPolicy(NamedTuple):
    """Decides about addresses, never about names: what counts is what a socket is opened to.

    With `allow_private` the addresses of intranets are allowed, too. `allowed` are networks that are allowed
    besides.
    """

    allow_private: bool = False
    allowed: tuple[Network, ...] = ()

    def refusal(self, address: Address) -> str | None:
        """Why this address must not be connected to, or None when it may be."""
        special = special_use(address)
        if special is None or (self.allow_private and not special.never):
            return None
        return None if any(address in network for network in self.allowed) else special.use


@lru_cache(maxsize=4096)
def special_use(address: Address) -> SpecialUse | None:
    """What an address that is not public is for, or None for a public one.

    The lists are the IANA special-purpose registries (see `data/special_addresses.json`), not
    `ipaddress.is_global`, whose answer differs between Python releases. IPv4-mapped and NAT64 addresses
    reach the IPv4 address inside them and are judged by it; 6to4, Teredo and every other
    embedding is refused whole.
    """
    if isinstance(address, ipaddress.IPv4Address):
        return next((use for network, use in _special()[0] if address in network), None)
    if address.scope_id:
        return SpecialUse("link-local", never=True)
    if address.ipv4_mapped is not None:
        return special_use(address.ipv4_mapped)
    if address in _NAT64:
        return special_use(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    usual = None if address in _GLOBAL_UNICAST else SpecialUse("reserved")
    return next((use for network, use in _special()[1] if address in network), usual)


def parse_address(text: str) -> Address | None:
    """The address that `text` spells in its standard form, or None (a name, or an old numeric form)."""
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


@cache
def _special() -> tuple[
    list[tuple[ipaddress.IPv4Network, SpecialUse]], list[tuple[ipaddress.IPv6Network, SpecialUse]]
]:
    table = package_table("sitecheck.net", "data/special_addresses.json")
    return (
        [(ipaddress.IPv4Network(row["network"]), _use(row)) for row in table["ipv4"]],
        [(ipaddress.IPv6Network(row["network"]), _use(row)) for row in table["ipv6"]],
    )


def _use(row: dict[str, str]) -> SpecialUse:
    return SpecialUse(row["use"], never="never" in row)
