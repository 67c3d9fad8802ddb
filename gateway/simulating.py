"""Doing what a simulated fault asks for, before the effect or after it.

A call's own wish (`SSC-Simulate`) comes first, then the rules of its world in the order
they were made. Latencies add up and are compared with the gateway's budget; of the other
faults the first is applied. What happens behind the gateway travels in the context.
"""

import io
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from gateway import messages, sleeping
from gateway.answers import Cors, log_request, passed, refuse
from gateway.call import Call
from gateway.cutting import cut
from gateway.forward import SAFE, Environ, StartResponse, WsgiApp
from gateway.problems import SimulatedFault
from gateway.problems_faults import RegisteredProblem, SimulatedTimeout
from sscsim import faults, settings
from sscsim.control import faults as rules
from sscsim.faults import Fault, carried
from sscsim.faults.rules import Asked
from sscsim.kernel.problems import REGISTRY, Problem

log = logging.getLogger("sscsim.gateway")


@dataclass(slots=True)
class Plan:
    """What goes wrong with one call: latency, and at most one other fault."""

    simulated_ms: int = 0
    real_ms: int = 0
    phase: str = "after"
    ending: Fault | None = None

    @property
    def is_over_budget(self) -> bool:
        budget_ms = settings.current().gateway_timeout_s * 1000
        return self.simulated_ms + self.real_ms >= budget_ms

    def add(self, fault: Fault) -> None:
        if fault.kind != "delay":
            self.ending = fault
            return
        if not self.simulated_ms + self.real_ms:
            self.phase = fault.phase
        if fault.real:
            self.real_ms += fault.delay_ms
        else:
            self.simulated_ms += fault.delay_ms


def plan(environ: Environ, call: Call) -> Plan | None:
    """What is asked for this call, by itself and by rules; None on a good day.

    Puts what happens behind the gateway into the call's context. Raises UnknownSimulation.
    """
    header = environ.get("HTTP_SSC_SIMULATE")
    if header is None and not call.faulty:
        return None
    assert call.at is not None
    wish = faults.read(header)
    chosen: list[tuple[str, Fault]] = []
    behind: list[str] = []
    if wish is not None:
        if wish.fault is not None:
            chosen.append(("", wish.fault))
        if wish.outcome is not None:
            behind.append(carried("", wish.outcome))
    if call.faulty:
        ended = any(fault.kind != "delay" for _, fault in chosen)
        struck = rules.struck(call.at, _asked(environ, call), ended)
        chosen += struck.faults
        behind += struck.carried
    if behind:
        call.at = replace(call.at, faults=tuple(behind))
    return _made(call, chosen) if chosen else None


def _made(call: Call, chosen: list[tuple[str, Fault]]) -> Plan:
    made = Plan()
    for fault_id, fault in chosen:
        if made.is_over_budget and fault.kind != "delay":
            continue  # the answer is given up before it could go wrong in another way
        made.add(fault)
        said = str(fault) + (f", rule={fault_id}" if fault_id else "")
        call.applied.append(said)
        faults.FAULTS.labels(fault.kind).inc()
    log_request(call, "simulated", {"simulated": faults.BETWEEN.join(call.applied)})
    return made


def _asked(environ: Environ, call: Call) -> Asked:
    at = call.at
    assert at is not None
    return Asked(
        method=call.method,
        path=call.path,
        party_id=at.party_id,
        party_name=at.party_name,
        role=at.role,
        region=at.region,
        now=at.now,
        infno=lambda: _infno(messages.text_in(_body(environ), environ.get("CONTENT_TYPE", ""))),
    )


def _body(environ: Environ) -> bytes:
    """The body, which can be read again afterwards; the guards have seen to its length."""
    source, length = environ["wsgi.input"], environ.get("CONTENT_LENGTH")
    if isinstance(source, io.BytesIO) and environ.get("ssc.buffered"):
        return source.getvalue()
    body: bytes = source.read(int(length)) if length else b""
    environ["wsgi.input"], environ["ssc.buffered"] = io.BytesIO(body), True
    return body


def _infno(body: bytes) -> str | None:
    """The number that a hospital message says of itself (交易编号)."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return None
    number = message.get("infno") if isinstance(message, dict) else None
    return str(number) if isinstance(number, str | int) else None


# ---- doing it


def simulated(
    environ: Environ,
    start_response: StartResponse,
    call: Call,
    cors: Cors,
    target: WsgiApp,
) -> Iterable[bytes]:
    """The answer to a call that has a plan."""
    asked = call.plan
    assert asked is not None
    doing = _Doing(environ, start_response, call, cors, target)
    if not asked.real_ms:
        return _answer(doing, asked)
    with sleeping.place():
        return _answer(doing, asked)


def _answer(doing: "_Doing", asked: Plan) -> Iterable[bytes]:
    if asked.is_over_budget:
        return _too_slow(doing, asked)
    if asked.phase == "before":
        sleeping.sleep_ms(asked.real_ms)
        return _end(doing, asked.ending)
    if not asked.real_ms:
        return _end(doing, asked.ending)
    heard = doing.heard() if asked.ending is None else None
    sleeping.sleep_ms(asked.real_ms)
    return _end(doing, asked.ending) if heard is None else doing.say(heard)


def _too_slow(doing: "_Doing", asked: Plan) -> Iterable[bytes]:
    """The gateway gives up after its budget; whether it was done is the phase's matter."""
    budget_ms = int(settings.current().gateway_timeout_s * 1000)
    if asked.phase == "after":
        doing.heard()
    sleeping.sleep_ms(min(asked.real_ms, budget_ms))
    effect = "none" if asked.phase == "before" else doing.effect
    took = asked.simulated_ms + asked.real_ms
    return doing.refuse(SimulatedTimeout(delay_ms=took, budget_ms=budget_ms, effect=effect))


