"""A pharmacy's part of a hospital system: what it sells by message, and takes back."""

from decimal import Decimal
from typing import Any

from services.medical.faces.fsi import identities
from services.medical.store import store
from sscsim.db.store import Tx
from tests.contract.fsi.clinic import Clinic

PHARMACY, OTHER = "P51010000000", "P51010000001"
AMOXICILLIN, METFORMIN = "XJ01CAX990A001010199001", "XA10BAX990A001130199013"
TRACE = "84145601234567890123"


class Counter(Clinic):
    """A `Clinic` whose forms are a pharmacy's. Today is 2026-04-01."""

    def form(
        self, name: str = "林晓", cnt: int = 100, trace: str | None = None, **line: Any
    ) -> dict[str, Any]:
        """Amoxicillin at 9.80 on a prescription on paper, which is 980.00 for a hundred."""
        drug = {
            "feedetl_sn": "1001",
            "rxno": "CF1",
            "rx_circ_flag": "1",
            "fee_ocur_time": "2026-04-01 08:31:00",
            "med_list_codg": AMOXICILLIN,
            "medins_list_codg": "YP001",
            "det_item_fee_sumamt": f"{cnt * 9.8:.2f}",
            "cnt": cnt,
            "pric": "9.80",
            "bilg_dr_name": "李安宁",
            **line,
        }
        if trace is not None:
            told = {"feedetl_sn": "1001", "drug_trac_codg": trace, "trdn_flag": "0"}
            drug["durg_trac_info"] = [told]
        info = {
            "psn_no": self.facts[f"{name}.psn_no"],
            **self.shown(name),
            "begntime": "2026-04-01 08:30:00",
            "medfee_sumamt": drug["det_item_fee_sumamt"],
            "insutype": "310",
            "acct_used_flag": "1",
            "med_type": "41",
        }
        return {"druginfo": info, "drugdetail": [drug]}

    def sale(self, form: Any, infno: str = "2102", home: str = "", at: str = PHARMACY) -> Any:
        """The message."""
        return self.message(infno, form, fixmedins_code=at, insuplc_admdvs=home)

    def sold(self, message: dict[str, Any]) -> dict[str, Any]:
        """The answer to it, by all identities of section 5."""
        answer = self.answer(message)
        assert answer["infcode"] == 0, answer["err_msg"]
        output: dict[str, Any] = answer["output"]
        info, parts, lines = output["setlinfo"], output["setldetail"], output["detlcutinfo"]
        flag = message["input"]["druginfo"]["acct_used_flag"]
        msgid = message["msgid"]
        assert identities.of_settlement(info, parts, msgid=msgid, acct_used_flag=flag) == []
        assert identities.of_one_segment(info) == []
        assert [found for line in lines for found in identities.of_line(line)] == []
        assert identities.of_lines(lines, info) == []
        return info  # type: ignore[no-any-return]

    def back(self, sold: dict[str, Any], at: str = PHARMACY) -> dict[str, Any]:
        """The message that takes a sale back."""
        asked = {name: sold[name] for name in ("setl_id", "mdtrt_id", "psn_no")}
        return self.message("2103", {"data": asked}, fixmedins_code=at)

    def taken_back(self, sold: dict[str, Any], at: str = PHARMACY) -> dict[str, Any]:
        answer = self.answer(self.back(sold, at))
        assert answer["infcode"] == 0, answer["err_msg"]
        found: dict[str, Any] = answer["output"]["setlinfo"]
        before, own = Decimal(str(found["balc"])), Decimal(str(sold["acct_pay"]))
        before -= own - Decimal(str(sold["acct_mulaid_pay"]))
        assert identities.of_reversal(found, sold, balance_before=before) == []
        return found

    def refused(self, message: dict[str, Any]) -> str:
        """The words of a refusal, which changes nothing."""
        before = self.written()
        answer = self.answer(message)
        assert (answer["infcode"], answer["output"]) == (-1, None), answer
        assert self.written() == before
        return str(answer["err_msg"])

    def written(self) -> dict[str, Any]:
        """Every row that a purchase has to do with."""
        with self.bench.entered(), store.read() as tx:
            return {name: _rows(tx, name) for name in _TABLES}

    def visits(self) -> list[tuple[str, int]]:
        """State and lines of every purchase's visit."""
        rows = self.written()["visits"]
        return [(one["status"], one["line_count"] - one["withdrawn_count"]) for one in rows]

    def holds(self) -> None:
        """No law of the medical store is broken."""
        found = self.medical.get("/internal/v1/invariants", role="service").json
        broken = {law["id"]: law["counterexample"] for law in found["checks"] if not law["holds"]}
        assert broken == {}


_TABLES = (
    *("visits", "fee_lines", "fee_line_withdrawals", "settlements"),
    *("interface_visits", "interface_lines", "interface_settlements"),
    *("pharmacy_purchases", "purchase_traces"),
)


def _rows(tx: Tx, name: str) -> list[dict[str, Any]]:
    table = store.metadata.tables[name]
    return [dict(row._mapping) for row in tx.all(table.select().order_by(table.c.seq))]
