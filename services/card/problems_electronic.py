"""The errors of electronic cards and their codes, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Problem, Refused, Text


class ElectronicCardNotFound(NotFound):
    code = "electronic_card_not_found"
    title = Text(zh="电子社保卡不存在", en="No such electronic card")
    detail = Text(
        zh="没有电子社保卡 {electronic_card_id}。",
        en="There is no electronic card {electronic_card_id}.",
    )


class ElectronicCardExists(Conflict):
    code = "electronic_card_exists"
    title = Text(zh="已签发电子社保卡", en="The person has an electronic card")
    detail = Text(
        zh="该人员已有电子社保卡 {electronic_card_id}；新渠道只需验证密码。",
        en="The person has the electronic card {electronic_card_id}; another channel needs "
        "its password only.",
    )


class HolderNotConfirmed(Refused):
    """Real name, real person, real card: one of them failed."""

    code = "holder_not_confirmed"
    title = Text(zh="实名实人实卡核验未通过", en="Holder not confirmed")
    detail = Text(zh="未通过：{failed}。", en="Not confirmed: {failed}.")


class CardNotFit(Conflict):
    """An electronic card is issued on a card in a good state only."""

    code = "card_not_fit"
    title = Text(zh="实体卡状态不支持签发", en="The physical card's state does not allow it")
    detail = Text(
        zh="没有可用的实体社会保障卡（{reason}）。",
        en="There is no physical card in a good state ({reason}).",
    )


class LevelTwoNeedsAccount(Conflict):
    code = "level_two_needs_account"
    title = Text(zh="二级签发条件不足", en="Conditions of level 2 not met")
    detail = Text(zh="二级签发需要：{missing}。", en="Level 2 needs: {missing}.")


class ElectronicCardMoveNotAllowed(Conflict):
    code = "electronic_card_move_not_allowed"
    title = Text(
        zh="电子社保卡状态不允许此操作", en="The electronic card's state does not allow this"
    )
    detail = Text(
        zh="电子社保卡状态为 {status}，不能执行 {event}；可以执行：{allowed}。",
        en="The electronic card is {status}, which does not allow {event}; allowed: {allowed}.",
    )


class ElectronicCardSuspended(Conflict):
    """What happened to the physical card, or the holder's own lock, stops it."""

    code = "electronic_card_suspended"
    title = Text(zh="电子社保卡暂停使用", en="Electronic card suspended")
    detail = Text(
        zh="电子社保卡暂停使用：{reason}（规则 {rule}）。",
        en="The electronic card can't be used: {reason} (rule {rule}).",
    )


class ElectronicPasswordWrong(Refused):
    """Counts: after the last try the electronic card is locked."""

    code = "electronic_password_wrong"
    title = Text(zh="电子社保卡密码错误", en="Wrong password of the electronic card")
    detail = Text(
        zh="电子社保卡密码错误，还可输入 {tries_left} 次。",
        en="The password of the electronic card is wrong; tries left: {tries_left}.",
    )


class ElectronicPasswordTooSimple(Refused):
    code = "electronic_password_too_simple"
    title = Text(zh="密码过于简单", en="Password too simple")
    detail = Text(
        zh="六位密码不能是同一数字或连续数字。",
        en="Six equal digits, or six in a row, are no password.",
    )


class ConfirmationFailed(Refused):
    code = "confirmation_failed"
    title = Text(zh="身份确认未通过", en="Confirmation failed")
    detail = Text(zh="{way} 确认未通过。", en="The confirmation by {way} failed.")


class ChannelNotFound(NotFound):
    code = "channel_not_found"
    title = Text(zh="渠道不存在", en="No such channel")
    detail = Text(zh="没有渠道 {channel_no}。", en="There is no channel {channel_no}.")


class ChannelExists(Conflict):
    code = "channel_exists"
    title = Text(zh="渠道号已登记", en="Channel registered already")
    detail = Text(
        zh="渠道号 {channel_no} 已登记。", en="The channel {channel_no} is registered already."
    )


