"""Keeping an installation well: copies that can be proved, bringing them back, and a look at its health."""
