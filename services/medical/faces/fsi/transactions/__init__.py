"""What answers a number: a function a transaction, found by its decorator.

    @answers("1201")
    def institution(call: Call) -> dict[str, Any]: ...

It is given what was read, and gives the output by node and field, or None where there is none. It
raises `FsiRefused` in the interface's own words, or the problems of our flows.

What changes something gives the value of its flow, which kept the answer in its own transaction,
so that effect and answer are there together or not at all; how that value is told is said before:

    @answers("9001")
    def sign_in(call: Call) -> SignIn:
        call.answer_as(_told)
        return sign_ins.sign_in(...)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from services.medical.domain.institution import Institution
from services.medical.faces.fsi.layout import Transaction
from services.medical.faces.fsi.profiles import Profile

Shape = Callable[[Any], Mapping[str, Any] | None]
"""Makes the output by node and field from a flow's value."""


@dataclass(slots=True)
class Call:
    """One message that was understood.

    `institution` sent it. `care_region` and `home_region`: where is treated (mdtrtarea_admvs) and
    where insured (insuplc_admdvs), as the message says them; None where it leaves them out. `input`
    as `shapes.read_input` gives it. `attached`: the bytes of a file that came beside the message.
    """

    transaction: Transaction
    profile: Profile
    institution: Institution
    msgid: str
    care_region: str | None
    home_region: str | None
    input: Mapping[str, Any]
    shape: Shape | None = None
    visit_id: str | None = None
    settlement_id: str | None = None
    attached: bytes | None = None
    file: str | None = None
    refused_as: str | None = None

    def answer_as(self, shape: Shape) -> None:
        """How the flow's value is told; said before the flow is called."""
        self.shape = shape

    def concerns(self, visit_id: str | None = None, settlement_id: str | None = None) -> None:
        """Which visit and settlement of ours the message is about; a visit is shown with those
        that are about it. May be said while the answer is being made."""
        self.visit_id = visit_id or self.visit_id
        self.settlement_id = settlement_id or self.settlement_id

    def answer_with_file(self, file_qury_no: str) -> None:
        """The answer is the bytes of this file (文件查询号), and no JSON."""
        self.file = file_qury_no

    def refuse_as(self, prefix: str) -> None:
        """How the words begin in which a number refuses, where it has words of its own."""
        self.refused_as = prefix

    def told(self, value: Any) -> Mapping[str, Any] | None:
        return value if self.shape is None else self.shape(value)


Answer = Callable[[Call], Any]

_ANSWERS: dict[str, Answer] = {}


def answers(*numbers: str) -> Callable[[Answer], Answer]:
    """Say which numbers a function answers; each has one."""

    def found(answer: Answer) -> Answer:
        for number in numbers:
            assert number not in _ANSWERS, f"{number} is answered twice"
            _ANSWERS[number] = answer
        return answer

    return found


@cache
def all_answers() -> Mapping[str, Answer]:
    """Every answer by number; the modules of this folder are the list."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return _ANSWERS
