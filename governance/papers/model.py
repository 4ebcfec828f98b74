"""What makes two documents the same document."""

import hashlib
import json


def fingerprint(*, kind: str, about: str, variant: str, title: str, html: str) -> str:
    """SHA-256 over everything that a reader relies on, the language included."""
    content = json.dumps([kind, about, variant, title, html], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()
