"""The rules adopted, version by version, with the instant each took effect."""
