"""Calls whose answers integrators rely on, and those answers with what differs each time masked.

The answers are kept in `promises/*.json`. A test compares them; they are not brought up to
date to make it pass: a change there is a change to somebody's client, and is said in the
changelog. `python -m tests.contract.promised` writes those that are missing, never one that is
there.
"""

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sscsim.demo_people import CHEN_YU, LIN_XIAO

FOLDER = Path(__file__).parent / "promises"
SEED = "demo"
_NONE = "0" * 26
_HEADERS = (
    "Allow",
    "Cache-Control",
    "Content-Language",
    "Content-Type",
    "ETag",
    "Idempotent-Replayed",
    "Link",
    "Location",
    "Retry-After",
    "SSC-Sandbox-Time",
    "WWW-Authenticate",
)
_VOLATILE = {
    "request_id": "req_…",
    "trace_id": "…",
    "instance": "/sandbox/v1/requests/req_…",
    "next_cursor": "…",
}

Call = Callable[..., Any]
"""`call(method, path, json=…, headers=…)` as the owner of the demo world."""

PERSON, CARD = LIN_XIAO.person_id(SEED), LIN_XIAO.card_id(SEED)
_NEW = {"name": "李安", "sex": "male", "birth_date": "1990-01-01", "region_code": "990100"}


def calls(call: Call) -> Iterator[tuple[str, Any]]:
    """Each promise by its name, with the answer that was just given."""
    keyed = {"Idempotency-Key": "promise-1"}
    yield "resource", call("GET", f"/v1/persons/{PERSON}")
    tag = call("GET", f"/v1/persons/{PERSON}").headers["ETag"]
    yield "not_modified", call("GET", f"/v1/persons/{PERSON}", headers={"If-None-Match": tag})
    yield "list_page", call("GET", "/v1/persons?limit=2")
    yield "list_end", call("GET", f"/v1/cards?person_id={PERSON}")
    yield "created", call("POST", "/v1/persons", json=_NEW, headers=keyed)
    yield "replayed", call("POST", "/v1/persons", json=_NEW, headers=keyed)
    other = {**_NEW, "name": "李宁"}
    yield "key_reused", call("POST", "/v1/persons", json=other, headers=keyed)
    yield "key_missing", call("POST", "/v1/settlements", json={"visit_id": "vis_" + _NONE})
    yield "not_found", call("GET", f"/v1/cards/card_{_NONE}")
    yield "unknown_route", call("GET", "/v1/unicorns")
    yield "method_not_allowed", call("PUT", f"/v1/persons/{PERSON}", json={})
    yield "invalid_request", call("POST", "/v1/persons", json={"name": 7, "sex": "male"})
    yield "unknown_field", call("POST", "/v1/persons", json={**_NEW, "colour": "red"})
    malformed = {"data": b"{", "headers": {"Content-Type": "application/json"}}
    yield "malformed_body", call("POST", "/v1/persons", **malformed)
    plain = {"data": b"x", "headers": {"Content-Type": "text/plain"}}
    yield "wrong_media_type", call("POST", "/v1/persons", **plain)
    change = {"contact_phone": "19900000002"}
    yield "if_match_missing", call("PATCH", f"/v1/persons/{PERSON}", json=change)
    yield "delete_without_if_match", call("DELETE", f"/v1/family-members/fam_{_NONE}")
    stale = {"If-Match": '"v9-00000000"'}
    yield "if_match_stale", call("PATCH", f"/v1/persons/{PERSON}", json=change, headers=stale)
    yield "no_credential", call("GET", "/v1/persons", headers={"Authorization": ""})
    yield "cursor_of_another_list", call("GET", "/v1/persons?cursor=eyJ4IjoxfQ")
    yield "chinese", call("GET", f"/v1/cards/card_{_NONE}", headers={"Accept-Language": "zh-CN"})
    yield from _settling(call)
    yield "operation", call("POST", "/sandbox/v1/clock/advance", json={"by": "PT1S"})
    yield "state_unknown", call("POST", "/sandbox/v1/pact/states", json={"state": "a card is red"})


def _settling(call: Call) -> Iterator[tuple[str, Any]]:
    place = call("GET", "/v1/institutions?region_code=990100&level=level_3").json["data"][0]
    stay = {"institution_id": place["id"], "card_id": CHEN_YU.card_id(SEED)}
    days = {"admission_date": "2026-03-25", "discharge_date": "2026-04-01"}
    visit = call(
        "POST", "/v1/visits", json={**stay, **days, "insurance_kind": "employee_basic_medical"}
    ).json["id"]
    line = {"item_class": "A", "quantity": 1, "unit_price_fen": 1_000_000}
    call("POST", f"/v1/visits/{visit}/fee-lines", json={"fee_lines": [line]})
    keyed = {"Idempotency-Key": "promise-2"}
    made = call("POST", "/v1/settlements", json={"visit_id": visit}, headers=keyed)
    yield "settlement", made
    yield "explanation", call("GET", f"/v1/settlements/{made.json['id']}?expand=explanation")
    again = {"Idempotency-Key": "promise-3"}
    yield "refused", call("POST", "/v1/settlements", json={"visit_id": visit}, headers=again)


def shown(answer: Any) -> dict[str, Any]:
    """An answer as it is kept."""
    headers = {name: answer.headers[name] for name in _HEADERS if name in answer.headers}
    if "Link" in headers:
        headers["Link"] = re.sub(r"cursor=[^&>]+", "cursor=…", headers["Link"])
    if "Location" in headers:
        headers["Location"] = re.sub(r"op_[0-9A-Z]{26}", "op_…", headers["Location"])
    body = answer.get_json(silent=True)
    return {"status": answer.status_code, "headers": headers, "body": _masked(body)}


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _VOLATILE.get(name) or _masked(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_masked(each) for each in value]
    return re.sub(r"op_[0-9A-Z]{26}", "op_…", value) if isinstance(value, str) else value


def main() -> int:
    from werkzeug.test import Client

    from tests.support import topologies
    from tests.support.contract import Caller

    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        topologies.in_process(Path(data)) as simulator,
    ):
        key = simulator.make(preset="demo", seed=SEED)["key"]
        owner = Caller(Client(simulator.app), key)  # type: ignore[arg-type]
        for name, answer in calls(owner.call):
            file = FOLDER / f"{name}.json"
            if not file.exists():
                text = json.dumps(shown(answer), ensure_ascii=False, indent=2, sort_keys=True)
                file.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
