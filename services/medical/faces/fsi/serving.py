"""How a number finds what answers it, and that it is answered once.

    @answers("9001")
    def sign_in(call: Call) -> Any:
        call.answer_as(signed_in)
        return flows.sign_ins.sign_in(...)

A function gets a message whose input was read by the field tables, and returns the output, or
the value of a flow that `answer_as` makes it from. What a flow answers is kept in its own
transaction: the effect and the answer are there together or not at all.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.medical.faces.fsi import envelope, refusals
from services.medical.faces.fsi.envelope import Message
from services.medical.faces.fsi.layout import Transaction
from services.medical.faces.fsi.profiles import Profile
from services.medical.faces.fsi.refusals import FsiRefused
from sscsim import world
from sscsim.db import canonical, keys
from sscsim.db.store import Store
from sscsim.kernel.problems import Problem
from sscsim.web import calls

Shape = Callable[[Any], Any]
"""Makes the output, with our names, from a flow's value; None for no output."""


@dataclass(slots=True)
class Call:
    """One message in the hands of its transaction."""

    message: Message
    transaction: Transaction
    profile: Profile
    input: Mapping[str, Any]
    write: Shape
    """Writes an output with our names as the profile spells and types it."""
    shape: Shape | None = None

    def answer_as(self, shape: Shape) -> None:
        """How the flow's value becomes the output; said before the flow is called."""
        self.shape = shape

    def output(self, value: Any) -> Any:
        shaped = value if self.shape is None else self.shape(value)
        return None if shaped is None else self.write(shaped)


ANSWERS: dict[str, Callable[[Call], Any]] = {}


def answers(number: str) -> Callable[[Callable[[Call], Any]], Callable[[Call], Any]]:
    """Register what answers a number."""

    def register(function: Callable[[Call], Any]) -> Callable[[Call], Any]:
        if number in ANSWERS:
            raise ValueError(f"{number} is answered twice")
        ANSWERS[number] = function
        return function

    return register


def scope_of(institution_code: str, msgid: str) -> str:
    """What a message id belongs to: the institution, whoever sends for it and by which path."""
    return keys.scope(institution_code, "POST", "/fsi", msgid)


def _fingerprint(message: Message) -> str:
    """What was asked. A signature may be made anew for a repetition, so it is left out."""
    said = [
        message.infno,
        message.mdtrtarea_admvs,
        message.insuplc_admdvs,
        message.opter,
        message.opter_type,
        message.input,
    ]
    return hashlib.sha256(canonical(said).encode("utf-8", "surrogatepass")).hexdigest()


def serve(store: Store, call: Call) -> tuple[str, bool]:
    """The answer to a message, and whether it was given before.

    The same message id with the same content gets the stored answer, with another it is refused
    (KeyReused). A message that is refused leaves nothing, not even its id.
    """
    function = ANSWERS[call.transaction.number]

    def answer_with(value: Any) -> keys.Answer:
        text = envelope.succeeded(call.message, call.profile, call.output(value), world.now())
        return keys.Answer(200, {}, text)

    def refuse_with(problem: Problem) -> keys.Answer:
        text = envelope.refused(call.profile, refusals.told(problem), world.now())
        return keys.Answer(200, {}, text)

    key = keys.RequestKey(
        scope_of(call.message.fixmedins_code, call.message.msgid),
        _fingerprint(call.message),
        answer_with,
        refuse_with,
    )

    def work() -> None:
        value = function(call)
        if key.stored is None:  # nothing was written: a question
            with store.write() as tx:
                tx.answer(value)

    answer, is_replay = calls.once(store, key, work)
    return answer.body, is_replay


KEYS: Mapping[type[Problem], str] = {
    keys.KeyReused: "报文ID（msgid）重复：该 msgid 已用于内容不同的交易",
    keys.KeyInUse: "报文ID（msgid）对应的交易正在处理，请稍后用原报文重试",
    keys.KeyClosed: "报文ID（msgid）对应的交易已被冲正，不再受理",
}


def told(problem: Problem) -> FsiRefused:
    """A problem in the interface's words; one of the message id in words of its own."""
    said = KEYS.get(type(problem))
    return refusals.told(problem) if said is None else refusals.message(said, problem.code)
