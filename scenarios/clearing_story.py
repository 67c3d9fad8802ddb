"""The story `clearing`: a month of three regions, with a dispute, a late claim, a wrong payment.

What each region owes is drawn three ways: gross, netted by pair, and through one hub. The clock
moves to the day on which all of it is paid; at the end the books are verified. All of it
happens by the public API, and is printed as it was answered.
"""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console

from scenarios import road
from scenarios.clearing_road import MAY, MISTYPED, REGIONS, TRAVELLERS, Walk
from scenarios.client import Client, ClientError, WsgiApp
from scenarios.road import APRIL, CHENGDU, CHONGQING, NATION, Json
from scenarios.story import Telling, amount, instant

SEED = "clearing-story"
_MODES = ("gross", "bilateral", "multilateral")
_BAR = 16
"""Cells of the longest bar."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the story came to. `open_fen`: what regions still owe each other in their books."""

    months: tuple[Json, Json]
    verified: bool
    open_fen: int
    invariants: Json

    @property
    def holds(self) -> bool:
        """Both months are closed, nothing is owed, the books are whole and no law is broken."""
        closed = all(month["status"] == "closed" for month in self.months)
        return closed and self.verified and not self.open_fen and bool(self.invariants["holds"])


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
        "/sandbox/v1/sandboxes", {"name": "the clearing story", "preset": "demo", "seed": SEED}
    )
    client = manager.again(key=world["key"])
    try:
        return _Story(client, lang, out or Console(highlight=False)).play()
    finally:
        with contextlib.suppress(ClientError):  # what went wrong before it matters more
            manager.call("DELETE", f"/sandbox/v1/sandboxes/{world['id']}")
        client.close()
        manager.close()


