"""The errors of personal accounts and of the family that uses them, one class a code."""

from datetime import date

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text


class AccountYearNotFound(NotFound):
    code = "account_year_not_found"
    title = Text(zh="该年度没有划入", en="No credit of that year")
    detail = Text(
        zh="人员 {person_id} 的个人账户在 {account_year} 年度没有划入记录。",
        en="The account of {person_id} had no yearly credit in {account_year}.",
    )


class SharerIsOwner(Refused):
    code = "sharer_is_owner"
    title = Text(zh="无需授权本人", en="The account is one's own")
    detail = Text(
        zh="不能授权账户所有人本人。", en="The owner of an account needs no authorisation."
    )

    def __init__(self) -> None:
        message = Text(zh="须为他人", en="must be somebody else")
        super().__init__(errors=[FieldError("is_owner", message, pointer="/member_person_id")])


class SharerDatesWrong(Refused):
    code = "sharer_dates_wrong"
    title = Text(zh="授权日期错误", en="Dates of the authorisation wrong")
    detail = Text(
        zh="授权结束日期 {end} 早于开始日期 {start}。",
        en="The authorisation ends {end}, before {start}.",
    )

    def __init__(self, start: date, end: date) -> None:
        message = Text(zh="不得早于开始日期", en="must not be before the first day")
        error = FieldError("before_start", message, pointer="/end_date")
        super().__init__(errors=[error], start=start, end=end)


class SharerNotFamily(Refused):
    code = "sharer_not_family"
    title = Text(zh="不是可共济的家庭成员", en="Not a family member who may share")
    detail = Text(
        zh="人员 {member_person_id} 与账户所有人的亲属关系为：{relation}；仅限配偶、父母、子女。",
        en="{member_person_id} is to the owner: {relation}. Only a spouse, parent or child may "
        "use the account; the card service keeps family links.",
    )


class SharingNotAllowed(Refused):
    code = "family_sharing_not_allowed"
    title = Text(zh="两地不支持家庭共济", en="The regions don't share")
    detail = Text(
        zh="账户所在地 {owner} 与家庭成员参保地 {member} 的政策不允许家庭共济。",
        en="The figures of {owner}, where the account is, and of {member}, where the member is "
        "insured, don't both allow it.",
    )


class SharerExists(Conflict):
    code = "sharer_exists"
    title = Text(zh="已授权", en="Already authorised")
    detail = Text(
        zh="该成员在此期间已有授权 {sharer_id}。",
        en="The authorisation {sharer_id} of this member shares a day with the time asked for.",
    )


class SharerNotFound(NotFound):
    code = "sharer_not_found"
    title = Text(zh="授权不存在", en="No such authorisation")
    detail = Text(
        zh="该账户没有授权 {sharer_id}。", en="The account has no authorisation {sharer_id}."
    )


class SharerEnded(Conflict):
    code = "sharer_ended"
    title = Text(zh="授权已结束", en="Authorisation ended")
    detail = Text(zh="授权 {sharer_id} 已结束。", en="The authorisation {sharer_id} has ended.")
