# %% solution="boundary_line"
def boundary_line(weight, bias)
    return -weight[0] / weight[1], -bias / weight[1]
