"""The story `medical`: a year of one family, and what their bills come to.

The father goes to the doctor's, the grandmother has a chronic disease, the child an emergency in
Chongqing, and the grandfather's heart surgery reaches big illness insurance. Hospitals
reconcile, apply for their months, are audited and paid; a new year begins. Every date is moved
by the sandbox clock, and all of it happens by the public API.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console

from scenarios import medical_road as steps
from scenarios import road
from scenarios.client import Client, ClientError, WsgiApp
from scenarios.medical_road import (
    CHILD,
    FAMILY,
    FATHER,
    GRANDFATHER,
    GRANDMOTHER,
    Member,
    Walk,
)
from scenarios.road import CHENGDU, CHONGQING, DEMO_CITY, Json
from scenarios.story import Telling, amount, instant

SEED = "medical-story"
_INSURANCE = {
    road.EMPLOYEE: ("职工医保", "employees'"),
    steps.RESIDENT: ("居民医保", "residents'"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the story came to: the applications of both hospitals, and the laws."""

    applications: tuple[Json, ...]
    invariants: Json

    @property
    def holds(self) -> bool:
        """Both hospitals are paid and no law is broken."""
        paid = all(one["status"] == "paid" for one in self.applications)
        return paid and bool(self.invariants["holds"])


def play(
    base_url: str,
    key: str = "",
    lang: str = "zh",
    out: Console | None = None,
    *,
    app: WsgiApp | None = None,
) -> Outcome:
    """Play the story on a running simulator and print it; see `story.play`."""
    manager = Client(base_url, key, lang, app=app)
    world = manager.post(
        "/sandbox/v1/sandboxes", {"name": "the medical story", "preset": "demo", "seed": SEED}
    )
    client = manager.again(key=world["key"])
    walk = Walk(client)
    try:
        return _Story(client, lang, out or Console(highlight=False), walk).play()
    finally:
        walk.close()
        with contextlib.suppress(ClientError):  # what went wrong before it matters more
            manager.call("DELETE", f"/sandbox/v1/sandboxes/{world['id']}")
        client.close()
        manager.close()


