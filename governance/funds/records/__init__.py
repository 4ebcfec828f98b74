"""The tables of pooled money."""
