"""The errors of cards that libraries make themselves, one class a code."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text


class ReaderCardNotFound(NotFound):
    code = "reader_card_not_found"
    title = Text(zh="没有此读者证", en="No such reader card")
    detail = Text(zh="没有读者证 {card}。", en="There is no reader card {card}.")


class ReaderCardMoveNotAllowed(Conflict):
    code = "reader_card_state"
    title = Text(zh="读者证状态不允许此操作", en="Not in this state of the reader card")
    detail = Text(
        zh="读者证 {card_id} 的状态是 {status}；可以：{allowed}。",
        en="Reader card {card_id} is {status}; what can be done: {allowed}.",
    )


class IdentityNotKnown(Refused):
    code = "reader_identity_not_known"
    title = Text(zh="身份证核对不符", en="The identity card fits nobody")
    detail = Text(
        zh="没有姓名与证件号码都相符的在世人员。",
        en="Nobody living has this number and this name.",
    )

    def __init__(self) -> None:
        said = Text(zh="与姓名不符或无此人", en="is nobody's, or another's than named")
        error = FieldError("identity_not_known", said, pointer="/social_security_number")
        super().__init__(errors=[error])


class IdentityCardIncomplete(Refused):
    code = "identity_card_incomplete"
    title = Text(zh="身份证信息不全", en="The identity card is told in part")
    detail = Text(
        zh="身份证须同时给出号码和姓名。", en="An identity card is its number and its name."
    )

    def __init__(self, missing: str) -> None:
        said = Text(zh="须同时给出", en="goes with the number of an identity card")
        super().__init__(errors=[FieldError("required", said, pointer=f"/{missing}")])


class FamilyTooSmall(Refused):
    code = "reader_family_too_small"
    title = Text(zh="家庭成员不足", en="Too few for a family card")
    detail = Text(
        zh="办理家庭证至少需 {needed} 名读者（含持证人）。",
        en="A family card needs {needed} readers or more, its holder among them.",
    )

    def __init__(self, needed: int) -> None:
        said = Text(zh="成员不足", en="are too few")
        error = FieldError("too_few_members", said, pointer="/member_ids")
        super().__init__(errors=[error], needed=needed)


class FamilyMemberTaken(Conflict):
    code = "reader_family_member_taken"
    title = Text(zh="已在家庭证中", en="Has a family card already")
    detail = Text(
        zh="读者 {reader_id} 已在家庭证 {card_id} 中。",
        en="Reader {reader_id} belongs to family card {card_id}.",
    )
