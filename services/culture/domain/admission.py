"""A gate of a venue: who comes in, by a pass or by a ticket, and every reason against it.

A gate without network decides by itself and uploads later. What it let in stays let in: where the
rules say otherwise the visit is an exception (例外), which takes no place and no use of a pass.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.culture.domain import pass_use
from services.culture.domain import reservation as booking
from services.culture.domain.reservation import Reservation
from services.culture.domain.travel_pass import TravelPass
from services.culture.domain.venue import OPEN, Slot, Venue
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

PASS, TICKET = "pass", "ticket"
ENTRIES = (PASS, TICKET)
ADMITTED, REFUSED, EXCEPTION = "admitted", "refused", "exception"
RESULTS = (ADMITTED, REFUSED, EXCEPTION)
MATCH, MISMATCH = "match", "mismatch"
FACES = (MATCH, MISMATCH)
LET_IN, TURNED_AWAY = "let_in", "turned_away"
DECISIONS = (LET_IN, TURNED_AWAY)
ONLINE, OFFLINE = "online", "offline"

CARD_REFUSED, FACE_MISMATCH, NO_FACE = "card_refused", "face_mismatch", "face_not_shown"
NO_PASS, NOT_ACTIVATED, CANCELLED = "pass_missing", "pass_not_activated", "pass_cancelled"
CLOSED, NO_RESERVATION, SLOT_FULL = "venue_closed", "reservation_missing", "slot_full"
OUT_OF_HOURS, TOO_LATE, TURNED = "out_of_hours", "uploaded_too_late", "turned_away_offline"
REASONS = {
    CARD_REFUSED: Text(zh="卡或码未通过核验", en="The card or code was refused."),
    FACE_MISMATCH: Text(zh="人脸与持卡人不符", en="The face is not the holder's."),
    NO_FACE: Text(zh="年卡入园须比对人脸", en="A pass needs the holder's face at the gate."),
    NO_PASS: Text(zh="没有当日有效的年卡", en="There is no pass that is good today."),
    NOT_ACTIVATED: Text(
        zh="年卡未激活（未采集人脸）", en="The pass was not activated: no face was taken."
    ),
    CANCELLED: Text(zh="年卡因冒用已取消", en="The pass was cancelled for misuse."),
    CLOSED: Text(zh="场馆暂停开放", en="The venue is closed."),
    NO_RESERVATION: Text(
        zh="没有此时段的预约", en="There is no reservation for the time of arrival."
    ),
    SLOT_FULL: Text(zh="该时段已满", en="The slot is full."),
    OUT_OF_HOURS: Text(zh="不在开放时段", en="The venue is not open at that time."),
    TOO_LATE: Text(zh="离线记录上传过晚", en="The record was uploaded too late."),
    TURNED: Text(zh="闸机离线时已拒绝", en="The gate turned the visitor away by itself."),
    pass_use.NOT_COVERED: Text(zh="该景点不在年卡范围", en="The pass is not good at this venue."),
    pass_use.BLACKOUT: Text(zh="限制日期", en="No pass is good on this day."),
    pass_use.DAY_LIMIT: Text(zh="当日次数已用完", en="The pass was used there today."),
    pass_use.YEAR_LIMIT: Text(zh="该景点年度次数已用完", en="The uses there are used up."),
    pass_use.CLASS_LIMIT: Text(zh="该类景点次数已用完", en="The uses of this class are used up."),
    pass_use.CHOICE: Text(zh="已选择其他景点", en="Other spots were chosen before."),
    pass_use.COMPANION_AGE: Text(
        zh="随行儿童超过免票年龄", en="A child with the holder is too old to come along."
    ),
    pass_use.COMPANIONS: Text(zh="随行儿童过多", en="There are too many children with the holder."),
}
"""Why a gate refuses somebody: the closed list."""


@dataclass(frozen=True)
class Admission:
    """What happened at a gate. A gate numbers its records; each is known once.

    `price`: what is due at the venue's till, which is not simulated; zero by pass.
    `month`: the month in which a visit by pass counts for the venue's share.
    """

    id: str
    venue_id: str
    venue_code: str
    gate_no: str
    sequence: int
    way: str
    entry: str
    person_id: str | None
    verification_id: str | None
    travel_pass_id: str | None
    product: str | None
    issuer_region: str | None
    reservation_id: str | None
    slot_id: str | None
    companions: int
    price: Money
    grade: str | None
    result: str
    reasons: Sequence[str]
    card_reasons: Sequence[str]
    month: str | None
    arrived_at: datetime
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def places(self) -> int:
        return 1 + self.companions


@dataclass(frozen=True)
class Arrival:
    """Somebody at a gate, and all that decides. `limits`: what their pass's limits say."""

    venue: Venue
    entry: str
    arrived_at: datetime
    face: str | None
    companions: int
    is_card_good: bool
    pass_: TravelPass | None = None
    needs_photo: bool = False
    limits: tuple[str, ...] = ()
    slot: Slot | None = None
    reservation: Reservation | None = None


def against(arrival: Arrival) -> tuple[str, ...]:
    """Every reason to keep somebody out; none: they come in."""
    found = {
        CARD_REFUSED: not arrival.is_card_good,
        CLOSED: arrival.venue.status != OPEN,
        **_pass(arrival),
        **_place(arrival),
    }
    reasons = [reason for reason, stands in found.items() if stands]
    return tuple(dict.fromkeys((*reasons, *arrival.limits)))


def _pass(arrival: Arrival) -> dict[str, bool]:
    mismatch = {FACE_MISMATCH: arrival.face == MISMATCH}
    if arrival.entry != PASS:
        return mismatch
    held = arrival.pass_
    return {
        **mismatch,
        NO_FACE: arrival.face is None,
        NO_PASS: held is None or not held.holds(arrival.arrived_at.date()),
        NOT_ACTIVATED: held is not None and arrival.needs_photo and held.photo is None,
    }


def _place(arrival: Arrival) -> dict[str, bool]:
    """A place of one's own: reserved, or one that is left of the slot; none where there's no
    quota."""
    if not arrival.venue.sessions:
        return {}
    slot, reserved = arrival.slot, arrival.reservation
    if slot is None:
        return {OUT_OF_HOURS: True}
    places = 1 + arrival.companions
    if reserved is not None:
        return {SLOT_FULL: places - reserved.places > slot.left}
    if arrival.venue.needs_booking:
        return {NO_RESERVATION: True}
    return {SLOT_FULL: places > slot.left}


def is_good(reserved: Reservation, slot: Slot) -> bool:
    """Whether a reservation is for this slot, and not yet used."""
    return reserved.status == booking.BOOKED and reserved.slot_id == slot.id


def result(reasons: Sequence[str], decision: str | None) -> str:
    """What becomes of an arrival; `decision`: the gate's own, when it had no network."""
    if decision is None:
        return REFUSED if reasons else ADMITTED
    if decision == TURNED_AWAY:
        return REFUSED
    return EXCEPTION if reasons else ADMITTED
