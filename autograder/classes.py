"""Stand-ins for a student's classes, instances, functions and generators, made from plain descriptions.

A class is a real class here, with the methods, special ones too, that its own has there: `isinstance`,
`issubclass`, `inspect.signature` and operators work, and each method only asks. Two things are decided here
and not there. A handle equals no plain value and is not ordered with any: else a class whose `__eq__` always
says yes would pass every test; between two handles their own class decides. And there are no attributes with
double underscores beside the known methods, so that no library takes a handle for an array.
"""

import inspect
import sys

from . import handles
from .codec import MalformedError

KINDS = list(inspect._ParameterKind)
REMOTE = "__remote__"  # of a class: (its Objects, its number); of an instance: its number
NO_ATTRIBUTE = "a handle has no attribute {}"


class HandleType(type):
    """The class of the classes that stand for students' classes."""

    def __new__(mcs, name, bases, namespace, remote=None):
        if remote is None:
            raise TypeError("a test cell cannot derive a class from a student's class from outside")
        return super().__new__(mcs, name, bases, {**namespace, REMOTE: remote})

    def __init__(cls, name, bases, namespace, remote=None):
        super().__init__(name, bases, namespace)

    def __call__(cls, *arguments, **keywords):
        return _ask_class(cls, "__call__", arguments, keywords)

    def __getattr__(cls, name):
        if handles.is_hidden(name):
            raise AttributeError(NO_ATTRIBUTE.format(name))
        return _ask_class(cls, "get", (name,))

    def __setattr__(cls, name, value):
        _ask_class(cls, "set", (name, value))

    def __delattr__(cls, name):
        _ask_class(cls, "delete", (name,))

    @property
    def __signature__(cls):
        return vars(cls).get("__own_signature__")


def _ask_class(cls, operation, arguments, keywords=None):
    objects, number = vars(cls)[REMOTE]
    title = f"{cls.__name__}()" if operation == "__call__" else f"{cls.__name__}.{arguments[0]}"
    return objects.ask({"on": number, "op": operation}, title, arguments, keywords or {})


class Handle(metaclass=HandleType, remote=()):
    """Base of all instances."""

    def __getattr__(self, name):
        if handles.is_hidden(name):
            raise AttributeError(NO_ATTRIBUTE.format(name))
        return _ask(self, "get", (name,))

    def __setattr__(self, name, value):
        if handles.is_hidden(name):
            raise AttributeError(NO_ATTRIBUTE.format(name))
        _ask(self, "set", (name, value))

    def __delattr__(self, name):
        _ask(self, "delete", (name,))

    def __eq__(self, other):
        return True if self is other else NotImplemented

    def __hash__(self):
        return id(self)

    def __repr__(self):
        return _ask(self, "__repr__")

    def __str__(self):
        return _ask(self, "__str__")

    def __dir__(self):
        return _ask(self, "__dir__")

    def __copy__(self):
        return _ask(self, "copy")

    def __deepcopy__(self, memo):
        return _ask(self, "deepcopy")

    def __reduce_ex__(self, protocol):
        raise TypeError("a student's object cannot be pickled by a test")

    __dict__ = property(lambda self: _ask(self, "vars"))


def _ask(handle, operation, arguments=(), keywords=None):
    kind = type(handle)
    objects, number = vars(kind)[REMOTE][0], object.__getattribute__(handle, REMOTE)
    named = operation in ("get", "set", "delete", "method")
    title = f"{kind.__name__}.{arguments[0] if named else operation}{'()' if operation == 'method' else ''}"
    return objects.ask({"on": number, "op": operation}, title, arguments, keywords or {})


def bound(method):
    """(number, name) of the method of an object; None for any other function."""
    owner = getattr(method, "__self__", None)
    if not inspect.ismethod(method) or not isinstance(owner, Handle):
        return None
    return object.__getattribute__(owner, REMOTE), method.__name__


def number(cls, objects):
    """The number of a class of this life of the student's process; None for another's."""
    remote = vars(cls)[REMOTE]
    return remote[1] if remote and remote[0] is objects else None


def instance(cls, number):
    """A handle of class cls."""
    handle = object.__new__(cls)
    object.__setattr__(handle, REMOTE, number)
    return handle


def make(number, description, objects):
    """The class that a description tells of. Raises MalformedError."""
    name, bases = _name(description.get("name")), _list(description.get("bases"))
    own = [objects.class_(base) for base in bases] or [Handle]
    real = _library(description.get("library"))
    namespace = {"__module__": "__main__", "__doc__": _text(description.get("doc")) or None}
    namespace["__own_signature__"] = signature(description.get("signature"))
    namespace |= {item: _forward(real, item) for item in vars(real or object) if not handles.is_hidden(item)}
    namespace |= {item[0]: _described(*item) for item in _list(description.get("methods"))}
    special = handles.SPECIAL.intersection(_list(description.get("special")))
    namespace |= {item: _special(item) for item in special}
    for bases in [[*own, real], own] if real else [own]:
        try:
            return HandleType(name, tuple(bases), namespace, remote=(objects, number))
        except TypeError:  # no order of bases fits: then it is not of the library's class
            continue
    raise MalformedError("a class whose bases do not fit")


