"""What every module asks of its inputs, with errors in the user's words. Private."""

import math

import numpy as np

MOST = 2**31 - 1  # of a whole number: no array here has more entries


def regular_array(value, name):
    """`value` as an array of any dtype."""
    try:
        return np.asarray(value)
    except (ValueError, RuntimeError) as error:  # rows of different lengths; a tensor that needs its gradient
        raise ValueError(f"{name} is not a regular array: {error}") from None


def real_array(value, name):
    """`value` as an array of real numbers: float32 and float64 stay, integers and booleans become float64."""
    array = regular_array(value, name)
    if array.dtype.char in "fd":
        return array
    if array.dtype.kind in "biu":
        return array.astype(np.float64)
    if array.dtype.kind == "f":
        raise TypeError(f"{name} must be float32 or float64, got {array.dtype}: convert it with astype")
    raise TypeError(f"{name} must hold real numbers, got dtype {array.dtype}")


def finite_array(value, name):
    """`real_array`, without NaN and infinities."""
    array = real_array(value, name)
    if not (np.isfinite(array).all() if array.ndim else math.isfinite(array)):  # for one number, 2 µs less
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        at = f" at {name}{list(where)}" if where else ""
        raise ValueError(f"{name} must be finite, got {array[where]}{at}")
    return array


def same_shape(input, target):
    """Refuse silent broadcasting: (5, 1) - (5,) would be (5, 5)."""
    if input.shape != target.shape:
        raise ValueError(
            f"input has shape {input.shape}, but target has shape {target.shape}: they must be equal"
        )


def label_array(value, dtype):
    """`value` as an array of `dtype` in which every label is 0 or 1."""
    labels = real_array(value, "target")
    wrong = labels[(labels != 0) & (labels != 1)]
    if wrong.size:
        hint = "; for labels -1/+1 pass (target + 1) / 2" if set(np.unique(labels)) <= {-1, 1} else ""
        raise ValueError(f"target must hold labels 0 and 1, got {wrong[0]:g}{hint}")
    return labels.astype(dtype, copy=False)


def class_ids(target, classes):
    """`target`, an array, when it holds integers from 0 to classes - 1."""
    if target.dtype.kind not in "iu":
        hint = ": pass target.astype(np.int64)" if target.dtype.kind in "bf" else ""
        raise TypeError(f"class ids must be integers, got dtype {target.dtype}{hint}")
    wrong = target[(target < 0) | (target >= classes)]
    if wrong.size:
        from_1 = target.min() == 1 and target.max() == classes
        hint = "; for ids from 1 on pass target - 1" if from_1 else ""
        hint = "; for labels -1/+1 pass (target + 1) // 2" if set(np.unique(target)) == {-1, 1} else hint
        raise ValueError(f"target must hold class ids from 0 to {classes - 1}, got {wrong[0]}{hint}")
    return target


def distributions(target, dtype):
    """`target` (..., K) as an array of `dtype` in which every row is >= 0 and sums to 1."""
    rows = real_array(target, "target").astype(dtype, copy=False)
    if not (rows >= 0).all():
        raise ValueError(f"target must hold probabilities, got {rows[~(rows >= 0)][0]:g}")
    sums = np.add.reduce(rows, -1)
    wrong = sums[np.abs(sums - 1) > 1e-5]
    if wrong.size:
        raise ValueError(f"each row of target must sum to 1, got a row that sums to {wrong[0]:g}")
    return rows


def one_of(value, known, name):
    """`value`, when it is one of the names in `known`."""
    if not (isinstance(value, str) and value in known):
        raise ValueError(f"unknown {name} {value!r}: choose one of {', '.join(map(repr, known))}")
    return value


def single(array, name):
    """`array`, when it is one number."""
    if array.shape != ():
        raise ValueError(f"{name} must be one number, got shape {array.shape}")
    return array[()]


def parameters(weight, bias):
    """A neuron's (weight, bias) as new arrays of the dtype of `weight`: shapes (in_features,) and ()."""
    weight = finite_array(weight, "weight").copy()
    if weight.ndim != 1 or not weight.size:
        raise ValueError(
            f"weight must have shape (in_features,), one number for each input, got shape {weight.shape}"
        )
    return weight, single(finite_array(bias, "bias").astype(weight.dtype), "bias")


def two_inputs(weight):
    """`weight`, when it is one of a neuron in the plane."""
    if weight.shape != (2,):
        raise ValueError(f"only a neuron with 2 inputs lives in the plane; weight has shape {weight.shape}")
    return weight


