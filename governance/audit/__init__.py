"""Who did what, when: a record that only grows and whose entries hold one another in place."""
