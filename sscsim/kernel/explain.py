"""Explanations: the steps by which an amount was computed, not a story told beside it.

A step holds its formula as text, and that text *is* what was computed: `amount` and
`rate` evaluate it over the inputs with exact fractions and round once, as the step
says. So the formula a caller reads cannot differ from the one that made the amount,
and anyone can compute it again from the answer alone (`faults`).

A step that names a `share` takes its result out of the running balance, which opens
with the total. `Explanation` can only be made of steps that use the balance up
exactly: what it says, sums.

Figures of law enter as `Figure`, a value that remembers the leaf of the policy, its
version and its source; the step collects them from its inputs, so none is forgotten.
"""

import ast
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Any, Generic, Literal, TypeVar, get_args

from sscsim.kernel.money import Money, half_up
from sscsim.kernel.problems import Text

STATUSES = ("official", "press", "secondary", "assumed", "invented")
"""How far a figure can be trusted, strongest first. `official`: we have the document;
`press`: an authority said it in public; `secondary`: someone else says so; `assumed`: a
plausible placeholder; `invented`: made up for tests and tutorials."""

T = TypeVar("T")
Rounding = Literal["none", "half_up_fen", "half_up_jiao", "half_up_places", "up_places"]
ROUNDINGS: tuple[Rounding, ...] = get_args(Rounding)
"""How a step rounds its result, once: not at all, to the fen, to the tenth of a yuan (分进角), or
to so many decimal places, half up or up."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from, and how far to trust it (one of `STATUSES`)."""

    key: str
    title: str
    status: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """The leaf of the policy that decided: where it stands, since when, on whose word."""

    pack: str  # "medical/510100/employee_inpatient"
    leaf: str  # "ratio.level_3"
    version: str  # of the pack
    origin: str  # "builtin", or "world" for a world's own pack
    since: str  # ISO date from which this value is in force
    source: Source

    def __str__(self) -> str:
        return f"{self.pack}#{self.leaf} version {self.version} from {self.since}"


@dataclass(frozen=True, slots=True)
class Figure(Generic[T]):
    """A value of the policy together with what it rests on."""

    value: T
    basis: Basis


Number = Money | Fraction | Decimal | int
Input = Number | str | Figure[Money] | Figure[Fraction] | Figure[int] | Figure[str]


class BadFormula(ValueError):
    """The formula uses something else than + - * /, min, max, numbers and the step's inputs."""


class DoesNotSum(ValueError):
    """The shares of the steps don't use the total up exactly."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a calculation. Made by `amount`, `rate` and `number` only."""

    rule: str
    inputs: Mapping[str, int | str]  # as shown: `_fen`, `_bp`, `_ratio`, counts and words
    formula: str
    result: Money | Fraction | Decimal
    rounding: Rounding
    text: Text
    bases: tuple[Basis, ...]
    share: str | None = None
    places: int | None = None  # of a number that is rounded to so many decimals

    @property
    def money(self) -> Money:
        if not isinstance(self.result, Money):
            raise TypeError(f"step {self.rule} gives no amount")
        return self.result

    @property
    def ratio(self) -> Fraction:
        if not isinstance(self.result, Fraction):
            raise TypeError(f"step {self.rule} gives no ratio")
        return self.result

    @property
    def decimal(self) -> Decimal:
        if not isinstance(self.result, Decimal):
            raise TypeError(f"step {self.rule} gives no plain number")
        return self.result


def amount(
    rule: str,
    formula: str,
    inputs: Mapping[str, Input],
    text: Text,
    *,
    rounding: Rounding = "none",
    share: str | None = None,
) -> Step:
    """Compute an amount of money. With rounding `none` the formula must give whole fen.

    >>> step = amount("ratio", "base * rate", {"base": Money(14005), "rate": Fraction(9, 10)},
    ...     Text(zh="{base} 的 {rate} 为 {result}", en="{rate} of {base} is {result}"),
    ...     rounding="half_up_fen")
    >>> step.money.fen, step.text.en, step.inputs
    (12605, '90% of 140.05 is 126.05', {'base_fen': 14005, 'rate_bp': 9000})
    """
    exact = _evaluate(formula, inputs)
    if rounding == "none" and exact.denominator != 1:
        raise BadFormula(f"{rule}: {formula!r} gives {exact} fen but the step doesn't round")
    return _step(rule, formula, inputs, text, Money(_fen(exact, rounding)), rounding, share)


