# %% solution="affine_score"
def affine_score(x, weight, bias):
    x = np.asarray(x, dtype=np.float32)
    return x @ np.asarray(weight, dtype=np.float32) + np.float32(bias)


# %% solution="predict"
def predict(z):
    return 1.0 * (np.float32(z) >= 0)


# %% solution="perceptron_update"
def perceptron_update(w, b, point, label):
    w, point = np.float32(w), np.float32(point)
    right = (w @ point + b >= 0) == label
    return (w, b) if right else (w + (2 * label - 1) * point, b + (2 * label - 1))


# %% solution="logistic_probability"
def logistic_probability(z):
    return 1 / (1 + np.exp(-np.clip(np.float32(z), -80, 80)))


# %% solution="boundary_line"
def boundary_line(weight, bias):
    w1, w2 = np.float32(weight)
    if not w2:
        raise ValueError("the line stands upright")
    return -w1 / w2, np.float32(-bias) / w2
