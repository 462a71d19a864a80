"""Addresses as Jekyll makes them."""