def _fen(exact: Fraction, rounding: Rounding) -> int:
    return half_up(exact / 10) * 10 if rounding == "half_up_jiao" else half_up(exact)


def rate(rule: str, formula: str, inputs: Mapping[str, Input], text: Text) -> Step:
    """Compute a ratio. It stays exact; the step never rounds."""
    return _step(rule, formula, inputs, text, _evaluate(formula, inputs), "none", None)


def number(
    rule: str,
    formula: str,
    inputs: Mapping[str, Input],
    text: Text,
    *,
    places: int | Figure[int],
    up: bool | Figure[bool] = False,
) -> Step:
    """Compute a plain number, such as years or months, rounded once to so many decimal places:
    half up, or up. Places and direction may be figures of the policy.

    >>> said = Text(zh="{months} 个月为 {result} 年", en="{months} months are {result} years")
    >>> number("years", "months / 12", {"months": 208}, said, places=2).text.en
    '208 months are 17.33 years'
    >>> number("years", "months / 12", {"months": 485}, said, places=1, up=True).decimal
    Decimal('40.5')
    """
    how = [each for each in (places, up) if isinstance(each, Figure)]
    places = places.value if isinstance(places, Figure) else places
    up = up.value if isinstance(up, Figure) else up
    result = _to_places(_evaluate(formula, inputs), places, up)
    rounding: Rounding = "up_places" if up else "half_up_places"
    step = _step(rule, formula, inputs, text, result, rounding, None)
    return replace(step, places=places, bases=(*step.bases, *(each.basis for each in how)))


def _to_places(exact: Fraction, places: int, up: bool) -> Decimal:
    scaled = exact * 10**places
    return Decimal(ceil(scaled) if up else half_up(scaled)).scaleb(-places)


def _step(
    rule: str,
    formula: str,
    inputs: Mapping[str, Input],
    text: Text,
    result: Money | Fraction | Decimal,
    rounding: Rounding,
    share: str | None,
) -> Step:
    spoken = {name: _spoken(_bare(value)) for name, value in inputs.items()}
    spoken["result"] = _spoken(result)
    return Step(
        rule=rule,
        inputs=dict(_shown(name, _bare(value)) for name, value in inputs.items()),
        formula=formula,
        result=result,
        rounding=rounding,
        text=Text(zh=text.into("zh-CN", spoken), en=text.into("en", spoken)),
        bases=tuple(value.basis for value in inputs.values() if isinstance(value, Figure)),
        share=share,
    )


def _bare(value: Input) -> Number | str:
    return value.value if isinstance(value, Figure) else value


def _shown(name: str, value: Number | str) -> tuple[str, int | str]:
    """An input's name with its unit, and its value, as the answer carries them."""
    match value:
        case Money():
            return f"{name}_fen", value.fen
        case Fraction():
            bp = value * 10_000
            if bp.denominator == 1:
                return f"{name}_bp", bp.numerator
            return f"{name}_ratio", str(value)
        case Decimal():
            return name, str(value)
    return name, value


def _spoken(value: Number | str) -> str:
    """A value as a sentence says it: `9,350.00`, `85%`, `2`."""
    match value:
        case Fraction():
            bp = value * 10_000
            if bp.denominator != 1:
                return str(value)
            percent = f"{bp.numerator // 100}.{bp.numerator % 100:02d}"
            return percent.rstrip("0").rstrip(".") + "%"
    return str(value)


# ---------------------------------------------------------------- the formula language

Evaluator = Callable[[Mapping[str, Fraction]], Fraction]
_BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_CALLS: Mapping[str, Callable[[Iterable[Fraction]], Fraction]] = {"min": min, "max": max}


def _evaluate(formula: str, inputs: Mapping[str, Input]) -> Fraction:
    evaluator, names = _compiled(formula)
    numbers = {name: _number(value) for name, value in inputs.items() if _is_number(value)}
    if names != numbers.keys():
        differ = sorted(names ^ numbers.keys())
        raise BadFormula(f"{formula!r}: inputs and names of the formula differ in {differ}")
    return evaluator(numbers)


