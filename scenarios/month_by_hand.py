"""A month that nobody clears by itself: compared, declared, doubted, signed and paid by hand.

A region sends a daily file of its own that says something else, people decide what stands, and
a bank played from outside reports what came in and sends back what nobody knows.

Every step has its key and every date is fixed, as on the road (`scenarios/road.py`): whatever is
interrupted can be walked again, and ends in the same bytes.
"""

from datetime import date
from functools import partial
from typing import Any

from scenarios import outside, road
from scenarios.client import Client
from scenarios.road import CHENGDU, CHONGQING, NATION, Json, Walk, straight

BY_HAND = {"declaration": "by_hand", "signing": "by_hand", "payment": "by_hand"}
_NAMES = ("good", "doubted", "forgotten", "never declared", "read too low", "misread")
LOWER_FEN = 20_000
"""What Chongqing's own daily file has less of pooled fund money, for the last two."""
_DAYS = "/v1/daily-reconciliations"
_DIFFERENCES = "/v1/daily-differences"


class _Month:
    """One walk through April 2026 and what follows from it."""

    def __init__(self, owner: Client, walk: Walk) -> None:
        self.owner, self.walk = owner, walk
        self.claims: dict[str, str] = {}
        self.settlements: dict[str, str] = {}

    def post(self, path: str, body: Any = None, key: str = "") -> Json:
        made: Json = self.walk(lambda: self.owner.post(path, body, key=key or path))
        return made

    def to(self, instant: str) -> None:
        self.walk(lambda: road.calm(self.owner))
        self.walk(lambda: road.advanced(self.owner, to=f"{instant}+08:00"))

    def month(self, month: str) -> str:
        found: Json = self.walk(lambda: road.cycle_of(self.owner, month))
        return f"/v1/clearing-cycles/{found['id']}"

    def settings(self, **how: str) -> None:
        path, any_version = f"/v1/clearing-schemes/{NATION}", {"If-Match": "*"}
        self.walk(lambda: self.owner.call("PATCH", path, how, headers=any_version))

    # ---- the steps

    def settle(self) -> None:
        at = self.walk(partial(road.acting_as_hospital, self.owner, CHONGQING))
        place = self.walk(partial(road.hospital, self.owner, CHONGQING))
        for number, name in enumerate(_NAMES, start=1):
            born = date(1970, number, 8)
            patient = self.walk(partial(road.insured, self.owner, name, "何满", born, CHENGDU))
            visit = self.walk(partial(road.admitted, at, patient, place, key=name))
            made = self.walk(partial(road.settled, at, visit, key=f"settle:{name}"))
            self.claims[name] = made["claim_id"]
            self.settlements[name] = made["id"]
        at.close()

    def compare(self) -> None:
        """Chongqing's own file has less for two claims: one is corrected, one to be disputed.

        Until there is a statement to doubt, the day is open, and so it will be overdue.
        """
        at = self.walk(partial(road.acting_as, self.owner, "agency", CHONGQING))
        found: Json = self.walk(lambda: road.day_of(at, CHONGQING))
        path = f"{_DAYS}/{found['id']}/file"
        ours = self.walk(lambda: at.get(path, {"side": "treatment", "run": 1}))
        body = outside.sent(outside.changed(ours, self._lower), side="treatment")
        self.walk(lambda: at.post(path, body, key="own file"))
        self.to("2026-04-02T12:01:00")
        differing = self._differing()
        low = f"{_DIFFERENCES}/{differing['read too low']['id']}/correct"
        stands = {"side": "treatment", "reason": "以就医地明细为准"}
        self.walk(lambda: at.post(low, stands, key="correct"))
        self.post(f"{_DIFFERENCES}/{differing['misread']['id']}/dispute", {"reason": "金额不符"})
        at.close()

    def _lower(self, line: Json) -> None:
        low = [self.settlements[name] for name in ("read too low", "misread")]
        if line["settlement_id"] in low:
            for column in ("hifp_fen", "clearing_fen"):
                line[column] = int(line[column]) - LOWER_FEN

    def _differing(self) -> dict[str, Json]:
        found = self.walk(lambda: road.differences_of(self.owner, CHONGQING))
        names = {settlement_id: name for name, settlement_id in self.settlements.items()}
        return {names[each["settlement_id"]]: each for each in found}

    def declare(self) -> None:
        good, never = self.claims["good"], self.claims["never declared"]
        self.post(f"/v1/claims/{good}/declare")
        path = f"{self.month('2026-04')}/declarations"
        self.post(path, {"care_region_code": CHONGQING})
        self.post(f"/v1/claims/{never}/withdraw")

    def doubt(self) -> None:
        """Two are disputed, and one is by its daily file; all but one of them are answered."""
        body = {"reason": "重复收费", "evidence": "同一天两次收取床位费"}
        for name in ("doubted", "forgotten"):
            made = self.post(f"/v1/claims/{self.claims[name]}/dispute", body)
            if name == "doubted":
                answer = {"decision": "partly_upheld", "amount_fen": 10_000}
                self.post(f"/v1/disputes/{made['id']}/decide", answer)
        misread = self._differing()["misread"]
        whole: Json = self.walk(lambda: self.owner.get(f"{_DIFFERENCES}/{misread['id']}"))
        agreed = {"decision": "partly_upheld", "amount_fen": LOWER_FEN}
        self.post(f"/v1/disputes/{whole['dispute_id']}/decide", agreed)

    def sign(self, month: str) -> None:
        path = self.month(month)
        self.post(f"{path}/reopen")
        for region in (CHENGDU, CHONGQING):
            self.post(f"{path}/signatures", {"region_code": region}, key=f"{path}:{region}")

    def pay(self, month: str) -> None:
        """A stray amount goes back, a mistyped serial is matched by hand, a bank reports the rest.

        The bank also reports what nobody owes, and sends it back.
        """
        path = self.month(month)
        told: Json = self.walk(lambda: self.owner.get(f"{path}/notices"))
        [notice] = told["notices"]
        stray = self._came(path, "STRAY", 500)
        self.post(f"{path}/receipts/{stray['id']}/return")
        typo = self._came(path, "MISTYPED", 100_000)
        known = {"notice_id": notice["id"]}
        self.post(f"{path}/receipts/{typo['id']}/match", known)
        rest = (f"{notice['bank_serial']}/1", notice["id"], notice["amount_fen"] - 100_000)
        at = self.walk(partial(road.acting_as, self.owner, "agency", CHONGQING))
        told_by_bank = outside.report("STM-1", CHONGQING, CHENGDU, ("UNKNOWN", "", 700), rest)
        back = outside.going_back("RTR-1", CHONGQING, CHENGDU, "UNKNOWN", 700)
        self.walk(lambda: at.post(f"{path}/bank-reports", told_by_bank, key="STM-1"))
        self.walk(lambda: at.post(f"{path}/bank-returns", back, key="RTR-1"))
        at.close()

    def _came(self, path: str, serial: str, fen: int) -> Json:
        body = {
            "payer_region_code": CHENGDU,
            "payee_region_code": CHONGQING,
            "amount_fen": fen,
            "bank_serial": serial,
        }
        return self.post(f"{path}/receipts", body, key=f"receipt:{serial}")


def a_month_by_hand(owner: Client, walk: Walk = straight) -> dict[str, str]:
    """April 2026, cleared by hand; what was doubted or forgotten goes its way until August.

    Returns the claims by what becomes of them.
    """
    month = _Month(owner, walk)
    month.settings(**BY_HAND)
    month.settle()
    month.to("2026-04-02T12:00:00")  # the first of April is compared
    month.compare()
    month.declare()
    month.to("2026-05-21T12:00:00")  # April has its statements
    month.doubt()
    month.sign("2026-04")
    month.to("2026-06-01T12:00:00")  # and its notices
    month.pay("2026-04")
    month.to("2026-06-26T12:00:00")  # nobody signed May: it is carried over
    month.post(f"{month.month('2026-06')}/abort")
    month.to("2026-08-21T12:00:00")  # what was never declared is too late for any month
    month.post(f"/v1/claims/{month.claims['never declared']}/reimburse")
    return month.claims
