"""Pooled money, as people meet it in a browser."""

PAGES = ()
