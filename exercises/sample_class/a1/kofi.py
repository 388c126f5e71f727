# %% solution="boundary_line"
def boundary_line(weight, bias):
    slope = -weight[0] / weight[1]
    intercept = -bias / weight[1]
    return slope, intercept
