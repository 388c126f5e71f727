"""Functions whose text `to_numpy_source` copies: numpy alone, no checks, forward only. Private."""

import numpy as np


def step(z):
    return (z >= 0).astype(z.dtype)


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))  # 1 / (1 + exp(-z)), which could overflow


def relu(z):
    return np.maximum(z, 0)


def linear(z):
    return z


def tanh(z):
    return np.tanh(z)


def leaky_relu(z, negative_slope=0.01):
    return np.where(z > 0, z, negative_slope * z)


def softplus(z):
    return np.logaddexp(0, z)  # log(1 + exp(z)), which could overflow


def gelu(z):
    return z * (1 + np.tanh((2 / np.pi) ** 0.5 * (z + 0.044715 * z**3))) / 2


def softmax(z, dim=-1):
    e = np.exp(z - z.max(dim, keepdims=True))
    return e / e.sum(dim, keepdims=True)


def log_softmax(z, dim=-1):
    z = z - z.max(dim, keepdims=True)
    return z - np.log(np.exp(z).sum(dim, keepdims=True))


def windows(x, size, stride, padding, fill=0):
    (ph, pw), (sh, sw) = padding, stride
    x = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)], constant_values=fill)
    view = np.lib.stride_tricks.sliding_window_view(x, size, axis=(2, 3))
    return view[:, :, ::sh, ::sw]  # (N, C, H, W) -> (N, C, H', W', *size)
