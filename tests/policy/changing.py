"""Changing figures of a policy a little, and looking for a case that notices."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from typing import Any

from sscsim.kernel.ladder import Ladder, Reach
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, Window
from sscsim.policy import Band, Leaf, Rung, Scheme, Segment
from tests.policy.cases import failures, with_dated

_CENT, _POINT = Money(100), Fraction(1, 100)


def other_values(leaf: Leaf, value: Any) -> Iterator[Any]:
    """Values a little, or altogether, different."""
    match value:
        case bool():
            yield not value
        case Money():
            yield value + _CENT
        case None:
            yield Money.zero()
        case int():  # a count: never below zero, and a year has no thirteenth month
            if value:
                yield value - 1
            if (leaf.unit, value) != ("months", 12):
                yield value + 1
        case Fraction():
            yield value - _POINT if value >= _POINT else value + _POINT
        case str():
            words = leaf.unit.partition("(")[2].removesuffix(")").split("|")
            yield from (word for word in words if word != value)
        case Month():
            yield from (value + -1, value + 1)
        case (int(), int()):
            yield (value[0] % 12 + 1, value[1])
        case Ladder():
            yield from _other_ladders(value)
        case tuple():
            yield from _other_tuples(leaf, value)
        case _:
            raise AssertionError(f"no idea how to change {leaf.name}: {value!r}")


def _other_tuples(leaf: Leaf, value: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for at, item in enumerate(value):
        before, behind = value[:at], value[at + 1 :]
        match item:
            case Segment(above, rate):
                moved = above - _CENT if above else above + _CENT
                yield (*before, Segment(moved, rate), *behind)
                yield (*before, Segment(above, rate + _POINT), *behind)
            case Band(least, gives):
                yield (*before, Band(least + _CENT, gives), *behind)
                yield (*before, Band(least, gives + _CENT), *behind)
            case Rung(age, added):
                yield (*before, Rung(age - 1, added), *behind)
                yield (*before, Rung(age + 1, added), *behind)
                yield (*before, Rung(age, added + _POINT), *behind)
            case Reach(metres, fare):
                yield (*before, Reach(metres - 1, fare), *behind)
                yield (*before, Reach(metres + 1, fare), *behind)
                yield (*before, Reach(metres, fare + _CENT), *behind)
            case Window(start, end):
                moved = {(start - 1, end), (start + 1, end), (start, end - 1), (start, end + 1)}
                for begins, ends in sorted(moved):
                    if begins >= 0:  # a day begins at midnight
                        yield (*before, Window(begins, ends), *behind)
            case Fraction():
                yield (*before, item - _POINT if item else item + _POINT, *behind)
            case str():
                yield (*before, *behind)


def _other_ladders(ladder: Ladder) -> Iterator[Ladder]:
    """Each rung a little lower and higher, and each thing that it gives."""
    for at, (start, gives) in enumerate(ladder.rungs):
        before, behind = ladder.rungs[:at], ladder.rungs[at + 1 :]
        for other in (
            (start - 1, gives),
            (start + 1, gives),
            (start, gives - 1),
            (start, gives + 1),
        ):
            with suppress(ValueError):  # where the next rung is one further
                yield Ladder((*before, other, *behind))


def changes(scheme: Scheme) -> Iterator[tuple[str, str, Scheme]]:
    """Each figure changed a little: its name, how, and the scheme with it."""
    for name, leaf in scheme.leaves.items():
        for at, dated in enumerate(leaf.values):
            if dated.ended:
                yield name, f"{name} goes on", with_dated(scheme, name, leaf.values[:at])
                continue
            for value in other_values(leaf, dated.value):
                values = (*leaf.values[:at], replace(dated, value=value), *leaf.values[at + 1 :])
                how = f"{name} from {dated.since}: {value}"
                yield name, how, with_dated(scheme, name, values)


def unwatched(scheme: Scheme, cases: Sequence[dict[str, Any]]) -> list[str]:
    """The changes of a scheme that none of its cases notices."""
    watching = [(_words(case), case) for case in cases if case["scheme"] == scheme.name]
    return [
        f"{scheme.name}: {change}"
        for name, change, changed in changes(scheme)
        if not any(_fails(case, changed) for case in _nearest_first(watching, name))
    ]


def _nearest_first(
    cases: list[tuple[set[str], dict[str, Any]]], leaf: str
) -> Iterator[dict[str, Any]]:
    """Cases that speak of what the leaf is for come first: one of them fails, as a rule, so that
    the others needn't be worked out."""
    words = set(leaf.split("."))
    for _, case in sorted(cases, key=lambda each: -len(words & each[0])):
        yield case


def _words(case: dict[str, Any]) -> set[str]:
    given = [f"{key} {value}" for key, value in {**case["given"], **case["expect"]}.items()]
    return set(re.findall(r"\w+", f"{given} {case['name']} {case['on']}"))


def _fails(case: dict[str, Any], scheme: Scheme) -> bool:
    try:
        return bool(failures(case, scheme))
    except Exception:  # whatever a false figure leads to, it was noticed
        return True
