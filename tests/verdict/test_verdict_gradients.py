"""What checks of backpropagation lean on: gradients of layers in a row, and functions for the checkers."""

import numpy as np
import pytest

import nnkit
from verdict.gradients import FUNCTIONS, GRADIENTS, backward, checked

RIGHT = {
    "sum(x**2)": "2*x",
    "sum(x**3)": "3*x**2",
    "sum(sin(x))": "cos(x)",
    "sum(x)**2": "2*sum(x)",
    "sum(|x|)": "sign(x)",
    "sum(relu(x))": "step(x)",
}


class Layer:
    """nnkit's, with the attributes that a student's has."""

    def __init__(self, weight, bias):
        self.own = nnkit.Linear.from_weight(weight, bias)
        self.forward, self.backward = self.own.forward, self.own.backward

    grad_weight = property(lambda self: self.own.weight.grad)
    grad_bias = property(lambda self: self.own.bias.grad)


def test_one_layer_by_hand_and_two_batches_add_up():
    layers = [(np.array([[1.0, 2.0]]), np.array([0.5]))]
    batches = [(np.array([[1.0, 0.0]]), np.array([[1.0]])), (np.array([[3.0, -1.0]]), np.array([[2.0]]))]
    left = {name: array.tolist() for name, array in backward(Layer, layers, batches).items()}
    assert left == {"z": [[1.5]], "grad_x": [[2, 4]], "grad_weight": [[7, -2]], "grad_bias": [3]}


def test_two_layers_have_numbers_and_go_back_from_the_last():
    layers = [(np.array([[2.0]]), np.zeros(1)), (np.array([[3.0]]), np.ones(1))]
    left = backward(Layer, layers, [(np.array([[1.0]]), np.array([[1.0]]))])
    assert {name: array.item() for name, array in left.items()} == {
        "z": 7, "grad_x": 6, "grad_weight 1": 3, "grad_bias 1": 3, "grad_weight 2": 2, "grad_bias 2": 1,
    }  # fmt: skip


@pytest.mark.parametrize("f", FUNCTIONS)
def test_each_function_has_the_gradient_of_its_name_and_no_other(f):
    x = np.array([[0.5, -1.25], [2.0, 0.75]])
    for name, gradient in GRADIENTS.items():
        try:
            right = nnkit.gradcheck(FUNCTIONS[f], x, gradient, rtol=1e-6)
        except nnkit.GradcheckError:
            right = False
        assert right == (RIGHT[f] == name), name
        assert gradient(x.astype(int)).dtype.kind == "f"


def test_a_checker_is_given_the_functions_and_one_step_after_the_other():
    def seen(f, gradient, x, h):
        return f(x) + gradient(x)[0] + h

    x = np.array([1.0, 2.0])
    assert checked(seen, "sum(x**2)", "2*x", x, 0.5) == 7.5
    assert checked(seen, "sum(x**2)", "2*x", x, np.array([0.5, 1.0])).tolist() == [7.5, 8.0]
