"""For all tests of nnkit: how much hypothesis draws, and no figure is left open.

Hypothesis draws the same in each `make test`, more and new in each `make test-all`.
"""

import matplotlib
import matplotlib.pyplot as plt
import pytest
from hypothesis import settings

matplotlib.use("agg")  # no window


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def pytest_configure(config):
    whole = config.getoption("--whole")
    settings.register_profile(
        "nnkit", deadline=None, derandomize=not whole, database=None, max_examples=1000 if whole else 60
    )
    settings.load_profile("nnkit")
