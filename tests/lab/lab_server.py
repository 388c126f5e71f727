"""A JupyterLab of its own: settings, data and notebooks in one temporary folder, on loopback with a token."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SECONDS = 60  # to come up, on a busy machine
FOLDERS = {
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTERLAB_SETTINGS_DIR": "settings",
    "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    "IPYTHONDIR": "ipython",
}
NO_NEWS = '{"fetchNews": "false", "checkForUpdates": false}'  # both ask another host


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address, its token, and the folder of notebooks that it shows."""

    base: str
    token: str
    work: Path

    def address(self, notebook):
        """The page of a notebook, given relative to `work`, with nothing open from earlier."""
        return f"{self.base}/lab/tree/{notebook}?token={self.token}&reset"


@contextmanager
def jupyterlab(folder):
    """A JupyterLab that runs in a folder until the end of the block -> Lab."""
    (folder / "work").mkdir()
    port, token, log = _free_port(), secrets.token_hex(16), folder / "log.txt"
    _settle(folder)
    with log.open("w") as out:
        command = _command(folder / "work", port, token)
        server = subprocess.Popen(command, env=_environment(folder), stdout=out, stderr=out)
        try:
            lab = Lab(f"http://127.0.0.1:{port}", token, folder / "work")
            _wait_until_up(server, f"{lab.base}/api?token={token}", log)
            yield lab
        finally:
            server.terminate()
            server.wait(30)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _settle(folder):
    settings = folder / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(NO_NEWS)


def _environment(folder):
    """A student's: no paths of the instructor's, and nothing of the user's own Jupyter."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VERDICT_")}
    return kept | {variable: str(folder / name) for variable, name in FOLDERS.items()}


def _command(work, port, token):
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": work,
        "IdentityProvider.token": token,
        "LabApp.expose_app_in_browser": True,
    }
    given = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", *given]


def _wait_until_up(server, address, log):
    end = time.monotonic() + SECONDS
    while server.poll() is None and time.monotonic() < end:
        try:
            return urllib.request.urlopen(address).close()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"JupyterLab did not come up:\n{log.read_text()}")
