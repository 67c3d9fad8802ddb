"""What the card service tells of its changes: the types and what each says."""

from collections.abc import Mapping

from sscsim import event_types
from sscsim.event_types import (
    COUNT,
    DATE,
    FEN,
    FLAG,
    REGION,
    TEXT,
    WORDS,
    Schema,
    ident,
)
from sscsim.kernel.problems import Text


def _told(name: str, zh: str, en: str, fields: Mapping[str, Schema]) -> None:
    event_types.declare("card", name, Text(zh=zh, en=en), fields)


_CARD = {
    "id": ident("card"),
    "person_id": ident("psn"),
    "region_code": REGION,
    "status": TEXT,
}
_MOVED = {**_CARD, "from_status": TEXT, "actor": TEXT, "channel": TEXT, "reason?": TEXT}
_APPLICATION = {
    "id": ident("app"),
    "person_id": ident("psn"),
    "kind": TEXT,
    "production_status": TEXT,
    "card_id?": ident("card"),
    "failure_code?": TEXT,
}
_BATCH = {
    "id": ident("bat"),
    "region_code": REGION,
    "bank_code": TEXT,
    "status": TEXT,
    "size": COUNT,
}
_STOCK_ORDER = {
    "id": ident("sto"),
    "region_code": REGION,
    "branch": TEXT,
    "bank_code": TEXT,
    "quantity": COUNT,
    "status": TEXT,
}
_ACCOUNT = {
    "id": ident("bka"),
    "card_id?": ident("card"),
    "bank_code": TEXT,
    "status": TEXT,
    "move": TEXT,
    "actor": TEXT,
}
_ENTRY = {
    "id": ident("bka"),
    "entry_id": ident("bke"),
    "kind": TEXT,
    "amount_fen": FEN,
    "balance_fen": FEN,
}
_ORDER = {
    "id": ident("bko"),
    "bank_code": TEXT,
    "kind": TEXT,
    "account_id?": ident("bka"),
    "status": TEXT,
}
_CREDIT_FILE = {
    "id": ident("crf"),
    "batch_no": TEXT,
    "status": TEXT,
    "lines_count": COUNT,
    "total_fen": FEN,
    "paid_count": COUNT,
    "paid_fen": FEN,
}
_ENROLMENT = {
    "id": ident("enr"),
    "person_id": ident("psn"),
    "insurance_kind?": TEXT,
    "region_code?": REGION,
    "from_date?": DATE,
    "to_date?": DATE,
}
_ELECTRONIC = {"id": ident("ecd")}

# ---- people

_told(
    "person.registered",
    "人员已登记",
    "A person was registered",
    {"id": ident("psn"), "region_code": REGION},
)
_told(
    "person.changed",
    "人员信息已变更",
    "A person's data changed; `fields` says which",
    {"id": ident("psn"), "fields": WORDS},
)
_told("person.died", "人员死亡", "A person died", {"id": ident("psn"), "died_on": DATE})
_told("enrolment.started", "参保", "An insurance enrolment began", _ENROLMENT)
_told("enrolment.ended", "停保", "An insurance enrolment ended", _ENROLMENT)
for _name, _zh, _en in (
    ("entitlement.started", "身份已认定", "Somebody is a civil servant, or in need of assistance"),
    ("entitlement.ended", "身份认定已终止", "An entitlement has an end"),
):
    _told(
        _name,
        _zh,
        _en,
        {
            "id": ident("ent"),
            "person_id": ident("psn"),
            "kind": TEXT,
            "region_code": REGION,
            "from_date": DATE,
            "to_date?": DATE,
        },
    )
_told(
    "household.founded",
    "家庭已建立",
    "A household was founded",
    {"id": ident("hsh"), "region_code": REGION},
)
for _name, _zh, _en in (
    ("household.joined", "加入家庭", "Somebody joined a household"),
    ("household.left", "离开家庭", "Somebody left a household"),
):
    _told(_name, _zh, _en, {"id": ident("hsh"), "person_id": ident("psn")})
_told(
    "family.linked",
    "亲属已绑定",
    "Two people were linked as family",
    {"id": ident("fam"), "relation": TEXT},
)
_told("family.unlinked", "亲属已解绑", "A family link ended", {"id": ident("fam")})
for _name, _zh, _en in (
    ("population.started", "人口生成开始", "A population began to be made"),
    ("population.finished", "人口生成完成", "A population is made"),
):
    _told(_name, _zh, _en, {"id": TEXT, "people": COUNT})

# ---- cards