def _is_number(value: Input) -> bool:
    return not isinstance(_bare(value), str)


def _number(value: Input) -> Fraction:
    bare = _bare(value)
    return bare.exact() if isinstance(bare, Money) else Fraction(bare)


@lru_cache(maxsize=1024)
def _compiled(formula: str) -> tuple[Evaluator, frozenset[str]]:
    names: set[str] = set()
    try:
        tree = ast.parse(formula, mode="eval").body
    except SyntaxError as fault:
        raise BadFormula(f"{formula!r}: {fault.msg}") from fault
    return _node(tree, names), frozenset(names)


def _node(node: ast.expr, names: set[str]) -> Evaluator:
    match node:
        case ast.Constant(value=int(whole)):
            constant = Fraction(whole)
            return lambda _: constant
        case ast.Name(id=name):
            names.add(name)
            return lambda numbers: numbers[name]
        case ast.BinOp(left, op, right) if type(op) in _BINARY:
            a, b, combine = _node(left, names), _node(right, names), _BINARY[type(op)]
            return lambda numbers: Fraction(combine(a(numbers), b(numbers)))
        case ast.Call(func=ast.Name(id=called), args=args, keywords=[]) if called in _CALLS:
            parts, choose = [_node(arg, names) for arg in args], _CALLS[called]
            return lambda numbers: choose([part(numbers) for part in parts])
    raise BadFormula(f"a formula may not contain {ast.unparse(node)!r}")


# ---------------------------------------------------------------- the whole


@dataclass(frozen=True, slots=True)
class Explanation:
    """Steps that share `total` out exactly; DoesNotSum if they don't.

    `shares` names the parts a reader expects, also those that got nothing.

    >>> half = amount("half", "total / 2", {"total": Money(100)}, Text(zh="", en=""),
    ...     share="fund_pay")
    >>> Explanation(Money(100), (half,))
    Traceback (most recent call last):
    sscsim.kernel.explain.DoesNotSum: 0.50 of 1.00 is in nobody's share
    """

    total: Money
    steps: tuple[Step, ...]
    shares: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        left = self.total - Money(sum(part.fen for part in self.totals().values()))
        if left:
            raise DoesNotSum(f"{left} of {self.total} is in nobody's share")

    def totals(self) -> dict[str, Money]:
        """What each share got, in the order of `shares`."""
        sums = dict.fromkeys(self.shares, Money.zero())
        for step in self.steps:
            if step.share is not None:
                sums[step.share] = sums.get(step.share, Money.zero()) + step.money
        return sums

    def bases(self) -> tuple[Basis, ...]:
        """Every leaf of the policy that decided, in order of first use."""
        return tuple(dict.fromkeys(basis for step in self.steps for basis in step.bases))

    def after(self, steps: Sequence[Step]) -> "Explanation":
        """The same, opened by steps that were computed before it and elsewhere."""
        return Explanation(self.total, (*steps, *self.steps), self.shares)

    def as_json(self) -> dict[str, Any]:
        """The stored form: both languages; `shown` picks one for an answer."""
        balance = self.total
        lines = []
        for seq, step in enumerate(self.steps, start=1):
            line = step_json(step)
            line["seq"] = seq
            if step.share is not None:
                balance -= step.money
                line["balance_fen"] = balance.fen
            lines.append(line)
        totals = {f"{share}_fen": money.fen for share, money in self.totals().items()}
        return {
            "steps": lines,
            "totals": {"total_fen": self.total.fen, **totals},
            "sums_to_total": True,  # __post_init__ lets nothing else exist
        }


def step_json(step: Step) -> dict[str, Any]:
    line: dict[str, Any] = {
        "rule": step.rule,
        "inputs": dict(step.inputs),
        "formula": step.formula,
        "rounding": step.rounding,
        "text": {"zh": step.text.zh, "en": step.text.en},
    }
    if step.places is not None:
        line["places"] = step.places
    name, value = _shown("result", step.result)
    line["result_number" if name == "result" else name] = value
    if step.share is not None:
        line["share"] = step.share
    if step.bases:
        line["basis"] = "; ".join(map(str, dict.fromkeys(step.bases)))
        line["sources"] = [
            {"leaf": f"{basis.pack}#{basis.leaf}", "title": source.title, "status": source.status}
            | ({"url": source.url} if source.url else {})
            for basis in dict.fromkeys(step.bases)
            for source in (basis.source,)
        ]
    return line


