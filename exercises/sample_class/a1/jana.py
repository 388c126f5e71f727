# %% solution="boundary_line"
def boundary_line(weight, bias):
    if weight[1] == 0:
        raise ValueError("no slope")
    return weight[0] / weight[1], -bias / weight[1]
