"""What the objects within an event have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import _native

if TYPE_CHECKING:
    # The native module imports these at the first event. What makes programs of packages, such as PyInstaller,
    # looks for imports in Python.
    from . import creem, events  # noqa: F401


class Record(_native.View):
    """An object that the catalog describes; the classes of `commet.events` and `commet.creem` derive.

    It is a view of the parsed body: it never changes, and can be shared between threads, compared,
    pickled and copied.
    """

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The object as it came, with fields that this version does not know; a new dict each time."""
        return _native.to_dict(self)

    def __repr__(self) -> str:
        fields = (f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__name__}({', '.join(fields)})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record) or type(self) is not type(other):
            return NotImplemented
        return self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        # Equal objects have equal texts, and texts are what tells objects apart.
        values = (getattr(self, name) for name in self.__match_args__)
        return hash((type(self), *(value for value in values if isinstance(value, str))))

    def __reduce__(self) -> tuple[Any, ...]:
        return _native.restore_view, _native.parts(self)

    def __copy__(self) -> Record:
        return self

    def __deepcopy__(self, memo: object) -> Record:
        return self


class Unknown(Record):
    """An object that has no type here: its event or its variant is not in the catalog, or it does not fit.

    Nothing is lost: `to_dict()` has everything, and the event's `untyped_reason` says why. Every
    attribute that some type of the catalog has can be read all the same, as the parser gives it; one
    that is absent is None.
    """

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        keys = _native.keys_of(name)
        if not keys:
            raise AttributeError(f"no object in an event has {name!r}; see to_dict()")
        fields = self.to_dict()
        return next((fields[key] for key in keys if key in fields), None)

    def __repr__(self) -> str:
        return f"Unknown({self.to_dict()!r})"

    def __hash__(self) -> int:
        return hash(frozenset(self.to_dict()))


def _show(event: _native.Event[Any]) -> str:
    shown = (f"{name}={getattr(event, name)!r}" for name in ("type", "id", "time", "mode", "data"))
    return f"Event({', '.join(shown)})"


# It has Python code run, within which a thread may be unwound where the interpreter ends: not through Rust.
_native.Event.__repr__ = _show  # type: ignore[assignment, method-assign]
