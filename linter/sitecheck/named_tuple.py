"""``NamedTuple`` as :mod:`typing` has it, for records that are quick to define.

The program defines hundreds of records before it does anything, and most runs make some of a few of them.
:class:`typing.NamedTuple` compiles each annotation and each constructor, a seventh of the start of every
command. Here annotations stay the text that they are (``from __future__ import annotations``), and a
constructor is compiled when a record is first made with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from _collections import _tuplegetter  # as collections.namedtuple reads fields: nothing else is as quick

    class _Record(tuple):
        """What all records have."""

        __slots__ = ()

        def __new__(cls, /, *values, **named):
            """The first time only: from now on the record has a constructor of its own."""
            record = next(each for each in cls.__mro__ if "_fields" in vars(each))
            record.__new__ = staticmethod(_constructor(record))
            return record.__new__(cls, *values, **named)

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **changes):
            made = tuple.__new__(type(self), map(changes.pop, self._fields, self))
            if changes:
                raise ValueError(f"Got unexpected field names: {list(changes)!r}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            return type(self).__name__ + self._format % self

        def __getnewargs__(self):  # for copy and pickle
            return tuple(self)

    def _constructor(record):
        """A function that takes the fields by place and by name, and gives them to a tuple."""
        fields = ", ".join(record._fields)
        text = f"lambda _cls, {fields}: _new(_cls, ({fields},))" if fields else "lambda _cls: _new(_cls)"
        made = eval(text, {"_new": tuple.__new__, "__builtins__": {}})  # noqa: S307 - names of our own fields
        made.__name__, made.__qualname__ = "__new__", f"{record.__qualname__}.__new__"
        made.__defaults__ = tuple(record._field_defaults.values())
        return made

    class _Definer(type):
        """Makes of ``class X(NamedTuple)`` a :class:`_Record` with the fields that are annotated."""

        def __new__(cls, name, bases, namespace):
            if not bases:
                return super().__new__(cls, name, bases, namespace)
            fields = tuple(namespace.get("__annotations__", ()))
            defaults = {field: namespace[field] for field in fields if field in namespace}
            if tuple(defaults) != fields[len(fields) - len(defaults) :]:
                raise TypeError(f"{name}: a field without a default follows one with a default")
            named = {field: _tuplegetter(place, "") for place, field in enumerate(fields)}
            of_record = {
                "__slots__": (),
                "__match_args__": fields,
                "_fields": fields,
                "_field_defaults": defaults,
                "_format": f"({', '.join([f'{field}=%r' for field in fields])})",
            }
            return type(name, (_Record,), {**namespace, **named, **of_record})

    class NamedTuple(metaclass=_Definer):
        """What records are derived from."""
