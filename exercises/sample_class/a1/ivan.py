# %% solution="perceptron_update"
def perceptron_update(weight, bias, x, target):
    new_weight = np.array(weight)
    y_hat = int(x @ weight + bias >= 0)
    for i in range(len(weight)):
        new_weight[i] = weight[i] + (target - y_hat) * x[i]
    return new_weight, bias + target - y_hat
