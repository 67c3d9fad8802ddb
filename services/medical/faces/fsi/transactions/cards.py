"""1161 读社会保障卡 and 1162 读医保电子凭证: who holds the card or the code, as clients of
Chongqing ask it; 1101 with one node more."""

from datetime import date
from typing import Any

from services.medical.faces.fsi import shown, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.faces.fsi.transactions.person import told
from services.medical.flows.person_information import Information
from sscsim import world


@answers("1161")
def card(call: Call) -> dict[str, Any]:
    asked = call.input["data"] | {"mdtrt_cert_type": shown.CARD}
    found = shown.person(call.institution, asked)
    read = {"cardno": asked["mdtrt_cert_no"], "card_sn": asked.get("card_sn")}
    return told(found, _day(asked)) | {"cardecinfo": _holder(found) | read}


@answers("1162")
def electronic_credential(call: Call) -> dict[str, Any]:
    """The token (ecToken) is the code that was read: the institution may show it again as the
    mdtrt_cert_no of what follows."""
    asked = call.input["data"]
    code = asked["ecQrCode"]
    found = shown.person(
        call.institution, {"mdtrt_cert_type": shown.ELECTRONIC, "mdtrt_cert_no": code}
    )
    return told(found, _day(asked)) | {"cardecinfo": _holder(found) | {"ecToken": code}}


def _day(asked: dict[str, Any]) -> date:
    begins = asked.get("begntime")
    return begins.date() if begins else world.today()


def _holder(found: Information) -> dict[str, Any]:
    return {
        "psn_name": found.name,
        "certno": found.social_security_number,
        "psn_cert_type": words.code("psn_cert_type", "identity_card"),
    }
