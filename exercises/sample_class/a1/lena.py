# %% solution="logistic_probability"
def logistic_probability(z):
    return np.exp(z) / (np.exp(z) + 1)
