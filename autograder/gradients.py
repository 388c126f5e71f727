"""A tensor that was computed in the other process and takes part in autograd here.

Its values are here, the way that led to them is there: `backward` sends the gradient over, where it goes on
into the weights of the student's modules; for the tensors that the test passed in it comes back.
"""

import functools
import sys


def result(carry_on, array, leaves=()):
    """A tensor of these values; carry_on(gradient) gives the list of its leaves' gradients."""
    anchor = sys.modules["torch"].zeros((), requires_grad=True)
    return _remote().apply(carry_on, array, anchor, *leaves)


def of(item, leaves, gradient):
    """Carry item's gradient back: the list of its leaves' gradients. What else led to item keeps its own."""
    kept = [leaf.grad for leaf in leaves]
    for leaf in leaves:
        leaf.grad = None
    item.backward(gradient, retain_graph=True)
    found = [leaf.grad for leaf in leaves]
    for leaf, before in zip(leaves, kept, strict=True):
        leaf.grad = before
    return found


@functools.cache
def _remote():
    """The autograd function, made when torch is there."""
    import torch
    from torch.autograd.function import once_differentiable

    class Remote(torch.autograd.Function):
        @staticmethod
        def forward(ctx, carry_on, array, anchor, *leaves):
            ctx.carry_on, ctx.count = carry_on, len(leaves)
            ctx.save_for_backward(anchor)
            return torch.from_numpy(array)

        @staticmethod
        @once_differentiable
        def backward(ctx, gradient):
            _ = ctx.saved_tensors  # raises the second time without `retain_graph`, as everywhere in torch
            found = ctx.carry_on(gradient.contiguous())
            if type(found) is not list or len(found) != ctx.count:
                found = [None] * ctx.count
            return None, None, None, *found

    return Remote
