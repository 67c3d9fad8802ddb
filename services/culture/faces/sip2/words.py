"""What stands on the terminal's screen, in its language."""

from typing import Final

from sscsim import world
from sscsim.kernel.problems import Problem, Text

CLOSED: Final = Text(zh="本机已停用。", en="This machine is closed.")
NO_OFFLINE: Final = Text(
    zh="本机不接受脱机交易。", en="This machine may not tell of what it did offline."
)
UNKNOWN_PATRON: Final = Text(zh="没有此读者。", en="No such reader.")
PASSWORD_WRONG: Final = Text(zh="密码错误。", en="The password is wrong.")
FEE_DUE: Final = Text(
    zh="有应缴款 {amount} 元，请先确认。", en="{amount} yuan are due. Agree first."
)
HAS_IT: Final = Text(zh="您已借此书，可续借。", en="You have it already; it may be renewed.")
NOT_YOURS: Final = Text(zh="此书不在您名下。", en="It isn't on loan to you.")
DUE: Final = Text(zh="《{title}》请于 {day} 前归还。", en="{title}: due on {day}.")
BACK: Final = Text(zh="《{title}》已归还。", en="{title}: returned.")
FINE: Final = Text(zh="逾期费 {amount} 元。", en="A fee of {amount} yuan was charged.")
ARRIVED: Final = Text(zh="《{title}》已到馆。", en="{title}: arrived.")
NOT_OUT: Final = Text(zh="此书原未借出。", en="It was on nobody's loan.")
UNDONE: Final = Text(zh="已撤销。", en="Taken back.")
NO_ITEM: Final = Text(zh="没有此馆藏。", en="No such item.")
NO_TITLE: Final = Text(zh="没有此书目。", en="No such title.")
PAID: Final = Text(zh="已缴 {amount} 元。", en="{amount} yuan were paid.")
BAD_AMOUNT: Final = Text(zh="金额或币种有误。", en="The amount or the currency is wrong.")
HELD: Final = Text(zh="已预约，排第 {position} 位。", en="Held; number {position} of the queue.")
READY: Final = Text(zh="预约图书已到馆。", en="A copy is kept for you.")
CANCELLED: Final = Text(zh="预约已取消。", en="The hold was cancelled.")
MOVED: Final = Text(zh="取书地点已更改。", en="It will be fetched elsewhere.")
NO_MODE: Final = Text(zh="没有此操作。", en="No such thing can be done with a hold.")
RENEWED: Final = Text(zh="已续借 {done} 册，{left} 册未续。", en="{done} renewed, {left} not.")
BLOCKED: Final = Text(zh="读者已停借。", en="The reader is blocked.")
ENABLED: Final = Text(zh="读者已恢复借阅。", en="The reader may borrow again.")
KEPT_CARD: Final = Text(zh="自助设备留卡", en="A machine kept the card")


def say(text: Text, **values: object) -> str:
    """In the language of the terminal."""
    return text.into(world.current().language, {name: str(each) for name, each in values.items()})


def of(problem: Problem) -> str:
    """Every reason, where it has some; else what it says of itself."""
    if problem.code == "reader_not_found":
        return say(UNKNOWN_PATRON)
    said = problem.body(world.current().language)
    reasons = [each["message"] for each in said.get("errors", ())]
    mark = "；" if world.current().language == "zh-CN" else " "
    return mark.join(reasons) if reasons else str(said.get("detail", said.get("title", "")))