def _end(doing: "_Doing", fault: Fault | None) -> Iterable[bytes]:
    if fault is None:
        return doing.pass_on()
    return _ENDINGS[fault.kind](doing, fault)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A whole answer, kept back."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


class _Doing:
    """One call in the hands of a fault: it may be carried out, once or twice or not at all."""

    def __init__(
        self,
        environ: Environ,
        start_response: StartResponse,
        call: Call,
        cors: Cors,
        target: WsgiApp,
    ) -> None:
        self.environ, self.start_response = environ, start_response
        self.call, self.cors, self.target = call, cors, target

    @property
    def effect(self) -> str:
        """What can be said of the effect by somebody who didn't hear the answer."""
        return "none" if self.call.method in SAFE else "unknown"

    def pass_on(self) -> Iterable[bytes]:
        return passed(self.environ, self.start_response, self.call, self.cors, self.target)

    def heard(self) -> _Heard:
        """Have it carried out, with a copy of the request, and keep the answer."""
        body = _body(self.environ)
        environ = {**self.environ, "wsgi.input": io.BytesIO(body)}
        said: list[Any] = []
        written: list[bytes] = []

        def start(status: str, headers: list[tuple[str, str]], _info: Any = None) -> Any:
            said[:] = [status, headers]
            return written.append

        parts = passed(environ, start, self.call, self.cors, self.target)
        try:
            whole = b"".join(parts)
        finally:
            close: Callable[[], None] | None = getattr(parts, "close", None)
            if close is not None:
                close()
        return _Heard(said[0], said[1], b"".join(written) + whole)

    def say(self, heard: _Heard) -> Iterable[bytes]:
        self.start_response(heard.status, heard.headers)
        return [heard.body]

    def refuse(self, problem: Problem) -> Iterable[bytes]:
        return refuse(self.start_response, self.call, self.cors, problem)

    def effect_of(self, fault: Fault) -> str:
        """Carry it out where the fault comes after; what the caller may know of the effect."""
        if fault.phase == "before":
            return "none"
        self.heard()
        return self.effect


def _status(doing: _Doing, fault: Fault) -> Iterable[bytes]:
    problem = SimulatedFault(
        simulation=str(fault), effect=doing.effect_of(fault), headers=_retry_after(fault)
    )
    problem.status = fault.status
    return doing.refuse(problem)


def _problem(doing: _Doing, fault: Fault) -> Iterable[bytes]:
    faults.problem_codes()  # those of services in other processes are known afterwards
    effect = doing.effect_of(fault)
    return doing.refuse(RegisteredProblem(REGISTRY[fault.problem], effect, _retry_after(fault)))


def _retry_after(fault: Fault) -> dict[str, str]:
    return {} if fault.retry_after_s is None else {"Retry-After": str(fault.retry_after_s)}


def _drop(doing: _Doing, fault: Fault) -> Iterable[bytes]:
    doing.effect_of(fault)
    headers = [("Content-Type", "application/json"), ("Content-Length", "2")]
    doing.start_response("200 OK", headers + doing.call.headers())
    return cut(doing.environ, reset=fault.kind == "reset")


def _truncate(doing: _Doing, fault: Fault) -> Iterable[bytes]:
    heard = doing.heard()
    if len(heard.body) < 2 or doing.call.method == "HEAD":
        return _drop(doing, replace(fault, phase="before"))
    others = [item for item in heard.headers if item[0].lower() != "content-length"]
    doing.start_response(heard.status, [*others, ("Content-Length", str(len(heard.body)))])
    return cut(doing.environ, heard.body[: len(heard.body) // 2])


def _duplicate(doing: _Doing, fault: Fault) -> Iterable[bytes]:
    first = doing.heard()
    try:
        doing.heard()
    except Problem as problem:  # the second one's misfortune is nothing to the caller
        log.info("the second delivery came to nothing: %s", problem)
    return doing.say(first)


def _late(doing: _Doing, fault: Fault) -> Iterable[bytes]:
    """Tell the caller that it took too long, and carry it out when that has been said."""
    _body(doing.environ)
    if fault.delay_ms:
        sleeping.take()
    budget_ms = int(settings.current().gateway_timeout_s * 1000)
    problem = SimulatedTimeout(delay_ms=budget_ms, budget_ms=budget_ms, effect=doing.effect)
    return _Afterwards(doing, fault, doing.refuse(problem))


class _Afterwards:
    """An answer, and what is done when the server has taken it."""

    def __init__(self, doing: _Doing, fault: Fault, parts: Iterable[bytes]) -> None:
        self._doing, self._fault, self._parts = doing, fault, parts

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)

    def close(self) -> None:
        try:
            sleeping.sleep_ms(self._fault.delay_ms)
            heard = self._doing.heard()
            log_request(self._doing.call, "carried out late", {"status": int(heard.status[:3])})
        except Problem as problem:
            log_request(self._doing.call, "refused late", {"code": problem.code})
        except Exception:
            log.exception("a late call failed", extra={"request_id": self._doing.call.request_id})
        finally:
            if self._fault.delay_ms:
                sleeping.give()


_ENDINGS: dict[str, Callable[[_Doing, Fault], Iterable[bytes]]] = {
    "status": _status,
    "problem": _problem,
    "drop_response": _drop,
    "reset": _drop,
    "truncate": _truncate,
    "duplicate": _duplicate,
    "late": _late,
}
