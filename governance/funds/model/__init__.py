"""Pure decisions about pooled money."""
