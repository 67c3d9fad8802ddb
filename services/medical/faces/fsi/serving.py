"""A message that was understood is answered once, whoever repeats it (报文幂等).

The institution and its message id are the key: the same content gets the same answer, byte for
byte, and another content is refused. A message that is refused leaves nothing, not even its id.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from services.medical.faces.fsi import envelope, kept, refusals, shapes
from services.medical.faces.fsi.envelope import Message
from services.medical.faces.fsi.refusals import FsiRefused
from services.medical.faces.fsi.transactions import Call, all_answers
from services.medical.store import register
from sscsim import world
from sscsim.db import canonical, keys
from sscsim.db.store import Store, Tx
from sscsim.kernel.problems import Problem
from sscsim.web import calls

FILE = "file"
"""In a kept answer: the file that is answered with, instead of the text."""


def scope_of(institution_code: str, msgid: str) -> str:
    """What a message id belongs to: the institution, whoever sends for it and by which path."""
    return keys.scope(institution_code, "POST", "/fsi", msgid)


def _fingerprint(message: Message) -> str:
    """What was asked. A signature may be made anew for a repetition, and so may the sign-in."""
    said = [
        message.infno,
        message.mdtrtarea_admvs,
        message.insuplc_admdvs,
        message.opter,
        message.opter_type,
        message.input,
    ]
    if message.attached is not None:
        said.append(hashlib.sha256(message.attached).hexdigest())
    return hashlib.sha256(canonical(said).encode("utf-8", "surrogatepass")).hexdigest()


def serve(store: Store, message: Message, call: Call) -> tuple[keys.Answer, bool]:
    """The answer to a message, and whether it was given before. Of one that is answered with a
    file, the header `FILE` names the file.

    Raises FsiRefused, the problems of flows, and KeyReused, KeyInUse and KeyClosed for the
    message id.
    """
    function = all_answers()[message.infno]

    def answer_with(value: Any) -> keys.Answer:
        told = call.told(value)
        output = shapes.write_output(call.transaction, call.profile, {} if told is None else told)
        text = envelope.succeeded(message, call.profile, output, world.now())
        return keys.Answer(200, {} if call.file is None else {FILE: call.file}, text)

    def refuse_with(problem: Problem) -> keys.Answer:
        said = refusals.told(problem, call.refused_as)
        text = envelope.refused(call.profile, said, world.now())
        return keys.Answer(200, {}, text)

    def keep(tx: Tx, made: keys.Answer | None) -> None:
        register.keep_message(tx, kept.row(tx, message, call, made))

    key = keys.RequestKey(
        scope_of(message.fixmedins_code, message.msgid),
        _fingerprint(message),
        answer_with,
        refuse_with,
        keep,
    )

    def work() -> None:
        value = function(call)
        if key.stored is None:  # nothing was written: a question
            with store.write() as tx:
                tx.answer(value)

    answer, is_replay = calls.once(store, key, work)
    if is_replay:
        with store.write() as tx:
            register.repeated(tx, message.fixmedins_code, message.msgid)
    return answer, is_replay


_KEYS: Mapping[type[Problem], str] = {
    keys.KeyReused: "报文ID（msgid）重复：该 msgid 已用于内容不同的交易",
    keys.KeyInUse: "报文ID（msgid）对应的交易正在处理，请稍后用原报文重试",
    keys.KeyClosed: "报文ID（msgid）对应的交易已被冲正，不再受理",
}


def told(problem: Problem) -> FsiRefused:
    """A problem in the interface's words; one of the message id in words of its own."""
    said = _KEYS.get(type(problem))
    return refusals.told(problem) if said is None else refusals.message(said, problem.code)
