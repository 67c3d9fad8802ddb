"""The roads that kill tests walk, the points each of them passes, and who walks them.

A road is walked on a simulator in processes of its own, however often it is killed or its
broker loses things; in the end its canonical export has the bytes of the same road in one
process on which nothing happened.
"""

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from scenarios import road
from scenarios.client import Client
from scenarios.commute_day import a_day_of_taps
from scenarios.month_by_hand import a_month_by_hand
from scenarios.month_of_mistakes import a_month_of_mistakes
from scenarios.reading_road import reading
from scenarios.road import again_and_again
from scenarios.travel_road import travelling
from sscsim import failpoints
from tests.conftest import pg_url, redis_url
from tests.support.simulator import Simulator
from tests.support.topologies import SEED, in_process, own_stores

QUICK = {
    "SSC_VISIBILITY_TIMEOUT": "1",
    "SSC_RESTORE_INTERVAL": "1",
    "SSC_PEER_TIMEOUT_S": "3",
}
"""What Redis lost track of comes again after a second, and a dead peer is soon noticed."""

_ROOMS = ("driver.", "jobs.", "outbox.", "medical.", "settlement.")

BY_HAND = (
    "settlement.bank_report.committing",
    "settlement.bank_return.committing",
    "settlement.cycle_abort.committing",
    "settlement.cycle_overdue.committed",
    "settlement.cycle_overdue.committing",
    "settlement.cycle_reopen.committing",
    "settlement.cycle_sign_by_hand.committing",
    "settlement.declare.committing",
    "settlement.declare_all.committing",
    "settlement.dispute.deciding",
    "settlement.dispute.opening",
    "settlement.dispute_sla.committed",
    "settlement.dispute_sla.committing",
    "settlement.match.committing",
    "settlement.recon.by_hand",
    "settlement.recon.disputing",
    "settlement.recon.file_taken",
    "settlement.receive.committing",
    "settlement.reimburse.committing",
    "settlement.return.committing",
)
"""What happens only in a month that people clear."""

OF_MISTAKES = (
    "medical.apply_payment.before_commit",
    "medical.audit_application.before_commit",
    "medical.correct.after_begin",
    "medical.correct.after_exchange",
    "medical.correct.before_begin",
    "medical.correct.before_exchange",
    "medical.correct.before_result",
    "medical.correct_at_home.before_commit",
    "medical.settle.after_refusal",
    "medical.settle.before_refusal",
    "medical.submit_application.before_commit",
    "settlement.audit_deduction.booking",
    "settlement.exchange.cancelling",
    "settlement.handover.passed_on",
    "settlement.provider_application_pay.committed",
    "settlement.provider_application_pay.committing",
    "settlement.recon.asked",
    "settlement.recon.caught_up",
    "settlement.recon.rerun",
    "settlement.recon.resolving",
)
"""What happens only where something is refused, lost, corrected or applied for."""

OFF_THE_ROAD = (
    "medical.authorise_sharer.before_commit",
    "medical.cancel_filing.before_commit",
    "medical.credit_year.before_commit",
    "medical.end_sharer.before_commit",
    "medical.manual_claim.after_card",
    "medical.manual_claim.before_commit",
    "medical.payment.after_begin",
    "medical.payment.after_card",
    "medical.payment.after_refund",
    "medical.payment.before_begin",
    "medical.payment.before_refusal",
    "medical.payment.before_result",
    "medical.payment_at_counter.before_commit",
)
"""Of no clearing: what a person pays, is paid back or shares. `tests/journeys/test_money_deaths`
dies in this process where payments, manual claims and filings pass; nobody dies yet where an
account is shared or credited for a year, and in the refund and the refusal of a payment by code."""

OF_MESSAGES = (
    "medical.message_of_stay.before_commit",
    "medical.mobile_cancel.before_commit",
    "medical.mobile_upload.before_commit",
    "medical.outgoing.before_record",
    "medical.outgoing.before_try",
    "medical.prescription_cancel.before_commit",
    "medical.prescription_check.before_commit",
    "medical.prescription_dispense.before_commit",
    "medical.prescription_review.before_commit",
    "medical.prescription_upload.before_commit",
)
"""Only hospital messages pass them, and no road sends any: `tests/unit/medical/fsi` and
`tests/unit/gateway/test_hospital_receivers` die at each."""

