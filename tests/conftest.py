"""What all tests share: `--whole` runs the long ones in full (`make test-all`), else a sample."""

import pytest


def pytest_addoption(parser):
    parser.addoption("--whole", action="store_true", help="run the tests marked `long` whole")


@pytest.fixture(scope="session")
def whole(request) -> bool:
    """True when the long tests run whole."""
    return request.config.getoption("--whole")
