"""The story `graduate`: from school to work by one card.

He Qing graduated in Chengdu. Her file is asked for and comes, she is on record as a graduate
without work and as a job-seeker, learns a trade, is certified, gets the fee of her course back
onto the card, and finds work in Chongqing, which she registers at home: Chengdu accepts it,
Chongqing decides it. All of it happens by the public API.
"""

import contextlib
from dataclasses import dataclass

from rich.console import Console

from scenarios import road
from scenarios.benefits.desk import CHENGDU, CHONGQING, Cardholder, Desk
from scenarios.client import Client, ClientError, WsgiApp
from scenarios.graduate_road import FEE_FEN, OCCUPATION, Walk
from scenarios.road import Json
from scenarios.story import Telling, amount, instant

SEED = "graduate-story"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the story came to."""

    employment: Json
    record: list[Json]
    paid_fen: int
    invariants: Json

    @property
    def holds(self) -> bool:
        """She works, no registration says otherwise, and no law is broken."""
        stands = {each["kind"]: each["status"] for each in self.record}
        at_work = stands.get("employment") == "active" and stands.get("job_seeker") == "matched"
        return (
            self.employment["status"] == "effective"
            and at_work
            and self.paid_fen > 0
            and bool(self.invariants["holds"])
        )


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
        "/sandbox/v1/sandboxes", {"name": "the graduate's story", "preset": "demo", "seed": SEED}
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
        self.walk = Walk(Desk(self.client, "graduate"))
        self.registered(self.walk.begin())
        self.trained()
        certificate = self.certified()
        paid = self.paid(certificate)
        employment = self.at_work()
        return self.end(employment, paid)

    # ---- the parts

    def registered(self, who: Cardholder) -> None:
        self.heading("毕业登记", "A graduate is registered")
        self.facts(
            ("毕业生", "Graduate", f"{who.person['name']} ({who.person['birth_date']})"),
            ("所在地", "Lives in", self.region(CHENGDU)),
            ("社会保障卡", "Card", f"{who.card['card_number']} {who.card['status']}"),
            ("沙箱时钟", "Sandbox clock", self.now()),
        )
        reception = self.walk.received()
        kept = self.walk.file_sent(reception)
        graduate = self.walk.registered()
        seeking = self.walk.seeks_work()
        self.facts(
            ("毕业生接收（HRSS-078）", "Reception (HRSS-078)", reception["status"]),
            ("档案", "Her file", f"{kept['status']} {kept['completed_on']}"),
            ("实名登记至", "On record as without work until", graduate["until_date"]),
            ("求职登记（HRSS-001）", "Job-seeker (HRSS-001)", f"{seeking['status']}, {OCCUPATION}"),
        )

    def trained(self) -> None:
        enrolment = self.walk.enrolled()
        self.heading("职业培训", "A course")
        done = self.walk.attended(enrolment)
        self.facts(
            ("报名（HRSS-067）", "Enrolled (HRSS-067)", enrolment["status"]),
            ("课程", "Course", self.walk.course["title"]),
            ("学费", "Fee", amount(FEE_FEN)),
            ("刷卡、扫码签到", "Signed in by card and by code", self.days(done["days"])),
            ("结果", "Outcome", done["status"]),
        )

    def certified(self) -> Json:
        certificate = self.walk.certified()
        found = self.walk.looked_up()
        self.heading("技能证书", "A certificate")
        self.facts(
            ("证书", "Certificate", f"{certificate['number']} {certificate['level']}"),
            ("查询（HRSS-071）", "Looked up (HRSS-071)", found["records"][0]["status"]),
            ("打印件验真", "The print is verified", found["finding"]),
        )
        return certificate

    def paid(self, certificate: Json) -> int:
        asked = self.walk.asks_for_the_subsidy(certificate)
        done = self.walk.brings_the_receipt(asked)
        self.heading("补贴到卡", "A subsidy onto the card")
        wanted = ", ".join(asked["wanted_inputs"])
        self.say(
            f"培训补贴（HRSS-069）：先须补正（{wanted}），补正后批准。",
            f"The training subsidy (HRSS-069): {wanted} is wanted first; then it is granted.",
        )
        table = self.table(("步骤", "Step"), ("金额", "Amount", "r"))
        for step in done["explanation"]["steps"]:
            table.add_row(step["rule"], amount(step["result_fen"]))
        self.show(table)
        on_card = self.walk.on_the_card()
        self.facts(
            ("状态", "State", f"{done['status']} ({done['waiting_for']})"),
            ("卡上余额", "On the card", amount(on_card)),
        )
        return on_card

    def at_work(self) -> Json:
        made = self.walk.hired()
        waits = self.walk.waiting
        stands = f"{waits['status']}: {waits['waiting_for']}"
        self.heading("异地就业登记", "Work in another region, registered at home")
        self.facts(
            ("受理地", "Accepted in", self.region(CHENGDU)),
            ("办理地", "Decided in", self.region(CHONGQING)),
            ("依据", "By the co-operation", made["scheme"]),
            ("办理地停机时", "While that region is down", stands),
        )
        done = self.walk.decided(made)
        table = self.table(
            ("时间", "When"), ("地区", "Region"), ("步骤", "Step"), ("状态", "State")
        )
        for step in self.walk.desk.steps(done):
            region = self.name(step["region_code"])
            table.add_row(instant(step["created_at"]), region, step["step"], step["to_status"])
        self.show(table)
        return done

    def end(self, employment: Json, paid: int) -> Outcome:
        record = self.walk.record()
        self.heading("就业失业登记查询", "What is on record of her")
        table = self.table(
            ("记录", "Record"), ("状态", "State"), ("地区", "Region"), ("自", "From"), ("至", "To")
        )
        for each in record:
            region = self.name(each["region_code"])
            until = each.get("to_date") or ""
            table.add_row(each["kind"], each["status"], region, each["from_date"], until)
        self.show(table)
        laws = road.invariants(self.client)
        if laws["holds"]:
            count = len(laws["checks"])
            self.say(f"全部 {count} 条不变式成立。", f"All {count} invariants hold.")
        else:
            told = ", ".join(law["id"] for law in laws["checks"] if not law["holds"])
            self.say(f"不成立的不变式：{told}。", f"Invariants that don't hold: {told}.")
        return Outcome(employment, record, paid, laws)

    # ---- how it is said

    def days(self, number: int) -> str:
        return self.words(f"{number} 天", f"{number} days")

    def now(self) -> str:
        return instant(self.client.get("/sandbox/v1/clock")["now"])
