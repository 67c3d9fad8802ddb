"""The story `all-in-one`: one family, one card each, everything that it is good for.

Lin Xiao is insured in Chengdu and treated in Chongqing, and takes the bus home. Her father retires,
her niece seeks work, learns, is paid a subsidy and finds work in Chongqing, where she brings a book
of Sichuan Library back, late; her sister shows a card of Haikou at a tower in Guangzhou. Each
of it is a step of another story. Then the months are cleared: bills, rides, fines and visits, each
between the two places that owe each other. All of it happens by the public API.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from scenarios.client import WsgiApp
from scenarios.family_road import ENDED, FLIGHT, LATE, RIDE, Family
from scenarios.graduate_road import OCCUPATION
from scenarios.reading_road import BOOKS
from scenarios.road import CHENGDU, CHONGQING, Json
from scenarios.story import Telling, amount, instant, world_of
from scenarios.travel_road import GUANGZHOU, TOWER

SEED = "all-in-one-story"
_YEARLY = "index.average.20"
"""An index for each year of work: the sum of them is told."""
KINDS = {
    "medical": ("医疗费用", "Medical bill"),
    "transit": ("乘车", "Ride"),
    "library": ("图书馆逾期费", "Library fine"),
    "travel_pass": ("年卡分成", "Share of a pass"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the story came to; amounts in fen, by what they are."""

    amounts: dict[str, int]
    employment: Json
    pension: list[Json]
    claims: list[Json]
    invariants: Json

    @property
    def holds(self) -> bool:
        """She is at work, the pension came each month, all claims are paid and no law is broken."""
        return (
            self.employment["status"] == "effective"
            and all(each["status"] == "paid" for each in (*self.pension, *self.claims))
            and {kind(each) for each in self.claims} == set(KINDS)
            and bool(self.invariants["holds"])
        )


def kind(claim: Json) -> str:
    """What a claim is of; bills are what the others are told apart from."""
    return str(claim.get("kind", "medical"))


def play(
    base_url: str,
    key: str = "",
    lang: str = "zh",
    out: Console | None = None,
    *,
    app: WsgiApp | None = None,
) -> Outcome:
    """Play the story on a running simulator and print it; see `story.play`."""
    with world_of(base_url, key, lang, app, "one family, one card", SEED) as client:
        return _Story(client, lang, out or Console(highlight=False)).play()


