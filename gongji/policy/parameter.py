"""What a parameter is: its key, its Chinese name, how its value is parsed and said."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Generic, TypeVar, cast, overload

from gongji.policy.entries import PolicyEntry

T = TypeVar("T")


class ParameterValues(ABC):
    """The values of parameters somewhere on some day."""

    @abstractmethod
    def entry(self, key: str) -> PolicyEntry:
        """The row that decides `key`; raises PolicyNotConfigured."""

    def value(self, param: Param[T]) -> T:
        """What `param` is there and then; raises PolicyNotConfigured. `param.read` made it."""
        return cast("T", self.entry(param.key).value)


class Param(Generic[T]):
    """One parameter. As an attribute of `Rules` it answers with the value in force there and then,
    or raises PolicyNotConfigured; on the class itself it is the parameter, for `Rules.basis`.
    `title` names it to a citizen, and `say` puts its value into a sentence for him.
    """

    def __init__(
        self,
        key: str,
        title: str,
        read: Callable[[object], T],
        say: Callable[[T], str],
    ) -> None:
        self.key = key
        self.title = title
        self.read = read
        self.say = say

    @overload
    def __get__(self, rules: None, owner: type) -> Param[T]: ...
    @overload
    def __get__(self, rules: ParameterValues, owner: type) -> T: ...
    def __get__(self, rules: ParameterValues | None, owner: type) -> Param[T] | T:
        return self if rules is None else rules.value(self)


@dataclass(frozen=True, slots=True)
class ArgumentValue:
    """One value of an argument: its word in a key and in a title."""

    code: str
    name: str


class KeyedParam(Generic[T]):
    """A parameter with arguments, whose key and title name them in braces.

    Each argument lists the values that it may have; any other value is a bug of the caller and
    raises KeyError.
    """

    def __init__(
        self,
        key: str,
        title: str,
        read: Callable[[object], T],
        say: Callable[[T], str],
        **arguments: Mapping[Any, ArgumentValue],
    ) -> None:
        self._key = key
        self._title = title
        self._read = read
        self._say = say
        self._arguments = arguments

    def key(self, **chosen: Hashable) -> str:
        return self.of(**chosen).key

    def of(self, **chosen: Hashable) -> Param[T]:
        """The parameter for these values of the arguments."""
        found = {name: among[chosen[name]] for name, among in self._arguments.items()}
        key = self._key.format(**{name: choice.code for name, choice in found.items()})
        title = self._title.format(**{name: choice.name for name, choice in found.items()})
        return Param(key, title, self._read, self._say)

    def __iter__(self) -> Iterator[Param[T]]:
        """One parameter for each choice of all arguments."""
        for values in product(*self._arguments.values()):
            yield self.of(**dict(zip(self._arguments, values, strict=True)))
