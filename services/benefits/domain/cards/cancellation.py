"""Cancelling a card (注销, HRSS-091): a death, a move abroad, a card of another area."""

from services.benefits.domain import decision
from services.benefits.domain.cards.card_file import Act, CardFile, Facts
from services.benefits.domain.cards.handling_card import NO_CARD
from services.benefits.domain.decision import Case, Decision, Reason
from sscsim.kernel.money import Money

NOT_A_SURVIVOR = decision.reason(
    "not_a_survivor",
    "申请人与持卡人没有登记的亲属关系",
    "No family link says that the applicant is a relative of the holder",
    "死亡注销由亲属办理",
)
HOLDER_UNKNOWN = decision.reason(
    "holder_not_known", "没有该社会保障号码的持卡人", "Nobody has this social security number"
)
DEATH_NOT_PROVEN = decision.reason(
    "death_not_in_data",
    "人口数据没有死亡登记，须提供死亡证明",
    "The population data know of no death; a proof is needed",
    "数据核查在先，材料在后",
)
DEATH_LATER = decision.reason(
    "death_date_not_valid",
    "死亡日期 {day} 晚于今天或早于出生",
    "The day of death, {day}, is after today or before the birth",
)
NO_OTHER_CARD = decision.reason(
    "no_card_elsewhere",
    "在其他地区没有在用的社会保障卡",
    "The holder has no card in use of another area",
    "持有其他地区新卡的，原卡方可注销",
)
NOT_CLEARED = decision.reason(
    "account_not_cleared",
    "银行账户 {account_id} 余额 {balance} 元，须先结清",
    "The bank account {account_id} holds {balance} yuan; it is cleared first",
    "银行账户结清后方可注销",
)
BEING_PAID = decision.reason(
    "benefits_being_paid",
    "尚有 {count} 笔待遇正在向该卡发放",
    "{count} payments of benefits are on their way to the card",
    "没有在发待遇的方可注销",
)


def act(case: Case, file: CardFile) -> Act | None:
    """The death reported, which ends the cards, or the one card cancelled."""
    region = case.competent_region
    if case.inputs["reason"] == "death":
        day = case.inputs.get("death_date")
        if day is None or not _could_die(file, case):
            return None
        return Act("report_death", file.id, region, {"died_on": day.isoformat()})
    held = file.standing(region)
    if held is None:
        return None
    return Act("cancel", file.id, region, {"card_id": held.id, "reason": case.inputs["reason"]})


def _could_die(file: CardFile, case: Case) -> bool:
    born = str(file.person["birth_date"])
    return bool(born <= case.inputs["death_date"].isoformat() <= case.today.isoformat())


def decide(case: Case, facts: Facts) -> Decision:
    """Cancelled for good when nothing hangs on the card any more."""
    if case.inputs["reason"] == "death":
        return _after_death(case, facts)
    held = facts.file.standing(case.competent_region)
    if held is None:
        return decision.reject(NO_CARD)
    against: list[Reason] = list(facts.refusals)
    if case.inputs["reason"] == "moved" and facts.file.elsewhere(held.region_code) is None:
        against.append(NO_OTHER_CARD)
    account = facts.file.account_of(held.id)
    if account is not None and account.balance > Money.zero():
        balance = account.balance.plain()
        against.append(NOT_CLEARED.with_(account_id=account.id, balance=balance))
    if count := facts.get("payments_on_their_way", 0):
        against.append(BEING_PAID.with_(count=count))
    if against:
        return decision.reject(*against)
    return decision.approve(act=act(case, facts.file))


def _after_death(case: Case, facts: Facts) -> Decision:
    """By a relative. Where the death is known the cards are cancelled already."""
    if not facts.get("holder_known", True):
        return decision.reject(HOLDER_UNKNOWN)
    against: list[Reason] = []
    if not facts.get("is_survivor", False):
        against.append(NOT_A_SURVIVOR)
    if facts.file.standing() is None:
        against.append(NO_CARD)
    if not _could_die(facts.file, case):
        against.append(DEATH_LATER.with_(day=case.inputs["death_date"].isoformat()))
    against += facts.refusals
    if against:
        return decision.reject(*against)
    if "death_proof" not in case.inputs:
        return decision.ask_supplement("death_proof", why=(DEATH_NOT_PROVEN,))
    return decision.approve(act=act(case, facts.file))
