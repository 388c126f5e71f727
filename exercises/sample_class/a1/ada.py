# %% solution="affine_score"
def affine_score(x, weight, bias):
    """Return z = w·x + b: a number for one point x (n,), an array (N,) for a batch x (N, n)."""
    return np.dot(x, weight) + bias


# %% solution="predict"
def predict(z):
    """Return 1 where z >= 0 and 0 elsewhere, in the shape of z."""
    return (np.asarray(z) >= 0).astype(int)


# %% solution="perceptron_update"
def perceptron_update(weight, bias, x, target):
    """Return (weight, bias) after seeing one point x (n,) with label target, 0 or 1."""
    answer = 1 if np.dot(weight, x) + bias >= 0 else 0
    step = target - answer
    return weight + step * x, bias + step


# %% solution="logistic_probability"
def logistic_probability(z):
    """Return 1 / (1 + exp(-z)) in the shape of z, without overflow."""
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z)))


# %% solution="boundary_line"
def boundary_line(weight, bias):
    """Return (slope, intercept) of the line w·x + b = 0; raise ValueError if it is vertical."""
    w1, w2 = weight
    if w2 == 0:
        raise ValueError("a vertical line has no slope")
    return -w1 / w2, -bias / w2