def length(weight):
    """‖w‖, when it is not 0."""
    norm = np.hypot.reduce(weight, initial=0)  # squares of tiny or huge weights would become 0 or inf
    if norm == 0:
        raise ValueError("all weights are 0: every point gets the same label, so there is no boundary")
    return norm


def points(x, weight, ndims=(1, 2), name="weight"):
    """`x` as one point (in_features,) or a batch (N, in_features) that fits `weight`, as `ndims` allows."""
    x = finite_array(x, "x")
    if x.ndim not in ndims or x.shape[-1] != weight.size:
        allowed = " or ".join({1: f"({weight.size},)", 2: f"(N, {weight.size})"}[ndim] for ndim in ndims)
        raise ValueError(
            f"x has shape {x.shape}, but {name} has shape {weight.shape}: x must have shape {allowed}"
        )
    return x


def polygon_vertices(value, name):
    """`value` as the vertices (V, 2) of a polygon."""
    vertices = finite_array(value, name).astype(np.float64)
    if vertices.ndim != 2 or vertices.shape[1] != 2 or len(vertices) < 3:
        raise ValueError(f"{name} must have shape (V, 2) with V >= 3, got shape {vertices.shape}")
    return vertices


def labelled_batch(x, target, weight):
    """A batch x (N, in_features) for this `weight`, with its labels (N,) in the dtype of x."""
    x = points(x, weight, ndims=(2,))
    target = label_array(target, x.dtype)
    if target.shape != x.shape[:1]:
        raise ValueError(
            f"x has shape {x.shape}, but target has shape {target.shape}: one label for each row of x"
        )
    return x, target


def finite_number(value, name):
    """`value` as a float, which changes no array's dtype, when it is finite."""
    if not (_is_number(value) and np.isfinite(value)):
        raise ValueError(f"{name} must be a finite number, got {value!r}")
    return float(value)


def positive_number(value, name):
    """`value` as a float, which changes no array's dtype, when it is finite and above 0."""
    if not (_is_number(value) and np.isfinite(value) and value > 0):
        raise ValueError(f"{name} must be a positive number, got {value!r}")
    return float(value)


def number_between(value, low, high, name):
    """`value` as a float, when low <= value < high; high may be infinite."""
    if not (_is_number(value) and low <= value < high):
        raise ValueError(f"{name} must be a number in [{low:g}, {high:g}), got {value!r}")
    return float(value)


def _is_number(value):
    if isinstance(value, (list, tuple)):  # numpy could not even tell the shape of some
        return False
    return np.shape(value) == () and np.asarray(value).dtype.kind in "biuf"


def is_whole(value):
    """Whether `value` is an integer, and not True or False."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def whole_number(value, name, least):
    """`value`, when it is an integer of at least `least` and at most MOST."""
    if not (is_whole(value) and value >= least):
        raise ValueError(f"{name} must be a whole number of at least {least}, got {value!r}")
    if value > MOST:
        raise ValueError(f"{name} must be at most {MOST:,}, got {value!r}")
    return value


def generator(rng):
    """`rng`, when it is a NumPy random generator."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a NumPy generator such as np.random.default_rng(0), got {rng!r}")
    return rng


def float_dtype(dtype):
    """`dtype` as a numpy dtype, when it is float32 or float64."""
    if not isinstance(dtype, (type, np.dtype)) or dtype not in (np.float32, np.float64):
        raise TypeError(f"dtype must be np.float32 or np.float64, got {dtype!r}")
    return np.dtype(dtype)


def function(value, name):
    """`value`, when it can be called."""
    if not callable(value):
        raise TypeError(f"{name} must be a function, got {value!r}")
    return value


def flag(value, name):
    """`value`, when it is True or False."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return value


def of_kind(value, kind, name):
    """`value`, when it is an instance of the class `kind`."""
    if not isinstance(value, kind):
        raise TypeError(f"{name} must be a {kind.__name__}, got {value!r}")
    return value


def intervals(value, name, shape=(2,)):
    """`value` as finite numbers of this shape, whose last axis holds pairs (left, right), left < right."""
    ends = finite_array(value, name)
    if ends.shape != shape or not (ends[..., 0] < ends[..., 1]).all():
        raise ValueError(
            f"{name} must have shape {shape} and each left end below the right one, got {value!r}"
        )
    return ends