def _library(path):
    """The class of torch at an import path, where the judge has it; None for all else."""
    module, _, name = path.rpartition(".") if type(path) is str else ("", "", "")
    known = vars(sys.modules[module]) if module.split(".")[0] == "torch" and module in sys.modules else {}
    found = known.get(name)
    return found if isinstance(found, type) else None


def _forward(real, name):
    """A method of a library's class; what is no method is an attribute of the object."""
    item = getattr(real, name)
    if not callable(item):
        return property(lambda self: _ask(self, "get", (name,)))
    stub = _of_instance(name)
    stub.__name__, stub.__doc__, stub.__wrapped__ = name, item.__doc__, item
    return stub


def _described(name, form, parameters, doc):
    """A method from [name, form, signature, docstring]; form is "static", "class" or ""."""
    if handles.is_hidden(_name(name)) and name != "__init__":
        raise MalformedError("a special method among the others")
    stub = _of_class(name) if form else _of_instance(name)
    stub.__name__, stub.__qualname__, stub.__doc__ = name, name, _text(doc) or None
    told = signature(parameters)
    if told is not None:
        stub.__signature__ = _with_class(told) if form == "static" else told
    return classmethod(stub) if form else stub


def _with_class(told):
    """A static method is a class's method here, whose first parameter nobody sees."""
    first = inspect.Parameter("_", inspect.Parameter.POSITIONAL_ONLY)
    return told.replace(parameters=[first, *told.parameters.values()])


def _of_instance(name):
    def stub(self, *arguments, **keywords):
        __tracebackhide__ = True
        return _ask(self, "method", (name, *arguments), keywords)

    return stub


def _of_class(name):
    def stub(cls, *arguments, **keywords):
        __tracebackhide__ = True
        return _ask_class(cls, "method", (name, *arguments), keywords)

    return stub


def _special(name):
    """A special method; see the top for those that compare."""

    def stub(self, *arguments, **keywords):
        __tracebackhide__ = True
        if name in handles.COMPARISONS and not isinstance(arguments[0], Handle):
            return NotImplemented
        if name == "__exit__":  # a traceback stays here
            arguments = (*arguments[:2], None)
        return _ask(self, name, arguments, keywords)

    stub.__name__ = name
    return stub


def function(ask, target, description):
    """A real function object (inspect and isinstance see one) whose calls go to the student's process."""
    name = _text(description.get("name"))[:200]

    def stub(*arguments, **keywords):
        __tracebackhide__ = True  # IPython leaves this frame out of tracebacks
        return ask(target, f"{name}()", arguments, keywords)

    stub.__name__ = stub.__qualname__ = name
    stub.__module__ = "__main__"
    stub.__doc__ = _text(description.get("doc")) or None
    told = signature(description.get("signature"))
    if told is not None:
        stub.__signature__ = told
    return stub


def generator(objects, number, name):
    """A real generator whose items come from the student's process."""

    def ask(operation, *arguments):
        return objects.ask({"on": number, "op": operation}, f"{name}()", arguments, {})

    def items():
        operation, arguments = "next", ()
        while True:
            try:
                item = ask(operation, *arguments)
            except StopIteration:
                return
            operation, arguments = "next", ()
            try:
                sent = yield item
            except Exception as error:
                operation, arguments = "throw", (error,)
            else:
                operation, arguments = ("send", (sent,)) if sent is not None else ("next", ())

    made = items()
    made.__name__ = made.__qualname__ = name
    return made


def signature(parameters):
    """inspect.Signature from [[name, kind, has a default, default], ...]; None when it cannot be told."""
    try:
        return inspect.Signature([_parameter(*item) for item in parameters])
    except (TypeError, ValueError, IndexError):
        return None


def _parameter(name, kind, has_default, default):
    if type(default) not in (bool, int, float, str, type(None)):
        raise TypeError("a default that is no plain value")
    default = default if has_default else inspect.Parameter.empty
    return inspect.Parameter(name, KINDS[kind], default=default)


def _name(text):
    if type(text) is not str or not text.isidentifier() or len(text) > 200:
        raise MalformedError("a name that is none")
    return text


def _text(text):
    return text[:10_000] if type(text) is str else ""


def _list(items):
    if type(items) is not list or len(items) > 2000:
        raise MalformedError("a list that is none")
    return items
