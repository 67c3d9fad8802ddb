"""A hospital system before the message interface: medical and card in this process."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from services.card import create_app as card_app
from services.card.store import cards
from services.card.store import store as card_store
from services.medical import create_app as medical_app
from services.settlement import create_app as settlement_app
from sscsim import peers
from sscsim.demo_people import DEMO_PEOPLE, LIN_XIAO
from sscsim.kernel.ids import identity
from tests.contract.fsi.answers import check_answer
from tests.support.bench import Bench

URL = "/fsi/api/rsfComIfsService/callService"
HOSPITAL = "H51010000003"
PIN = "471592"


def _when_asked() -> Any:
    """The settlement service, made when the first message needs it."""
    made: list[Any] = []

    def app(environ: Any, start: Any) -> Any:
        if not made:
            made.append(settlement_app())
        return made[0](environ, start)

    return app


class Desk:
    """Sends messages, each with its own msgid; `facts` are what hand-written messages speak of."""

    def __init__(self, bench: Bench) -> None:
        card, medical = card_app(), medical_app()
        self.apps = {"card": card, "medical": medical, "settlement": _when_asked()}
        peers.use_local(self.apps)
        self.bench = bench
        self.card = bench.client(card)
        self.medical = bench.client(medical)
        self.sent = 0
        self.facts = dict(self._facts())

    def _facts(self) -> Iterator[tuple[str, str]]:
        yield "nobody.number", identity.make("510100", date(1970, 1, 1), 0, "male")
        with self.bench.entered(), card_store.read() as tx:
            for someone in DEMO_PEOPLE:
                name = someone.name
                card = cards.find(tx, someone.card_id("demo"))
                assert card is not None
                yield f"{name}.number", someone.social_security_number
                yield f"{name}.psn_no", someone.person_id("demo")
                yield f"{name}.card_number", card.card_number
                yield f"{name}.card_sn", card.card_identification_code

    def code(self) -> str:
        """A fresh code of Lin Xiao's electronic card."""
        channel = {"channel_no": "CH-1", "name": "示范政务"}
        self.card.post("/v1/electronic-card-channels", channel)
        order = {
            "channel_no": "CH-1",
            "sign_no": "SN-1",
            "name": LIN_XIAO.name,
            "social_security_number": LIN_XIAO.social_security_number,
            "password": PIN,
            "face": "match",
        }
        made = self.card.post("/v1/electronic-cards", order, key="sign")
        assert made.status_code == 201, made.text
        return self.code_of(made.json["id"])

    def code_of(self, electronic_card_id: str) -> str:
        shown = self.card.post("/v1/codes", {"electronic_card_id": electronic_card_id})
        assert shown.status_code == 201, shown.text
        return str(shown.json["text"])

    def filled(self, value: Any) -> Any:
        """With `{name.fact}` replaced by the fact."""
        text = json.dumps(value, ensure_ascii=False)
        if "{rx." in text and "rx.id" not in self.facts:
            from tests.contract.fsi import prescribing  # which knows of desks

            self.facts |= prescribing.facts(self)
        if "{林晓.code}" in text and "林晓.code" not in self.facts:
            self.facts["林晓.code"] = self.code()
        for name, fact in self.facts.items():
            text = text.replace("{" + name + "}", fact)
        return json.loads(text)

    def message(self, infno: str, input_: Any, **envelope: Any) -> dict[str, Any]:
        self.sent += 1
        return {
            "infno": infno,
            "msgid": f"{HOSPITAL}20260401090000{self.sent:04d}",
            "mdtrtarea_admvs": "510100",
            "insuplc_admdvs": "",
            "recer_sys_code": "FSI_LOCAL",
            "dev_no": "null",
            "dev_safe_info": "",
            "cainfo": "",
            "signtype": "",
            "infver": "V1.0",
            "opter_type": "1",
            "opter": "0001",
            "opter_name": "窗口一",
            "inf_time": "2026-04-01 09:00:00",
            "fixmedins_code": HOSPITAL,
            "fixmedins_name": "成都市示范三级医院",
            "sign_no": "",
            "input": input_,
            **envelope,
        }

    def send(self, message: Any, url: str = URL, **at: Any) -> Any:
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        code = message.get("fixmedins_code") if isinstance(message, dict) else None
        role = "pharmacy" if isinstance(code, str) and code.startswith("P") else "hospital"
        return self.medical.post(url, body, role=role, region="510100", **at)

    def ask(self, infno: str, input_: Any, **envelope: Any) -> Any:
        answer = self.send(self.message(infno, input_, **envelope))
        assert answer.status_code == 200, answer.text
        said = json.loads(answer.text)
        check_answer(infno, said)
        return said
