"""The same call once more: repeated, changed, or under another key (X1 to X3)."""

from scenarios.exceptions.player import Player
from scenarios.exceptions.registry import scenario
from scenarios.exceptions.stay import SETTLED, Stay
from scenarios.road import Json
from sscsim.kernel.problems import Text


@scenario(
    "X1",
    title=Text(
        zh="同一幂等键、同一内容：返回首次结果，不再入账",
        en="The same key and body: the first answer, and nothing more is posted",
    ),
    shows=Text(
        zh="重发是安全的：幂等键即凭据。",
        en="Repeating is safe: the key is the proof of what was asked.",
    ),
    same=True,
    settlements=["settlement settled"],
    claims=["settled"],
    stands=SETTLED,
)
def x1(on: Player) -> Json:
    stay = Stay(on, "x1")
    on.step("结算", "Settled")
    first = stay.settle()
    on.step("同一幂等键、同一内容再发一次", "The same key and body once more")
    second = stay.settle()
    on.step("终态", "The end")
    return {
        "same": first == second,
        "settlements": stay.settlements(),
        "claims": stay.claims(),
        "stands": stay.stands(),
    }


@scenario(
    "X2",
    title=Text(
        zh="同一幂等键、不同内容：拒绝，首次结果不变",
        en="The same key and another body: refused, the first result is as it was",
    ),
    shows=Text(
        zh="幂等键不可换内容复用。",
        en="A key stands for one body; it can't be used for another.",
    ),
    code="idempotency_key_reused",
    unchanged=True,
    stands=SETTLED,
)
def x2(on: Player) -> Json:
    stay = Stay(on, "x2")
    on.step("结算", "Settled")
    first = stay.settle()
    on.step("同一幂等键，内容改为不用个人账户", "The same key, now without the own account")
    refused = stay.settle(use_account=False)
    on.step("终态", "The end")
    now = on.get(f"/v1/settlements/{first['id']}")
    return {"code": refused["code"], "unchanged": now == first, "stands": stay.stands()}


@scenario(
    "X3",
    title=Text(
        zh="不同幂等键、同一单据号：业务重复，拒绝并指明原结算",
        en="Another key and the same bill number: a duplicate, refused, the earlier one is named",
    ),
    shows=Text(
        zh="换了幂等键也查得出重复单据。",
        en="A duplicate bill is found under any key.",
    ),
    code="bill_number_used",
    names_the_first=True,
    claims=["settled"],
    stands=SETTLED,
)
def x3(on: Player) -> Json:
    stay = Stay(on, "x3")
    on.step("以单据号 HIS-X3 结算", "Settled as bill HIS-X3")
    first = stay.settle(bill_number="HIS-X3")
    on.step("换一个幂等键，同一单据号", "Another key, the same bill number")
    refused = stay.settle(key="another:x3", bill_number="HIS-X3")
    return {
        "code": refused["code"],
        "names_the_first": first["id"] in refused["detail"],
        "claims": stay.claims(),
        "stands": stay.stands(),
    }
