"""Students' cells and test cells of the kind that courses have; each pair must end alike in a notebook and
through stubs. The test cells are right for the answer above them.
"""

LAYER = """
import numpy as np


class Layer:
    "A layer."

    eps = 1e-3

    def __init__(self, n, m=2, *, seed=0):
        r = np.random.default_rng(seed)
        self.weight = r.normal(size=(m, n))
        self.bias = np.zeros(m)
        self.x = None
        self.params = {"W": self.weight, "b": self.bias}
        self.log = []

    def forward(self, x):
        "Doc of forward."
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, g):
        self.dW = g.T @ self.x
        self.db = g.sum(0)
        return g @ self.weight

    def step(self, lr):
        self.weight -= lr * self.dW
        self.log.append(lr)

    @staticmethod
    def double(a):
        return 2 * a

    @classmethod
    def make(cls, n):
        return cls(n)

    @property
    def shape(self):
        return self.weight.shape


class Sub(Layer):
    pass


class Own(ValueError):
    pass


def build(n):
    return Sub(n)


def fails(l):
    raise Own("mine")


def shape_of(l):
    return l.weight.shape
"""

VECTOR = """
class V:
    def __init__(s, x, y):
        s.x, s.y = x, y

    def __add__(s, o):
        return V(s.x + o.x, s.y + o.y) if isinstance(o, V) else NotImplemented

    def __mul__(s, k):
        return V(s.x * k, s.y * k)

    __rmul__ = __mul__

    def __neg__(s):
        return V(-s.x, -s.y)

    def __eq__(s, o):
        return isinstance(o, V) and (s.x, s.y) == (o.x, o.y)

    def __hash__(s):
        return hash((s.x, s.y))

    def __repr__(s):
        return f"V({s.x}, {s.y})"

    def __len__(s):
        return 2

    def __iter__(s):
        yield s.x
        yield s.y

    def __getitem__(s, i):
        return (s.x, s.y)[i]

    def __setitem__(s, i, v):
        setattr(s, "xy"[i], v)

    def __contains__(s, v):
        return v in (s.x, s.y)

    def __call__(s, t):
        return t * s.x

    def __lt__(s, o):
        return s.x < o.x

    def __abs__(s):
        return (s.x**2 + s.y**2) ** 0.5

    def __bool__(s):
        return s.x != 0

    def __float__(s):
        return float(s.x)

    def __iadd__(s, o):
        s.x += o.x
        return s

    def __matmul__(s, o):
        return s.x * o.x + s.y * o.y

    def __enter__(s):
        s.open = True
        return s

    def __exit__(s, *a):
        s.open = False
"""

GENERATORS = """
def count(n):
    for i in range(n):
        yield i * i


def batches(x, k):
    for i in range(0, len(x), k):
        yield x[i : i + k]


def forever():
    i = 0
    while True:
        got = yield i
        i = got if got is not None else i + 1


class It:
    def __init__(s, n):
        s.n = n

    def __iter__(s):
        return s

    def __next__(s):
        if s.n == 0:
            raise StopIteration
        s.n -= 1
        return s.n


def mapped(x):
    return map(abs, x)


def bad():
    yield 1
    raise KeyError("late")


def take(g, n):
    return [next(g) for _ in range(n)]
"""

CALLBACKS = """
import numpy as np


class Stop(Exception):
    pass


def train(x, steps, callback=None):
    w = 0.0
    for i in range(steps):
        w += 0.1 * (x - w)
        if callback is not None and callback(i, w):
            break
    return w


def apply(f, *a, **k):
    return f(*a, **k)


def numgrad(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in range(x.size):
        o = x[i]
        x[i] = o + h
        u = f(x)
        x[i] = o - h
        d = f(x)
        x[i] = o
        g[i] = (u - d) / (2 * h)
    return g


def swallow(f):
    try:
        return f()
    except ValueError:
        return "caught"


def compose(f, g):
    return lambda x: f(g(x))


def integrate(f, n):
    return sum(f(i) for i in range(n))


class Trainer:
    def __init__(s, on_step):
        s.on_step = on_step

    def run(s):
        return [s.on_step(s, i) for i in range(3)]


def walk(items):
    return [x for x in items]


def inc(x):
    return x + 1


def ask(g):
    return g(3)


def draw(rng, n):
    return rng.normal(size=n)


def peek(x):
    return x
"""

