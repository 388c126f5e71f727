"""Runs the chapters, several at a time, and again when what they import has changed.

Sphinx reads a page again only when its own text changes, and jupyter-cache keys a page's outputs on its
cells alone: after a change in `nnkit` both would show stale numbers. So the pages depend on a digest of
nnkit (its figures' bundles included) and of the pinned versions, and each digest has its own cache.

myst-nb runs each page's cells when it reads that page, one page after the other. Here they are run before, as
many pages at a time as there are cores, into the cache in which myst-nb then finds them. A page that fails is
left to myst-nb, which runs it again and says what is wrong.
"""

import hashlib
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from myst_nb.core.read import create_nb_reader
from nbclient.exceptions import DeadKernelError
from sphinx.util import logging

logger = logging.getLogger(__name__)

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


def run_ahead(app, env, docnames):
    """Fills the cache with the outputs of all pages that are about to be read."""
    config = env.mystnb_config
    cache = get_cache(config.execution_cache_path)
    waiting = {name: notebook for name in docnames if (notebook := uncached(env, name, cache)) is not None}

    def run(name):
        folder = str(Path(env.doc2path(name)).parent)
        with suppress(DeadKernelError):
            return single_nb_execution(waiting[name], folder, config.execution_timeout, allow_errors=False)

    # Each page's cells run in a kernel, a process of its own; the threads wait for them.
    with ThreadPoolExecutor(max(2, os.cpu_count())) as pool:
        for name, result in zip(waiting, pool.map(run, waiting), strict=True):
            if result and result.err is None:
                data = {"execution_seconds": result.time}
                bundle = CacheBundleIn(result.nb, env.doc2path(name), data=data)
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
                logger.info("Executed notebook in %.1f seconds: %s", result.time, name)


def uncached(env, name, cache):
    """A page's notebook as myst-nb reads it; None when it has no cells or its outputs are in the cache."""
    path = env.doc2path(name)
    text = Path(path).read_text(encoding="utf8")
    reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
    notebook = reader and reader.read(text)
    if notebook and any(cell.cell_type == "code" for cell in notebook.cells):
        with suppress(KeyError):
            cache.match_cache_notebook(notebook)
            return None
        return notebook
    return None


def setup(app):
    app.connect("config-inited", key_outputs)
    app.connect("env-before-read-docs", run_ahead)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
