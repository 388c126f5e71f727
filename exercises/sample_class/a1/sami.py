# %% solution="perceptron_update"
def perceptron_update(weight, bias, x, target):
    answer = int(x @ weight + bias >= 0)
    while answer != target:
        new_weight = weight + (target - answer) * x
        new_bias = bias + (target - answer)
    return weight, bias
