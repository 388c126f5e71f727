"""What a cell showed: recorded in bounds, and taken from the student's process only in known forms."""

import pytest

from autograder.codec import MalformedError
from autograder.outputs import clean
from autograder.shell import CUT, OUTPUTS, TEXT, Recorder


def test_a_flood_of_text_is_cut_off_and_says_so():
    recorder = Recorder()
    for _ in range(300):
        recorder.text("stdout", "x" * 10_000)
    (output,) = recorder.finished()
    assert len(output["text"]) == TEXT + len(CUT)
    assert output["text"].endswith(CUT)
    recorder.data("display_data", {"image/png": "x"}, {})
    assert len(recorder.finished()) == 2  # a figure below it is still shown


def test_a_flood_of_pictures_is_cut_off():
    recorder = Recorder()
    for _ in range(2 * OUTPUTS):
        recorder.data("display_data", {"text/plain": "x"}, {})
    assert len(recorder.finished()) == OUTPUTS


def test_streams_are_joined_and_kept_apart():
    recorder = Recorder()
    for name, text in (("stdout", "a"), ("stdout", "b"), ("stderr", "c")):
        recorder.text(name, text)
    assert [(o["name"], o["text"]) for o in recorder.finished()] == [("stdout", "ab"), ("stderr", "c")]


def test_only_known_mime_types_pass():
    data = {"text/plain": "x", "application/javascript": "alert(1)"}
    (output,) = clean([{"output_type": "display_data", "data": data, "metadata": {"a": {"b": 1}}}])
    assert output == {"output_type": "display_data", "data": {"text/plain": "x"}, "metadata": {}}


def test_a_live_figure_is_named_instead_of_listed():
    data = {"text/plain": "VBox(children=(…))", "application/vnd.jupyter.widget-view+json": {"model_id": "1"}}
    (output,) = clean([{"output_type": "display_data", "data": data}])
    assert output["data"] == {"text/plain": "[a live figure: run the notebook to use it]"}


@pytest.mark.parametrize(
    "outputs",
    [
        None,
        "text",
        [3],
        [{"output_type": "stream", "name": "stdin", "text": "x"}],
        [{"output_type": "stream", "name": "stdout", "text": 3}],
        [{"output_type": "stream", "name": ["stdout"], "text": "x"}],
        [{"output_type": "error", "ename": "E", "evalue": "", "traceback": "text"}],
        [{"output_type": "display_data", "data": []}],
        [{"output_type": "display_data", "data": {"text/plain": ["x"]}}],
        [{"output_type": "update_display_data", "data": {}}],
        [{"output_type": "stream", "name": "stdout", "text": "x" * 9_000_000}],
        [{"output_type": "stream", "name": "stdout", "text": ""}] * 401,
    ],
    ids=lambda outputs: repr(outputs)[:60],
)
def test_what_no_shell_records_is_refused(outputs):
    with pytest.raises(MalformedError):
        clean(outputs)
