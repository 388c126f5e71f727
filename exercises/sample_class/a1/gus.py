# %% solution="perceptron_update"
def perceptron_update(weight, bias, x, target):
    if target == 1:
        return weight + x, bias + 1
    return weight - x, bias - 1
