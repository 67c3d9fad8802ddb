"""A ward's part of a hospital system: stays by message, and what it says of them."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from services.medical.faces.fsi import identities
from services.medical.store import store, tables, tables_register
from services.settlement import create_app as settlement_app
from sscsim import peers
from sscsim.demo_people import SEED
from sscsim.kernel.ids.resource import resource_id
from tests.contract.fsi.desk import HOSPITAL, Desk
from tests.support.bench import Bench

SETTLE = {"psn_setlway": "01", "mid_setl_flag": "0", "acct_used_flag": "1", "insutype": "310"}
WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Line:
    """The line to the settlement service: so many answers are lost on the way back, after the
    effect, and so many questions before it."""

    def __init__(self, app: WsgiApp) -> None:
        self.app, self.lose, self.swallow = app, 0, 0
        self.asked: list[str] = []

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        self.asked.append(path)
        if path == "/internal/v1/exchanges" and self.swallow:
            self.swallow -= 1
            return self._nothing(start)
        if path == "/internal/v1/exchanges" and self.lose:
            self.lose -= 1
            list(self.app(environ, lambda *_: None))
            return self._nothing(start)
        return self.app(environ, start)

    @staticmethod
    def _nothing(start: Any) -> Iterator[bytes]:
        start("504 Gateway Timeout", [("Content-Type", "text/plain")])
        return iter((b"",))


class Ward(Desk):
    """Beside the desk: the settlement service, and forms of a stay. Today is 2026-04-01."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.line = Line(settlement_app())
        peers.use_local({**self.apps, "settlement": self.line})

    # ---- forms

    def admission(self, name: str = "林晓", **more: Any) -> dict[str, Any]:
        psn_no = self.facts[f"{name}.psn_no"]
        of_visit = {
            "psn_no": psn_no,
            "insutype": "310",
            "begntime": "2026-03-25 10:00:00",
            "mdtrt_cert_type": "02",
            "mdtrt_cert_no": self.facts[f"{name}.number"],
            "med_type": "2101",
            "ipt_no": "ZY0001",
            "atddr_no": "0007",
            "chfpdr_name": "李医生",
            "adm_diag_dscr": "肺炎",
            "adm_dept_codg": "A03",
            "adm_dept_name": "内科",
            "adm_bed": "12",
            "dscg_maindiag_code": "J18.900x901",
            "dscg_maindiag_name": "肺炎",
            **more,
        }
        return {"mdtrtinfo": of_visit, "diseinfo": [self.diagnosis(psn_no)]}

    def diagnosis(self, psn_no: str, **more: Any) -> dict[str, Any]:
        return {
            "psn_no": psn_no,
            "diag_type": "1",
            "maindiag_flag": "1",
            "diag_srt_no": 1,
            "diag_code": "J18.900x901",
            "diag_name": "肺炎",
            "diag_dept": "A03",
            "dise_dor_no": "0007",
            "dise_dor_name": "李医生",
            "diag_time": "2026-03-25 11:00:00",
            **more,
        }

    def fee(self, stay: "Stay", number: str, item: str, cnt: Any, pric: Any, **more: Any) -> Any:
        amount = (Decimal(str(cnt)) * Decimal(str(pric))).quantize(Decimal("0.01"), "ROUND_HALF_UP")
        return {
            "feedetl_sn": number,
            "init_feedetl_sn": "",
            **stay.key,
            "med_type": "2101",
            "fee_ocur_time": "2026-03-26 09:00:00",
            "med_list_codg": item,
            "medins_list_codg": "HIS-1",
            "det_item_fee_sumamt": str(amount),
            "cnt": str(cnt),
            "pric": str(pric),
            "bilg_dept_codg": "A03",
            "bilg_dept_name": "内科",
            "bilg_dr_codg": "0007",
            "bilg_dr_name": "李医生",
            **more,
        }

    def good(self, infno: str, input_: Any, **envelope: Any) -> Any:
        answer = self.ask(infno, input_, **envelope)
        assert answer["infcode"] == 0, answer["err_msg"]
        return answer["output"]

    def bad(self, infno: str, input_: Any, **envelope: Any) -> str:
        answer = self.ask(infno, input_, **envelope)
        assert (answer["infcode"], answer["output"]) == (-1, None), answer
        return str(answer["err_msg"])

    def admitted(self, name: str = "林晓", home: str = "", **more: Any) -> "Stay":
        made = self.good("2401", self.admission(name, **more), insuplc_admdvs=home)
        key = {"mdtrt_id": made["result"]["mdtrt_id"], "psn_no": self.facts[f"{name}.psn_no"]}
        return Stay(self, key, name, home)

    # ---- the other face

    def begun_elsewhere(self, name: str) -> str:
        body = {
            "person_id": self.facts[f"{name}.psn_no"],
            "institution_id": resource_id("ins", SEED, "medical", HOSPITAL),
            "insurance_kind": "employee_basic_medical",
            "admission_date": "2026-03-25",
        }
        made = self.medical.post("/v1/visits", body, key="admit")
        assert made.status_code == 201, made.text
        return str(made.json["id"])

    def charged_elsewhere(self, visit_id: str, quantity: int, yuan: int) -> str:
        line = {"item_class": "A", "quantity": quantity, "unit_price_fen": yuan * 100}
        path = f"/v1/visits/{visit_id}/fee-lines"
        made = self.medical.post(path, {"fee_lines": [line]}, key=f"charge-{yuan}")
        assert made.status_code == 201, made.text
        return str(made.json["data"][0]["id"])

    def rows(self) -> list[int]:
        """How many rows there are of whatever a message of a stay could write."""
        kept = (
            tables.visits,
            tables.fee_lines,
            tables.fee_line_withdrawals,
            tables.visit_diagnoses,
            tables.settlements,
            tables_register.interface_visits,
            tables_register.interface_lines,
            tables_register.interface_settlements,
            tables_register.interface_messages,
        )
        with self.bench.entered(role="system"), store.read() as tx:
            return [len(tx.all(table.select())) for table in kept]

    def holds(self) -> None:
        """No law of the medical store is broken."""
        found = self.medical.get("/internal/v1/invariants", role="service").json
        broken = {law["id"]: law["counterexample"] for law in found["checks"] if not law["holds"]}
        assert broken == {}


