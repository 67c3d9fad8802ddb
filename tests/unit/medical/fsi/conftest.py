"""A hospital system at the message interface of one world, without the gateway."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from services.medical import create_app
from services.medical.faces.fsi import profiles
from sscsim import control
from sscsim.control import message_access
from tests.contract.fsi.answers import check_answer
from tests.support.bench import Bench, SignedClient

HOSPITAL = "H99010000003"
ENVELOPE = {
    "mdtrtarea_admvs": "990100",
    "insuplc_admdvs": "",
    "recer_sys_code": "HIS",
    "dev_no": "null",
    "cainfo": "",
    "infver": "1.0.0",
    "opter_type": "1",
    "opter": "001",
    "opter_name": "测试员",
    "inf_time": "2026-04-01 09:00:00",
    "fixmedins_code": HOSPITAL,
    "fixmedins_name": "测试医院",
    "sign_no": "",
}
SIGN_IN = {"signIn": {"opter_no": "001", "mac": "00-00-5E-00-53-01", "ip": "192.0.2.1"}}
ANYBODY = {"party_id": message_access.ANYBODY, "role": "hospital"}


@dataclass
class His:
    """Sends messages as a hospital system would; every one has an id of its own."""

    client: SignedClient
    sent: int = 0
    speaks: str | None = "lenient"
    """The profile by which answers are looked at; None: not at all."""
    headers: dict[str, str] = field(default_factory=dict)

    def message(self, infno: str, given: Any, **more: Any) -> dict[str, Any]:
        self.sent += 1
        msgid = f"{HOSPITAL}20260401090000{self.sent:04d}"
        return {"infno": infno, "msgid": msgid, **ENVELOPE, "input": given, **more}

    def post(self, message: Any, path: str = "/fsi/", **headers: str) -> Any:
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        return self.client.post(path, body, headers={**self.headers, **headers}, **ANYBODY)

    def ask(self, infno: str, given: Any, path: str = "/fsi/", **more: Any) -> dict[str, Any]:
        """The answer, which has to be one of the interface."""
        answer = self.post(self.message(infno, given, **more), path)
        assert answer.status_code == 200, answer.text
        if isinstance(infno, str) and self.speaks is not None:
            check_answer(infno, answer.json, profiles.builtin()[self.speaks])
        return answer.json  # type: ignore[no-any-return]

    def refusal(self, infno: str, given: Any, **more: Any) -> str:
        """The words with which it is refused."""
        answer = self.ask(infno, given, **more)
        assert answer["infcode"] in (-1, "-1"), answer
        assert answer["inf_refmsgid"] is None
        return answer["err_msg"]  # type: ignore[no-any-return]

    def settle(self, **said: Any) -> Any:
        """Settings of the world."""
        body = {"signatures": "lenient", "profile": "lenient", "institutions": {}, **said}
        plain = body["profile"] in profiles.builtin() and not body["institutions"]
        self.speaks = body["profile"] if plain else None
        return self.client.call("PUT", "/internal/v1/hospital-interface", body, role="service")

    def load(self, name: str, text: str) -> Any:
        path = f"/internal/v1/hospital-interface/profiles/{name}"
        return self.client.call("PUT", path, {"profile": text}, role="service")


@pytest.fixture
def his(sqlite: str) -> Iterator[His]:
    """In a world with institutions."""
    bench = Bench(preset="demo").make()
    yield His(bench.client(create_app()))
    for access in message_access.every(
        bench.sandbox
    ):  # keys name a world: another's tests use them
        message_access.delete(bench.sandbox, access.id)
    bench.drop()
    control.close()


@pytest.fixture
def his_on_each(demo_bench: Bench) -> Iterator[His]:
    """The same, on each database."""
    yield His(demo_bench.client(create_app()))
    control.close()
