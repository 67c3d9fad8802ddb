"""What travel passes and venues tell of their changes."""

from services.culture.domain import admission, pass_month, reservation, travel_pass, venue
from sscsim.event_types import COUNT, DATE, FEN, MONTH, REGION, TEXT, WORDS, declare, ident, word
from sscsim.kernel.problems import Text

declare(
    "culture",
    "venue.added",
    Text(zh="场馆已登记", en="A venue was added"),
    {"id": ident("ven"), "code": TEXT, "region_code": REGION},
)
declare(
    "culture",
    "venue.changed",
    Text(zh="场馆已变更", en="A venue was opened, closed or has another price"),
    {"id": ident("ven"), "code": TEXT, "status": word(*venue.STATUSES), "list_price_fen": FEN},
)
declare(
    "culture",
    "venue_reservation.changed",
    Text(zh="预约状态变更", en="A reservation was made, cancelled, used or missed"),
    {
        "id": ident("vrv"),
        "venue_id": ident("ven"),
        "person_id": ident("psn"),
        "day": DATE,
        "places": COUNT,
        "status": word(*reservation.MACHINE.states),
    },
)
declare(
    "culture",
    "venue_admission.recorded",
    Text(zh="入园记录", en="Somebody came to a gate of a venue"),
    {
        "id": ident("vad"),
        "venue_id": ident("ven"),
        "result": word(*admission.RESULTS),
        "entry": word(*admission.ENTRIES),
        "reasons": WORDS,
        "person_id?": ident("psn"),
        "travel_pass_id?": ident("tps"),
    },
)
declare(
    "culture",
    "travel_pass.changed",
    Text(zh="年卡状态变更", en="A travel pass was ordered, paid, begun, given back or ended"),
    {
        "id": ident("tps"),
        "product_code": TEXT,
        "person_id": ident("psn"),
        "status": word(*travel_pass.MACHINE.states),
        "valid_from_date?": DATE,
        "valid_to_date?": DATE,
    },
)
declare(
    "culture",
    "pass_month.closed",
    Text(zh="年卡月度分成", en="A month of a travel pass was shared out, or could not be"),
    {
        "id": ident("prm"),
        "product_code": TEXT,
        "issuer_region_code": REGION,
        "month": MONTH,
        "pool_fen": FEN,
        "breakage_fen": FEN,
        "status": word(*pass_month.STATUSES),
    },
)
