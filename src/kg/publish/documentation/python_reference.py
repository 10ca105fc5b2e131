"""The public Python interface of this package, from its docstrings, as Markdown."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from typing import Any

from kg.errors import UsageError

_PACKAGE = "kg"
_QUOTED = re.compile(r": '([^']*)'")
"""An annotation, which a module that puts off its annotations has as a text."""
_LINK = re.compile(r"`(?P<text>[^`<]+?)\s+<(?P<address>[^>`]+)>`_")


def markdown(name: str, file: str) -> str:
    """What a function, class or module of the package is: its signature, its docstring, and its public members.

    Raises UsageError, with the file that names it, where there is none.
    """
    subject = _named(name, file)
    parts = [f"### `{name}`", *_described(name, subject)]
    if inspect.isclass(subject):
        for member, value in inspect.getmembers(subject):
            if not member.startswith("_") and (inspect.isfunction(value) or isinstance(value, property)):
                parts += [f"**`{member}`**", *_described(member, value)]
    return "\n\n".join(parts) + "\n"


def _named(name: str, file: str) -> Any:
    """The object of this name, which is one of this package: documents start nothing else."""
    module, _, member = name.rpartition(".")
    if name.partition(".")[0] == _PACKAGE and module:
        try:
            return getattr(import_module(module), member)
        except (ImportError, AttributeError):
            pass
    raise UsageError(f"{file}: there is no {name} in the Python interface.", hint=f"Write ::: {_PACKAGE}.module.name")


def _described(name: str, subject: Any) -> list[str]:
    called = subject.fget if isinstance(subject, property) else subject
    text = inspect.getdoc(subject) or ""
    if text.startswith(f"{getattr(subject, '__name__', '')}("):  # what dataclass writes where nobody did
        text = ""
    signature = "" if isinstance(subject, property) else _signature(name, called)
    return [*([f"```python\n{signature}\n```"] if signature else []), *([_LINK.sub(_linked, text)] if text else [])]


def _signature(name: str, called: Any) -> str:
    if not callable(called) or (inspect.isclass(called) and issubclass(called, str)):
        return ""
    try:
        parameters = inspect.signature(called)
    except (TypeError, ValueError):
        return ""
    named = (str(parameter) for parameter in parameters.parameters.values() if parameter.name != "self")
    written = [_QUOTED.sub(r": \1", text) for text in named]
    returns = parameters.return_annotation
    result = "" if returns is inspect.Signature.empty or inspect.isclass(called) else f" -> {_type(returns)}"
    one_line = f"{name.rpartition('.')[2]}({', '.join(written)}){result}"
    if len(one_line) <= 100:
        return one_line
    return f"{name.rpartition('.')[2]}(\n" + "".join(f"    {part},\n" for part in written) + f"){result}"


def _type(annotation: Any) -> str:
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))


def _linked(link: re.Match[str]) -> str:
    """A link of a docstring as Markdown has it."""
    return f"[{' '.join(link['text'].split())}]({link['address']})"