class Stay:
    """One stay: its messages, in the order in which they succeeded, and its lines."""

    def __init__(self, ward: Ward, key: dict[str, str], name: str, home: str) -> None:
        self.ward, self.key, self.name, self.home = ward, key, name, home
        self.told: dict[str, dict[str, Any]] = {}
        self.done = [identities.Done("2401")]

    def good(self, infno: str, input_: Any, **envelope: Any) -> Any:
        output = self.ward.good(infno, input_, insuplc_admdvs=self.home, **envelope)
        self.done.append(identities.Done(infno))
        assert identities.of_visit(self.done) == []
        return output

    def bad(self, infno: str, input_: Any) -> str:
        return self.ward.bad(infno, input_, insuplc_admdvs=self.home)

    def form(self, number: str, item: str, cnt: Any, pric: Any, **more: Any) -> Any:
        return self.ward.fee(self, number, item, cnt, pric, **more)

    def charge(self, *lines: Any) -> list[dict[str, Any]]:
        told = self.good("2301", {"feedetail": list(lines)})["result"]
        for line in told:
            assert identities.of_line(line) == []
            self.told[line["feedetl_sn"]] = line
        return list(told)

    def refuse_lines(self, *lines: Any) -> str:
        return self.bad("2301", {"feedetail": list(lines)})

    def withdraw(self, *numbers: str) -> None:
        self.good("2302", {"data": [{"feedetl_sn": number, **self.key} for number in numbers]})
        for number in list(self.told) if "0000" in numbers else numbers:
            self.told.pop(number, None)

    def discharge_form(self, on: str = "2026-03-30", **more: Any) -> dict[str, Any]:
        return {
            "dscginfo": {
                **self.key,
                "insutype": "310",
                "endtime": f"{on} 08:30:00",
                "dscg_dept_codg": "A03",
                "dscg_dept_name": "内科",
                "dscg_way": "1",
                **more,
            },
            "diseinfo": [self.ward.diagnosis(self.key["psn_no"], mdtrt_id=self.key["mdtrt_id"])],
        }

    def discharge(self, on: str = "2026-03-30", **more: Any) -> None:
        self.good("2402", self.discharge_form(on, **more))

    def undo_discharge(self) -> None:
        self.good("2405", {"data": self.key})

    def undo(self) -> None:
        self.good("2404", {"data": self.key})

    def bill(self, total: str, **more: Any) -> dict[str, Any]:
        """What 2303 and 2304 are asked with."""
        of_person = {
            "mdtrt_cert_type": "02",
            "mdtrt_cert_no": self.ward.facts[f"{self.name}.number"],
        }
        return {"data": {**self.key, **SETTLE, **of_person, "medfee_sumamt": total, **more}}

    def try_(self, total: str, lines: bool = True, **more: Any) -> Any:
        """`lines`: whether all of them were sent by message."""
        return self.looked_at("2303", self.bill(total, **more), lines)

    def settle(self, total: str, **more: Any) -> Any:
        return self.looked_at("2304", self.bill(total, **more))

    def looked_at(self, infno: str, form: Any, lines: bool = True) -> Any:
        output = self.good(infno, form)
        found, parts = output["setlinfo"], output["setldetail"]
        msgid = f"{HOSPITAL}20260401090000{self.ward.sent:04d}"
        flag = form["data"]["acct_used_flag"]
        assert identities.of_settlement(found, parts, msgid=msgid, acct_used_flag=flag) == []
        if lines and form["data"]["mid_setl_flag"] == "0":
            assert identities.of_lines(list(self.told.values()), found) == []
        return found

    def change_form(self, *diagnoses: Any, **more: Any) -> dict[str, Any]:
        """What 2403 is asked with, with these rows of diagnoses."""
        form = self.ward.admission(self.name)["mdtrtinfo"]
        form["ipt_otp_no"] = form.pop("ipt_no")
        rows = [{**row, "mdtrt_id": self.key["mdtrt_id"]} for row in diagnoses]
        return {"adminfo": {**form, **self.key, **more}, "diseinfo": rows}

    def change(self, *diagnoses: Any, **more: Any) -> None:
        self.good("2403", self.change_form(*diagnoses, **more))

    def take_back_of(self, setl_id: str) -> Any:
        return self.good("2305", {"data": {**self.key, "setl_id": setl_id}})["setlinfo"]

    def take_back(self, settled: Any) -> Any:
        found = self.good("2305", {"data": {**self.key, "setl_id": settled["setl_id"]}})["setlinfo"]
        before = Decimal(str(settled["balc"]))
        assert identities.of_reversal(found, settled, balance_before=before) == []
        return found
