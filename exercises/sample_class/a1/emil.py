# %% solution="predict"
def predict(z):
    return 1 * (np.array(z) > 0)
