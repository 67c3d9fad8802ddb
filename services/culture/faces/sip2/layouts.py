"""The messages of SIP2 as a table: fixed fields in their order, then fields by two letters.

The fixed part has no separators, so that its widths are the protocol. What the text calls
required is sent always, and missed, not demanded, when it is read.
"""

from collections.abc import Collection, Mapping
from typing import Final

from services.culture.faces.sip2.shape import DATE_WIDTH, Fixed, Layout


def _flag(name: str, refusal: str = "") -> Fixed:
    return Fixed(name, 1, "text", refusal)


def _layout(command: str, name: str, fixed: tuple[Fixed, ...], fields: str = "") -> Layout:
    """fields: ids in their order; an exclamation mark behind what is required."""
    ids = fields.split()
    return Layout(
        command,
        name,
        fixed,
        tuple(each.rstrip("!") for each in ids),
        frozenset(each[:2] for each in ids if each.endswith("!")),
    )


_DATE = Fixed("transaction_date", DATE_WIDTH, "date")
_RETURN_DATE = Fixed("return_date", DATE_WIDTH, "date")
_NO_BLOCK_DUE = Fixed("no_block_due_date", DATE_WIDTH, "date")
_LANGUAGE = Fixed("language", 3, "text", "000")
_PATRON_STATUS = Fixed("patron_status", 14, "text", "YYYY")
_NO_BLOCK = _flag("no_block")
_LENT = (
    _flag("ok", "0"),
    _flag("renewal_ok", "N"),
    _flag("magnetic_media", "N"),
    _flag("desensitize", "N"),
    _DATE,
)
_LENT_FIELDS = "AO! AA! AB! AJ! AH! BT CI BH BV CK CH BK AF AG"
_PATRON_FIELDS = "AO! AA! AE! BL CQ BH BV AF AG"
COUNTS: Final = (
    "hold_items_count",
    "overdue_items_count",
    "charged_items_count",
    "fine_items_count",
    "recall_items_count",
    "unavailable_holds_count",
)

_REQUESTS = (
    _layout("93", "login", (_flag("uid_algorithm"), _flag("pwd_algorithm")), "CN! CO! CP"),
    _layout(
        "99",
        "sc_status",
        (_flag("status_code"), Fixed("max_print_width", 3), Fixed("protocol_version", 4)),
    ),
    _layout("23", "patron_status", (_LANGUAGE, _DATE), "AO! AA! AC! AD!"),
    _layout(
        "63",
        "patron_information",
        (_LANGUAGE, _DATE, Fixed("summary", 10)),
        "AO! AA! AC AD BP BQ",
    ),
    _layout(
        "11",
        "checkout",
        (_flag("sc_renewal_policy"), _NO_BLOCK, _DATE, _NO_BLOCK_DUE),
        "AO! AA! AB! AC! CH AD BO BI",
    ),
    _layout("09", "checkin", (_NO_BLOCK, _DATE, _RETURN_DATE), "AP! AO! AB! AC! CH BI"),
    _layout(
        "29",
        "renew",
        (_flag("third_party_allowed"), _NO_BLOCK, _DATE, _NO_BLOCK_DUE),
        "AO! AA! AD AB AJ AC CH BO",
    ),
    _layout("65", "renew_all", (_DATE,), "AO! AA! AD AC BO"),
    _layout("17", "item_information", (_DATE,), "AO! AB! AC"),
    _layout("19", "item_status_update", (_DATE,), "AO! AB! AC CH!"),
    _layout("15", "hold", (_flag("hold_mode"), _DATE), "BW BS BY AO! AA! AD AB AJ AC BO"),
    _layout("25", "patron_enable", (_DATE,), "AO! AA! AC AD"),
    _layout("35", "end_patron_session", (_DATE,), "AO! AA! AC AD"),
    _layout(
        "37",
        "fee_paid",
        (_DATE, Fixed("fee_type", 2), Fixed("payment_type", 2), Fixed("currency", 3)),
        "BV! AO! AA! AC AD CG BK",
    ),
    _layout("01", "block_patron", (_flag("card_retained"), _DATE), "AO! AL! AA! AC!"),
    _layout("97", "request_acs_resend", ()),
)

