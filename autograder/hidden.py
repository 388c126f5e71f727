"""Hidden tests: which lines and outputs of a test cell they are, and what a student may see of them."""

BEGIN, END = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"
REMARK = "# Hidden tests ran here. They are not shown yet."
FAILED = "a hidden test fails"


def lines(source):
    """Numbers of the lines of a cell that are hidden, from 1; a mark that is left open hides all below it."""
    found, inside = set(), False
    for number, line in enumerate(source.split("\n"), 1):
        inside = inside or BEGIN in line
        if inside:
            found.add(number)
        inside = inside and END not in line
    return found


def without(source, remark=""):
    """The cell's text without its hidden lines; remark stands where they were."""
    left_out, kept = lines(source), []
    for number, line in enumerate(source.split("\n"), 1):
        if number not in left_out:
            kept.append(line)
        elif remark and number - 1 not in left_out:
            kept.append(line[: len(line) - len(line.lstrip())] + remark)
    return "\n".join(kept)


def plain(output):
    """An output as it was made."""
    return {key: value for key, value in output.items() if key != "hidden"}


def view(output):
    """An output as a student may see it; None when it is hidden altogether."""
    brief = output.get("hidden")
    if output["output_type"] == "error":
        text = brief if brief is not None else output["evalue"]
        # A traceback shows the lines around the one that failed.
        return {**plain(output), "evalue": text, "traceback": [f"{output['ename']}: {text}"]}
    if brief is None or output["output_type"] == "execute_result":  # a result is the score
        return plain(output)
    if output["output_type"] == "stream" and brief.strip():
        return {**plain(output), "text": f"{brief.strip()}\n"}
    return None
