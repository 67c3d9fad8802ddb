"""Pricing bills under another policy. Reads; writes nothing."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.medical import problems, terms
from services.medical.domain import asked, what_if
from services.medical.domain.fee_lines import Split
from services.medical.domain.kinds import Occasion
from services.medical.domain.rules import Stay, Terms
from services.medical.domain.what_if import Bill, Changed
from services.medical.store import packs, settlements, store
from sscsim import policy, world
from sscsim.kernel.problems import FieldError, Problem, Text

MOST_BILLS = 2_000


def compare(
    under: Mapping[str, Any],
    bills: Sequence[Mapping[str, Any]] | None = None,
    stored: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Bills that are sent, or a stored year of a region, under the policy of their day and
    under another.

    TooManyBills, PackRefused, PolicyMissing and FigureMissing.
    """
    if (bills is None) == (stored is None):
        raise problems.OneSetOfBills()
    with store.read() as tx:
        chosen = _sent(bills) if bills is not None else _stored(tx, stored or {})
        regions = {bill.home_region_code for bill in chosen} | {under.get("region_code", "")}
        own = {region: packs.text_of(tx, region) for region in regions if region}
    now = _Policies(own)
    other = _Policies(own, **under)
    changed = what_if.compare(chosen, now.terms, other.terms)
    return {"changed": changed, "summary": what_if.summary(changed)}


class _Policies:
    """The terms of a bill, read once each; `on`, `region_code` and `pack` say what is other."""

    def __init__(
        self,
        own: Mapping[str, str | None],
        on: date | None = None,
        region_code: str | None = None,
        pack: str | None = None,
    ) -> None:
        self._own, self._on, self._region, self._pack = own, on, region_code, pack
        self._kept: dict[Any, Terms] = {}

    def terms(self, bill: Bill) -> Terms:
        region = self._region or bill.home_region_code
        day = self._on or bill.day
        asked_for = (region, bill.occasion, day)
        if asked_for not in self._kept:
            text = self._pack or self._own.get(region)
            try:
                self._kept[asked_for] = terms.benefit(*asked_for, text)
            except policy.PolicyError as fault:
                raise _pack_refused(fault) from None
        return self._kept[asked_for]


def _pack_refused(fault: Exception) -> Problem:
    message = Text(zh="{fault}", en="{fault}")
    where = FieldError("policy_pack", message, pointer="/under/pack", params={"fault": fault})
    return problems.PackRefused(errors=[where], fault=fault)


def _sent(bills: Sequence[Mapping[str, Any]]) -> list[Bill]:
    found = [
        Bill(
            id=f"bill-{number}",
            person_id=sent["person"],
            home_region_code=sent["home_region_code"],
            occasion=_occasion(sent),
            day=sent["discharge_date"],
            split=Split(sent["own_pay"], sent["over_limit"], sent["preself"], sent["in_scope"]),
            stay=Stay(
                sent["level"],
                sent["category"],
                sent["treatment"],
                frozenset(sent["entitlements"]),
                age=sent.get("age"),
            ),
        )
        for number, sent in enumerate(bills, start=1)
    ]
    return sorted(found, key=lambda bill: (bill.day, int(bill.id.removeprefix("bill-"))))


def _occasion(sent: Mapping[str, Any]) -> Occasion:
    """KindIncomplete, KindNotInsured where the kind and what is said beside it don't agree."""
    occasion = Occasion(
        sent["insurance_kind"],
        sent["visit_kind"],
        sent["category"],
        sent.get("disease"),
        sent.get("delivery"),
        sent["has_prescription"],
    )
    occasion.check()
    return occasion


def _stored(tx: Any, chosen: Mapping[str, Any]) -> list[Bill]:
    world.require_region(chosen["home_region_code"])
    rows = settlements.standing(tx, limit=MOST_BILLS + 1, **chosen)
    if len(rows) > MOST_BILLS:
        raise problems.TooManyBills(most=MOST_BILLS)
    return [_bill_of(row) for row in rows]


def _bill_of(row: Any) -> Bill:
    stay = asked.read(row.request)
    return Bill(
        id=row.id,
        person_id=stay.person_id,
        home_region_code=stay.home_region_code,
        occasion=stay.occasion,
        day=stay.discharge_date,
        split=stay.bill,
        stay=Stay(
            stay.level,
            stay.category,
            row.treatment,
            frozenset(stay.entitlements),
            stay.hospital_part,
            stay.age,
        ),
    )


COLUMNS = (
    "id", "person_id", "discharge_date", "total_fen", "fund_pay_before_fen", "fund_pay_after_fen",
    "person_part_before_fen", "person_part_after_fen", "person_part_difference_fen", "first_step",
)  # fmt: skip


def table(changed: Sequence[Changed]) -> str:
    """The same as CSV (RFC 4180), a line a bill."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    for one in changed:
        steps = one.steps()
        lines.writerow(
            (
                one.bill.id,
                one.bill.person_id,
                one.bill.day.isoformat(),
                one.bill.split.total.fen,
                one.before.fund_pay.fen,
                one.after.fund_pay.fen,
                one.before.person_part.fen,
                one.after.person_part.fen,
                one.person_difference.fen,
                steps[0].rule if steps else "",
            )
        )
    return out.getvalue()