_RESPONSES = (
    _layout("94", "login_response", (_flag("ok", "0"),)),
    _layout(
        "98",
        "acs_status",
        (
            _flag("online_status", "N"),
            _flag("checkin_ok", "N"),
            _flag("checkout_ok", "N"),
            _flag("acs_renewal_policy", "N"),
            _flag("status_update_ok", "N"),
            _flag("offline_ok", "N"),
            Fixed("timeout_period", 3, "count", "030"),
            Fixed("retries_allowed", 3, "count", "003"),
            _DATE,
            Fixed("protocol_version", 4, "text", "2.00"),
        ),
        "AO! AM BX! AN AF AG",
    ),
    _layout("24", "patron_status_response", (_PATRON_STATUS, _LANGUAGE, _DATE), _PATRON_FIELDS),
    _layout(
        "64",
        "patron_information_response",
        (
            _PATRON_STATUS,
            _LANGUAGE,
            _DATE,
            *(Fixed(name, 4, "count", "0000") for name in COUNTS),
        ),
        "AO! AA! AE! BZ CA CB BL CQ BH BV CC AS AT AU AV BU CD BD BE BF AF AG",
    ),
    _layout("12", "checkout_response", _LENT, _LENT_FIELDS),
    _layout(
        "10",
        "checkin_response",
        (
            _flag("ok", "0"),
            _flag("resensitize", "N"),
            _flag("magnetic_media", "N"),
            _flag("alert", "N"),
            _DATE,
        ),
        "AO! AB! AQ! AJ CL AA CK CH AF AG",
    ),
    _layout("30", "renew_response", _LENT, _LENT_FIELDS),
    _layout(
        "66",
        "renew_all_response",
        (
            _flag("ok", "0"),
            Fixed("renewed_count", 4, "count", "0000"),
            Fixed("unrenewed_count", 4, "count", "0000"),
            _DATE,
        ),
        "AO! BM BN AF AG",
    ),
    _layout(
        "18",
        "item_information_response",
        (
            Fixed("circulation_status", 2, "text", "01"),
            Fixed("security_marker", 2, "text", "00"),
            Fixed("fee_type", 2, "text", "01"),
            _DATE,
        ),
        "CF AH CJ CM AB! AJ! BG BH BV CK AQ AP CH AF AG",
    ),
    _layout(
        "20",
        "item_status_update_response",
        (_flag("item_properties_ok", "0"), _DATE),
        "AB! AJ CH AF AG",
    ),
    _layout(
        "16",
        "hold_response",
        (_flag("ok", "0"), _flag("available", "N"), _DATE),
        "BW BR BS AO! AA! AB AJ AF AG",
    ),
    _layout(
        "26",
        "patron_enable_response",
        (_PATRON_STATUS, _LANGUAGE, _DATE),
        "AO! AA! AE! BL CQ AF AG",
    ),
    _layout("36", "end_session_response", (_flag("end_session", "N"), _DATE), "AO! AA! AF AG"),
    _layout("38", "fee_paid_response", (_flag("payment_accepted", "N"), _DATE), "AO! AA! BK AF AG"),
    _layout("96", "request_sc_resend", ()),
)

REQUESTS: Final[Mapping[str, Layout]] = {each.command: each for each in _REQUESTS}
RESPONSES: Final[Mapping[str, Layout]] = {each.command: each for each in _RESPONSES}
LAYOUTS: Final[Mapping[str, Layout]] = {**REQUESTS, **RESPONSES}
PAIRS: Final[Mapping[str, str]] = {
    "93": "94", "99": "98", "23": "24", "63": "64", "11": "12", "09": "10", "29": "30", "65": "66",
    "17": "18", "19": "20", "15": "16", "25": "26", "35": "36", "37": "38", "01": "24",
}  # fmt: skip
"""Which command answers which; 97 is answered by what was said last."""