class ChannelSignatureWrong(Refused):
    code = "channel_signature_wrong"
    title = Text(zh="渠道签名错误", en="Wrong signature of the channel")
    detail = Text(
        zh="签名应为对参数排序后串的 HMAC-SHA256。",
        en="The signature must be HMAC-SHA256 over the sorted parameters.",
    )


class SignNumberUsed(Conflict):
    code = "sign_number_used"
    title = Text(zh="签发流水号重复", en="Sign number used already")
    detail = Text(
        zh="渠道 {channel_no} 的签发流水号 {sign_no} 已使用。",
        en="The channel {channel_no} used the sign number {sign_no} before.",
    )


class SigningNotFound(NotFound):
    code = "signing_not_found"
    title = Text(zh="签发请求不存在", en="No such signing")
    detail = Text(zh="没有签发请求 {signing_id}。", en="There is no signing {signing_id}.")


class ChannelLinked(Conflict):
    code = "channel_linked"
    title = Text(zh="渠道已关联", en="Channel linked already")
    detail = Text(zh="渠道 {channel_no} 已关联。", en="The channel {channel_no} is linked already.")


class ChannelNotLinked(Conflict):
    code = "channel_not_linked"
    title = Text(zh="渠道未关联", en="Channel not linked")
    detail = Text(zh="渠道 {channel_no} 未关联。", en="The channel {channel_no} is not linked.")


class DeviceNotFound(NotFound):
    code = "device_not_found"
    title = Text(zh="设备不存在", en="No such device")
    detail = Text(zh="没有设备 {device_id}。", en="There is no device {device_id}.")


class DeviceNotVerified(Conflict):
    """The first display on a new phone asks for phone verification."""

    code = "device_not_verified"
    title = Text(zh="新设备须先短信验证", en="New phone: verify it first")
    detail = Text(
        zh="设备 {device_id} 尚未验证或已移除。",
        en="The device {device_id} has not been verified, or was removed.",
    )


class DeviceKeyInvalid(Refused):
    code = "device_key_invalid"
    title = Text(zh="设备公钥无效", en="Public key of the device not valid")
    detail = Text(
        zh="设备公钥须为 Ed25519 的 JWK 公钥。",
        en="The key must be a public Ed25519 key as a JWK (kty OKP, crv Ed25519, x).",
    )


class FamilyQuotaFull(Conflict):
    code = "family_quota_full"
    title = Text(zh="亲情服务人数已满", en="Family quota full")
    detail = Text(
        zh="关系 {relation} 最多 {quota} 人。", en="At most {quota} relatives of kind {relation}."
    )


class FamilyMemberKnown(Conflict):
    code = "family_member_known"
    title = Text(zh="已在亲情服务中", en="Already in the family")
    detail = Text(zh="人员 {person_id} 已添加。", en="The person {person_id} was added already.")


class FamilyMemberNotFound(NotFound):
    code = "family_member_not_found"
    title = Text(zh="亲情成员不存在", en="No such family member")
    detail = Text(zh="没有亲情成员 {member_id}。", en="There is no family member {member_id}.")


class FamilyPhotoNeeded(Refused):
    code = "family_photo_needed"
    title = Text(zh="须提供人脸照片", en="Photo of the face needed")
    detail = Text(
        zh="未满 {age} 岁的亲属须提供人脸照片。",
        en="A relative below {age} needs a photo of the face.",
    )


class CodeNotFound(NotFound):
    code = "code_not_found"
    title = Text(zh="二维码不存在", en="No such code")
    detail = Text(zh="没有二维码 {code_id}。", en="There is no code {code_id}.")


class CodeNotOurs(Refused):
    """No code of this world: garbled, forged, or of another one."""

    code = "code_not_valid"
    title = Text(zh="二维码无效", en="Code not valid")
    detail = Text(zh="二维码验签未通过（{why}）。", en="The code does not verify: {why}.")