NET = """
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, n=3, h=4):
        super().__init__()
        self.fc1 = nn.Linear(n, h)
        self.fc2 = nn.Linear(h, 1)
        self.calls = 0
        self.register_buffer("seen", torch.zeros(1))

    def forward(self, x):
        self.calls += 1
        return self.fc2(torch.relu(self.fc1(x)))


class Linear(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(o, i))
        self.bias = nn.Parameter(torch.zeros(o))

    def forward(self, x):
        return x @ self.weight.T + self.bias


def train(model, x, y, steps, lr=0.1, callback=None):
    opt = torch.optim.SGD(model.parameters(), lr=lr)
    for i in range(steps):
        loss = ((model(x) - y) ** 2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        if callback:
            callback(i, loss.item())
    return loss.item()


def train_step(model, opt, loss_fn, x, y):
    opt.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    opt.step()
    return loss.item()


def fit(model, loader, loss_fn, opt, epochs):
    hist = []
    for _ in range(epochs):
        for xb, yb in loader:
            hist.append(train_step(model, opt, loss_fn, xb, yb))
    return hist


def mse(p, t):
    return ((p - t) ** 2).mean()


def make():
    return nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))


def steps(w, x):
    loss = (w * x).sum()
    loss.backward()
    return loss


def predict(model, x):
    with torch.no_grad():
        return model(x)
"""

GRADIENTS = """
import torch

def by_backward(f, x):
    x = x.clone().requires_grad_()
    f(x).backward()
    return x.grad

def by_grad(f, x):
    leaf = x.detach().clone().requires_grad_(True)
    return torch.autograd.grad(f(leaf), leaf)[0]

def by_grad_twice(f, x):
    leaf = x.detach().clone().requires_grad_(True)
    value = f(leaf) + 0 * f(leaf)
    return torch.autograd.grad(value, leaf)[0]

def of_a_part(f, x):
    leaf = x.detach().clone().requires_grad_(True)
    return torch.autograd.grad(2 * f(leaf), leaf)[0] / 2

def added_up(f, x):
    leaf = x.detach().clone().requires_grad_(True)
    f(leaf).backward()
    found = leaf.grad
    f(leaf).backward()
    return found, leaf.grad
"""

