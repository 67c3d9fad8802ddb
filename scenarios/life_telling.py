"""How the working years of the story `life` are told; see `life_story`."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console

from scenarios.benefits.desk import CHENGDU, CHONGQING, Desk
from scenarios.client import Client
from scenarios.life_pension import Life
from scenarios.life_road import FIRST, LATER, NAMES, RAISED, SECOND, WAGE
from scenarios.road import Json
from scenarios.story import Telling, amount, instant

TAKEN_OVER_FEN = 36_000_000
"""In the personal account, of the years that come from the files of Chongqing."""
_YEARLY = "index.average.20"
"""An index for each of forty-one years: the sum of them is told."""


class WorkingYears(Telling):
    """From the first job to the last day in Chongqing."""

    def __init__(self, client: Client, lang: str, out: Console) -> None:
        super().__init__(client, lang, out)
        self.life = Life(Desk(self.client, "life"))
        self.amounts: dict[str, int] = {}

    # ---- at work

    def first_work(self) -> None:
        life, who = self.life, self.life.begin()
        self.heading("第一份工作", "The first job")
        enrolled = life.hired(FIRST, WAGE)
        first = life.paid(FIRST)
        self.facts(
            ("持卡人", "Cardholder", f"{who.person['name']} ({who.person['birth_date']})"),
            ("社会保障卡", "Card", f"{who.card['card_number']}, {self.until(who.card)}"),
            ("用人单位", "Employer", f"{NAMES[FIRST]}, {self.region(CHENGDU)}"),
            ("就业登记、参保（HRSS-052）", "Work, insured (HRSS-052)", enrolled["status"]),
            ("缴费工资", "Wage", amount(WAGE)),
        )
        self.charged(life.parts(first))
        life.paid(FIRST, 11)
        declared = life.raised()
        life.paid(FIRST, 11)
        self.facts(
            (
                "加薪申报（HRSS-056）",
                "A raise (HRSS-056)",
                f"{declared['status']}, {amount(RAISED)}",
            ),
            ("沙箱时钟", "Sandbox clock", self.now()),
        )
        self.amounts["first_charge"] = first["amount_fen"]

    def charged(self, parts: Sequence[Json]) -> None:
        self.say("首月缴费，按险种：", "The first month's contributions, by insurance:")
        table = self.table(
            ("险种", "Insurance"), ("单位", "Employer", "r"), ("个人", "Person", "r")
        )
        for each in sorted(parts, key=lambda one: str(one["kind"])):
            table.add_row(each["kind"], amount(each["employer_fen"]), amount(each["personal_fen"]))
        self.show(table)

    def without_work(self) -> None:
        life = self.life
        life.to(31)
        life.unemployed()
        life.paid(FIRST)
        claim = life.claims_benefit()
        paid = life.draws_benefit(2)
        self.heading("失业", "Without work")
        self.say(
            f"{life.left_on} 被裁员，失业登记（HRSS-003）后申领失业保险金（HRSS-013）。",
            f"Laid off on {life.left_on}; registered (HRSS-003), and the benefit is claimed "
            "(HRSS-013).",
        )
        self.why(claim)
        self.facts(*((each["month"],) * 2 + (amount(each["amount_fen"]),) for each in paid))
        self.amounts["benefit"] = sum(each["amount_fen"] for each in paid)

    # ---- in Chongqing

    def moves(self) -> Json:
        life = self.life
        life.to(1, 1)
        life.hired(SECOND, WAGE)
        ended = life.benefit_now()
        life.paid(SECOND)
        moved = life.moves_pension(CHENGDU, CHONGQING, "new_work")
        claim = life.claim_of(moved)
        self.heading("去重庆，养老保险随人走", "To Chongqing, and the pension comes along")
        self.facts(
            ("用人单位", "Employer", f"{NAMES[SECOND]}, {self.region(CHONGQING)}"),
            ("失业保险金", "The benefit", f"{ended['status']}: {ended['ended_for']}"),
        )
        self.moved(moved, claim)
        self.amounts["moved_out"] = claim["clearing_fen"]
        return claim

    def moved(self, transfer: Json, claim: Json) -> None:
        """A transfer, and what the regions owe each other for it."""
        self.facts(
            ("转移接续（HRSS-060）", "Transfer (HRSS-060)", transfer["status"]),
            ("转移月数", "Months", str(transfer["months_count"])),
            ("个人账户", "Own account", amount(transfer["account_fen"])),
            ("统筹基金 12%", "12% of the bases", amount(transfer["pooled_fen"])),
            (
                "逐案资金",
                "Money of the case",
                self.words("不划转，按期清算", "none: cleared by period"),
            ),
            ("记账清算", "Owed in clearing", f"{claim['period']}: {amount(claim['clearing_fen'])}"),
        )

    def hurt(self) -> None:
        life = self.life
        injury = life.hurt()
        life.paid(SECOND)
        finding = life.appraised(injury)
        done = life.compensated(finding)
        self.heading("工伤", "Hurt at work")
        self.facts(
            ("工伤认定（HRSS-042）", "Recognised (HRSS-042)", injury["injured_on_date"]),
            ("劳动能力鉴定（HRSS-043）", "Appraised (HRSS-043)", f"{finding['grade']}"),
            ("伤残补助金到卡（HRSS-048）", "Onto the card (HRSS-048)", amount(done["amount_fen"])),
        )
        self.why(done)
        self.amounts["injury"] = done["amount_fen"]

    def saves(self) -> None:
        saving = self.life.saves()
        self.heading("个人养老金", "A private pension")
        self.facts(
            ("缴存（HRSS-039）", "Paid in (HRSS-039)", amount(saving["paid_fen"])),
            ("年度剩余额度", "Room left this year", amount(saving["left_fen"])),
            ("个税少缴", "Tax saved", amount(saving["saved_fen"])),
        )
        self.why(saving)
        self.amounts["tax_saved"] = saving["saved_fen"]

    def cleared(self, claim: Json) -> Json:
        """The period of a transfer is over: what one region has paid the other."""
        shown = self.life.cycle_of(claim)
        [notice] = self.life.notices_of(shown["cycle"])
        self.heading("川渝按期清算", "Sichuan and Chongqing clear the period")
        self.facts(
            ("周期", "Period", f"{shown['cycle']['period']}, {shown['cycle']['status']}"),
            ("付款方", "Who pays", self.region(notice["payer_region_code"])),
            ("收款方", "Who is paid", self.region(notice["payee_region_code"])),
            ("金额", "Amount", amount(notice["amount_fen"])),
            ("未付", "Still open", amount(notice["open_fen"])),
        )
        return {**shown, "notice": notice}

    def long_years(self) -> list[Json]:
        life = self.life
        life.to(30)
        life.leaves("resigned")
        life.paid(SECOND)
        first = life.month()
        cards = [life.renewed() for _ in range(4)]
        life.at("2066-09-20")
        done = life.taken_over(first, "2066-08", TAKEN_OVER_FEN)
        self.heading("三十八年", "Thirty-eight years")
        self.say(
            f"{self.name(CHONGQING)}：{first} 至 2066-08 按月缴费基数 {amount(LATER)} 从档案补录。"
            "未公布的年份，各项标准沿用最后一次公布的数值。",
            f"{self.name(CHONGQING)}: {first} to 2066-08, at a base of {amount(LATER)} a month, "
            "are taken over from its files. Of years to come, the last figures known stand.",
        )
        table = self.table(("换卡", "Card"), ("发卡日期", "Issued"), ("有效期至", "Good until"))
        for card in cards:
            table.add_row(card["card_number"], card["issue_date"], card["valid_to_date"])
        self.show(table)
        self.facts(
            ("补录月数", "Months taken over", str(done["added_months"])),
            ("累计缴费月数", "Months in all", str(done["contribution_months"])),
            ("个人账户", "Own account", amount(done["account_balance_fen"])),
        )
        return cards

    # ---- how it is said

    def why(self, of: Any) -> None:
        """The steps to an amount, each in the simulator's own words."""
        while "steps" not in of:
            of = of["explanation"]
        for step in of["steps"]:
            if not step["rule"].startswith(_YEARLY):
                text = step["text"]
                self.say(*((f"· {text}",) * 2 if isinstance(text, str) else _both(text)))

    def until(self, card: Json) -> str:
        last = card["valid_to_date"]
        return self.words(f"有效期至 {last}", f"good until {last}")

    def now(self) -> str:
        return instant(self.client.get("/sandbox/v1/clock")["now"])


def _both(text: Json) -> tuple[str, str]:
    return f"· {text['zh']}", f"· {text['en']}"
