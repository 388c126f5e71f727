# %% solution="predict"
def predict(z):
    return np.where(z >= 0, +1, -1)


# %% solution="perceptron_update"
def perceptron_update(weight, bias, x, target):
    if target * (x @ weight + bias) <= 0:
        weight = weight + target * x
        bias = bias + target
    return weight, bias
