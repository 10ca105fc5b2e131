"""The context of templates, which calls plain functions without looking what else they may want."""

from __future__ import annotations

from types import FunctionType, MethodType
from typing import Any

from jinja2.runtime import Context, Macro

_WANTS_CONTEXT = "jinja_pass_arg"
"""By this attribute, a function tells Jinja that it takes the context too."""


class TemplateContext(Context):
    """Calls macros and functions directly: a page has hundreds of calls, and Jinja looks thrice at each."""

    def call(self, callee: Any, /, *args: Any, **kwargs: Any) -> Any:
        """What the callee returns; whatever is neither a macro nor a plain function, Jinja calls."""
        kind = type(callee)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif (kind is not MethodType and kind is not FunctionType) or hasattr(callee, _WANTS_CONTEXT):
            return super().call(callee, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        try:
            return callee(*args, **kwargs)
        except StopIteration:
            return self.environment.undefined("a function of the template raised StopIteration")
