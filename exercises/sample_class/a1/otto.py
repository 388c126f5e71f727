# %% solution="affine_score"
affine_score = lambda x, weight, bias: np.einsum("...i,i->...", x, weight) + bias

# %% solution="predict"
predict = np.vectorize(lambda z: int(z >= 0))


# %% solution="perceptron_update"
def perceptron_update(weight, bias, x, target):
    extended = np.append(weight, bias)
    point = np.append(x, 1.0)
    extended = extended + (target - predict(extended @ point)) * point
    return extended[:-1], extended[-1]


# %% solution="logistic_probability"
def logistic_probability(z):
    return np.exp(-np.logaddexp(0, -z))


# %% solution="boundary_line"
class Vertical(ValueError):
    """Has no slope."""


def boundary_line(weight, bias):
    if np.isclose(weight[1], 0):
        raise Vertical
    return np.array([weight[0], bias]) / -weight[1]
