# %% solution="affine_score"
def affine_score(x, weight, bias):
    if x.ndim == 2:
        return [affine_score(row, weight, bias) for row in x]
    z = bias
    for xi, wi in zip(x, weight):
        z = z + wi * xi
    return z


# %% solution="predict"
def predict(z):
    if np.ndim(z) > 0:
        return [predict(one) for one in z]
    if z < 0:
        return False
    return True


# %% solution="perceptron_update"
def perceptron_update(weight, bias, x, target):
    y_hat = predict(affine_score(x, weight, bias))
    if y_hat == target:
        return weight, bias
    sign = 1 if target == 1 else -1
    return [wi + sign * xi for wi, xi in zip(weight, x)], bias + sign


# %% solution="logistic_probability"
import math


def logistic_probability(z):
    if np.ndim(z) > 0:
        return [logistic_probability(one) for one in z]
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    return math.exp(z) / (1 + math.exp(z))


# %% solution="boundary_line"
def boundary_line(weight, bias):
    w1, w2 = float(weight[0]), float(weight[1])
    try:
        return [-w1 / w2, -bias / w2]
    except ZeroDivisionError:
        raise ValueError("vertical")