class _Story(Telling):
    def play(self) -> Outcome:
        self.family = Family(self.client)
        self.amounts: dict[str, int] = {}
        self.gathered()
        self.treated()
        self.retires()
        self.family.borrows()
        self.rides()
        employment = self.at_work()
        self.flies()
        self.reads()
        return self.end(employment)

    # ---- the parts

    def gathered(self) -> None:
        self.family.gathered()
        self.heading("一家四口，一人一卡", "A family of four, one card each")
        table = self.table(
            ("家人", "Who"), ("出生", "Born"), ("发卡地", "Card of"), ("社会保障卡", "Card")
        )
        for each in self.family.people.values():
            person, card = each["person"], each["card"]
            born, home = person["birth_date"], self.name(person["region_code"])
            table.add_row(person["name"], born, home, f"{card['card_number']} {card['status']}")
        self.show(table)

    def treated(self) -> None:
        settled = self.family.treated()
        self.heading("看病：成都参保，重庆住院", "A doctor: insured in Chengdu, in hospital away")
        self.facts(
            ("住院费用", "The bill", amount(settled["total_fen"])),
            ("基金支付", "The fund pays", amount(settled["fund_pay_fen"])),
            ("个人账户", "Her own account", amount(settled["account_pay_fen"])),
            ("现金", "In cash", amount(settled["cash_pay_fen"])),
        )
        for name in ("total", "fund_pay", "account_pay", "cash_pay"):
            self.amounts[name] = settled[f"{name}_fen"]

    def retires(self) -> None:
        pension = self.family.retires()
        self.heading("养老：父亲退休", "A pension: her father retires")
        monthly = amount(pension["monthly_amount_fen"])
        self.facts(
            ("缴费月数", "Months of contributions", str(pension["contribution_months"])),
            ("自", "From", pension["from_month"]),
            ("核定（HRSS-020）", "Granted (HRSS-020)", monthly),
        )
        self.why(pension["explanation"]["steps"])
        self.amounts["pension"] = pension["monthly_amount_fen"]

    def rides(self) -> None:
        ride = self.family.rides()
        self.heading(f"{RIDE} 公交：成都的卡坐重庆的车", f"{RIDE}: a bus of Chongqing, by her card")
        self.why(ride["explanation"]["steps"])
        self.facts(("扣费", "Charged", amount(ride["fare_fen"])))
        self.amounts["ride"] = ride["fare_fen"]

    def at_work(self) -> Json:
        """Registered, trained, paid, and at work in the other province."""
        walk = self.family.begins()
        walk.file_sent(walk.received())
        walk.registered()
        seeking = walk.seeks_work()
        walk.attended(walk.enrolled())
        asked = walk.asks_for_the_subsidy(walk.certified())
        paid = walk.brings_the_receipt(asked)
        hired = walk.decided(walk.hired())
        on_card = walk.on_the_card()
        self.heading("就业登记和补贴：侄女找到工作", "Work and a subsidy: her niece")
        where = [self.name(hired[f"{end}_region_code"]) for end in ("accepting", "competent")]
        self.facts(
            ("求职登记（HRSS-001）", "Job-seeker (HRSS-001)", f"{seeking['status']}, {OCCUPATION}"),
            ("培训补贴（HRSS-069）", "Training subsidy (HRSS-069)", paid["status"]),
        )
        self.why(paid["explanation"]["steps"])
        self.facts(
            ("到卡", "Onto her card", amount(on_card)),
            (
                "就业登记（HRSS-002）",
                "At work (HRSS-002)",
                f"{' → '.join(where)}: {hired['status']}",
            ),
        )
        self.amounts["subsidy"] = on_card
        return hired

    def flies(self) -> None:
        quote, said = self.family.flies()
        venue = self.family.travel.venue(TOWER)
        tower = self.words(venue["name_zh"], venue["name_en"])
        self.heading(f"{FLIGHT} 景区：海口的卡到广州", f"{FLIGHT}: a card of Haikou in Guangzhou")
        self.facts(
            ("景区", "Where", f"{tower}, {self.region(GUANGZHOU)}"),
            ("门市价", "List price", amount(quote["list_price_fen"])),
        )
        self.why(quote["explanation"]["steps"])
        mine = self.family.travel.passes["shan"]
        told = self.words("凭粤琼年卡和人脸", "by the joint card, and her face")
        self.facts(
            ("粤琼旅游年卡", "The joint card", amount(mine["price_fen"])),
            (instant(said["arrived_at"]), instant(said["arrived_at"]), f"{told}: {said['result']}"),
        )
        self.amounts["ticket"] = quote["price_fen"]

    def reads(self) -> None:
        done, paid = self.family.brings_back()
        self.heading(f"{LATE} 成都借的书还到重庆", f"{LATE}: a book of Chengdu in Chongqing")
        copy = done["copy"]
        stays = f"{self.region(CHENGDU)} → {self.region(CHONGQING)}: {copy['status']}"
        self.facts((BOOKS["stays"].name, BOOKS["stays"].name, stays))
        for fee in done["fees"]:
            self.why(fee["explanation"]["steps"])
        left = self.family.bank_balance("xi")
        self.facts(
            ("当场从卡里支付", "Paid from her card, there", amount(paid["amount_fen"])),
            ("卡上余额", "Left on her card", amount(left)),
        )
        self.amounts["fine"], self.amounts["niece_left"] = paid["amount_fen"], left

    # ---- the money

    def end(self, employment: Json) -> Outcome:
        family = self.family
        family.to("10:00", ENDED)
        drawn = family.drawn()
        self.heading("养老金按月到卡", "The pension, month by month")
        self.facts(
            *((each["month"], each["month"], amount(each["amount_fen"])) for each in drawn),
            (
                "父亲卡上",
                "On his card",
                amount(family.bank_balance("old")),
            ),
        )
        self.amounts["on_fathers_card"] = family.bank_balance("old")
        claims = family.every_claim()
        self.heading("谁付给谁", "Who pays whom")
        table = self.table(
            ("种类", "What"),
            ("周期", "Period"),
            ("付款地区", "Pays"),
            ("收款地区", "Is paid"),
            ("金额", "Amount", "r"),
            ("状态", "Status"),
            ("周期状态", "The period"),
        )
        for each in claims:
            cycle = family.cycle(each)["cycle"]
            ends = self.name(each["home_region_code"]), self.name(each["care_region_code"])
            what, due = self.words(*KINDS[kind(each)]), amount(each["due_fen"])
            period = cycle.get("period") or cycle["month"]
            table.add_row(what, period, *ends, due, each["status"], cycle["status"])
        self.show(table)
        laws = self.laws()
        return Outcome(self.amounts, employment, drawn, claims, laws)

    # ---- how it is said

    def why(self, steps: Sequence[Any]) -> None:
        """The steps to an amount, each in the simulator's own words."""
        for step in steps:
            if not step["rule"].startswith(_YEARLY):
                self.say(*(f"· {step['text']}",) * 2)