OF_OTHER_KINDS = (
    "settlement.kind_claim.posted",
    "settlement.kind_claim.posting",
    "settlement.kind_claim.taking_back",
    "settlement.pass_month.sharing",
)
"""Behind doors of claims that are no medical bills: where rides and fines are claimed, where a
pass's month is shared, and one on no road; `tests/unit/settlement/test_kind_deaths` dies at each of
them."""

OF_RIDES = (
    "settlement.kind_claim.posted",
    "settlement.kind_claim.posting",
    "transport.authorise.before_commit",
    "transport.batch_city_pay.committing",
    "transport.batch_claim.answered",
    "transport.batch_claim.committed",
    "transport.batch_claim.committing",
    "transport.batch_close.committed",
    "transport.batch_close.committing",
    "transport.card_issue.before_commit",
    "transport.charge.before_commit",
    "transport.chip.paying",
    "transport.collect_ride.after_bank",
    "transport.collect_ride.before_commit",
    "transport.dispute.deciding",
    "transport.dispute.opening",
    "transport.forgotten.between",
    "transport.grant.before_commit",
    "transport.hot_list.loading",
    "transport.reimbursement_claim.committing",
    "transport.reimbursement_confirm.committing",
    "transport.reimbursement_pay.committed",
    "transport.reimbursement_pay.committing",
    "transport.repair.before_commit",
    "transport.report_loss.before_commit",
    "transport.settle.before_commit",
    "transport.tap.before_commit",
    "transport.tap.prepared",
    "transport.terminal_key.issuing",
    "transport.top_up.after_bank",
    "transport.top_up.after_begin",
    "transport.top_up.before_begin",
    "transport.top_up.before_result",
    "transport.top_up_cash.before_commit",
    "transport.upload.decided",
    "transport.upload.deciding",
    "transport.upload.found_out",
    "transport.upload.received",
    "transport.upload.receiving",
)
"""What a day of taps passes, from the cards to the concessions that are paid."""

OF_READING = (
    "culture.copy_arrives.before_commit",
    "culture.hold.before_commit",
    "culture.lend.before_commit",
    "culture.loan_overdue.before_commit",
    "culture.payment.after_begin",
    "culture.payment.after_card",
    "culture.payment.before_begin",
    "culture.payment.before_result",
    "culture.payment_at_desk.before_commit",
    "culture.register.before_commit",
    "culture.renew.before_commit",
    "culture.take_back.before_commit",
    "settlement.kind_claim.posted",
    "settlement.kind_claim.posting",
)
"""What books pass that are returned across a border, from the reader to the libraries' month."""

OF_TRAVEL = (
    "culture.admission.before_commit",
    "culture.admission_upload.before_commit",
    "culture.close_slot.before_commit",
    "culture.pass_activate.before_commit",
    "culture.pass_month.after_settlement",
    "culture.pass_month.before_commit",
    "culture.pass_month.closing",
    "culture.pass_order.before_commit",
    "culture.pass_payment.after_card",
    "culture.pass_payment.before_commit",
    "culture.pass_refund.before_commit",
    "culture.pass_start.before_commit",
    "culture.reservation.before_commit",
    "settlement.pass_month.sharing",
)
"""What a pass for two provinces passes, from its sale to the shares of the venues."""

OF_MOVED_INSURANCE = (
    "settlement.transfer_funds.landing",
    "settlement.transfer_paper.passed_on",
)
"""Where papers and money of insurance that moves go from one agency to another, to which no road
comes; `tests/processes/test_kill_transfers` and `tests/unit/settlement/test_transfer_deaths` die at
each of them."""

ELSEWHERE = {
    *BY_HAND,
    *OF_MISTAKES,
    *OF_OTHER_KINDS,
    *OF_MOVED_INSURANCE,
    *OFF_THE_ROAD,
    *OF_MESSAGES,
}
ON_THE_ROAD = tuple(
    name for name in failpoints.listed() if name.startswith(_ROOMS) and name not in ELSEWHERE
)


@dataclass(frozen=True, slots=True)
class Way:
    """One road: how it is walked, and the points that only it passes."""

    walk: Callable[[Client, road.Walk], Any]
    points: tuple[str, ...]


