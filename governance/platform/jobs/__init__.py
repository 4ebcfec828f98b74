"""Work that is promised inside a transaction and done after it."""