class CodeExpired(Conflict):
    code = "code_expired"
    title = Text(zh="二维码已过期", en="Code expired")
    detail = Text(
        zh="二维码已于 {expired_at} 过期，请刷新。",
        en="The code expired at {expired_at}; show a new one.",
    )


class CodeNotYetValid(Conflict):
    code = "code_not_yet_valid"
    title = Text(zh="二维码时间超前", en="Code from the future")
    detail = Text(
        zh="二维码的签发时间 {issued_at} 晚于当前时间。",
        en="The code says that it was made at {issued_at}, which is still to come.",
    )


class CodeUsed(Conflict):
    """One scan only, whoever comes second."""

    code = "code_used"
    title = Text(zh="二维码已使用", en="Code used already")
    detail = Text(zh="二维码已被扫描一次。", en="The code was scanned already.")


class CodeRevoked(Conflict):
    code = "code_revoked"
    title = Text(zh="二维码已吊销", en="Code revoked")
    detail = Text(
        zh="二维码或其凭证已吊销（序号 {number}）。",
        en="The code, or the credential it was made with, is revoked (number {number}).",
    )


class CapabilityMissing(Refused):
    code = "capability_missing"
    title = Text(zh="二维码不支持此场景", en="Not good for this scene")
    detail = Text(
        zh="二维码不能用于 {scene}；可用于：{allowed}。",
        en="The code is not good for {scene}; it is for: {allowed}.",
    )


class SceneNotAllowed(Problem):
    code = "scene_not_allowed"
    status = 403
    title = Text(zh="角色不能用于此场景", en="Not this role's scene")
    detail = Text(
        zh="角色 {role} 不能在场景 {scene} 扫码。",
        en="The role {role} may not scan codes for {scene}.",
    )


class ScanRefused(Refused):
    """The code is good, but the function isn't offered there, or the holder has died."""

    code = "scan_refused"
    title = Text(zh="核验未通过", en="Verification refused")
    detail = Text(
        zh="核验 {verification_id} 未通过：{reasons}。",
        en="The verification {verification_id} was refused: {reasons}.",
    )


class CodePaymentClosed(Conflict):
    """A late request for a payment that was given up."""

    code = "code_payment_closed"
    title = Text(zh="支付已关闭", en="Payment was given up")
    detail = Text(
        zh="{event} 的支付已关闭，迟到的请求不再受理。",
        en="The payment for {event} was given up; a late request is not accepted.",
    )


class ScannedTooLongAgo(Refused):
    code = "scanned_too_long_ago"
    title = Text(zh="扫码时间无效", en="Not a possible time of the scan")
    detail = Text(
        zh="扫码时间须在当前时间之前 {hours} 小时内。",
        en="A scan is uploaded within {hours} hours, and not before it happens.",
    )


class PaymentNotFound(NotFound):
    code = "code_payment_not_found"
    title = Text(zh="支付不存在", en="No such payment")
    detail = Text(zh="没有支付 {payment_id}。", en="There is no payment {payment_id}.")


class PaymentNotByCode(Conflict):
    """The scan was for something else, by somebody else, too long ago or paid already."""

    code = "scan_not_payable"
    title = Text(zh="扫码记录不能用于支付", en="The scan can't be paid with")
    detail = Text(
        zh="扫码 {code_id} 不是本方未支付的支付扫码。",
        en="The scan {code_id} is no unpaid payment scan of the caller's.",
    )


class RefundTooMuch(Refused):
    code = "refund_too_much"
    title = Text(zh="退款超过可退金额", en="Refund above what is left")
    detail = Text(
        zh="可退 {left} 元，少于 {asked} 元。",
        en="{left} yuan can still be refunded, not {asked} yuan.",
    )


class PayeeOnly(Conflict):
    code = "payee_only"
    title = Text(zh="只有收款方可退款", en="Only the payee refunds")
    detail = Text(
        zh="支付 {payment_id} 的收款方是另一参与方。",
        en="The payment {payment_id} went to another party.",
    )