# name: (answer, test cell)
CASES = {
    "a-class-is-a-class": (
        LAYER,
        """
import inspect, numpy as np

l = Layer(3)
assert (
    isinstance(l, Layer)
    and inspect.isclass(Layer)
    and type(l) is Layer
    and Layer.__name__ == "Layer"
)
assert str(inspect.signature(Layer)) == "(n, m=2, *, seed=0)"
assert (
    str(inspect.signature(Layer.forward)) == "(self, x)"
    and str(inspect.signature(l.forward)) == "(x)"
)
assert l.forward.__doc__ == "Doc of forward." and Layer.__doc__ == "A layer."
assert inspect.ismethod(l.forward) and l.forward.__self__ is l
x = np.ones((4, 3))
y = l.forward(x)
assert y.shape == (4, 2)
gx = l.backward(np.ones((4, 2)))
assert gx.shape == (4, 3) and l.dW.shape == (2, 3)
assert Layer.eps == 1e-3 and l.eps == 1e-3
assert l.double(4) == 8 and Layer.double(3) == 6 and str(inspect.signature(Layer.double)) == "(a)"
assert isinstance(Layer.make(2), Layer) and str(inspect.signature(Layer.make)) == "(n)"
assert l.shape == (2, 3)
""",
    ),
    "what-is-changed-in-an-object-is-changed-on-both-sides": (
        LAYER,
        """
import numpy as np

l = Layer(3)
w = l.weight
old = w.copy()
x = np.ones((4, 3))
y = l.forward(x)
l.weight[0, 0] += 1.0
assert np.isclose(l.forward(x)[0, 0], y[0, 0] + 1)
assert w is l.weight and w[0, 0] == old[0, 0] + 1
l.backward(np.ones((4, 2)))
before = w.copy()
l.step(0.1)
assert np.allclose(w, before - 0.1 * l.dW)
l.bias = np.array([5.0, 6.0])
assert np.allclose(l.forward(np.zeros((1, 3))), [5, 6])
b = np.array([1.0, 1.0])
l.bias = b
b += 1
assert np.allclose(l.forward(np.zeros((1, 3))), 2)
assert l.bias is b
l.log.append("x")
assert l.log == [0.1, "x"]
l.params["W"][:] = 0
assert np.all(l.weight == 0)
l.params["W"] = np.ones((2, 3))
assert l.params["W"].sum() == 6 and l.weight.sum() == 0
assert l.params is l.params
log = l.log
l.step(0.5)
assert log == [0.1, "x", 0.5]
del l.bias
assert not hasattr(l, "bias") and hasattr(l, "weight")
l.fresh = 3
assert l.fresh == 3 and vars(l)["fresh"] == 3 and l.__dict__["log"] is l.log
""",
    ),
    "numerical-gradients-perturb-weights-in-place": (
        LAYER,
        """
import numpy as np

l = Layer(3)
x = np.random.default_rng(1).normal(size=(4, 3))
g = np.ones((4, 2))
l.forward(x)
l.backward(g)
num = np.zeros_like(l.weight)
for i in np.ndindex(*l.weight.shape):
    o = l.weight[i]
    l.weight[i] = o + 1e-5
    up = l.forward(x).sum()
    l.weight[i] = o - 1e-5
    dn = l.forward(x).sum()
    l.weight[i] = o
    num[i] = (up - dn) / 2e-5
assert np.allclose(num, l.dW)
""",
    ),
    "derived-classes-and-own-errors": (
        LAYER,
        """
s = build(3)
assert (
    isinstance(s, Sub)
    and isinstance(s, Layer)
    and issubclass(Sub, Layer)
    and not isinstance(Layer(1), Sub)
)
assert shape_of(s) == (2, 3)
try:
    fails(s)
except ValueError as e:
    assert "mine" in str(e)
else:
    0 / 0
try:
    s.nothing
except AttributeError as e:
    assert "nothing" in str(e)
else:
    0 / 0
try:
    Layer()
except TypeError as e:
    assert "missing" in str(e)
else:
    0 / 0
""",
    ),
    "operators": (
        VECTOR,
        """
a, b = V(3, 4), V(1, 2)
assert a + b == V(4, 6) and a * 2 == V(6, 8) and 2 * a == V(6, 8) and -a == V(-3, -4)
assert (
    a != b and not a == b and repr(a) == "V(3, 4)" and str(a) == "V(3, 4)" and f"{a}" == "V(3, 4)"
)
assert len(a) == 2 and list(a) == [3, 4] and a[1] == 4 and 3 in a and 9 not in a and a(2) == 6
a[0] = 5
assert a.x == 5
a[0] = 3
assert b < a and a > b and abs(a) == 5 and bool(a) and not V(0, 1) and float(a) == 3.0
c = a
c += b
assert c is a and a.x == 4
assert a @ b == 12 and sorted([a, b])[0] is b and len({V(1, 2), V(1, 2)}) == 1
x, y = b
assert (x, y) == (1, 2)
with a as w:
    assert w is a and a.open
assert not a.open and a != 3 and not (a == (4, 4)) and a is not None
try:
    a + 3
except TypeError:
    pass
else:
    0 / 0
import copy

d = copy.deepcopy(a)
d.x = 9
assert a.x == 4
""",
    ),
    "generators-and-iterators": (
        GENERATORS,
        """
import inspect, types, itertools, numpy as np

g = count(4)
assert inspect.isgenerator(g) and isinstance(g, types.GeneratorType) and iter(g) is g
assert next(g) == 0 and list(g) == [1, 4, 9] and list(g) == []
assert [b.tolist() for b in batches(np.arange(5), 2)] == [[0, 1], [2, 3], [4]]
f = forever()
assert list(itertools.islice(f, 3)) == [0, 1, 2] and f.send(10) == 10 and next(f) == 11
assert take(f, 2) == [12, 13]
f.close()
assert list(It(3)) == [2, 1, 0] and list(mapped([-1, 2])) == [1, 2]
try:
    list(bad())
except KeyError:
    pass
else:
    0 / 0
assert sum(x for x in count(3)) == 5 and next(It(0), "end") == "end"
""",
    ),
    "callbacks": (
        CALLBACKS,
        """
import numpy as np, math

seen = []
w = train(1.0, 5, callback=lambda i, w: seen.append((i, w)))
assert [i for i, _ in seen] == [0, 1, 2, 3, 4] and seen[-1][1] == w
assert train(1.0, 100, lambda i, w: i == 3) < 0.5
x = np.array([1.0, 2.0])
assert np.allclose(numgrad(lambda v: (v**2).sum(), x), [2, 4]) and x.tolist() == [1, 2]
assert (
    apply(max, [1, 3]) == 3
    and np.isclose(apply(np.tanh, 0.5), math.tanh(0.5))
    and apply(lambda a, b=1: a - b, 5, b=2) == 3
)


class Halt(Exception):
    pass


def halt(*a):
    raise Halt("now")


try:
    train(1.0, 5, halt)
except Halt as e:
    assert str(e) == "now"
else:
    0 / 0


def bad():
    raise ValueError("x")


assert swallow(bad) == "caught"
h = compose(lambda a: a + 1, lambda a: a * 2)
assert h(3) == 7 and callable(h)
assert integrate(lambda i: integrate(lambda j: inc(j), i), 4) == 0 + 1 + 3 + 6
t = Trainer(lambda trainer, i: (trainer is t, i))
assert t.run() == [(True, 0), (True, 1), (True, 2)]
assert walk(i * i for i in range(3)) == [0, 1, 4] and walk(iter([1, 2])) == [1, 2]


class Loader:
    def __iter__(self):
        return iter([1, 2])

    def __len__(self):
        return 2


assert walk(Loader()) == [1, 2]


def fact(f, n):
    return 1 if n == 0 else n * f(f, n - 1)


assert apply(fact, fact, 5) == 120
ident = lambda v: v
assert apply(apply, ident, 3) == 3
assert integrate(lambda i: apply(lambda q: q * 2, i), 3) == 6
""",
    ),
    "an-error-in-a-callback": (
        CALLBACKS,
        """
ask(lambda v: 1 / 0)
""",
    ),
    "random-generators": (
        CALLBACKS,
        """
import numpy as np

r, s = np.random.default_rng(3), np.random.default_rng(3)
assert np.array_equal(draw(r, 3), s.normal(size=3)) and np.array_equal(draw(r, 2), s.normal(size=2))
assert peek(r) is r
""",
    ),
    "a-module-is-a-module": (
        NET,
        """
import torch, inspect
from torch import nn

torch.manual_seed(0)
m = Net()
assert (
    isinstance(m, nn.Module)
    and isinstance(m, Net)
    and isinstance(m.fc1, nn.Linear)
    and issubclass(Net, nn.Module)
)
assert (
    not isinstance(m.fc1, nn.Conv2d)
    and str(inspect.signature(Net)) == "(n=3, h=4)"
    and str(inspect.signature(m.forward)) == "(x)"
)
x = torch.randn(5, 3)
out = m(x)
assert (
    out.shape == (5, 1)
    and isinstance(out, torch.Tensor)
    and out.requires_grad
    and out.grad_fn is not None
)
loss = out.sum()
assert m.fc1.weight.grad is None
loss.backward()
assert m.fc1.weight.grad is not None and m.fc2.bias.grad.item() == 5
g = m.fc1.weight.grad.clone()
m(x).sum().backward()
assert torch.allclose(m.fc1.weight.grad, 2 * g)
m.zero_grad()
assert m.fc1.weight.grad is None or m.fc1.weight.grad.abs().sum() == 0
ps = list(m.parameters())
assert (
    len(ps) == 4
    and all(isinstance(p, nn.Parameter) for p in ps)
    and sum(p.numel() for p in ps) == 21
)
assert ps[0] is m.fc1.weight and [n for n, _ in m.named_parameters()] == [
    "fc1.weight",
    "fc1.bias",
    "fc2.weight",
    "fc2.bias",
]
sd = m.state_dict()
assert set(sd) == {"fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", "seen"} and sd[
    "fc1.weight"
].shape == (4, 3)
with torch.no_grad():
    for p in m.parameters():
        p.fill_(0.5)
assert torch.allclose(m(torch.ones(1, 3)), torch.tensor(4 * 0.5 * 2.0 + 0.5))
assert m.eval() is m and m.training is False and m.train().training is True
nn.init.zeros_(m.fc2.weight)
assert m(torch.ones(1, 3)).item() == 0.5
m.load_state_dict({k: torch.ones_like(v) for k, v in sd.items()})
assert m.fc1.weight.sum() == 12
n = Net(2, 2)
assert "fc1" in repr(n) and len(list(n.children())) == 2 and n.calls == 0
import copy

c = copy.deepcopy(m)
c.fc1.weight.data.zero_()
assert m.fc1.weight.sum() == 12 and c.fc1.weight.sum() == 0
x = torch.ones(2, 3, requires_grad=True)
m(x).sum().backward()
assert x.grad.shape == (2, 3) and torch.allclose(x.grad, torch.tensor(4.0))
y = m(torch.ones(1, 3))
z = (y * 2).sum()
z.backward()
try:
    z.backward()
except RuntimeError as e:
    assert "second time" in str(e)
else:
    0 / 0
m.fc1 = nn.Linear(3, 4)
assert m(torch.ones(1, 3)).shape == (1, 1)
s = make()
assert (
    isinstance(s, nn.Sequential)
    and isinstance(s[0], nn.Linear)
    and len(s) == 3
    and isinstance(s[1], nn.ReLU)
)
assert s(torch.ones(1, 2)).shape == (1, 1)
assert predict(m, torch.ones(1, 3)).requires_grad is False
""",
    ),
    "against-torch's-own-layer": (
        NET,
        """
import torch
from torch import nn

torch.manual_seed(1)
mine, ref = Linear(3, 2), nn.Linear(3, 2)
with torch.no_grad():
    mine.weight.copy_(ref.weight)
    mine.bias.copy_(ref.bias)
x = torch.randn(4, 3)
assert torch.allclose(mine(x), ref(x))
mine(x).pow(2).sum().backward()
ref(x).pow(2).sum().backward()
assert torch.allclose(mine.weight.grad, ref.weight.grad) and torch.allclose(
    mine.bias.grad, ref.bias.grad
)
opt = torch.optim.SGD(mine.parameters(), lr=0.1)
before = mine.weight.detach().clone()
opt.step()
assert torch.allclose(mine.weight, before - 0.1 * mine.weight.grad)
opt.zero_grad()
assert mine.weight.grad is None
mine.weight.data = torch.zeros(2, 3)
assert torch.allclose(mine(x), mine.bias.expand(4, 2))
""",
    ),
    "training-loops": (
        NET,
        """
import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(20, 3)
y = x.sum(1, keepdim=True)
m = Net(3, 8)
seen = []
before = [p.detach().clone() for p in m.parameters()]
last = train(m, x, y, 30, callback=lambda i, l: seen.append(l))
assert len(seen) == 30 and seen[-1] < seen[0] and last == seen[-1]
assert any(not torch.equal(a, b) for a, b in zip(before, m.parameters()))
opt = torch.optim.SGD(m.parameters(), lr=0.05)
w = m.fc1.weight
old = w.detach().clone()
l1 = train_step(m, opt, nn.MSELoss(), x, y)
assert not torch.equal(w, old)
l2 = train_step(m, opt, lambda p, t: ((p - t) ** 2).mean(), x, y)
assert l2 < l1
old = w.detach().clone()
l3 = train_step(m, opt, mse, x, y)
assert l3 < l2 and not torch.equal(w, old)
lin = nn.Linear(3, 1)
o2 = torch.optim.Adam(lin.parameters(), lr=0.05)
w0 = lin.weight.detach().clone()
h = [train_step(lin, o2, nn.MSELoss(), x, y) for _ in range(20)]
assert h[-1] < h[0] and not torch.equal(w0, lin.weight) and lin.weight.grad is not None
from torch.utils.data import DataLoader, TensorDataset

h = fit(m, DataLoader(TensorDataset(x, y), batch_size=10), nn.MSELoss(), opt, 3)
assert len(h) == 6


class Tiny(nn.Module):
    pass
""",
    ),
    "gradients-of-functions": (
        NET,
        """
import torch

p = torch.tensor([1.0, 2.0], requires_grad=True)
t = torch.tensor([0.0, 0.0])
l = mse(p, t)
assert l.ndim == 0
l.backward()
assert torch.allclose(p.grad, torch.tensor([1.0, 2.0]))
w = torch.tensor([3.0], requires_grad=True)
steps(w, torch.tensor([2.0]))
assert w.grad.item() == 2
h = w * 2
out = mse(h, torch.tensor([0.0]))
w.grad = None
out.backward()
assert w.grad.item() == 24
(g,) = torch.autograd.grad(mse(p, t), p)
assert torch.allclose(g, p)
""",
    ),
    "a-loss-of-outputs-and-weights": (
        NET,
        """
import torch

m = Linear(2, 1)
x = torch.ones(1, 2)
with torch.no_grad():
    m.weight.fill_(1.0)
loss = m(x).sum() + (m.weight**2).sum()
loss.backward()
assert torch.allclose(m.weight.grad, torch.tensor([[3.0, 3.0]]))
""",
    ),
    "gradients-of-a-function-of-the-test": (
        GRADIENTS,
        """
import torch
at = torch.tensor([1.0, -2.0])
for way in (by_backward, by_grad, by_grad_twice, of_a_part):
    assert torch.allclose(way(lambda x: (x ** 2).sum(), at), torch.tensor([2.0, -4.0])), way.__name__
    assert torch.allclose(way(lambda x: (3 * x).sum(), at), torch.tensor([3.0, 3.0])), way.__name__
assert at.grad is None
found, both = added_up(lambda x: (x ** 2).sum(), at)
assert torch.allclose(found, both) and torch.allclose(both, torch.tensor([4.0, -8.0]))
""",
    ),
}