WAYS = {
    "the road": Way(road.the_road, ON_THE_ROAD),
    "by hand": Way(a_month_by_hand, BY_HAND),
    "mistakes": Way(a_month_of_mistakes, OF_MISTAKES),
    "taps": Way(a_day_of_taps, OF_RIDES),
    "books": Way(reading, OF_READING),
    "passes": Way(travelling, OF_TRAVEL),
}

patiently = partial(again_and_again, patience_s=300.0)
"""A process may die eight times in one step, and each time it takes a while to be there again."""

DATABASES = ("sqlite", "postgresql")


@contextlib.contextmanager
def stores_on(database: str) -> Iterator[dict[str, str]]:
    """The environment of a simulator on this database; nothing for SQLite and our own Valkey."""
    if database == "sqlite":
        yield {}
        return
    with own_stores(pg_url(), redis_url()) as stores:
        yield stores


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """A road on which nothing happened: its export, and the points that were passed."""

    export: bytes
    passed: frozenset[str]


@cache
def undisturbed(way: str, folder: Path, database: str = "sqlite") -> Undisturbed:
    """Walk a road in this process; once for each database."""
    passed: set[str] = set()
    place = folder / f"undisturbed-{way}-{database}".replace(" ", "-")
    place.mkdir(parents=True)
    failpoints.ear = passed.add
    url = pg_url() if database == "postgresql" else ""
    try:
        with in_process(place, url) as topology, topology.world() as owner:
            WAYS[way].walk(owner, road.straight)
            return Undisturbed(road.export(owner), frozenset(passed))
    finally:
        failpoints.ear = None


class Walker:
    """A client that walks a road on a simulator, however often it is killed."""

    def __init__(self, simulator: Simulator) -> None:
        told = simulator.ready()
        # Where one process carries all services, no service outlives another and has to
        # write down that it doesn't know.
        self.is_one_process = told["topology"] == "embedded"
        manager = Client(told["base_url"], told["admin_token"], "en")
        made = patiently(
            lambda: manager.post("/sandbox/v1/sandboxes", {"preset": "demo", "seed": SEED})
        )
        self.owner, self.sandbox = manager.again(key=made["key"]), str(made["id"])

    def moved(self, simulator: Simulator) -> None:
        """The same world in a simulator that was started again on its stores."""
        told = simulator.ready()
        self.owner = Client(told["base_url"], self.owner.key, "en")

    def walk(self, way: str) -> None:
        WAYS[way].walk(self.owner, patiently)

    def stays(self) -> None:
        road.stays(self.owner, patiently)

    def clear(self) -> None:
        patiently(lambda: road.calm(self.owner))
        # To an instant, not by a month: asked for twice, it still arrives once.
        _, cycle = patiently(lambda: road.closed_cycle(self.owner))
        assert cycle["status"] == "closed"

    def check(self, expected: bytes) -> None:
        """No dead letters, every law holds, and the export has the bytes of a quiet road."""
        assert patiently(lambda: self.owner.get("/sandbox/v1/dead-jobs"))["data"] == []
        laws = patiently(lambda: road.invariants(self.owner))
        assert laws["holds"], [law for law in laws["checks"] if not law["holds"]]
        patiently(lambda: road.calm(self.owner))
        export = patiently(lambda: road.export(self.owner))
        found = differences(export, expected)
        assert not found, found
        if self.is_one_process:
            assert export == expected


def differences(export: bytes, expected: bytes) -> list[Any]:
    """Rows that are not the same, with the columns that differ.

    A settlement that was `unknown` for a while has one version more; nothing else of it tells.
    """
    ours, theirs = json.loads(export), json.loads(expected)
    found: list[Any] = []
    for service, tables in theirs.items():
        for table, rows in tables.items():
            name, others = f"{service}.{table}", ours[service][table]
            if len(rows) != len(others):
                found.append((name, len(others), "rows, not", len(rows)))
                continue
            for one, other in zip(others, rows, strict=True):
                columns = {column for column in other if one[column] != other[column]}
                if columns and (name, columns) != ("medical.settlements", {"version"}):
                    found.append((name, {c: (one[c], other[c]) for c in sorted(columns)}))
    return found


def fired(data: Path) -> set[str]:
    """The failpoints that killed or held up a process on this data folder."""
    marks = data.glob("failpoint-*.fired")
    return {mark.name.removeprefix("failpoint-").removesuffix(".fired") for mark in marks}
