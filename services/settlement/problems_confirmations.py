"""What can go wrong when an institution says something of its claims."""

from collections.abc import Sequence

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text

NOT_THERE = Text(zh="不在本机构该月清分明细内", en="is none of the institution's in that month")
NOT_OPEN = Text(zh="所在清算周期已截止（{status}）", en="is in a month that is {status}")
SAID_OTHERWISE = Text(
    zh="已作出相反的确认，须先回退", en="was answered otherwise; that must be taken back first"
)
TWICE = Text(zh="重复", en="stands here twice")


class ConfirmationRefused(Refused):
    """One or more claims can't be confirmed; none was."""

    code = "clearing_confirmation_refused"
    title = Text(zh="清分确认有误", en="Confirmation refused")
    detail = Text(
        zh="{month} 有 {count} 笔清分明细不能确认，全部未受理。",
        en="{count} claims of {month} can't be confirmed; nothing was taken.",
    )

    def __init__(self, month: str, errors: Sequence[FieldError]) -> None:
        super().__init__(errors=errors, month=month, count=len(errors))


class ConfirmationNotFound(NotFound):
    code = "clearing_confirmation_not_found"
    title = Text(zh="没有可回退的清分确认", en="No such confirmation")
    detail = Text(
        zh="{month} 没有可回退的清分确认。", en="There is no confirmation of {month} to take back."
    )


class ConfirmationClosed(Conflict):
    """The month is frozen: what is cleared is fixed."""

    code = "clearing_confirmation_closed"
    title = Text(zh="清算周期已截止", en="The month is frozen")
    detail = Text(
        zh="{month} 的清算周期状态为 {status}，清分确认不能再回退。",
        en="The month {month} is {status}: a confirmation can't be taken back any more.",
    )


class ConfirmationRepeated(Conflict):
    """The same message with another content."""

    code = "clearing_confirmation_repeated"
    title = Text(zh="清分确认重复且内容不同", en="The same message says something else")
    detail = Text(
        zh="该报文已确认过 {count} 笔清分明细，内容不同。",
        en="This message confirmed {count} claims before, and they were others.",
    )
