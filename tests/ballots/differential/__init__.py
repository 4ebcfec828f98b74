"""The same archives, sound and spoiled, before this verifier and before the protocol's own tool."""