class _Story(Telling):
    def __init__(self, client: Client, lang: str, out: Console, walk: Walk) -> None:
        super().__init__(client, lang, out)
        self.walk = walk

    def play(self) -> Outcome:
        self.family()
        near = self.walk.hospital(CHENGDU, "level_2")
        self.spring(near)
        away = self.walk.hospital(CHONGQING)
        emergency = self.emergency(away)
        first = self.month_in_chongqing(away, emergency)
        big = self.walk.hospital(CHENGDU)
        surgery = self.surgery(big)
        self.reconciliation(big)
        second = self.month_in_chengdu(big, surgery)
        self.new_year(near)
        return self.end((first, second))

    # ---- the parts

    def family(self) -> None:
        self.heading("一家四口", "A family of four")
        table = self.table(
            ("姓名", "Name"),
            ("出生", "Born"),
            ("参保", "Insured as"),
            ("参保地", "Insured in"),
            ("个人账户", "Account", "r"),
        )
        for someone in FAMILY:
            join = self.walk.met if someone is GRANDMOTHER else self.walk.registered
            patient = join(someone)
            table.add_row(
                someone.name,
                patient.person["birth_date"],
                self.words(*_INSURANCE[someone.insurance_kind]),
                self.name(someone.region),
                amount(someone.account_fen) if someone.account_fen else "",
            )
        self.show(table)
        self.say(f"沙箱时钟：{self.now()}", f"The sandbox clock: {self.now()}")

    def spring(self, place: Json) -> None:
        centre = self.walk.hospital(DEMO_CITY, "level_1")
        made: list[Json] = []
        pills: list[Json] = []
        for day in ("2026-04-01", "2026-05-11", "2026-06-08"):
            if made:
                self.walk.until(f"{day}T10:00:00")
            made.append(self.walk.outpatient(FATHER, place, steps.FLU, day))
            chronic = {"kind": steps.CHRONIC, "disease": "hypertension"}
            pills.append(self.walk.outpatient(GRANDMOTHER, centre, steps.PILLS, day, **chronic))
        self.heading("父亲看门诊", "The father at the outpatient clinic")
        self.say(
            f"{place['name']}，三次同样的费用。门诊起付线一年只付一次；个人负担先由个人账户支付。",
            f"{place['name']}: three bills alike. The deductible is paid once a year, and the "
            "person's part comes from the account first.",
        )
        self.bills(made)
        self.heading("外婆的慢性病", "The grandmother's chronic disease")
        self.say(
            f"{centre['name']}，门诊慢特病（高血压），已备案。此处慢特病参数只有演示市的，均为虚构。",
            f"{centre['name']}: high blood pressure, for which she is registered. Only Demo City "
            "has figures of chronic diseases here, all invented.",
        )
        self.bills(pills)

    def emergency(self, place: Json) -> Json:
        self.walk.until("2026-07-19T09:00:00")
        visit = self.walk.visited(
            CHILD,
            place,
            steps.APPENDIX,
            "emergency",
            admission_date="2026-07-15",
            discharge_date="2026-07-19",
            is_emergency=True,
        )
        made = self.walk.settled(visit, place, "emergency")
        self.heading("孩子在外省急诊", "The child's emergency in another province")
        self.facts(
            ("就医地", "Treated in", f"{self.region(CHONGQING)}, {place['name']}"),
            (
                "备案",
                "Filing",
                self.words("急诊抢救，视同已备案", "none: an emergency counts as filed"),
            ),
            ("待遇", "Counts as", made["treatment"]),
        )
        self.bills([made])
        self.say(
            "基金支付由成都承担，重庆先付给医院，次月清算。",
            "Chengdu bears what the funds pay; Chongqing pays the hospital, and is paid by the "
            "month's clearing.",
        )
        return made

    def month_in_chongqing(self, place: Json, emergency: Json) -> Json:
        month = steps.JULY
        self.walk.until("2026-08-03T09:00:00")
        self.heading("重庆医院的七月", "July at the hospital in Chongqing")
        reconciled = self.walk.reconciled(place, month, self.walk.details(place, month), "july")
        self.say(
            f"{self.now()} 对总账：{self.result(reconciled)}。",
            f"{self.now()}: totals reconciled, {self.result(reconciled)}.",
        )
        application = self.walk.applied(place, month, "july")
        wanted = {"settlement_id": emergency["id"], "amount_fen": 5_000}
        audited = self.walk.audited(
            place, application, [{**wanted, "reason_code": "overcharged"}], "july"
        )
        self.application(audited)
        operation = self.walk.until("2026-09-15T09:00:00")
        self.paid(audited, operation)
        return audited

    def surgery(self, place: Json) -> Json:
        self.walk.until("2026-09-28T15:00:00")
        visit = self.walk.visited(
            GRANDFATHER,
            place,
            steps.HEART,
            "surgery",
            admission_date="2026-09-04",
            discharge_date="2026-09-28",
        )
        first = self.walk.settled(visit, place, "surgery")
        at = self.walk.party("hospital", CHENGDU)
        road.taken_back(at, first, key="reverse:surgery")
        withdrawn = self.client.every(f"/v1/visits/{visit['id']}/fee-lines")[-1]
        self.heading("祖父的大病", "The grandfather's heart surgery")
        self.say(
            f"{place['name']}，24 天，总费用 {amount(first['total_fen'])}。第一次结算后发现多计"
            f"丙类费用 {amount(withdrawn['amount_fen'])}：冲正、退费、重新结算。",
            f"{place['name']}, 24 days, {amount(first['total_fen'])}. After it is settled, class C "
            f"items of {amount(withdrawn['amount_fen'])} turn out to be charged too much: it is "
            "reversed, they are withdrawn, and it is settled again.",
        )
        at.post(
            f"/v1/visits/{visit['id']}/fee-lines/withdraw",
            {"fee_line_ids": [withdrawn["id"]]},
            key="withdraw:surgery",
        )
        made = self.walk.settled(visit, place, "surgery:again")
        self.shares(made)
        return made

    def reconciliation(self, place: Json) -> None:
        month = steps.SEPTEMBER
        self.walk.until("2026-10-09T09:00:00")
        centre = self.walk.details(place, month)
        own = [line for line in centre if not line["is_refund"]]
        made = self.walk.reconciled(place, month, own, "september")
        self.heading("月末对账", "Reconciliation at the month's end")
        self.say(
            f"{self.now()} 医院系统漏记了冲正，对总账：{self.result(made)}。",
            f"{self.now()}: the hospital's system has missed the reversal: {self.result(made)}.",
        )
        table = self.table(
            ("", ""), ("笔数", "Bills", "r"), ("总费用", "Total", "r"), ("基金", "Funds", "r")
        )
        for zh, en, name in (
            ("医院", "Hospital", "stated"),
            ("中心", "Centre", "counted"),
            ("差", "Difference", "difference"),
        ):
            of = made[name]
            table.add_row(
                self.words(zh, en),
                str(of["count"]),
                amount(of["total_fen"]),
                amount(of["fund_pay_fen"]),
            )
        self.show(table)
        made = self.walk.detailed(place, made, own, "september")
        for difference in self.walk.differences(made):
            self.say(
                f"对明细账：一致 {made['matched_count']} 笔；{difference['kind']} "
                f"{amount(difference['counted_total_fen'])}（退费）。医院确认，以中心为准。",
                f"Bill by bill: {made['matched_count']} match, {difference['kind']} "
                f"{amount(difference['counted_total_fen'])} (a refund). The hospital accepts it.",
            )
            self.walk.resolved(place, difference, "HIS 漏记退费，以中心为准")
        again = self.client.get(f"/v1/reconciliations/{made['id']}")
        self.say(f"对账状态：{again['status']}。", f"The reconciliation is {again['status']}.")

    def month_in_chengdu(self, place: Json, surgery: Json) -> Json:
        self.heading("费用申报、审核与拨付", "Applied for, audited and paid")
        application = self.walk.applied(place, steps.SEPTEMBER, "september")
        wanted = {"settlement_id": surgery["id"], "amount_fen": 126_000}
        audited = self.walk.audited(
            place, application, [{**wanted, "reason_code": "out_of_scope"}], "september"
        )
        self.application(audited)
        operation = self.walk.until("2026-10-21T09:00:00")
        self.paid(audited, operation)
        self.books(CHENGDU)
        after = self.client.get(f"/v1/settlements/{surgery['id']}")
        self.say(
            f"扣款由医院承担；祖父仍付现金 {amount(after['cash_pay_fen'])}。",
            "The hospital bears the deduction; the grandfather's cash stays "
            f"{amount(after['cash_pay_fen'])}.",
        )
        return audited

    def new_year(self, place: Json) -> None:
        self.walk.until("2026-12-31T18:00:00")
        old = {someone.key: self.accumulators(someone) for someone in FAMILY}
        self.walk.until("2027-01-08T10:00:00")
        made = self.walk.outpatient(FATHER, place, steps.FLU, "2027-01-08")
        self.heading("一年过去", "The year is over")
        table = self.table(
            ("姓名", "Name"),
            ("住院", "Stays", "r"),
            ("统筹", "Pool", "r"),
            ("门诊统筹", "Outpatient pool", "r"),
            ("大病计入", "To big illness", "r"),
        )
        for someone in FAMILY:
            for year in old[someone.key]:
                table.add_row(
                    f"{someone.name} {year['insurance_year']}",
                    str(year["stays"]),
                    amount(year["pool_used_fen"]),
                    amount(year["outpatient_pool_used_fen"]),
                    amount(year["big_illness_counted_fen"]),
                )
        self.show(table)
        account = self.client.get(f"/v1/personal-accounts/{self.walk.patients[FATHER.key].id}")
        self.say(
            "新年第一次门诊，起付线重新计算：",
            "The first visit of the new year pays the deductible again:",
        )
        self.bills([made])
        self.say(
            f"父亲的个人账户余额：{amount(account['balance_fen'])}。",
            f"The father's account: {amount(account['balance_fen'])}.",
        )

    def end(self, made: Sequence[Json]) -> Outcome:
        applications = tuple(self.walk.application(one) for one in made)
        laws = road.invariants(self.client)
        self.heading("不变式", "The invariants")
        if laws["holds"]:
            count = len(laws["checks"])
            self.say(f"全部 {count} 条不变式成立。", f"All {count} invariants hold.")
        else:
            told = ", ".join(law["id"] for law in laws["checks"] if not law["holds"])
            self.say(f"不成立的不变式：{told}。", f"Invariants that don't hold: {told}.")
        return Outcome(applications, laws)

    # ---- how it is said

    def now(self) -> str:
        return instant(self.client.get("/sandbox/v1/clock")["now"])

    def result(self, reconciled: Json) -> str:
        return (
            self.words("相符", "equal") if reconciled["is_equal"] else self.words("不符", "unequal")
        )

    def accumulators(self, someone: Member) -> list[Json]:
        person = self.walk.patients[someone.key].id
        return self.client.every("/v1/accumulators", {"person_id": person})

    def bills(self, made: Sequence[Json]) -> None:
        table = self.table(
            ("结算", "Settled"),
            ("总费用", "Total", "r"),
            ("范围内", "In scope", "r"),
            ("起付线", "Deductible", "r"),
            ("基金", "Funds", "r"),
            ("账户", "Account", "r"),
            ("现金", "Cash", "r"),
        )
        names = ("total", "in_scope", "deductible", "fund_pay", "account_pay", "cash_pay")
        for one in made:
            table.add_row(one["settled_at"][:10], *(amount(one[f"{name}_fen"]) for name in names))
        self.show(table)

    def shares(self, made: Json) -> None:
        funds = (("统筹基金", "Pool", "hifp"), ("大病保险", "Big illness insurance", "hifmi"))
        self.facts(
            ("总费用", "Total", amount(made["total_fen"])),
            ("范围内", "In scope", amount(made["in_scope_fen"])),
            ("起付线", "Deductible", amount(made["deductible_fen"])),
            *((zh, en, amount(made["funds"][name])) for zh, en, name in funds),
            ("个人现金", "Cash", amount(made["cash_pay_fen"])),
        )

    def application(self, audited: Json) -> None:
        count = self.words(f"{audited['count']} 笔", f"bills: {audited['count']}")
        self.facts(
            ("申报月份", "Month", f"{audited['month']}, {count}"),
            ("医疗费总额", "Total", amount(audited["total_fen"])),
            ("现金", "Cash", amount(audited["cash_pay_fen"])),
            ("个人账户", "Account", amount(audited["account_pay_fen"])),
            ("申报基金", "Applied for", amount(audited["fund_applied_fen"])),
            ("审核扣款", "Deducted", amount(audited["deducted_fen"])),
            ("应拨付", "Payable", amount(audited["payable_fen"])),
        )

    def books(self, region: str) -> None:
        """What the audit and the payment posted in a region's book."""
        table = self.table(
            ("规则", "Rule"), ("借方", "Debit"), ("贷方", "Credit"), ("金额", "Amount", "r")
        )
        for kind in ("L3", "L4"):
            for journal in self.client.every("/v1/journals", {"kind": kind, "region_code": region}):
                for posting in journal["postings"]:
                    sides = (posting["debit_account"], posting["credit_account"])
                    named = (name.partition(":ins_")[0] for name in sides)
                    table.add_row(kind, *named, amount(posting["amount_fen"]))
        self.show(table)

    def paid(self, audited: Json, operation: Json) -> None:
        jobs = ("settlement.provider_pay", "settlement.provider_application_pay")
        table = self.table(("到期", "Due"), ("任务", "Job"), ("状态", "Status"))
        for job in operation["result"]["jobs_run"]:
            if job["name"] in jobs:
                table.add_row(instant(job["due_at"]), job["name"], job["status"])
        self.show(table)
        done = self.walk.application(audited)
        booked = ", ".join(one["status"] for one in self.walk.deductions(audited))
        self.say(
            f"扣款 {booked}，申报 {done['status']}（{instant(done.get('paid_at'))}）。",
            f"The deduction is {booked}, the application {done['status']} "
            f"({instant(done.get('paid_at'))}).",
        )
