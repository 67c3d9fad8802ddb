"""What is told of the hospital message interface's own business."""

from sscsim.event_types import TEXT, declare, ident, word
from sscsim.kernel.problems import Text

_OUTGOING = {
    "id": ident("omg"),
    "institution_code": TEXT,
    "infno": TEXT,
    "msgid": TEXT,
}
declare(
    "medical",
    "outgoing_message.delivered",
    Text(zh="平台报文已送达机构", en="An institution has taken a message of the platform"),
    _OUTGOING,
)
declare(
    "medical",
    "outgoing_message.given_up",
    Text(zh="平台报文已放弃推送", en="A message of the platform is sent no more"),
    _OUTGOING,
)
declare(
    "medical",
    "outgoing_message.expired",
    Text(
        zh="平台报文因无接收地址而过期",
        en="A message of the platform grew too old before an address was named",
    ),
    _OUTGOING,
)

_PRESCRIPTION = {"id": ident("rxp"), "person_id": ident("psn"), "state": TEXT}
_SOLD = {**_PRESCRIPTION, "dispensing_id": ident("rxd")}
declare(
    "medical",
    "prescription.checked",
    Text(zh="电子处方已预核验", en="An electronic prescription was checked before its upload"),
    _PRESCRIPTION,
)
declare(
    "medical",
    "prescription.uploaded",
    Text(zh="电子处方已上传", en="An electronic prescription was uploaded"),
    _PRESCRIPTION,
)
declare(
    "medical",
    "prescription.cancelled",
    Text(zh="电子处方已撤销", en="An electronic prescription was taken back"),
    _PRESCRIPTION,
)
declare(
    "medical",
    "prescription.expired",
    Text(zh="电子处方已失效", en="The time of an electronic prescription is up"),
    _PRESCRIPTION,
)
declare(
    "medical",
    "prescription.reviewed",
    Text(zh="电子处方已审核", en="A pharmacist has reviewed an electronic prescription"),
    {**_PRESCRIPTION, "result": word("passed", "refused")},
)
declare(
    "medical",
    "prescription.dispensed",
    Text(zh="电子处方已取药", en="What was prescribed was dispensed"),
    _SOLD,
)
declare(
    "medical",
    "prescription.dispensing_undone",
    Text(zh="电子处方取药已撤销", en="A dispensing was taken back"),
    _SOLD,
)
declare(
    "medical",
    "prescription.delivery_changed",
    Text(zh="药品配送状态已变更", en="A delivery to the patient went on"),
    {**_SOLD, "delivery": TEXT},
)

_ORDER = {"id": ident("mpo"), "person_id": ident("psn"), "state": TEXT}
declare(
    "medical",
    "mobile_order.placed",
    Text(zh="移动支付订单已上传", en="An order of mobile payment was uploaded"),
    _ORDER,
)
declare(
    "medical",
    "mobile_order.finished",
    Text(zh="移动支付订单已结算", en="An order of mobile payment was settled and paid for"),
    _ORDER,
)
declare(
    "medical",
    "mobile_order.refunded",
    Text(zh="移动支付订单已退款", en="An order of mobile payment was refunded"),
    _ORDER,
)
declare(
    "medical",
    "mobile_order.cancelled",
    Text(zh="移动支付订单已撤销", en="An order of mobile payment was taken back"),
    _ORDER,
)
declare(
    "medical",
    "mobile_order.expired",
    Text(zh="移动支付订单已失效", en="Nobody paid an order of mobile payment in time"),
    _ORDER,
)
