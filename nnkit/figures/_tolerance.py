"""When two results count as equal in a picture."""

import numpy as np

# As wide as a check's (verdict), so that float32 is not called a difference.
RTOL, ATOL = 1e-4, 1e-5


def are_close(yours, truth, size, within=0.0):
    """Entry by entry, for arrays of one shape; size: the largest size of a finite number of the truth;
    within: how far a number may lie from it, beyond rounding.

    nan differs from everything, an infinity from all but itself.
    """
    return np.isclose(yours, truth, rtol=RTOL, atol=max(within, ATOL * max(1, size)))
