"""A person read (1101) and an outpatient settled (2207) by message, beside what is the least.

    python -m benchmarks.hospital_messages [--rounds 7] [--calls 40]

Through the gateway, as a hospital system calls: the world by its handle, the whole envelope, every
field of the answer. Beside them a bare Flask POST of the same body, one that keeps it as a row,
and a raw SQLite transaction of a settlement's writes; and the same settlement by REST. One
connection, taken in turns within a round; visits are registered and charged before they are timed.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.http import Caller, Stays, raw_transaction, served, settling
from benchmarks.measure import Ratio, seconds_each, shown
from scenarios import road
from sscsim.demo_people import CHEN_YU

BARE, INSERT, RAW = (
    "bare Flask POST of the message",
    "the same, kept as a row",
    "raw sqlite3 transaction",
)
READ, SETTLE, REST = "1101 through the gateway", "2207 through the gateway", "settle by REST"
URL = "/fsi/s/demo/fsi/api/rsfComIfsService/callService"
HEADERS = {"Content-Type": "application/json"}
PRICE = "10.00"


class Hospital:
    """Sends messages for an institution of the demo world; each has an id of its own."""

    def __init__(self, caller: Caller, institution: dict[str, Any], number: str) -> None:
        self.caller, self.numbers = caller, count(1)
        self.code, self.region = institution["institution_code"], institution["region_code"]
        self.number = number
        self.person = str(self.ask("1101", self.read())["baseinfo"]["psn_no"])

    def message(self, infno: str, given: dict[str, Any]) -> bytes:
        msgid = f"{self.code}{next(self.numbers):018d}"
        return json.dumps(
            {
                "infno": infno,
                "msgid": msgid,
                "mdtrtarea_admvs": self.region,
                "insuplc_admdvs": self.region,
                "recer_sys_code": "HIS",
                "infver": "1.0.0",
                "opter_type": "1",
                "opter": "001",
                "opter_name": "bench",
                "inf_time": "2026-04-01 09:00:00",
                "fixmedins_code": self.code,
                "fixmedins_name": "bench",
                "sign_no": "",
                "input": given,
            }
        ).encode()

    def ask(self, infno: str, given: dict[str, Any]) -> Any:
        answer = json.loads(self.caller.call("POST", URL, self.message(infno, given), HEADERS))
        if answer["infcode"] != 0:
            raise RuntimeError(f"{infno}: {answer['err_msg']}")
        return answer["output"]

    def read(self) -> dict[str, Any]:
        """The input of 1101: an identity card."""
        return {
            "data": {
                "mdtrt_cert_type": "02",
                "mdtrt_cert_no": self.number,
                "psn_cert_type": "01",
                "certno": self.number,
                "psn_name": "",
            }
        }

    def charged(self) -> dict[str, Any]:
        """A visit with one line, and the input of the 2207 that settles it."""
        who = {
            "psn_no": self.person,
            "mdtrt_cert_type": "02",
            "mdtrt_cert_no": self.number,
            "insutype": "310",
        }
        serial = next(self.numbers)
        begun = {
            **who,
            "begntime": "2026-04-01 08:30:00",
            "ipt_otp_no": f"B{serial}",
            "dept_code": "A03",
            "dept_name": "内科",
            "caty": "A03",
            "atddr_no": "D001",
            "dr_name": "李安宁",
        }
        visit = self.ask("2201", {"data": begun})["data"]["mdtrt_id"]
        batch = f"{serial:020d}"
        line = {
            "feedetl_sn": str(serial),
            "mdtrt_id": visit,
            "psn_no": self.person,
            "chrg_bchno": batch,
            "rxno": "",
            "rx_circ_flag": "0",
            "fee_ocur_time": "2026-04-01 08:40:00",
            "med_list_codg": "009911020000199",
            "medins_list_codg": "C1",
            "det_item_fee_sumamt": PRICE,
            "cnt": "1",
            "pric": PRICE,
            "bilg_dept_codg": "A03",
            "bilg_dept_name": "内科",
            "bilg_dr_codg": "D001",
            "bilg_dr_name": "李安宁",
            "hosp_appr_flag": "1",
        }
        self.ask("2204", {"feedetail": [line]})
        settled = {
            **who,
            "med_type": "11",
            "medfee_sumamt": PRICE,
            "psn_setlway": "01",
            "mdtrt_id": visit,
            "chrg_bchno": batch,
            "acct_used_flag": "0",
            "fulamt_ownpay_amt": "0",
            "overlmt_selfpay": "0",
            "preselfpay_amt": "0",
            "inscp_scp_amt": PRICE,
        }
        return {"data": settled}


def measured(folder: Path, rounds: int, calls: int) -> tuple[dict[str, list[float]], list[Ratio]]:
    """Costs in seconds by name, and the ratios."""
    costs: dict[str, list[float]] = {n: [] for n in (BARE, INSERT, RAW, READ, SETTLE, REST)}
    with served(folder) as port:
        caller, stays = Caller(port), Stays(port, CHEN_YU, road.DEMO_CITY)
        hospital = Hospital(caller, stays.place, CHEN_YU.social_security_number)
        raw = raw_transaction(folder)
        for number in range(rounds + 1):  # the first one makes stores and isn't counted
            ready = iter([hospital.charged() for _ in range(calls)])
            visits = stays.admit(calls)
            work: dict[str, Callable[[], object]] = {
                BARE: partial(_bare, hospital, "/bare"),
                INSERT: partial(_bare, hospital, "/bare-insert"),
                RAW: raw,
                READ: partial(_sent, hospital, "1101", hospital.read()),
                SETTLE: partial(_settled, hospital, ready),
                REST: settling(caller, visits, road.DEMO_CITY),
            }
            for name, call in work.items():
                took = seconds_each(call, calls)
                if number:
                    costs[name].append(took)
        caller.connection.close()

    def times(name: str, *limits: str) -> list[float]:
        least = [sum(each) for each in zip(*(costs[limit] for limit in limits), strict=True)]
        return [a / b for a, b in zip(costs[name], least, strict=True)]

    return costs, [
        Ratio("1101, so many times as long", BARE, "none set", times(READ, BARE)),
        Ratio("1101, the same", INSERT, "none set", times(READ, INSERT)),
        Ratio("2207, the same", f"{BARE} + {RAW}", "none set", times(SETTLE, BARE, RAW)),
        Ratio("2207, the same", REST, "none set", times(SETTLE, REST)),
    ]


def _bare(hospital: Hospital, path: str) -> None:
    hospital.caller.call("POST", path, hospital.message("1101", hospital.read()), HEADERS)


def _sent(hospital: Hospital, infno: str, given: dict[str, Any]) -> None:
    hospital.ask(infno, given)


def _settled(hospital: Hospital, ready: Iterator[dict[str, Any]]) -> None:
    hospital.ask("2207", next(ready))


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.hospital_messages")
    options.add_argument("--rounds", type=int, default=7, help="counted rounds (7)")
    options.add_argument("--calls", type=int, default=40, help="calls a round and cost (40)")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="ssc-bench-") as folder:
        shown(*measured(Path(folder), given.rounds, given.calls))


if __name__ == "__main__":
    main()
