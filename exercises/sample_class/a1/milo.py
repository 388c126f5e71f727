# %% solution="affine_score"
def affine_score(x, weight, bias):
    z = bias
    for i in range(len(weight)):
        z += weight[i] * x[i]
    return z
