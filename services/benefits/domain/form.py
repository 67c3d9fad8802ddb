"""The form of a service item: its typed inputs, described without any library.

The door makes a marshmallow schema and a JSON Schema of it, once at start (`api/forms.py`,
`api/form_schema.py`). What the engine itself asks for is in no form: the applicant, the card,
the proxy and the account that money goes to.

A `document` is named by digest and title; nobody uploads files here. Documents are asked for
last (数据核查在先，材料在后), so none is required at submission: a decision that data can't
settle wants them as a supplement, by the input's name.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stdnum.cn import uscc

from sscsim.kernel.ids import identity
from sscsim.kernel.problems import Text

TYPES = (
    *("text", "integer", "fen", "date", "month", "region", "enum", "boolean"),
    *("id", "identity_number", "credit_code", "phone", "document", "list", "object"),
)

ENDINGS: Mapping[str, tuple[str, ...]] = {
    "fen": ("_fen",),
    "date": ("_date",),
    "month": ("_month",),
    "region": ("region_code",),
    "id": ("_id",),
}
"""How a name ends that holds a value of this type: the unit stands in the name."""

REGION = "[0-9]{6}"
MONTH = "(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])"
IDENTITY_NUMBER = "[1-9][0-9]{16}[0-9X]"
CREDIT_CODE = "[0-9A-HJ-NP-RTUW-Y]{18}"
"""统一社会信用代码 (GB 32100)."""
PHONE = "1[0-9]{10}"
DIGEST = "[0-9a-f]{64}"

REGION_FORMAT = "gb-t-2260"
IDENTITY_NUMBER_FORMAT = "gb-11643"
CREDIT_CODE_FORMAT = "gb-32100"
"""What a JSON Schema can't say of a value, by the standard that says it: a code that exists, a
check character."""


def is_credit_code(code: str) -> bool:
    """Whether the check character is right.

    >>> is_credit_code("91990100MA0000001G"), is_credit_code("91990100MA0000001H")
    (True, False)
    """
    return bool(uscc.is_valid(code))


@dataclass(frozen=True, slots=True)
class Word:
    """One choice of a closed list."""

    word: str
    name: Text


@dataclass(frozen=True, slots=True)
class Input:
    """One field of a form.

    `least` and `most`: characters of a text, entries of a list, the value of an integer or of
    fen. `needed_when`: required as soon as another input has one of these values. `words` are
    an enum's, `prefix` an id's, `of` a list's entry (its name is `entry`), `fields` an object's.
    """

    name: str
    type: str
    label: Text
    required: bool = False
    least: int | None = None
    most: int | None = None
    pattern: str | None = None
    prefix: str | None = None
    words: tuple[Word, ...] = ()
    of: "Input | None" = None
    fields: tuple["Input", ...] = ()
    needed_when: tuple[str, tuple[Any, ...]] | None = None
    example: Any = None

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(word.word for word in self.words)

    def is_needed(self, given: Mapping[str, Any]) -> bool:
        """Whether these inputs must come with this one.

        >>> when = ("why", ("death",))
        >>> proof = Input("proof", "document", Text("证明", "Proof"), needed_when=when)
        >>> proof.is_needed({"why": "death"}), proof.is_needed({"why": "emigration"})
        (True, False)
        """
        if self.required or self.needed_when is None:
            return self.required
        other, values = self.needed_when
        return given.get(other) in values


@dataclass(frozen=True, slots=True)
class Form:
    """All inputs of an item, in the order of its paper form."""

    inputs: tuple[Input, ...]

    def __iter__(self) -> Iterator[Input]:
        return iter(self.inputs)

    def input(self, name: str) -> Input:
        """The input of that name; KeyError."""
        return {each.name: each for each in self.inputs}[name]

    @property
    def documents(self) -> tuple[Input, ...]:
        """The documents a decision may want as a supplement."""
        return tuple(each for each in self.inputs if each.type == "document")

    def missing(self, given: Mapping[str, Any]) -> tuple[str, ...]:
        """Names of the inputs that must come with these and didn't."""
        return tuple(
            each.name for each in self.inputs if each.is_needed(given) and each.name not in given
        )


DOCUMENT: tuple[Input, ...] = (
    Input("title", "text", Text("名称", "Title"), required=True, least=1, most=100),
    Input("sha256", "text", Text("文件摘要", "SHA-256 of the file"), True, 64, 64, DIGEST),
    Input("issued_by", "text", Text("出具单位", "Issued by"), least=1, most=100),
    Input("issued_on_date", "date", Text("出具日期", "Issued on")),
)
"""What is said of a document."""


# ---- an example of a form, as JSON has it


def example_of(form: Form) -> dict[str, Any]:
    """A filled-in form: everything that must stand in it, and what may, but no documents
    that nobody has asked for."""
    shown = {
        each.name: example(each)
        for each in form
        if each.required or (each.type != "document" and each.needed_when is None)
    }
    while missing := form.missing(shown):
        shown |= {name: example(form.input(name)) for name in missing}
    return shown


def example(one: Input) -> Any:
    """A value that the input accepts, the one its description gives if it gives one."""
    if one.example is not None:
        return one.example
    if one.type == "list":
        assert one.of is not None
        return [example(one.of)] * max(1, one.least or 0)
    if one.type in ("object", "document"):
        return {each.name: example(each) for each in fields_of(one)}
    if one.type in ("integer", "fen"):
        return max(one.least or 0, min(100_000, one.most or 100_000))
    return _PLAIN[one.type](one)


def fields_of(one: Input) -> tuple[Input, ...]:
    """The fields of an object or of a document."""
    return DOCUMENT if one.type == "document" else one.fields


def _text(one: Input) -> str:
    if one.pattern == DIGEST:
        return "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    return one.label.zh[: one.most].ljust(one.least or 0, "·")


_PLAIN: Mapping[str, Callable[[Input], Any]] = {
    "text": _text,
    "date": lambda _: "2026-03-02",
    "month": lambda _: "2026-03",
    "region": lambda _: "510100",
    "enum": lambda one: one.words[0].word,
    "boolean": lambda _: True,
    "id": lambda one: f"{one.prefix}_{'0' * 26}",
    "identity_number": lambda _: identity.make("510100", date(1985, 3, 12), 1, "female"),
    "credit_code": lambda _: "91990100MA0000001G",
    "phone": lambda _: "19900000001",
}
