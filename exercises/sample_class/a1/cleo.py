# %% solution="affine_score"
def affine_score(x, weight, bias):
    return x @ weight + bias


# %% solution="predict"
def predict(z):
    return np.where(z >= 0, 1, 0)


# %% solution="perceptron_update"
def perceptron_update(weight, bias, x, target):
    mistake = target - predict(affine_score(x, weight, bias))
    return weight + mistake * x, bias + mistake