def joined(first: Sequence[Step], then: Mapping[str, Any]) -> dict[str, Any]:
    """A stored explanation opened by `first`: the treatment side's steps before the home side's."""
    lines = [step_json(step) for step in first] + [dict(line) for line in then["steps"]]
    for seq, line in enumerate(lines, start=1):
        line["seq"] = seq
    return {**then, "steps": lines}


def shown(stored: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The explanation as an answer carries it: each step's text in one language."""
    spoken = "en" if language == "en" else "zh"
    steps = [{**line, "text": line["text"][spoken]} for line in stored["steps"]]
    return {**stored, "steps": steps}


def weakest(bases: Iterable[Basis]) -> str:
    """The status of the least trustworthy figure; `official` when there is no figure at all."""
    return max((basis.source.status for basis in bases), key=STATUSES.index, default=STATUSES[0])


def origin(bases: Iterable[Basis]) -> dict[str, Any]:
    """What an answer says of the figures it rests on: their weakest status, and the packs."""
    bases = tuple(bases)
    packs = dict.fromkeys((basis.pack, basis.version, basis.origin) for basis in bases)
    return {
        "status": weakest(bases),
        "packs": [{"pack": pack, "version": version, "origin": whose}
                  for pack, version, whose in packs],
    }  # fmt: skip


def faults(stored: Mapping[str, Any]) -> list[str]:
    """Compute a stored explanation again from what it shows; each fault is a sentence.

    It needs neither the policy nor the program that made the explanation, so a caller
    or an invariant can hold an answer to its word.
    """
    found: list[str] = []
    sums: dict[str, int] = dict.fromkeys(
        (name for name in stored["totals"] if name != "total_fen"), 0
    )
    for line in stored["steps"]:
        try:
            evaluator, names = _compiled(line["formula"])
            numbers = dict(_read(name, value) for name, value in line["inputs"].items())
            exact = evaluator({name: numbers[name] for name in names})
        except (BadFormula, KeyError, ZeroDivisionError) as fault:
            found.append(f"step {line['seq']}: cannot be computed again: {fault}")
            continue
        computed = _rounded(exact, line)
        (_, said) = next(_read(name, line[name]) for name in _RESULTS if name in line)
        if computed != said:
            found.append(f"step {line['seq']}: {line['formula']} gives {computed}, not {said}")
        if "share" in line:
            name = f"{line['share']}_fen"
            sums[name] = sums.get(name, 0) + line["result_fen"]
    for name, summed in sums.items():
        if stored["totals"].get(name) != summed:
            found.append(f"{name}: the steps give {summed}, not {stored['totals'].get(name)}")
    if sum(sums.values()) != stored["totals"]["total_fen"]:
        found.append(f"the shares give {sum(sums.values())}, not {stored['totals']['total_fen']}")
    return found


_RESULTS = ("result_fen", "result_bp", "result_ratio", "result_number")


def _rounded(exact: Fraction, line: Mapping[str, Any]) -> Fraction:
    """What the step's own rounding makes of the exact value."""
    match line["rounding"]:
        case "half_up_fen" | "half_up_jiao" as rounding:
            return Fraction(_fen(exact, rounding))
        case "half_up_places" | "up_places" as rounding:
            return Fraction(_to_places(exact, line["places"], rounding == "up_places"))
    return exact


def _read(name: str, value: int | str) -> tuple[str, Fraction]:
    """A shown input back as the formula's name and number; a word, never used, is a zero."""
    if name.endswith("_fen"):
        return name.removesuffix("_fen"), Fraction(value)
    if name.endswith("_bp"):
        return name.removesuffix("_bp"), Fraction(value) / 10_000
    if name.endswith("_ratio"):
        return name.removesuffix("_ratio"), Fraction(value)
    try:
        return name, Fraction(value)
    except ValueError:
        return name, Fraction(0)
