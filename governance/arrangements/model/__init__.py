"""Pure decisions about support."""