_told(
    "card.issued",
    "卡片制发",
    "A card was made; temporary ones say so in `form`",
    {**_CARD, "form?": TEXT},
)
_told("card.collected", "卡片已领取", "A card was collected; told of its application", _APPLICATION)
for _name, _zh, _en in (
    ("card.enabled", "卡片已启用", "A card was enabled"),
    ("card.temporarily_lost", "临时挂失", "A card was reported lost for a while"),
    ("card.loss_reported", "正式挂失", "A card was reported lost"),
    ("card.loss_released", "解除挂失", "A lost card was found"),
    ("card.loss_lapsed", "临时挂失到期", "A temporary loss report lapsed"),
    ("card.locked", "卡片已锁定", "A card was locked"),
    ("card.unlocked", "卡片已解锁", "A card was unlocked"),
    ("card.cancelled", "卡片已注销", "A card was cancelled"),
):
    _told(_name, _zh, _en, _MOVED)
for _name, _zh, _en in (
    ("card.password_changed", "社保密码已修改", "The holder changed a card's password"),
    ("card.password_reset", "社保密码已重置", "A card's password was set anew"),
):
    _told(_name, _zh, _en, _CARD)
for _name, _zh, _en in (
    ("card.renewal_opened", "可以换卡", "A card's renewal window opened"),
    ("card.expired", "卡片已到期", "A card expired"),
):
    _told(_name, _zh, _en, {**_CARD, "valid_to_date": DATE})
_told(
    "card_function.added",
    "卡功能已开通",
    "A card got a function of a co-operation scheme",
    {"id": ident("cfn"), "card_id": ident("card"), "scheme_id": TEXT, "function": TEXT},
)
_told("application.received", "申请已受理", "An application for a card came in", _APPLICATION)
_told("application.moved", "申请进度变化", "An application is one step on", _APPLICATION)
_told("production_batch.made", "制卡批次已生成", "Applications became a batch", _BATCH)
_told("production_batch.moved", "制卡批次进度变化", "A batch is one step on", _BATCH)
_told("stock_order.placed", "预制卡已订购", "Pre-made cards were ordered", _STOCK_ORDER)
_told("stock_order.moved", "预制卡订单进度变化", "An order of cards is one step on", _STOCK_ORDER)
_told(
    "stock_card.assigned",
    "预制卡已配发",
    "A pre-made card became somebody's",
    {"id": ident("stc"), "card_id?": ident("card"), "application_id": ident("app")},
)
_told(
    "stock_card.scrapped",
    "预制卡已作废",
    "A pre-made card was scrapped",
    {"id": ident("stc"), "reason": TEXT},
)

_told(
    "verification.recorded",
    "核验已记录",
    "A card, code or person was verified",
    {"id": ident("ver"), "result": TEXT, "asked_by": TEXT, "card_id?": ident("card")},
)
_told(
    "card_policy.loaded",
    "社保卡政策已载入",
    "Figures of a region were loaded into this world",
    {"region_code": REGION, "digest": TEXT},
)

# ---- the bank side

for _name, _zh, _en in (
    ("bank_account.opened", "账户已开立", "A bank account was opened"),
    ("bank_account.refused", "开户被拒", "The bank refused to open an account"),
    ("bank_account.activated", "账户已激活", "A bank account was activated"),
    ("bank_account.frozen", "账户已冻结", "A bank account was frozen"),
    ("bank_account.unfrozen", "账户已解冻", "A bank account was unfrozen"),
    ("bank_account.locked", "账户已锁定", "A bank account was locked"),
    ("bank_account.unlocked", "账户已解锁", "A bank account was unlocked"),
    ("bank_account.loss_reported", "账户已挂失", "A bank account's card was reported lost"),
    ("bank_account.loss_released", "账户解除挂失", "A bank account's loss report was released"),
    ("bank_account.loss_lapsed", "账户临时挂失到期", "A bank account's loss report lapsed"),
    (
        "bank_account.released",
        "原账户已恢复",
        "A replaced card's account was set free for the next",
    ),
    ("bank_account.became_dormant", "账户转为久悬", "A bank account became dormant"),
    ("bank_account.woken", "账户已唤醒", "A dormant bank account was woken"),
    ("bank_account.closed", "账户已销户", "A bank account was closed"),
):
    _told(_name, _zh, _en, _ACCOUNT)
_told(
    "bank_account.password_set",
    "交易密码已设置",
    "A bank account's password was set",
    {"id": ident("bka")},
)
_told("bank_account.credited", "账户入账", "Money came into a bank account", _ENTRY)
_told("bank_account.debited", "账户出账", "Money left a bank account", _ENTRY)
_told(
    "bank_hold.placed",
    "资金已冻结",
    "Money was held",
    {"id": ident("hld"), "amount_fen": FEN},
)
for _name, _zh, _en in (
    ("bank_hold.captured", "冻结资金已扣", "Held money was taken"),
    ("bank_hold.released", "冻结资金已解冻", "Held money was released"),
    ("bank_hold.lapsed", "资金冻结到期", "A hold lapsed"),
):
    _told(_name, _zh, _en, {"id": ident("hld")})