class _Story(Telling):
    def play(self) -> Outcome:
        self.walk = Walk(self.client)
        self.agreements()
        self.bills()
        self.declare()
        self.dispute()
        self.draw()
        self.pay()
        months = self.close()
        verified, owed = self.books()
        return self.end(months, verified, owed)

    # ---- the parts

    def agreements(self) -> None:
        found = self.walk.agreed()
        self.walk.by_hand(declaration="by_hand", payment="by_hand")
        self.heading("三个地区，两个协议", "Three regions, two agreements")
        self.facts(
            ("地区", "Regions", ", ".join(map(self.region, REGIONS))),
            *(
                (c["name_zh"], c["name_en"], self.words("已生效", "in force"))
                for c in found
                if c["is_active"]
            ),
            ("申报和付款", "Declared and paid", self.words("由人办理", "by hand")),
            ("沙箱时钟", "Sandbox clock", self.now()),
        )

    def bills(self) -> None:
        made = self.walk.settled()
        self.heading("三月住院，四月结算", "Stays of March, settled in April")
        table = self.table(
            ("持卡人", "Cardholder"),
            ("参保地", "Insured in"),
            ("就医地", "Treated in"),
            ("总费用", "Total", "r"),
            ("清算金额", "Claim", "r"),
        )
        for one, settlement in zip(TRAVELLERS, made, strict=True):
            table.add_row(
                one.name,
                self.name(one.home),
                self.name(one.care),
                amount(settlement["total_fen"]),
                amount(settlement["clearing_amount_fen"]),
            )
        table.add_section()
        total, claims = (
            sum(one[name] for one in made) for name in ("total_fen", "clearing_amount_fen")
        )
        table.add_row(self.words("合计", "Sum"), "", "", amount(total), amount(claims))
        self.show(table)

    def declare(self) -> None:
        cycle = self.walk.declared()
        self.heading("申报，漏了一笔", "Declared, and one is forgotten")
        self.say(
            f"{self.now()}：{APRIL} 申报 {cycle['declared_claims']} 笔，"
            f"{amount(cycle['declared_fen'])}，清算表第 {cycle['statement_version']} 版。",
            f"{self.now()}: {cycle['declared_claims']} claims of {APRIL} are declared, "
            f"{amount(cycle['declared_fen'])}; statements, version {cycle['statement_version']}.",
        )
        self.rule("forgotten")

    def rule(self, key: str) -> None:
        """Where a claim is cleared, as `/v1/claims/{id}/cycle` says it."""
        told = self.walk.cycle(key)
        name = next(one.name for one in TRAVELLERS if one.key == key)
        month = told["cycle"]["month"]
        self.say(
            f"{name}：{told['settled_month']} 结算 → {month} 清算，规则 {told['rule']}：",
            f"{name}: settled in {told['settled_month']} → cleared in {month}, by the rule "
            f"{told['rule']}:",
        )
        self.say(told["rule_text"], told["rule_text"])

    def dispute(self) -> None:
        made, decided = self.walk.disputed()
        claim = self.client.get(f"/v1/claims/{self.walk.claim_id('doubted')}")
        version = road.cycle_of(self.client)["statement_version"]
        self.heading("争议", "A dispute")
        self.say(
            f"{self.name(CHENGDU)}签章前提出争议：{made['reason']}。答复期限 "
            f"{instant(made['due_at'])}。清算表换为第 {version} 版。",
            f"{self.name(CHENGDU)} doubts a claim before it signs: {made['reason']}. An answer is "
            f"due by {instant(made['due_at'])}. The statements are now version {version}.",
        )
        self.say(
            f"{self.name(CHONGQING)}答复：{decided['status']}，扣减 "
            f"{amount(claim['deducted_fen'])}，余 {amount(claim['due_fen'])}，由医院承担。",
            f"{self.name(CHONGQING)} answers: {decided['status']}, {amount(claim['deducted_fen'])} "
            f"less, which the hospital bears; {amount(claim['due_fen'])} are left.",
        )
        self.rule("doubted")

    def draw(self) -> None:
        found = self.walk.of_month("positions")
        self.heading("同一个月，三种轧差", "The same month, netted three ways")
        self.net_positions(found["positions"])
        self.transfers({each["mode"]: each for each in found["netting"]})
        self.say(
            f"本月按 {found['paid_mode']} 付款，另外两种为试算。",
            f"What is paid is {found['paid_mode']}; the other two are what-ifs.",
        )

    def net_positions(self, positions: Iterable[Json]) -> None:
        rows = list(positions)
        most = max(abs(each["net_fen"]) for each in rows) or 1
        table = self.table(
            ("地区", "Region"),
            ("应收", "Receivable", "r"),
            ("应付", "Payable", "r"),
            ("净额", "Net", "r"),
            ("付出 ◀", "pays ◀", "r"),
            ("▶ 收入", "▶ receives"),
        )
        for each in rows:
            net = each["net_fen"]
            bar = "█" * max(1, abs(net) * _BAR // most) if net else ""
            table.add_row(
                self.name(each["region_code"]),
                amount(each["receivable_fen"]),
                amount(each["payable_fen"]),
                amount(net),
                bar if net < 0 else "",
                bar if net > 0 else "",
            )
        table.add_section()
        table.add_row(
            self.words("合计", "Sum"), "", "", amount(sum(each["net_fen"] for each in rows)), "", ""
        )
        self.show(table)

    def transfers(self, netting: dict[str, Json]) -> None:
        paid = {
            mode: {
                (each["payer_region_code"], each["payee_region_code"]): each["amount_fen"]
                for each in netting[mode]["transfers"]
            }
            for mode in _MODES
        }
        table = self.table(
            ("付款方 → 收款方", "Pays → receives"),
            ("逐笔", "Gross", "r"),
            ("双边", "By pair", "r"),
            ("多边", "Through a hub", "r"),
        )
        for pair in sorted({pair for each in paid.values() for pair in each}):
            sums = (amount(paid[mode][pair]) if pair in paid[mode] else "·" for mode in _MODES)
            table.add_row(" → ".join(map(self.place, pair)), *sums)
        table.add_section()
        counts = (str(len(paid[mode])) for mode in _MODES)
        table.add_row(self.words("笔数", "Transfers"), *counts)
        moved = (amount(netting[mode]["moved_fen"]) for mode in _MODES)
        table.add_row(self.words("划转资金", "Money that moves"), *moved)
        self.show(table)

    def pay(self) -> None:
        self.walk.by_hand(declaration="automatic", payment="by_hand")
        self.walk.to("2026-06-01T12:00:00")
        notices = self.walk.of_month("notices")["notices"]
        [wrong] = [each for each in notices if _pair(each) == (CHENGDU, CHONGQING)]
        self.heading("付款，一笔流水号错", "Paid, and one serial is mistyped")
        came = self.walk.came(wrong, MISTYPED)
        self.say(
            f"{self.name(CHENGDU)} → {self.name(CHONGQING)} {amount(came['amount_fen'])}，"
            f"流水号 {MISTYPED}：{came['status']}，{came['finding']}。",
            f"{self.name(CHENGDU)} → {self.name(CHONGQING)}, {amount(came['amount_fen'])}, "
            f"serial {MISTYPED}: {came['status']}, {came['finding']}.",
        )
        for each in notices:
            if each is not wrong:
                self.walk.came(each, each["bank_serial"])
        held, month = self.walk.suspense(CHONGQING), road.cycle_of(self.client)["status"]
        self.say(
            f"其余 {len(notices) - 1} 笔按流水号核销。{self.name(CHONGQING)}暂收款 {amount(held)}，"
            f"月份停在 {month}。",
            f"The other {len(notices) - 1} match by their serials. {self.name(CHONGQING)} holds "
            f"{amount(held)} in suspense, and the month stays {month}.",
        )
        matched = self.walk.matched(came, wrong)
        held, month = self.walk.suspense(CHONGQING), road.cycle_of(self.client)["status"]
        self.say(
            f"人工匹配：{matched['status']}（{matched['matched_by']}）。暂收款 {amount(held)}，"
            f"月份 {month}。",
            f"Matched by hand: {matched['status']} ({matched['matched_by']}). In suspense: "
            f"{amount(held)}; the month is {month}.",
        )

    def close(self) -> tuple[Json, Json]:
        self.walk.by_hand(declaration="automatic", payment="automatic")
        april, may = self.walk.closed(APRIL), self.walk.closed(MAY)
        self.heading("两个月关闭", "Both months are closed")
        table = self.table(
            ("月份", "Month"),
            ("状态", "Status"),
            ("付款方", "Pays"),
            ("收款方", "Receives"),
            ("笔数", "Claims", "r"),
            ("金额", "Amount", "r"),
        )
        for cycle in (april, may):
            for each in self.walk.of_month("statements", cycle["month"])["statements"]:
                table.add_row(
                    cycle["month"],
                    cycle["status"],
                    *map(self.name, _pair(each)),
                    str(each["claims"]),
                    amount(each["total_fen"]),
                )
            table.add_section()
        self.show(table)
        for key in ("forgotten", "doubted"):
            claim = self.client.get(f"/v1/claims/{self.walk.claim_id(key)}")
            name = next(one.name for one in TRAVELLERS if one.key == key)
            self.say(
                f"{name}：{claim['rule']}，{amount(claim['due_fen'])}，{claim['status']}。",
                f"{name}: {claim['rule']}, {amount(claim['due_fen'])}, {claim['status']}.",
            )
        return april, may

    def books(self) -> tuple[bool, int]:
        """Whether every book is whole, and what regions still owe each other."""
        self.heading("试算平衡和验账", "Trial balances, and the books verified")
        table = self.table(
            ("账簿", "Book"),
            ("借方", "Debit", "r"),
            ("贷方", "Credit", "r"),
            ("地区间未清", "Owed", "r"),
            ("日结", "Days", "r"),
            ("末日哈希", "Last seal"),
            ("", ""),
        )
        whole, owed = True, 0
        for region in (*REGIONS, NATION):
            balance = self.client.get(f"/v1/books/{region}/trial-balance")
            sealed = self.client.post(f"/v1/books/{region}/verify")
            still = sum(
                abs(each["balance_fen"])
                for each in balance["accounts"]
                if each["account"].startswith(("payable.region", "receivable.region", "clr."))
            )
            good = sealed["holds"] and balance["debit_fen"] == balance["credit_fen"]
            whole, owed = whole and good, owed + still
            table.add_row(
                self.place(region),
                amount(balance["debit_fen"]),
                amount(balance["credit_fen"]),
                amount(still),
                str(sealed["days"]),
                sealed.get("sha256", "")[:12],
                "✓" if good else "✗",
            )
        self.show(table)
        return whole, owed

    def end(self, months: tuple[Json, Json], verified: bool, owed: int) -> Outcome:
        outcome = Outcome(months, verified, owed, road.calm(self.client))
        laws = outcome.invariants
        broken = [law["id"] for law in laws["checks"] if not law["holds"]] + laws["missing"]
        if broken:
            told = ", ".join(broken)
            self.say(f"不成立的不变式：{told}。", f"Invariants that don't hold: {told}.")
        else:
            count = len(laws["checks"])
            self.say(f"全部 {count} 条不变式成立。", f"All {count} invariants hold.")
        return outcome

    # ---- words

    def place(self, region: str) -> str:
        return self.words("全国", "nation") if region == NATION else self.name(region)

    def now(self) -> str:
        return instant(self.client.get("/sandbox/v1/clock")["now"])


def _pair(each: Json) -> tuple[str, str]:
    return each["payer_region_code"], each["payee_region_code"]
