"""The story: a hospital stay across two regions, settled by card, cleared and paid.

Lin Xiao is insured in Chengdu and treated in Chongqing. The answer to her settlement is
lost on purpose and recovered by the same key; then the clock moves to the day on which
the month is closed. All of it happens in a simulator that runs, by its public API; what
is printed is what it answered.

The story makes a world of its own, always with the same seed, and removes it at the end,
so it plays the same every time. It prints no request ids and no real time.
"""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from scenarios import bill, road
from scenarios.client import Client, ClientError, WsgiApp
from scenarios.road import CHENGDU, CHONGQING, NATION, Json
from sscsim.demo_people import LIN_XIAO
from sscsim.kernel import regions
from sscsim.kernel.money import Money

SEED = "demo"
KEY = "demo-story-settlement"
_IN_CLEARING = ("L4", "L5", "L6")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the story came to."""

    settlement: Json
    cycle: Json
    invariants: Json

    @property
    def is_closed(self) -> bool:
        return bool(self.cycle["status"] == "closed")

    @property
    def holds(self) -> bool:
        """The cycle is closed and no law is broken."""
        return self.is_closed and bool(self.invariants["holds"])


def play(
    base_url: str,
    key: str = "",
    lang: str = "zh",
    bill: Sequence[bill.Line] | None = None,
    out: Console | None = None,
    *,
    app: WsgiApp | None = None,
) -> Outcome:
    """Play the story on a running simulator and print it.

    `key` is what making a sandbox needs there: the admin token, or nothing on loopback.
    `bill`: one's own lines instead of the worked example's. Raises ClientError.
    """
    manager = Client(base_url, key, lang, app=app)
    world = manager.post(
        "/sandbox/v1/sandboxes", {"name": "the story", "preset": "demo", "seed": SEED}
    )
    client = manager.again(key=world["key"])
    try:
        return _Story(client, lang, out or Console(highlight=False)).play(bill)
    finally:
        with contextlib.suppress(ClientError):  # what went wrong before it matters more
            manager.call("DELETE", f"/sandbox/v1/sandboxes/{world['id']}")
        client.close()
        manager.close()


@contextlib.contextmanager
def world_of(
    base_url: str, key: str, lang: str, app: WsgiApp | None, name: str, seed: str
) -> Iterator[Client]:
    """A client of a world that is made for one story and goes with it; see `play`."""
    manager = Client(base_url, key, lang, app=app)
    world = manager.post("/sandbox/v1/sandboxes", {"name": name, "preset": "demo", "seed": seed})
    client = manager.again(key=world["key"])
    try:
        yield client
    finally:
        with contextlib.suppress(ClientError):  # what went wrong before it matters more
            manager.call("DELETE", f"/sandbox/v1/sandboxes/{world['id']}")
        client.close()
        manager.close()


class Telling:
    """How a story is told: numbered headings, facts, tables, in the listener's language."""

    def __init__(self, client: Client, lang: str, out: Console) -> None:
        self.client, self.lang, self.out = client, lang, out
        self.part = 0

    def region(self, code: str) -> str:
        return f"{self.name(code)} {code}"

    def name(self, code: str) -> str:
        known = regions.get(code)
        return self.words(known.zh, known.en)

    def words(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def say(self, zh: str, en: str) -> None:
        self.out.print(Padding(Text(self.words(zh, en)), (0, 0, 0, 2), expand=False))

    def heading(self, zh: str, en: str) -> None:
        self.part += 1
        self.out.print()
        self.out.print(Rule(Text(f"{self.part}  {self.words(zh, en)}", "bold"), align="left"))

    def facts(self, *facts: tuple[str, str, str]) -> None:
        table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
        for zh, en, value in facts:
            table.add_row(Text(self.words(zh, en), "dim"), Text(value))
        self.show(table)

    def table(self, *columns: tuple[str, ...]) -> Table:
        """Columns as (zh, en) or (zh, en, "r") for amounts."""
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
        for zh, en, *how in columns:
            head, right = Text(self.words(zh, en)), "r" in how
            table.add_column(
                head,
                justify="right" if right else "left",
                no_wrap=right,
                overflow="fold",
                min_width=head.cell_len,
            )
        return table

    def show(self, table: Table) -> None:
        self.out.print(Padding(table, (0, 0, 0, 2), expand=False))

    def laws(self) -> Json:
        """Whether the world's invariants hold, once nothing is on its way any more."""
        laws = road.calm(self.client)
        broken = [law["id"] for law in laws["checks"] if not law["holds"]] + laws["missing"]
        if broken:
            said = ", ".join(broken)
            self.say(f"不成立的不变式：{said}。", f"Invariants that don't hold: {said}.")
        else:
            count = len(laws["checks"])
            self.say(f"全部 {count} 条不变式成立。", f"All {count} invariants hold.")
        return laws


class _Story(Telling):
    def play(self, lines: Sequence[bill.Line] | None) -> Outcome:
        self.is_example = lines is None
        patient, institution = self.people()
        visit = self.stay(patient, institution, lines or bill.WORKED_EXAMPLE)
        settlement = self.settle(visit)
        self.split(settlement)
        self.steps(settlement)
        self.books_after_settling(settlement)
        cycle = self.time()
        self.clearing(cycle)
        self.books_after_clearing()
        return self.end(settlement, cycle)

    # ---- the parts

    def people(self) -> tuple[road.Patient, Json]:
        patient = road.known(self.client, LIN_XIAO)
        institution = road.hospital(self.client, CHONGQING)
        verified = self.client.post(
            "/v1/verifications", {"card_id": patient.card["id"], "name": patient.person["name"]}
        )
        filing = self.client.get("/v1/filings", {"person_id": patient.id})["data"][0]
        account = self.client.get(f"/v1/personal-accounts/{patient.id}")
        clock = self.client.get("/sandbox/v1/clock")
        self.heading("一张卡，两个地区", "One card, two regions")
        self.facts(
            ("持卡人", "Cardholder", f"{patient.person['name']} ({patient.person['birth_date']})"),
            ("参保地", "Insured in", self.region(CHENGDU)),
            ("就医地", "Treated in", f"{self.region(CHONGQING)}, {institution['name']}"),
            ("社会保障卡", "Card", f"{patient.card['card_number']}, {verified['result']}"),
            ("备案", "Filing", f"{filing['kind']}, {filing['start_date']}"),
            ("个人账户", "Own account", amount(account["balance_fen"])),
            ("沙箱时钟", "Sandbox clock", instant(clock["now"])),
        )
        return patient, institution

    def stay(self, patient: road.Patient, institution: Json, lines: Sequence[bill.Line]) -> Json:
        visit = road.admitted(self.client, patient, institution, lines, key="demo-story")
        charged = self.client.every(f"/v1/visits/{visit['id']}/fee-lines")
        self.heading("住院费用", "The bill")
        self.say(
            f"{road.ADMITTED} 入院，{road.DISCHARGED} 出院。每行按就医地目录拆分。",
            f"Admitted on {road.ADMITTED}, discharged on {road.DISCHARGED}. Each line is split "
            "by the catalogue of the region of treatment.",
        )
        table = self.table(
            ("类别", "Class"),
            ("数量", "Qty", "r"),
            ("单价", "Price", "r"),
            ("金额", "Amount", "r"),
            ("全自费", "Outside", "r"),
            ("先行自付", "Self-pay", "r"),
            ("范围内", "In scope", "r"),
        )
        for line in charged:
            table.add_row(
                line["item_class"],
                line["quantity"],
                amount(line["unit_price_fen"]),
                amount(line["amount_fen"]),
                amount(line["own_pay_fen"]),
                amount(line["preself_fen"]),
                amount(line["in_scope_fen"]),
            )
        table.add_section()
        table.add_row(
            self.words("合计", "Total"),
            "",
            "",
            amount(visit["total_fen"]),
            amount(visit["own_pay_fen"]),
            amount(visit["preself_fen"]),
            amount(visit["in_scope_fen"]),
        )
        self.show(table)
        return visit

    def settle(self, visit: Json) -> Json:
        self.heading("结算，应答丢失一次", "Settled, and the answer is lost once")
        recovered = road.settled_with_the_answer_lost(self.client, visit, key=KEY)
        again = recovered.answer.headers
        self.say(
            f"POST /v1/settlements，Idempotency-Key: {KEY}",
            f"POST /v1/settlements, Idempotency-Key: {KEY}",
        )
        self.say(
            f"SSC-Simulate: {road.LOSE_THE_ANSWER} → 连接中断，结果未知。",
            f"SSC-Simulate: {road.LOSE_THE_ANSWER} → the connection broke; nobody knows.",
        )
        self.say(
            f"同一幂等键再发一次 → {recovered.answer.status}，"
            f"Idempotent-Replayed: {again.get('Idempotent-Replayed', 'false')}。",
            f"The same key again → {recovered.answer.status}, "
            f"Idempotent-Replayed: {again.get('Idempotent-Replayed', 'false')}.",
        )
        made = self.client.get("/v1/settlements", {"visit_id": visit["id"]})["data"]
        self.say(f"结算单数量：{len(made)}。", f"Settlements of this stay: {len(made)}.")
        return recovered.settlement

    def split(self, settlement: Json) -> None:
        self.heading("谁付多少", "Who pays what")
        table = self.table(("项目", "Amount of"), ("元", "Yuan", "r"))
        for zh, en, name in _SPLIT:
            if name is None:
                table.add_section()
            elif name.startswith("funds."):
                paid = settlement["funds"][name.removeprefix("funds.")]
                if paid:
                    table.add_row(self.words(zh, en), amount(paid))
            else:
                table.add_row(self.words(zh, en), amount(settlement[name]))
        self.show(table)
        origin = settlement["policy_origin"]["status"]
        self.say(
            f"所用政策数据的可信度：{origin}（非官方）。",
            f"How far the figures used can be trusted: {origin} (not official).",
        )

    def steps(self, settlement: Json) -> None:
        explained = self.client.get(
            f"/v1/settlements/{settlement['id']}", {"expand": "explanation"}
        )["explanation"]
        self.heading("每一分怎么来的", "How each fen came about")
        table = self.table(("", ""), ("步骤", "Step"), ("公式", "Formula"), ("结果", "Result", "r"))
        for step in explained["steps"]:
            table.add_row(str(step["seq"]), step["text"], step["formula"], result_of(step))
        self.show(table)
        sums = explained["sums_to_total"]
        self.say(
            f"各步之和等于总额：{'是' if sums else '否'}。",
            f"The steps add up to the total: {'yes' if sums else 'no'}.",
        )

    def books_after_settling(self, settlement: Json) -> None:
        road.calm(self.client)
        self.heading("两地账簿", "The books of both regions")
        self.postings(self.journals("L1", claim_id=settlement["claim_id"]))

    def time(self) -> Json:
        month = road.cycle_of(self.client)["month"]
        operation, cycle = road.closed_cycle(self.client)
        self.heading("时钟向前", "The clock moves on")
        self.say(
            f"{instant(operation['from_at'])} → {instant(operation['to_at'])}，"
            f"{month} 清算周期的各步作为到期任务依次执行：",
            f"{instant(operation['from_at'])} → {instant(operation['to_at'])}: "
            f"the steps of the clearing cycle {month} fall due, one after the other.",
        )
        table = self.table(("到期", "Due"), ("任务", "Job"), ("状态", "Status"))
        for job in operation["result"]["jobs_run"]:
            table.add_row(instant(job["due_at"]), job["name"], job["status"])
        self.show(table)
        return cycle

    def clearing(self, cycle: Json) -> None:
        made = self.client.get(f"/v1/clearing-cycles/{cycle['id']}/statements")
        self.heading("清算", "Clearing")
        table = self.table(
            ("付款方", "Pays"),
            ("收款方", "Receives"),
            ("笔数", "Claims", "r"),
            ("金额", "Amount", "r"),
            ("签章", "Signed", "r"),
            ("付款", "Paid"),
        )
        for statement in made["statements"]:
            payment = statement.get("payment")
            table.add_row(
                self.region(statement["payer_region_code"]),
                self.region(statement["payee_region_code"]),
                str(statement["claims"]),
                amount(statement["total_fen"]),
                str(len(statement["signatures"])),
                instant(payment["paid_at"]) if payment else "",
            )
        self.show(table)
        self.say("净额：", "Net positions:")
        table = self.table(
            ("地区", "Region"),
            ("应收", "Receivable", "r"),
            ("应付", "Payable", "r"),
            ("净额", "Net", "r"),
        )
        for position in made["positions"]:
            table.add_row(
                self.region(position["region_code"]),
                amount(position["receivable_fen"]),
                amount(position["payable_fen"]),
                amount(position["net_fen"]),
            )
        table.add_section()
        net = sum(position["net_fen"] for position in made["positions"])
        table.add_row(self.words("合计", "Sum"), "", "", amount(net))
        self.show(table)

    def books_after_clearing(self) -> None:
        self.heading("清算后的账簿", "The books after clearing")
        journals = [journal for kind in _IN_CLEARING for journal in self.journals(kind)]
        self.postings(journals)
        self.say("余额（借方减贷方）：", "Balances (debit less credit):")
        table = self.table(("账簿", "Book"), ("科目", "Account"), ("余额", "Balance", "r"))
        for region in (CHENGDU, CHONGQING, NATION):
            told = self.client.get(f"/v1/books/{region}/accounts")
            for account in told["accounts"]:
                book = self.book(region)
                table.add_row(
                    book, self.account(account["account"]), amount(account["balance_fen"])
                )
            table.add_section()
        self.show(table)

    def end(self, settlement: Json, cycle: Json) -> Outcome:
        laws = road.invariants(self.client)
        outcome = Outcome(settlement, cycle, laws)
        self.heading("不变式", "The invariants")
        table = self.table(("", ""), ("内容", "What holds"), ("", ""))
        for law in laws["checks"]:
            table.add_row(law["id"], law["title"], "✓" if law["holds"] else "✗")
        self.show(table)
        broken = [law["id"] for law in laws["checks"] if not law["holds"]] + laws["missing"]
        if outcome.is_closed:
            self.say(
                f"清算周期 {cycle['month']} 已关闭。", f"The cycle {cycle['month']} is closed."
            )
        else:
            self.say(
                f"清算周期 {cycle['month']} 未关闭：{cycle['status']}。",
                f"The cycle {cycle['month']} is not closed: {cycle['status']}.",
            )
        if laws["holds"]:
            count = len(laws["checks"])
            self.say(f"全部 {count} 条不变式成立。", f"All {count} invariants hold.")
        else:
            told = ", ".join(broken)
            self.say(f"不成立的不变式：{told}。", f"Invariants that don't hold: {told}.")
        return outcome

    # ---- postings

    def journals(self, kind: str, **query: str) -> list[Json]:
        return self.client.every("/v1/journals", {"kind": kind, **query})

    def postings(self, journals: Iterable[Json]) -> None:
        table = self.table(
            ("规则", "Rule"),
            ("账簿", "Book"),
            ("借方", "Debit"),
            ("贷方", "Credit"),
            ("金额", "Amount", "r"),
        )
        for journal in journals:
            for posting in journal["postings"]:
                table.add_row(
                    journal["kind"],
                    self.book(posting["region_code"]),
                    self.account(posting["debit_account"]),
                    self.account(posting["credit_account"]),
                    amount(posting["amount_fen"]),
                )
        self.show(table)

    def account(self, name: str) -> str:
        """An account's name; there is one hospital in the story, so its id says nothing."""
        group, _, dimension = name.partition(":")
        return group if dimension.startswith("ins_") else name

    def book(self, region: str) -> str:
        return self.words("全国", "nation") if region == NATION else self.name(region)


_SPLIT: tuple[tuple[str, str, str | None], ...] = (
    ("医疗费总额", "Total", "total_fen"),
    ("全自费", "Outside the catalogue", "own_pay_fen"),
    ("超限价自费", "Over price limits", "over_limit_fen"),
    ("先行自付", "First self-pay", "preself_fen"),
    ("符合政策范围", "In scope", "in_scope_fen"),
    ("", "", None),
    ("起付线", "Deductible", "deductible_fen"),
    ("统筹基金支付", "Paid by the pool", "funds.hifp"),
    ("大额医疗补助支付", "Paid by the large-amount fund", "funds.hifob"),
    ("大病保险支付", "Paid by big illness insurance", "funds.hifmi"),
    ("公务员补助支付", "Paid by the civil servants' subsidy", "funds.cvlserv"),
    ("医疗救助支付", "Paid by medical assistance", "funds.maf"),
    ("个人负担", "The person's part", "person_part_fen"),
    ("其中个人账户", "of it from the own account", "account_pay_fen"),
    ("其中现金", "of it in cash", "cash_pay_fen"),
    ("", "", None),
    ("清算金额（参保地承担）", "Clearing amount (borne by the home region)", "clearing_amount_fen"),
)


def amount(fen: int) -> str:
    """`9,650.00`"""
    return str(Money(fen))


def instant(text: str | None) -> str:
    """`2026-04-01 09:00`, as the sandbox clock of China reads."""
    return text[:16].replace("T", " ") if text else ""


def result_of(step: dict[str, Any]) -> str:
    """A step's result: yuan, or a ratio in percent."""
    if "result_fen" in step:
        return amount(step["result_fen"])
    if "result_bp" in step:
        return f"{step['result_bp'] / 100:g} %"
    return str(step["result_ratio"] if "result_ratio" in step else step["result_number"])