for _name, _zh, _en in (
    ("bank_order.placed", "已向银行下达指令", "The bank was asked to do something"),
    ("bank_order.done", "银行指令已完成", "The bank did it"),
    ("bank_order.refused", "银行指令被拒", "The bank refused"),
    ("bank_order.timed_out", "银行指令超时", "The bank did not answer in time"),
):
    _told(_name, _zh, _en, _ORDER)
_told(
    "bank.player_changed",
    "银行扮演方已变更",
    "A bank is played by somebody else from now on",
    {"bank_code": TEXT, "played_by": TEXT},
)
for _name, _zh, _en in (
    ("credit_file.sent", "代发文件已发送", "A credit file was sent to the bank"),
    ("credit_file.returned", "代发文件已返回", "A credit file came back"),
    ("credit_file.overdue", "代发文件逾期", "A credit file did not come back in time"),
):
    _told(_name, _zh, _en, _CREDIT_FILE)

# ---- the electronic card

_told(
    "electronic_card.signed",
    "电子社保卡已签发",
    "An electronic card was signed",
    {**_ELECTRONIC, "level": COUNT},
)
_told(
    "electronic_card.sign_answered",
    "签发结果已返回",
    "A channel's request to sign was answered",
    {
        "id": ident("sgn"),
        "channelNo": TEXT,
        "signNo": TEXT,
        "status": TEXT,
        "electronic_card_id?": ident("ecd"),
        "failure_code?": TEXT,
    },
)
_told(
    "electronic_card.followed_card",
    "电子社保卡随卡更新",
    "An electronic card stands on another card now",
    {**_ELECTRONIC, "card_id": ident("card")},
)
for _name, _zh, _en in (
    ("electronic_card.locked", "电子社保卡已锁定", "An electronic card was locked"),
    ("electronic_card.unlocked", "电子社保卡已解锁", "An electronic card was unlocked"),
    ("electronic_card.unlinked", "电子社保卡已解除关联", "An electronic card was given up"),
):
    _told(_name, _zh, _en, {**_ELECTRONIC, "status": TEXT, "actor": TEXT})
_told(
    "electronic_card.raised",
    "电子社保卡已升级",
    "An electronic card can pay now",
    {**_ELECTRONIC, "level": COUNT, "account_id?": ident("bka")},
)
for _name, _zh, _en in (
    ("electronic_card.channel_linked", "渠道已关联", "A channel was linked"),
    ("electronic_card.channel_unlinked", "渠道已解除", "A channel was unlinked"),
):
    _told(_name, _zh, _en, {**_ELECTRONIC, "channel_no": TEXT})
_told(
    "electronic_card.password_changed",
    "电子社保卡密码已设置",
    "An electronic card's password was set",
    _ELECTRONIC,
)
_told(
    "electronic_card.authorised",
    "电子社保卡授权已变更",
    "What an electronic card may do while the card is lost",
    {**_ELECTRONIC, "allowed_while_lost": FLAG},
)
_told("electronic_device.verified", "设备已认证", "A phone was verified", {"id": ident("dev")})
_told("electronic_device.removed", "设备已解除", "A phone was removed", {"id": ident("dev")})
_told(
    "electronic_family.added",
    "亲情账户已添加",
    "A relative was added to an electronic card",
    {"id": ident("fam"), "relation": TEXT},
)
_told("electronic_family.removed", "亲情账户已移除", "A relative was removed", {"id": ident("fam")})
_told("code_credential.issued", "离线码凭证已签发", "A phone may show codes", {"id": ident("crd")})
_told("code_credential.revoked", "离线码凭证已吊销", "It may no more", {"id": ident("crd")})
_told(
    "code.scanned",
    "二维码已核验",
    "A code was scanned",
    {"id": ident("cod"), "scene": TEXT, "electronic_card_id": ident("ecd")},
)
for _name, _zh, _en in (
    ("code_payment.paid", "扫码支付成功", "A code was paid with"),
    ("code_payment.refunded", "扫码支付已退款", "A payment by code was given back"),
):
    _told(_name, _zh, _en, {"id": ident("cpy"), "amount_fen": FEN})

_ENTRY = {"id": ident("pwe"), "person_id": ident("psn"), "action": TEXT, "status": TEXT}
_told("password_entry.opened", "等待录入密码", "A terminal waits for a password", _ENTRY)
_told("password_entry.entered", "密码已录入", "It was typed, and used", _ENTRY)
_told("password_entry.lapsed", "密码录入已超时", "Nobody typed it in time", _ENTRY)
