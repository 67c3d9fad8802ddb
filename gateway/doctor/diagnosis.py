"""The page of one call as data: what happened, what was wrong, what would have been right."""

import json
from dataclasses import replace
from typing import Any

from gateway.doctor import correction, objects
from gateway.doctor.reference import Reference
from sscsim import faults, requestlog, scopes, world
from sscsim.kernel.problems import REGISTRY
from sscsim.requestlog import Call, masking


def caller_of(call: Call) -> world.World:
    """The world as the call's caller sees it now, with the scopes it had then.

    Whoever looks is shown no more than their own key may read.
    """
    at = world.current()
    return replace(
        at,
        party_id=call.party_id,
        party_name=call.party_name,
        role=call.role,
        region=call.region or None,
        scopes=scopes.meet(call.detail["scopes"], at.scopes),
        subject=call.detail["subject"],
    )


def may_see(call: Call) -> bool:
    """The owner sees every call of the world, a party its own."""
    at = world.current()
    return at.role == "owner" or at.party_id == call.party_id


def summary(call: Call) -> dict[str, Any]:
    """The line of a call in a list."""
    party = {"id": call.party_id, "name": call.party_name, "role": call.role}
    shown = {
        "id": call.id,
        "object": "request",
        "created_at": call.sandbox_time or None,
        "updated_at": call.sandbox_time or None,
        "real_at_us": call.at_us,
        "method": call.method,
        "path": call.path,
        "query": call.query,
        "operation": call.operation,
        "status": call.status,
        "code": call.code,
        "effect": call.effect,
        "duration_us": round(call.ms * 1000),
        "party": {**party, "region_code": call.region or None} if call.party_id else None,
        "simulated": call.simulated,
        "trace_id": call.trace_id,
        "client_request_id": call.client_request_id,
        "idempotency_key": call.idempotency_key,
    }
    return {name: value for name, value in shown.items() if value not in ("", None)}


def diagnosed(call: Call, reference: Reference) -> dict[str, Any]:
    """Everything that is known of a call."""
    detail = call.detail
    shown = summary(call)
    shown["request"] = detail["request"]
    shown["answer"] = detail["answer"]
    if detail.get("message"):
        shown["message"] = detail["message"]
    shown["trace"] = f"/sandbox/v1/trace/{call.trace_id}"
    operation = reference.find(call.method, call.path)
    if operation is not None:
        shown["operation"] = call.operation or operation.id
        shown["summary"] = operation.summary
    found = objects.involved(call, reference, caller_of(call)) if call.party_id else []
    shown["objects"] = [_object(one) for one in found]
    explanation = explained(call, found)
    if explanation:
        shown["explanation"] = explanation
    if call.status >= 400:
        shown["problem"] = _problem(call)
        tag = next((one.tag for one in found if one.where == "path" and one.tag), None)
        valid = correction.corrected(call, reference, problem_of(call), tag)
        if valid is not None:
            shown["nearest_valid_request"] = _valid(valid)
    ended = _ended(call)
    if ended:
        shown["ended_as"] = ended
    return shown


def _object(one: objects.Involved) -> dict[str, Any]:
    state = json.loads(masking.without_numbers(json.dumps(one.state, ensure_ascii=False)))
    return {
        "id": one.id,
        "found_in": one.where,
        "path": one.path,
        "status": one.status,
        "state": state,
        "events": f"/sandbox/v1/events?subject={one.id}",
    }


def explained(call: Call, found: list[objects.Involved]) -> Any:
    """The steps that made an amount: of the answer, else of the object that was made."""
    body = correction.parsed(call.detail["answer"]["body"])
    for value in (body, *(one.state for one in found if one.where != "body")):
        if isinstance(value, dict) and value.get("explanation"):
            return value["explanation"]
    return None


# ---- what was wrong


def problem_of(call: Call) -> dict[str, Any]:
    found = correction.parsed(call.detail["answer"]["body"])
    return found if isinstance(found, dict) else {"code": call.code}


def _problem(call: Call) -> dict[str, Any]:
    """Which rule was broken, and what stood at each place that was complained of."""
    found = problem_of(call)
    shown: dict[str, Any] = {
        name: found[name]
        for name in ("code", "title", "detail", "effect", "retryable", "status")
        if name in found
    }
    known = REGISTRY.get(call.code) if call.code in faults.problem_codes() else None
    shown["help"] = f"/problems/{call.code.replace('_', '-')}"
    if known is not None:
        shown["rule"] = {"en": known.title.en, "zh": known.title.zh}
    sent = correction.parsed(call.detail["request"]["body"])
    shown["errors"] = [
        {**error, **_stood(sent, error.get("pointer"))} for error in found.get("errors", [])
    ]
    return shown


def _stood(sent: Any, pointer: str | None) -> dict[str, Any]:
    """What was sent at a place; nothing where nothing was."""
    if pointer is None or sent is None:
        return {}
    value = sent
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return {}
    return {"sent": value}


def _valid(valid: correction.Valid) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "method": valid.method,
        "path": valid.path,
        "headers": valid.headers,
        "changes": [{"pointer": item.pointer, "change": item.said} for item in valid.changes],
    }
    if valid.query:
        shown["query"] = valid.query
    if valid.body is not None:
        shown["body"] = valid.body
    if not valid.changes:
        shown["note"] = "The form of the request is right; what refused it is the rule above."
    return shown


def _ended(call: Call) -> dict[str, Any] | None:
    """What an open outcome ended as: the last call with the same key that has an answer."""
    is_open = call.effect == "unknown" or (call.status == 202) or "drop_response" in call.simulated
    if not is_open:
        return None
    later = [one for one in requestlog.reading.same_key(call) if one.id != call.id]
    last = next((one for one in reversed(later) if one.effect != "unknown"), None)
    if last is None:
        return {"known": False, "advice": "Repeat it with the same Idempotency-Key, or replay it."}
    return {
        "known": True,
        "request": f"/sandbox/v1/requests/{last.id}",
        "status": last.status,
        "answer": correction.parsed(last.detail["answer"]["body"]),
    }
