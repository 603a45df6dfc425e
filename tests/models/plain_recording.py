"""The prints of a recording, read plainly."""

import gzip
import json
from pathlib import Path

from tests.models.plain_prints import Fact

INDEX_ROOTS = {"SPX", "SPXW", "VIX", "VIXW"}


def recorded(path: Path) -> list[Fact]:
    """All prints of a `.jsonl.gz` recording, in its order."""
    events = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
    return [
        Fact(e["sym"], e["t"], e["p"], e["s"], e["x"], tuple(e.get("c") or ()), e["sym"][2:-15] in INDEX_ROOTS)
        for e in events
    ]
