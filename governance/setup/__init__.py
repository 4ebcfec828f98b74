"""Founding a co-operative: from an empty machine to a rule book in force and two officers."""
