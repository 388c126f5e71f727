"""How much hypothesis draws: the same in each `make test`, more and new in each `make test-all`."""

import matplotlib
from hypothesis import settings

matplotlib.use("agg")  # no window


def pytest_configure(config):
    whole = config.getoption("--whole")
    settings.register_profile(
        "nnkit", deadline=None, derandomize=not whole, database=None, max_examples=1000 if whole else 60
    )
    settings.load_profile("nnkit")
