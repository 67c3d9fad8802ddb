"""Writing and reading XML: one way to write, and nothing read that a message doesn't need.

A document type is refused before anything in it is looked at, so that there are no entities
to expand and none to fetch. What a message may hold and we don't use is passed over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from xml.etree import ElementTree

from services.settlement.domain.bank_messages import MAX_BYTES, MessageFault
from sscsim.kernel import regions
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:"
PACS_009: Final = "pacs.009.001.08"
PACS_004: Final = "pacs.004.001.09"
CAMT_053: Final = "camt.053.001.08"
CURRENCY: Final = "CNY"
NOT_PROVIDED: Final = "NOTPROVIDED"
"""What stands for an end-to-end id that nobody gave."""
REGION_SCHEME: Final = "GB/T 2260"
CLEARING: Final = "CLRG"
"""Settled through the clearing, not over accounts that the two hold with each other."""

MAX_DEPTH: Final = 30
_AMOUNT: Final = re.compile(r"[0-9]{1,13}\.[0-9]{2}")

Element = ElementTree.Element


# ---- writing


def E(name: str, *content: "Element | str | None", **attributes: str) -> Element:
    """An element with its text or its children in order; None is left out."""
    made = Element(name, attributes)
    for each in content:
        if isinstance(each, str):
            made.text = each
        elif each is not None:
            made.append(each)
    return made


def written(message: str, root: Element) -> bytes:
    """The bytes of a document; the same elements give the same."""
    document = E("Document", root, xmlns=NAMESPACE + message)
    ElementTree.indent(document)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + _bytes(document) + b"\n"


def _bytes(document: Element) -> bytes:
    made: bytes = ElementTree.tostring(document, encoding="utf-8", xml_declaration=False)
    return made.removeprefix(b"<?xml version='1.0' encoding='utf-8'?>\n")


def amount(name: str, money: Money) -> Element:
    """Never below zero: which way it goes is said by who pays whom, or by an indicator."""
    return E(name, money.plain(), Ccy=CURRENCY)


def instant(moment: datetime) -> str:
    return moment.astimezone(CHINA).isoformat()


def institution(name: str, region: str) -> Element:
    """A region as a financial institution, by its division code."""
    known = regions.get(region).zh if regions.is_known(region) else None
    other = E("Othr", E("Id", region), E("SchmeNm", E("Prtry", REGION_SCHEME)))
    return E(name, E("FinInstnId", known and E("Nm", known), other))


# ---- reading


class _NoDoctype(ElementTree.TreeBuilder):
    """Elements as usual; a document type, or too many levels, ends it."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise MessageFault("", "doctype", "不得含有 DOCTYPE", "a document type is not allowed")

    def start(self, tag: Any, attrs: Any) -> Any:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise MessageFault("", "depth", "层级过深", f"has more than {MAX_DEPTH} levels")
        return super().start(tag, attrs)

    def end(self, tag: Any) -> Any:
        self.depth -= 1
        return super().end(tag)


@dataclass(frozen=True, slots=True)
class Node:
    """An element of a message that is read, and its path for whoever has to mend it."""

    element: Element
    path: str
    namespace: str

    def all(self, name: str) -> Iterator["Node"]:
        found = self.element.findall(f"{{{self.namespace}}}{name}")
        for number, each in enumerate(found, start=1):
            yield Node(each, f"{self.path}/{name}[{number}]", self.namespace)

    def maybe(self, *names: str) -> "Node | None":
        """The element down this path; None where it isn't. MessageFault where there are two."""
        at = self
        for name in names:
            found = list(at.all(name))
            if len(found) > 1:
                raise MessageFault(f"{at.path}/{name}", "repeated", "重复出现", "stands twice")
            if not found:
                return None
            at = Node(found[0].element, f"{at.path}/{name}", at.namespace)
        return at

    def one(self, *names: str) -> "Node":
        """The element down this path; MessageFault where it is missing."""
        found = self.maybe(*names)
        if found is None:
            where = "/".join((self.path, *names))
            raise MessageFault(where, "missing", "缺少", "is missing")
        return found

    @property
    def text(self) -> str:
        return (self.element.text or "").strip()

    def said(self, *names: str) -> str | None:
        """The text down this path; None where there is none."""
        found = self.maybe(*names)
        return found.text or None if found is not None else None

    def count(self) -> int:
        if not re.fullmatch("[0-9]{1,15}", self.text):
            raise MessageFault(self.path, "count", "须为整数", "is no count")
        return int(self.text)

    def sum(self) -> Money:
        """Yuan without a currency of its own, as control sums have it."""
        return self._yuan(self.text.removeprefix("-"), self.text.startswith("-"))

    def amount(self) -> Money:
        """Yuan with two decimals, in CNY."""
        if self.element.get("Ccy") != CURRENCY:
            raise MessageFault(self.path, "currency", "币种须为 CNY", "is not in CNY")
        return self._yuan(self.text, below_zero=False)

    def _yuan(self, text: str, below_zero: bool) -> Money:
        if not _AMOUNT.fullmatch(text):
            raise MessageFault(
                self.path, "amount", "金额须有两位小数", "is no amount with two decimals"
            )
        found = Money.yuan(text)
        return -found if below_zero else found

    def date(self) -> date:
        try:
            return date.fromisoformat(self.text)
        except ValueError:
            raise MessageFault(self.path, "date", "日期格式错误", "is no date") from None

    def instant(self) -> datetime:
        try:
            found = datetime.fromisoformat(self.text)
        except ValueError:
            raise MessageFault(self.path, "instant", "时间格式错误", "is no instant") from None
        if found.tzinfo is None:
            raise MessageFault(self.path, "instant", "缺少时区", "has no offset")
        return found


def parsed(content: bytes, message: str, root: str) -> Node:
    """The message in a document of this version; MessageFault for anything else."""
    if len(content) > MAX_BYTES:
        raise MessageFault("", "too_large", "报文过大", f"has more than {MAX_BYTES} bytes")
    parser = ElementTree.XMLParser(target=_NoDoctype())
    try:
        parser.feed(content)
        document = parser.close()
    except ElementTree.ParseError as error:
        line = f"line {error.position[0]}"
        raise MessageFault(line, "malformed", "不是良构的 XML", "is not well formed") from None
    except (ValueError, LookupError) as error:
        if isinstance(error, MessageFault):
            raise
        raise MessageFault("line 1", "encoding", "未知编码", "has an unknown encoding") from None
    namespace = NAMESPACE + message
    if document.tag != f"{{{namespace}}}Document":
        raise MessageFault("Document", "message", f"不是 {message}", f"is not {message}")
    return Node(document, "Document", namespace).one(root)


def region_of(party: Node) -> str | None:
    """The division code of an institution; None where it is named in another way."""
    return party.said("FinInstnId", "Othr", "Id")


def check_group(header: Node, count: int, total: Money) -> None:
    """MessageFault unless the header's count and sum are those of the transactions."""
    said = header.one("NbOfTxs")
    if said.count() != count:
        raise MessageFault(said.path, "count", "笔数不符", f"says {said.text}; there are {count}")
    sum_said = header.one("CtrlSum")
    if sum_said.sum() != total:
        where, plain = sum_said.path, total.plain()
        raise MessageFault(where, "sum", "合计不符", f"says {sum_said.text}; the sum is {plain}")
