# %% solution="logistic_probability"
def logistic_probability(z):
    return 1 / (1 + exp(-z))
