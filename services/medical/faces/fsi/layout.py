"""What a transaction is made of: nodes, fields and types; and what a code table is."""

from collections.abc import Mapping
from dataclasses import dataclass

REQUIRED, REQUIRED_BY_HUNAN, OPTIONAL = "Y", "Y*", ""
REQUIREDNESS = (REQUIRED, REQUIRED_BY_HUNAN, OPTIONAL)
"""`Y*`: required in the Hunan edition, absent from the clients of other regions."""

FULL, STORED, SENT, REFUSED = "full", "stored", "sent", "refused"
DEPTHS = (FULL, STORED, SENT, REFUSED)
"""How deep a transaction is simulated: rules applied; kept, and nothing follows; sent by the
platform to institutions, and taken from nobody; not at all."""

TEXT, NUMBER, INTEGER, DIGITS = "text", "number", "integer", "digits"
DATE, TIME, DECIMAL = "date", "time", "decimal"
BYTES, FLAG, OBJECT = "bytes", "flag", "object"

TOP, ROWS = "top", "rows"
"""Names of nodes that have none: the fields stand in the input or output itself, or the output is
a list of rows."""

UNLISTED = "unlisted"
"""A field that the source marks as coded without saying which codes there are."""


@dataclass(frozen=True, slots=True)
class Type:
    """What a value is. `length`: characters of a text, digits of a number with its decimals; None
    where the source gives none. `decimals`: None where they are not limited."""

    kind: str
    length: int | None = None
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a node. `code_table` names a table of the catalogue, or is `UNLISTED`.

    `by_name`: the source doesn't mark it as coded; a table of its name exists. `in_client`: whether
    the clients of Inner Mongolia, Chongqing and Hebei know it; None where we have no model of
    theirs. `also`: another spelling on the wire. `blank`: may be empty though required, as long
    as the profile isn't Hunan's. `token`: so many characters where it holds a code of ours, which
    is a signed text. `listed`: how often the source's table has it.
    """

    name: str
    zh: str
    type: Type
    printed: str
    required: str = OPTIONAL
    code_table: str | None = None
    by_name: bool = False
    in_client: bool | None = None
    also: str | None = None
    blank: bool = False
    token: int | None = None
    listed: int = 1

    @property
    def longest(self) -> int | None:
        """Characters of the longest text it takes; None: no limit of its own."""
        return self.token or self.type.length


@dataclass(frozen=True, slots=True)
class Node:
    """A named object, or a list of them. `stated`: whether the source says that it is a list, or
    we concluded it. `inside`: the node that holds it. `open`: not all of its fields are known, and
    whatever else is sent is kept as it is, within limits."""

    name: str
    many: bool
    stated: bool
    inside: str | None
    fields: tuple[Field, ...]
    open: bool = False

    @property
    def listed(self) -> int:
        """Rows that the source's table has."""
        return sum(field.listed for field in self.fields)


@dataclass(frozen=True, slots=True)
class Layout:
    """The field tables of a transaction; empty where the reference has none.

    `no_output`: the output is null. `files`: columns of the files that go with it. `source`: a
    key of `sources.yaml`.
    """

    input: tuple[Node, ...]
    output: tuple[Node, ...]
    no_output: bool
    files: tuple[Node, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transaction (交易), by its number, which messages call `infno`.

    `path`: the URL of its service, where a region has one a service. `inputs`, `outputs`: names
    of the nodes, which are known of all; their fields stand in its `Layout`, if it has one.
    `from_platform`: the platform calls the institution.
    """

    number: str
    zh: str
    en: str
    group: str
    depth: str
    path: str | None
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    from_platform: bool
    where: str | None = None
    """The regions whose clients use it, of a number that the specification doesn't have."""

    @property
    def served(self) -> bool:
        return self.depth in (FULL, STORED)


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A code table (字典): what each value means. `source` is a key of `sources.yaml`."""

    name: str
    zh: str
    source: str
    values: Mapping[str, str]