KNOWN: Final = frozenset(name for each in LAYOUTS.values() for name in each.order)
"""Ids of fields that the protocol has. AY and AZ belong to the line."""
LIMITS: Final = frozenset({"BZ", "CA", "CB"})
"""Fields whose value is a number of four digits."""

CIRCULATION_STATUS: Final = {
    "other": "01",
    "on_order": "02",
    "available": "03",
    "charged": "04",
    "charged_no_recall": "05",
    "in_process": "06",
    "recalled": "07",
    "on_hold_shelf": "08",
    "to_reshelve": "09",
    "in_transit": "10",
    "claimed_returned": "11",
    "lost": "12",
    "missing": "13",
}
SECURITY_MARKER: Final = {"other": "00", "none": "01", "tattle_tape": "02", "whisper_tape": "03"}
FEE_TYPE: Final = {
    "other": "01",
    "administrative": "02",
    "damage": "03",
    "overdue": "04",
    "processing": "05",
    "rental": "06",
    "replacement": "07",
    "computer": "08",
    "hold": "09",
}
PAYMENT_TYPE: Final = {"cash": "00", "visa": "01", "credit_card": "02"}
MEDIA_TYPE: Final = {
    "other": "000",
    "book": "001",
    "magazine": "002",
    "bound_journal": "003",
    "audio": "004",
    "video": "005",
    "cd": "006",
    "diskette": "007",
    "book_with_diskette": "008",
    "book_with_cd": "009",
    "book_with_tape": "010",
}
LANGUAGE: Final = {"unknown": "000", "english": "001", "chinese": "019"}
HOLD_TYPE: Final = {"other": "1", "any_copy": "2", "this_copy": "3", "any_copy_at_branch": "4"}
HOLD_MODE: Final = {"add": "+", "delete": "-", "change": "*"}

PATRON_STATUS: Final = (
    "charge_denied",
    "renewal_denied",
    "recall_denied",
    "hold_denied",
    "card_lost",
    "too_many_charged",
    "too_many_overdue",
    "too_many_renewals",
    "too_many_claims_returned",
    "too_many_lost",
    "excessive_fines",
    "excessive_fees",
    "recall_overdue",
    "too_many_billed",
)
SUMMARY: Final = ("hold", "overdue", "charged", "fine", "recall", "unavailable_hold")
SUMMARY_FIELDS: Final = dict(zip(SUMMARY, ("AS", "AT", "AU", "AV", "BU", "CD"), strict=True))
SUPPORTED: Final = (
    "23", "11", "09", "01", "99", "97", "93", "63", "35", "37", "17", "19", "25", "15", "29", "65",
)  # fmt: skip
"""Which message each position of BX stands for."""


def patron_status(true: Collection[str]) -> str:
    """Fourteen positions: Y where something is denied or too much, else blank.

    >>> patron_status({"charge_denied", "excessive_fines"})
    'Y         Y   '
    """
    if unknown := set(true) - set(PATRON_STATUS):
        raise ValueError(f"no position of the patron status: {sorted(unknown)}")
    return "".join("Y" if name in true else " " for name in PATRON_STATUS)


def supported(commands: Collection[str] = SUPPORTED) -> str:
    """BX: sixteen times Y or N.

    >>> supported({"23", "11", "65"})
    'YYNNNNNNNNNNNNNY'
    """
    return "".join("Y" if command in commands else "N" for command in SUPPORTED)


def summary_wanted(summary: str) -> str | None:
    """Of what a patron information request wants the items; the first Y counts.

    >>> summary_wanted("  Y       "), summary_wanted(" " * 10)
    ('charged', None)
    """
    at = summary.upper().find("Y")
    return SUMMARY[at] if 0 <= at < len(SUMMARY) else None
