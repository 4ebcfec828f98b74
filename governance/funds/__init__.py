"""Pooled money: mandates, contributions, commitments, spending, refunds; each penny accounted for."""
