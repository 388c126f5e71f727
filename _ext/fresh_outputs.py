"""Runs the chapters again when what they import has changed.

Sphinx reads a page again only when its own text changes, and jupyter-cache keys a page's outputs on its
cells alone: after a change in `nnkit` both would show stale numbers. So the pages depend on a digest of
nnkit (its figures' bundles included) and of the pinned versions, and each digest has its own cache.
"""

import hashlib
import shutil
from pathlib import Path

SUFFIXES = {".py", ".js", ".css", ".json"}


def digest_of(source: Path) -> str:
    """Hex digest of the names and contents of all that the outputs depend on beside the cells themselves."""
    files = [path for path in (source / "nnkit").rglob("*") if path.suffix in SUFFIXES]
    files += [path for path in [source / "constraints.txt"] if path.exists()]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.relative_to(source)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def key_outputs(app, config):
    """Names the cache after the digest; for Sphinx a new name of it is a reason to read every page again."""
    digest = digest_of(Path(app.srcdir))
    caches = Path(app.outdir).parent / ".jupyter_cache"
    config.nb_execution_cache_path = str(caches / digest)
    for old in caches.glob("*"):
        if old.name != digest:
            shutil.rmtree(old) if old.is_dir() else old.unlink()


def setup(app):
    app.connect("config-inited", key_outputs)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
