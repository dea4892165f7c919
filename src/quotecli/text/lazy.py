"""Members that are made when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class lazy(Generic[Value]):
    """A member that a method makes when it is first asked for; threads may make it twice.

    Unlike functools.cached_property before Python 3.12 it has no lock: that one was shared by all
    objects of a class, and stayed locked in a process forked while a thread held it.
    """

    def __init__(self, make: Callable[[Any], Value]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __get__(self, owner: Any, kind: type | None = None) -> Value:
        # The next time the value itself is found, since this class does not define __set__().
        value = vars(owner)[self._make.__name__] = self._make(owner)
        return value
