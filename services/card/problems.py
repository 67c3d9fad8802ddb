"""The errors of the card service, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class PersonNotFound(NotFound):
    code = "person_not_found"
    title = Text(zh="人员不存在", en="No such person")
    detail = Text(zh="没有人员 {person_id}。", en="There is no person {person_id}.")


class PersonExists(Conflict):
    """The number is somebody's already."""

    code = "person_exists"
    title = Text(zh="人员已登记", en="Person already registered")
    detail = Text(
        zh="社会保障号码 {masked} 已登记为 {person_id}。",
        en="The social security number {masked} is registered already, as {person_id}.",
    )


class IdentityNumberInvalid(Refused):
    code = "identity_number_invalid"
    title = Text(zh="社会保障号码无效", en="Social security number not valid")
    detail = Text(zh="社会保障号码无效，见 errors。", en="See errors for what is wrong with it.")


class RealLookingIdentity(Refused):
    code = "real_looking_identity"
    title = Text(zh="号码可能属于真实人员", en="Number could belong to a real person")
    detail = Text(
        zh="本系统只接受地市级区划代码开头的合成号码；区县级代码可能属于真实人员。",
        en="Only synthetic numbers, which begin with a city's code, are accepted here; one that "
        "begins with a county's code could belong to a real person.",
    )


class NumbersExhausted(Refused):
    """A day, an area and a sex have five hundred numbers."""

    code = "identity_numbers_exhausted"
    title = Text(zh="当日号码已用完", en="No number left")
    detail = Text(
        zh="{area} 在 {birth_date} 出生的该性别人员号码已用完。",
        en="All numbers of area {area} for that sex and {birth_date} are taken.",
    )


class BornInFuture(Refused):
    code = "born_in_future"
    title = Text(zh="出生日期在将来", en="Born in the future")
    detail = Text(
        zh="出生日期 {birth_date} 晚于今天 {today}。",
        en="The birth date {birth_date} is after today, {today}.",
    )


class NotPoolingArea(Refused):
    code = "not_a_pooling_area"
    title = Text(zh="不是统筹区", en="Not a pooling area")
    detail = Text(
        zh="{region_code} 不是统筹区；请使用地市、直辖市或示范市的代码。",
        en="{region_code} is not a pooling area; use the code of a city or municipality.",
    )


class EnrolmentNotFound(NotFound):
    code = "enrolment_not_found"
    title = Text(zh="参保关系不存在", en="No such enrolment")
    detail = Text(zh="没有参保关系 {enrolment_id}。", en="There is no enrolment {enrolment_id}.")


class EnrolmentOverlaps(Conflict):
    code = "enrolment_overlaps"
    title = Text(zh="参保期间重叠", en="Enrolments overlap")
    detail = Text(
        zh="同一险种已有参保关系 {enrolment_id}（{region_code}，{period}），不能重复参保。",
        en="Enrolment {enrolment_id} in {region_code} ({period}) covers part of this time for the "
        "same insurance.",
    )


class EnrolmentEnded(Conflict):
    code = "enrolment_already_ended"
    title = Text(zh="参保关系已终止", en="Enrolment already ended")
    detail = Text(
        zh="参保关系 {enrolment_id} 已于 {to_date} 终止。",
        en="Enrolment {enrolment_id} has an end already: {to_date}.",
    )


class EnrolmentEndsBeforeStart(Refused):
    code = "enrolment_ends_before_start"
    title = Text(zh="终止日期早于开始日期", en="Ends before it begins")
    detail = Text(
        zh="终止日期 {to_date} 早于开始日期 {from_date}。",
        en="The last day {to_date} is before the first, {from_date}.",
    )


class CategoryNotOfKind(Refused):
    code = "category_not_of_kind"
    title = Text(zh="险种没有此人员类别", en="Category unknown to this insurance")
    detail = Text(
        zh="{insurance_kind} 没有人员类别 {category}；可以是：{allowed}。",
        en="{insurance_kind} has no category {category}; it has: {allowed}.",
    )


class NotInsured(Refused):
    code = "not_insured"
    title = Text(zh="未参保", en="Not insured")
    detail = Text(
        zh="人员 {person_id} 在 {on} 没有 {insurance_kind} 的有效参保关系。",
        en="The person {person_id} has no {insurance_kind} in force on {on}.",
    )


class CardNotFound(NotFound):
    code = "card_not_found"
    title = Text(zh="社会保障卡不存在", en="No such card")
    detail = Text(zh="没有社会保障卡 {card_id}。", en="There is no card {card_id}.")


class CardExpired(Conflict):
    code = "card_expired"
    title = Text(zh="卡已过有效期", en="The card has expired")
    detail = Text(
        zh="该卡有效期至 {valid_to}，请申请换发（kind=renewal）。",
        en="The last day of this card was {valid_to}; apply for a renewal (kind `renewal`).",
    )


class CardExists(Conflict):
    code = "card_exists"
    title = Text(zh="已持有社会保障卡", en="The person has a card")
    detail = Text(
        zh="该人员在 {region_code} 已有社会保障卡 {card_id}（{status}）。",
        en="In {region_code} the person has the card {card_id} already ({status}).",
    )


class CardMoveNotAllowed(Conflict):
    """The state machine of the social application has no such row."""

    code = "card_move_not_allowed"
    title = Text(zh="卡状态不允许此操作", en="The card's state does not allow this")
    detail = Text(
        zh="卡状态为 {status}，不能执行 {event}；可以执行：{allowed}。",
        en="The card is {status}, which does not allow {event}; allowed: {allowed}.",
    )


class CardNumberInvalid(Refused):
    code = "card_number_invalid"
    title = Text(zh="卡号无效", en="Card number not valid")
    detail = Text(zh="卡号无效，见 errors。", en="See errors for what is wrong with it.")


class IdentificationCodeInvalid(Refused):
    code = "card_identification_code_invalid"
    title = Text(zh="卡识别码无效", en="Card identification code not valid")
    detail = Text(zh="卡识别码无效，见 errors。", en="See errors for what is wrong with it.")


class CardNumberAmbiguous(Refused):
    """Card numbers are unique within an issuing area only."""

    code = "card_number_ambiguous"
    title = Text(zh="卡号不唯一", en="Several cards have this number")
    detail = Text(
        zh="多个地区有此卡号（{regions}），请同时提供 region_code。",
        en="Cards of several regions have this number ({regions}); name the region_code too.",
    )


class OneCredentialNeeded(Refused):
    code = "one_credential_needed"
    title = Text(zh="请提供一种凭证", en="Name exactly one credential")
    detail = Text(
        zh="请在 {choices} 中恰好提供一个。",
        en="Name exactly one of {choices}.",
    )


class VerificationNotFound(NotFound):
    code = "verification_not_found"
    title = Text(zh="核验记录不存在", en="No such verification")
    detail = Text(
        zh="没有核验记录 {verification_id}。", en="There is no verification {verification_id}."
    )
