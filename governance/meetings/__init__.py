"""Calling a meeting lawfully, telling everybody, who came, whether they were enough, and what was done."""
