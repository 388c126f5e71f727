"""Notebook outputs from a process that is not trusted: only known kinds, only text, only capped."""

import json

from .codec import MalformedError

WIDGET = "application/vnd.jupyter.widget-view+json"
STREAMS = ("stdout", "stderr")
MIMES = (
    "text/plain",
    "text/html",
    "text/markdown",
    "text/latex",
    "image/png",
    "image/jpeg",
    "image/svg+xml",
)
COUNT = 400
BYTES = 8 * 2**20


def clean(outputs):
    """The outputs, rebuilt from their plain parts. Raises MalformedError for what no shell records."""
    if type(outputs) is not list or len(outputs) > COUNT:
        raise MalformedError("outputs that are none")
    cleaned = [_clean(output) for output in outputs]
    if sum(map(_size, cleaned)) > BYTES:
        raise MalformedError("too much output")
    return cleaned


def _clean(output):
    if type(output) is not dict:
        raise MalformedError("an output that is none")
    kind = output.get("output_type")
    if kind == "stream":
        return {
            "output_type": kind,
            "name": _one_of(output.get("name"), STREAMS),
            "text": _text(output.get("text")),
        }
    if kind == "error":
        trace = [_text(line) for line in _list(output.get("traceback"))]
        return {
            "output_type": kind,
            "ename": _text(output.get("ename")),
            "evalue": _text(output.get("evalue")),
            "traceback": trace,
        }
    if kind not in ("display_data", "execute_result"):
        raise MalformedError("an output of no known kind")
    return _rich(kind, output)


def _rich(kind, output):
    data = output.get("data")
    if type(data) is not dict:
        raise MalformedError("an output without data")
    kept = {mime: _text(data[mime]) for mime in MIMES if mime in data}
    if WIDGET in data:  # it lives only as long as its kernel, and its text is a mere list of its parts
        kept = {"text/plain": "[a live figure: run the notebook to use it]"}
    more = {"execution_count": None} if kind == "execute_result" else {}
    return {"output_type": kind, "data": kept, "metadata": {}, **more}


def _text(text):
    if type(text) is not str:
        raise MalformedError("a text that is none")
    return text


def _list(items):
    if type(items) is not list:
        raise MalformedError("a list that is none")
    return items


def _one_of(text, known):
    if text not in known:
        raise MalformedError("a name that is not known")
    return text


def _size(output):
    texts = [output.get("text", ""), output.get("evalue", ""), *output.get("traceback", ())]
    return sum(map(len, texts)) + sum(map(len, output.get("data", {}).values()))


def writable(value):
    """value (plain data) without the half characters (lone surrogates) that no file can hold."""
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
