"""A clinic that sends whole roads of messages: card and medical here, the exchange by hand."""

from typing import Any

from services.card import create_app as card_app
from services.medical import create_app as medical_app
from services.medical.faces.fsi import catalogue, profiles
from sscsim import peers
from tests.contract.fsi.answers import check_answer
from tests.contract.fsi.desk import HOSPITAL, URL, Desk
from tests.support.bench import Bench
from tests.unit.medical.conftest import Exchange

AMOXICILLIN = "XJ01CAX990A001010199001"
"""Class A in Chengdu and in Demo City, limit 9.80."""


SERVICES = "by service"
"""An address a service, where the specification's list has one."""


class Clinic(Desk):
    """A `Desk` with an exchange; the hospital is that of the envelope, and so is its region."""

    def __init__(self, bench: Bench) -> None:
        card, medical, self.exchange = card_app(), medical_app(), Exchange()
        peers.use_local({"card": card, "medical": medical, "settlement": self.exchange.app()})
        self.bench = bench
        self.card = bench.client(card)
        self.medical = bench.client(medical)
        self.sent = 0
        self.speaks = "lenient"
        self.address = URL
        self.facts = dict(self._facts())

    def speak(self, profile: str, address: str = URL) -> None:
        """By this profile, to an address; `{infno}` in it is the number's."""
        body = {"signatures": "lenient", "profile": profile, "institutions": {}}
        path = "/internal/v1/hospital-interface"
        answer = self.medical.call("PUT", path, body, role="service")
        assert answer.status_code == 200, answer.text
        self.speaks, self.address = profile, address

    def post(self, message: dict[str, Any], url: str | None = None) -> Any:
        region = message.get("mdtrtarea_admvs") or "510100"
        address = self._address(message["infno"]) if url is None else url
        role = "pharmacy" if message["fixmedins_code"].startswith("P") else "hospital"
        return self.medical.post(address, message, role=role, region=region)

    def _address(self, infno: str) -> str:
        """Where this number goes: one address for all, its own, or that of its service."""
        known = catalogue.find(infno)
        own = known.path if known is not None and self.address == SERVICES else None
        return own or self.address.replace(SERVICES, "/fsi/{infno}").replace("{infno}", infno)

    def answer(self, message: dict[str, Any], url: str | None = None) -> dict[str, Any]:
        """The answer, looked at by the tables of its number."""
        sent = self.post(message, url)
        assert sent.status_code == 200, sent.text
        said: dict[str, Any] = sent.json
        check_answer(message["infno"], said, profiles.builtin()[self.speaks])
        return said

    def ask(self, infno: str, input_: Any, **envelope: Any) -> dict[str, Any]:
        return self.answer(self.message(infno, input_, **envelope))

    def good(self, infno: str, input_: Any, **envelope: Any) -> dict[str, Any]:
        """The output of a success; None where there is none."""
        said = self.ask(infno, input_, **envelope)
        assert said["infcode"] == 0, said["err_msg"]
        output: dict[str, Any] = said["output"]
        return output

    def refusal(self, infno: str, input_: Any, **envelope: Any) -> str:
        said = self.ask(infno, input_, **envelope)
        assert (said["infcode"], said["output"], said["inf_refmsgid"]) == (-1, None, None), said
        text: str = said["err_msg"]
        return text

    # -- the messages of an outpatient

    def shown(self, name: str) -> dict[str, str]:
        """Somebody's identity card, as the numbers of this road have it."""
        return {
            "mdtrt_cert_type": "02",
            "mdtrt_cert_no": self.facts[f"{name}.number"],
            "psn_cert_type": "01",
            "certno": self.facts[f"{name}.number"],
            "psn_name": name,
            "psn_type": "11",
        }

    def register(self, name: str = "林晓", **more: Any) -> str:
        """2201; the number of the visit."""
        envelope = {key: more.pop(key) for key in _ENVELOPE if key in more}
        data = {
            "psn_no": self.facts[f"{name}.psn_no"],
            "insutype": "310",
            "begntime": "2026-04-01 08:30:00",
            **self.shown(name),
            "ipt_otp_no": "MZ0001",
            "dept_code": "A03",
            "dept_name": "内科",
            "caty": "A03",
            **more,
        }
        told = self.good("2201", {"data": data}, **envelope)["data"]
        assert (told["psn_no"], told["ipt_otp_no"]) == (data["psn_no"], data["ipt_otp_no"])
        number: str = told["mdtrt_id"]
        return number

    def seen(self, visit: str, name: str = "林晓", *codes: str, **more: Any) -> dict[str, Any]:
        """The input of 2203."""
        return {
            "mdtrtinfo": {
                "mdtrt_id": visit,
                "psn_no": self.facts[f"{name}.psn_no"],
                "med_type": "11",
                "begntime": "2026-04-01 08:40:00",
                "dise_codg": "E78.500x901",
                "dise_name": "高脂血症",
                **more,
            },
            "diseinfo": [
                diagnosis(code, ordinal)
                for ordinal, code in enumerate(codes or ("E78.500x901",), start=1)
            ],
        }

    def line(self, visit: str, number: str, name: str = "林晓", **more: Any) -> dict[str, Any]:
        """A line of 2204: amoxicillin, 100 boxes at 9.80, in the batch B1."""
        made = {
            "feedetl_sn": number,
            "mdtrt_id": visit,
            "psn_no": self.facts[f"{name}.psn_no"],
            "chrg_bchno": "B1",
            "rx_circ_flag": "0",
            "fee_ocur_time": "2026-04-01 08:50:00",
            "med_list_codg": AMOXICILLIN,
            "medins_list_codg": "YP001",
            "cnt": 100,
            "pric": 9.8,
            "bilg_dept_codg": "A03",
            "bilg_dept_name": "内科",
            "bilg_dr_codg": "D001",
            "bilg_dr_name": "李安宁",
            "hosp_appr_flag": "0",
            **more,
        }
        made.setdefault("det_item_fee_sumamt", round(made["cnt"] * made["pric"], 2))
        return made

    def bill(self, visit: str, total: float, name: str = "林晓", **more: Any) -> dict[str, Any]:
        """The data of 2206; of 2207 where the four sums are among what is said."""
        return {
            "psn_no": self.facts[f"{name}.psn_no"],
            **self.shown(name),
            "med_type": "11",
            "medfee_sumamt": total,
            "psn_setlway": "01",
            "mdtrt_id": visit,
            "chrg_bchno": "B1",
            "insutype": "310",
            "acct_used_flag": "1",
            **more,
        }

    def settled(self, visit: str, name: str = "林晓", **more: Any) -> dict[str, Any]:
        """2207 of a bill of 980.00, all of it in scope: the output."""
        envelope = {key: more.pop(key) for key in _ENVELOPE if key in more}
        return self.good("2207", {"data": {**self.bill(visit, 980, name), **IN_SCOPE, **more}},
                         **envelope)  # fmt: skip


_ENVELOPE = ("msgid", "fixmedins_code", "mdtrtarea_admvs", "insuplc_admdvs")
IN_SCOPE = {
    "fulamt_ownpay_amt": 0,
    "overlmt_selfpay": 0,
    "preselfpay_amt": 0,
    "inscp_scp_amt": 980,
}
IN_DEMO_CITY = {"fixmedins_code": "H99010000003", "mdtrtarea_admvs": "990100"}
assert HOSPITAL == "H51010000003"


def diagnosis(code: str, ordinal: int, **more: Any) -> dict[str, Any]:
    return {
        "diag_type": "1",
        "diag_srt_no": ordinal,
        "diag_code": code,
        "diag_name": "诊断",
        "diag_dept": "内科",
        "dise_dor_no": "D001",
        "dise_dor_name": "李安宁",
        "diag_time": "2026-04-01 08:45:00",
        "vali_flag": "1",
        **more,
    }
