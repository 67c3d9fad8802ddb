"""Hand-written messages about what was settled: `settled/*.yaml`, in the order of the file.

On 1 April 2026 an employee insured in Chengdu, Lin Xiao, was twice an outpatient of the level 3
hospital there, each time for 500.00 of class A; the second bill was taken back. It is May now.

    deductible 200.00 a year, 50 %, account 300.00
    first:  (500.00 - 200.00) x 50 % = 150.00; of 350.00 the account pays 300.00, cash 50.00
    second: 500.00 x 50 % = 250.00; nothing is left in the account, cash 250.00

Files that were sent before are facts: `{file.right}` has all three rows, `{file.one_row}` lacks
the negative row of the refund, `{file.wrong}` has 149.99 from the funds for the first bill and
200.00 for the second.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.medical.flows.interface import files
from services.medical.store import store
from sscsim import clock
from sscsim.demo_people import LIN_XIAO
from sscsim.kernel.ids.resource import resource_id
from tests.conftest import using
from tests.contract.fsi.answers import check_answer
from tests.contract.fsi.desk import HOSPITAL, Desk
from tests.contract.fsi.test_fsi_messages import KEYS, compare
from tests.support.bench import Bench

FILES = sorted((Path(__file__).parent / "settled").glob("*.yaml"))
MESSAGES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in FILES
    for case in yaml.safe_load(file.read_text("utf-8"))
]
MAY = datetime(2026, 5, 6, 9, 0, tzinfo=clock.SHANGHAI)
AT = {"role": "hospital", "region": "510100"}


class SettledDesk(Desk):
    """The desk, after three bills."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        first, second = self._settled("first"), self._settled("second")
        back = self._made(f"/v1/settlements/{second['id']}/reverse", None, "back")
        self.facts |= {"first": first["id"], "second": second["id"], "back": back["id"]}
        bench.at(MAY)
        right = [_row(first), _row(second), _row(back)]
        self.facts["file.right"] = self._file(right)
        self.facts["file.one_row"] = self._file(right[:2])
        wrong = [_row(first, "149.99"), _row(second, "200.00"), right[2]]
        self.facts["file.wrong"] = self._file(wrong)

    def _made(self, path: str, body: Any, key: str) -> dict[str, Any]:
        answer = self.medical.post(path, body, key=key, **AT)
        assert answer.status_code in (200, 201), answer.text
        return answer.json  # type: ignore[no-any-return]

    def _settled(self, key: str) -> dict[str, Any]:
        visit = self._made(
            "/v1/visits",
            {
                "person_id": LIN_XIAO.person_id(self.bench.seed),
                "institution_id": resource_id("ins", self.bench.seed, "medical", HOSPITAL),
                "insurance_kind": LIN_XIAO.insurance_kind,
                "kind": "outpatient",
                "admission_date": "2026-04-01",
            },
            f"visit {key}",
        )
        line = {"item_class": "A", "quantity": 1, "unit_price_fen": 50_000}
        self._made(f"/v1/visits/{visit['id']}/fee-lines", {"fee_lines": [line]}, f"lines {key}")
        return self._made("/v1/settlements", {"visit_id": visit["id"]}, key)

    def _file(self, rows: list[str]) -> str:
        with self.bench.entered(role="hospital"), store.write() as tx:
            return files.put(tx, HOSPITAL, "details.txt", "".join(rows).encode())


def _row(bill: dict[str, Any], fund: str | None = None) -> str:
    """As a line of the file of details."""
    amounts = [f"{bill[name] / 100:.2f}" for name in ("total_fen", "fund_pay_fen")]
    amounts[1] = fund or amounts[1]
    account = f"{bill['account_pay_fen'] / 100:.2f}"
    refund = "1" if bill["kind"] == "reversal" else "0"
    ids = (bill["id"], bill["visit_id"], bill["person_id"])
    return "\t".join((*ids, *amounts, account, refund)) + "\n"


@pytest.fixture(scope="module")
def desk(data_dir: Path) -> Iterator[SettledDesk]:
    for _ in using("sqlite", "", data_dir):
        bench = Bench(preset="demo").make()
        yield SettledDesk(bench)
        bench.drop()


@pytest.mark.parametrize("case", MESSAGES)
def test_a_message_about_what_was_settled_has_its_answer(
    desk: SettledDesk, case: dict[str, Any]
) -> None:
    assert set(case) <= {*KEYS, "keep"}, "no key that nobody looks at"
    message = desk.message(case["infno"], desk.filled(case["input"]))
    answer = json.loads(desk.send(message).text)
    assert answer["infcode"] == case.get("infcode", 0), answer["err_msg"]
    check_answer(case["infno"], answer)
    if "output" in case:
        compare(desk.filled(case["output"]), answer["output"], "output")
    if answer["infcode"] != 0:
        assert desk.filled(case["says"]) in answer["err_msg"]
    for node, rows in case.get("rows", {}).items():
        assert len(answer["output"][node]) == rows
    for fact, path in case.get("keep", {}).items():
        value: Any = answer["output"]
        for name in path.split("."):
            value = value[int(name)] if isinstance(value, list) else value[name]
        desk.facts[fact] = str(value)
