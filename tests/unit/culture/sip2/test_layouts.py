"""The table of the messages against a second copy, written by hand from the protocol's text."""

import pytest

from services.culture.faces.sip2 import layouts

# command: widths of the fixed fields; ids, with ! behind what is required
BY_HAND = {
    "93": ([1, 1], "CN! CO! CP"),
    "94": ([1], ""),
    "99": ([1, 3, 4], ""),
    "98": ([1, 1, 1, 1, 1, 1, 3, 3, 18, 4], "AO! AM BX! AN AF AG"),
    "23": ([3, 18], "AO! AA! AC! AD!"),
    "24": ([14, 3, 18], "AO! AA! AE! BL CQ BH BV AF AG"),
    "63": ([3, 18, 10], "AO! AA! AC AD BP BQ"),
    "64": (
        [14, 3, 18, 4, 4, 4, 4, 4, 4],
        "AO! AA! AE! BZ CA CB BL CQ BH BV CC AS AT AU AV BU CD BD BE BF AF AG",
    ),
    "11": ([1, 1, 18, 18], "AO! AA! AB! AC! CH AD BO BI"),
    "12": ([1, 1, 1, 1, 18], "AO! AA! AB! AJ! AH! BT CI BH BV CK CH BK AF AG"),
    "09": ([1, 18, 18], "AP! AO! AB! AC! CH BI"),
    "10": ([1, 1, 1, 1, 18], "AO! AB! AQ! AJ CL AA CK CH AF AG"),
    "29": ([1, 1, 18, 18], "AO! AA! AD AB AJ AC CH BO"),
    "30": ([1, 1, 1, 1, 18], "AO! AA! AB! AJ! AH! BT CI BH BV CK CH BK AF AG"),
    "65": ([18], "AO! AA! AD AC BO"),
    "66": ([1, 4, 4, 18], "AO! BM BN AF AG"),
    "17": ([18], "AO! AB! AC"),
    "18": ([2, 2, 2, 18], "CF AH CJ CM AB! AJ! BG BH BV CK AQ AP CH AF AG"),
    "19": ([18], "AO! AB! AC CH!"),
    "20": ([1, 18], "AB! AJ CH AF AG"),
    "15": ([1, 18], "BW BS BY AO! AA! AD AB AJ AC BO"),
    "16": ([1, 1, 18], "BW BR BS AO! AA! AB AJ AF AG"),
    "25": ([18], "AO! AA! AC AD"),
    "26": ([14, 3, 18], "AO! AA! AE! BL CQ AF AG"),
    "35": ([18], "AO! AA! AC AD"),
    "36": ([1, 18], "AO! AA! AF AG"),
    "37": ([18, 2, 2, 3], "BV! AO! AA! AC AD CG BK"),
    "38": ([1, 18], "AO! AA! BK AF AG"),
    "01": ([1, 18], "AO! AL! AA! AC!"),
    "97": ([], ""),
    "96": ([], ""),
}
FIELDS = (
    "AA AB AC AD AE AF AG AH AJ AL AM AN AO AP AQ AS AT AU AV BD BE BF BG BH BI BK BL BM BN BO BP "
    "BQ BR BS BT BU BV BW BX BY BZ CA CB CC CD CF CG CH CI CJ CK CL CM CN CO CP CQ"
)


@pytest.mark.parametrize("command", BY_HAND)
def test_a_message_has_the_fields_and_widths_of_the_protocol(command: str) -> None:
    widths, ids = BY_HAND[command]
    layout = layouts.LAYOUTS[command]
    assert [each.width for each in layout.fixed] == widths
    assert layout.width == sum(widths)
    assert list(layout.order) == [name.rstrip("!") for name in ids.split()]
    assert layout.required == {name[:2] for name in ids.split() if name.endswith("!")}


def test_there_is_no_other_message_and_no_other_field() -> None:
    assert layouts.LAYOUTS.keys() == BY_HAND.keys()
    assert frozenset(FIELDS.split()) == layouts.KNOWN
    assert not layouts.REQUESTS.keys() & layouts.RESPONSES.keys()


def test_every_request_but_the_cry_for_the_last_answer_has_a_pair() -> None:
    assert layouts.PAIRS.keys() == layouts.REQUESTS.keys() - {"97"}
    assert set(layouts.PAIRS.values()) == layouts.RESPONSES.keys() - {"96"}
    assert {request: layouts.PAIRS[request] for request in ("01", "23", "11", "09", "65")} == {
        "01": "24",
        "23": "24",
        "11": "12",
        "09": "10",
        "65": "66",
    }


def test_what_is_refused_fits_its_width() -> None:
    for layout in layouts.RESPONSES.values():
        for each in layout.fixed:
            assert len(each.refusal) <= each.width, (layout.command, each.name)


def test_code_tables_have_the_codes_of_the_protocol() -> None:
    assert list(layouts.CIRCULATION_STATUS.values()) == [f"{code:02}" for code in range(1, 14)]
    assert list(layouts.FEE_TYPE.values()) == [f"{code:02}" for code in range(1, 10)]
    assert list(layouts.PAYMENT_TYPE.values()) == ["00", "01", "02"]
    assert list(layouts.MEDIA_TYPE.values()) == [f"{code:03}" for code in range(11)]
    assert layouts.LANGUAGE["chinese"] == "019"
    assert layouts.CIRCULATION_STATUS["available"] == "03"
    assert layouts.CIRCULATION_STATUS["on_hold_shelf"] == "08"
    assert layouts.FEE_TYPE["overdue"] == "04"
    assert layouts.HOLD_TYPE["this_copy"] == "3"


def test_positions_of_the_status_and_of_what_is_supported() -> None:
    assert layouts.patron_status(()) == " " * 14
    assert layouts.patron_status(layouts.PATRON_STATUS) == "Y" * 14
    assert layouts.patron_status({"too_many_billed", "card_lost"}) == "    Y        Y"
    with pytest.raises(ValueError, match="no position"):
        layouts.patron_status({"tired"})
    assert layouts.supported() == "Y" * 16
    assert layouts.supported({"99", "15"}) == "NNNNYNNNNNNNNYNN"


@pytest.mark.parametrize(
    ("summary", "wanted", "field"),
    [
        ("Y         ", "hold", "AS"),
        (" Y        ", "overdue", "AT"),
        ("  Y       ", "charged", "AU"),
        ("   Y      ", "fine", "AV"),
        ("    Y     ", "recall", "BU"),
        ("     Y    ", "unavailable_hold", "CD"),
        ("      Y   ", None, None),
        ("  y       ", "charged", "AU"),
        ("", None, None),
    ],
)
def test_a_summary_asks_for_one_kind_of_items(
    summary: str, wanted: str | None, field: str | None
) -> None:
    assert layouts.summary_wanted(summary) == wanted
    assert wanted is None or layouts.SUMMARY_FIELDS[wanted] == field
