# %% solution="perceptron_update"
def perceptron_update(weight, bias, x, target):
    y_hat = int(x @ weight + bias >= 0)
    weight += (target - y_hat) * x
    bias += target - y_hat
    return weight, bias
