"""The errors of persons, households and the social application of a card, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class KeyFieldNeedsCard(Refused):
    """Name, number and the like stand on the card: they change with a new card only."""

    code = "key_field_needs_new_card"
    title = Text(zh="关键信息变更须换卡", en="Needs a new card")
    detail = Text(
        zh="{fields} 印在卡面或写入芯片，请提交换卡申请（kind=exchange）。",
        en="{fields} stand on the card; apply for an exchange (kind `exchange`) instead.",
    )


class ContributionBaseNotOfKind(Refused):
    code = "contribution_base_not_of_kind"
    title = Text(zh="该人员没有缴费基数", en="No contribution base here")
    detail = Text(
        zh="{insurance_kind}（{category}）不按缴费基数缴费。",
        en="Contributions to {insurance_kind} of the {category} don't rest on a wage.",
    )


class PersonDeceased(Conflict):
    code = "person_deceased"
    title = Text(zh="人员已死亡", en="The person has died")
    detail = Text(
        zh="人员 {person_id} 已于 {on} 死亡登记。",
        en="The person {person_id} died on {on}.",
    )


class HolderNotRecognised(Refused):
    code = "holder_not_recognised"
    title = Text(zh="无法识别持卡人", en="The holder could not be recognised")
    detail = Text(
        zh="社会保障号码与所选的核验方式不符。",
        en="The social security number and the way chosen to prove it don't go together.",
    )


class DeathInFuture(Refused):
    code = "death_day_not_possible"
    title = Text(zh="死亡日期无效", en="Not a possible day of death")
    detail = Text(
        zh="死亡日期 {on} 须在出生日期与今天之间。",
        en="The day of death, {on}, must lie between the birth date and today.",
    )


class HouseholdNotFound(NotFound):
    code = "household_not_found"
    title = Text(zh="户不存在", en="No such household")
    detail = Text(zh="没有户 {household_id}。", en="There is no household {household_id}.")


class MemberElsewhere(Conflict):
    code = "household_member_elsewhere"
    title = Text(zh="人员已在其他户内", en="Member of another household")
    detail = Text(
        zh="人员 {person_id} 已属于户 {household_id}。",
        en="The person {person_id} belongs to the household {household_id}.",
    )


class OneHead(Conflict):
    code = "household_has_a_head"
    title = Text(zh="户主只能有一人", en="The household has a head")
    detail = Text(
        zh="户 {household_id} 已有户主。", en="The household {household_id} has a head already."
    )


class OwnRelative(Refused):
    code = "own_relative"
    title = Text(zh="不能与本人建立亲属关系", en="Nobody is their own relative")
    detail = Text(zh="两个人员相同。", en="Both persons are the same.")


class FamilyLinkExists(Conflict):
    code = "family_link_exists"
    title = Text(zh="亲属关系已存在", en="Linked already")
    detail = Text(
        zh="两人已有亲属关系：{relation}。", en="The two are linked already, as {relation}."
    )


class FamilyLinkNotFound(NotFound):
    code = "family_link_not_found"
    title = Text(zh="亲属关系不存在", en="No such family link")
    detail = Text(zh="没有亲属关系 {link_id}。", en="There is no family link {link_id}.")


class CardPasswordWrong(Refused):
    """Counts: after the last try the social application is locked."""

    code = "card_password_wrong"
    title = Text(zh="社保密码错误", en="Wrong card password")
    detail = Text(
        zh="社保密码错误，还可输入 {tries_left} 次。",
        en="The password of the social application is wrong; tries left: {tries_left}.",
    )
    effect = "committed"


class CardPasswordMissing(Conflict):
    code = "card_password_missing"
    title = Text(zh="尚未设置社保密码", en="No password has been set")
    detail = Text(
        zh="该卡尚未设置社保密码，请先重置密码。",
        en="This card has no password yet; reset it at a counter first.",
    )


class CardPasswordWeak(Refused):
    code = "card_password_too_simple"
    title = Text(zh="密码过于简单", en="Password too simple")
    detail = Text(
        zh="六位密码不能是同一数字或连续数字。",
        en="Six equal digits, or six in a row, are no password.",
    )


class ReleaseNotAllowed(Conflict):
    """A replacement was asked for, or the region never releases a formal loss."""

    code = "loss_release_not_allowed"
    title = Text(zh="不能解除挂失", en="The loss can't be released")
    detail = Text(zh="正式挂失不能解除：{why_zh}。", en="The formal loss can't be released: {why}.")


class CardNotCollected(Conflict):
    code = "card_not_collected"
    title = Text(zh="卡尚未领取", en="The card has not been collected")
    detail = Text(
        zh="该卡的申请 {application_id} 尚处于 {status}，领取后才能启用。",
        en="The card's application {application_id} is {status}; enable the card when it has "
        "been collected.",
    )


class TemporaryCardHeld(Conflict):
    code = "temporary_card_held"
    title = Text(zh="已有临时卡", en="There is a temporary card")
    detail = Text(
        zh="临时卡 {card_id} 有效至 {until}。",
        en="The temporary card {card_id} is good until {until}.",
    )


class NotForTemporaryCard(Conflict):
    code = "not_for_temporary_card"
    title = Text(zh="临时卡不支持", en="Not for a temporary card")
    detail = Text(zh="临时卡不能办理此业务。", en="A temporary card can't have this done.")


class PackRefused(Refused):
    code = "card_policy_pack_refused"
    title = Text(zh="政策包不合格", en="The policy pack was refused")
    detail = Text(zh="{fault}", en="{fault}")


class PackNotFound(NotFound):
    code = "card_policy_not_found"
    title = Text(zh="该地区没有本服务的政策", en="No figures for the region")
    detail = Text(
        zh="{region_code} 没有自己的卡政策；各地相同的在 policy/joint。",
        en="The region {region_code} has no card figures of its own; those that are the same "
        "everywhere stand in policy/joint.",
    )


class FixtureUnknown(NotFound):
    code = "fixture_unknown"
    title = Text(zh="没有此示例", en="No such fixture")
    detail = Text(
        zh="目录中没有结果为 {outcome} 的示例。",
        en="The catalogue has no fixture with the outcome {outcome}.",
    )
