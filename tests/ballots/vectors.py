"""The published test vectors, found by name."""

import gzip
import json
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parents[1] / "data" / "vectors"
POSITIVE = sorted(folder.name for folder in VECTORS.iterdir() if (folder / "private.json").exists())
VERDICTS: dict[str, dict[str, str]] = json.loads((VECTORS / "verdicts.json").read_text())
REFUSED, WARNED = VERDICTS["refused"], VERDICTS["accepted with a warning"]
PRIMITIVES: dict[str, Any] = json.loads((VECTORS / "primitives.json").read_text())


def archive_path(name: str) -> Path:
    (path,) = (VECTORS / name).glob("*.bel")
    return path


def private(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((VECTORS / name / "private.json").read_text())
    return content


def negative(name: str) -> bytes:
    (path,) = (VECTORS / "negative" / name).glob("*.bel.gz")
    return gzip.decompress(path.read_bytes())
