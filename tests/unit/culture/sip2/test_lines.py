"""Every message as one line, put together by hand from the layouts: what a request means, and how
an answer is written, character by character."""

import pytest

from services.culture.faces.sip2 import layouts, messages
from services.culture.faces.sip2.messages import Message, message, read, write

AT = "20260401    093000"
UTC = "20260401   Z013000"
BLANK = " " * 18
WHO = [("AO", "CQL"), ("AA", "R1")]

REQUESTS = [
    (
        "9300CNdemo/desk1|COa secret|CP2F|",
        {"uid_algorithm": "0", "pwd_algorithm": "0"},
        [("CN", "demo/desk1"), ("CO", "a secret"), ("CP", "2F")],
    ),
    (
        "9900802.00",
        {"status_code": "0", "max_print_width": "080", "protocol_version": "2.00"},
        [],
    ),
    (
        f"23019{AT}AOCQL|AAR1|AC|AD1357|",
        {"language": "019", "transaction_date": AT},
        [*WHO, ("AC", ""), ("AD", "1357")],
    ),
    (
        f"63001{UTC}  Y       AOCQL|AAR1|AC|AD|BP1|BQ5|",
        {"language": "001", "transaction_date": UTC, "summary": "  Y       "},
        [*WHO, ("AC", ""), ("AD", ""), ("BP", "1"), ("BQ", "5")],
    ),
    (
        f"11YN{AT}{BLANK}AOCQL|AAR1|AB991|AC|CH|AD1357|BOY|BIN|",
        {
            "sc_renewal_policy": "Y",
            "no_block": "N",
            "transaction_date": AT,
            "no_block_due_date": BLANK,
        },
        [*WHO, ("AB", "991"), ("AC", ""), ("CH", ""), ("AD", "1357"), ("BO", "Y"), ("BI", "N")],
    ),
    (
        f"09Y{AT}{UTC}APdesk 1|AOCQL|AB991|AC|CH|BIN|",
        {"no_block": "Y", "transaction_date": AT, "return_date": UTC},
        [("AP", "desk 1"), ("AO", "CQL"), ("AB", "991"), ("AC", ""), ("CH", ""), ("BI", "N")],
    ),
    (
        f"29NY{AT}{UTC}AOCQL|AAR1|AD|AB991|AJ山城往事|AC|CH|BON|",
        {
            "third_party_allowed": "N",
            "no_block": "Y",
            "transaction_date": AT,
            "no_block_due_date": UTC,
        },
        [
            *WHO,
            ("AD", ""),
            ("AB", "991"),
            ("AJ", "山城往事"),
            ("AC", ""),
            ("CH", ""),
            ("BO", "N"),
        ],
    ),
    (
        f"65{AT}AOCQL|AAR1|AD|AC|BOY|",
        {"transaction_date": AT},
        [*WHO, ("AD", ""), ("AC", ""), ("BO", "Y")],
    ),
    (
        f"17{AT}AOCQL|AB991|AC|",
        {"transaction_date": AT},
        [("AO", "CQL"), ("AB", "991"), ("AC", "")],
    ),
    (
        f"19{AT}AOCQL|AB991|AC|CHscratched|",
        {"transaction_date": AT},
        [("AO", "CQL"), ("AB", "991"), ("AC", ""), ("CH", "scratched")],
    ),
    (
        f"15+{AT}BW{UTC}|BSCQL|BY2|AOCQL|AAR1|AD|AB991|AJ|AC|BON|",
        {"hold_mode": "+", "transaction_date": AT},
        [
            ("BW", UTC),
            ("BS", "CQL"),
            ("BY", "2"),
            *WHO,
            ("AD", ""),
            ("AB", "991"),
            ("AJ", ""),
            ("AC", ""),
            ("BO", "N"),
        ],
    ),
    (
        f"25{AT}AOCQL|AAR1|AC|AD1357|",
        {"transaction_date": AT},
        [*WHO, ("AC", ""), ("AD", "1357")],
    ),
    (
        f"35{AT}AOCQL|AAR1|AC|AD|",
        {"transaction_date": AT},
        [*WHO, ("AC", ""), ("AD", "")],
    ),
    (
        f"37{AT}0400CNYBV3.60|AOCQL|AAR1|AC|AD|CGfee_1|BKt-7|",
        {"transaction_date": AT, "fee_type": "04", "payment_type": "00", "currency": "CNY"},
        [("BV", "3.60"), *WHO, ("AC", ""), ("AD", ""), ("CG", "fee_1"), ("BK", "t-7")],
    ),
    (
        f"01N{AT}AOCQL|ALcard left behind|AAR1|AC|",
        {"card_retained": "N", "transaction_date": AT},
        [("AO", "CQL"), ("AL", "card left behind"), ("AA", "R1"), ("AC", "")],
    ),
    ("97", {}, []),
]

LENT = {"ok": "1", "renewal_ok": "N", "magnetic_media": "N", "desensitize": "Y"}
LENT_FIELDS = [
    ("AG", "printed"),
    ("AF", "seen"),
    ("BK", "t-7"),
    ("CH", "scratched"),
    ("CK", "001"),
    ("BV", "1.50"),
    ("BH", "CNY"),
    ("CI", "N"),
    ("BT", "04"),
    ("AH", "2026-05-01"),
    ("AJ", "山城往事"),
    ("AB", "991"),
    ("AA", "R1"),
    ("AO", "CQL"),
]
RESPONSES = [
    (message("94", ok="0"), "940"),
    (
        message(
            "98",
            [
                ("AO", "CQL"),
                ("AM", "重庆图书馆"),
                ("BX", "YYYYYYYYYYYYYYYY"),
                ("AN", "desk1"),
                ("AF", "seen"),
                ("AG", "printed"),
            ],
            online_status="Y",
            checkin_ok="Y",
            checkout_ok="Y",
            acs_renewal_policy="Y",
            status_update_ok="N",
            offline_ok="Y",
            timeout_period="30",
            retries_allowed="3",
            transaction_date=AT,
            protocol_version="2.00",
        ),
        f"98YYYYNY030003{AT}2.00AOCQL|AM重庆图书馆|BXYYYYYYYYYYYYYYYY|ANdesk1|AFseen|AGprinted|",
    ),
    (
        message(
            "24",
            [
                *WHO,
                ("AE", "林晓"),
                ("BL", "Y"),
                ("CQ", "Y"),
                ("BH", "CNY"),
                ("BV", "0.00"),
                ("AF", "seen"),
                ("AG", "printed"),
            ],
            patron_status="Y         Y   ",
            language="019",
            transaction_date=AT,
        ),
        f"24Y         Y   019{AT}AOCQL|AAR1|AE林晓|BLY|CQY|BHCNY|BV0.00|AFseen|AGprinted|",
    ),
    (
        message(
            "64",
            [
                *WHO,
                ("AE", "林晓"),
                ("BZ", "5"),
                ("CA", "0"),
                ("CB", "10000"),
                ("BL", "Y"),
                ("CQ", "Y"),
                ("BH", "CNY"),
                ("BV", "3.60"),
                ("CC", "5.00"),
                ("AU", "991"),
                ("AU", "992"),
                ("BD", "city"),
                ("BE", "a@example.org"),
                ("BF", "19900000001"),
                ("AF", "one"),
                ("AF", "two"),
                ("AG", "printed"),
            ],
            patron_status=" " * 14,
            language="019",
            transaction_date=AT,
            hold_items_count="1",
            overdue_items_count="12",
            charged_items_count="0002",
            fine_items_count="",
            recall_items_count="0",
            unavailable_holds_count="12345",
        ),
        f"64              019{AT}000100120002000000009999"
        "AOCQL|AAR1|AE林晓|BZ0005|CA0000|CB9999|BLY|CQY|BHCNY|BV3.60|CC5.00|AU991|AU992|"
        "BDcity|BEa@example.org|BF19900000001|AFone|AFtwo|AGprinted|",
    ),
    (
        message("12", LENT_FIELDS, **LENT, transaction_date=AT),
        f"121NNY{AT}AOCQL|AAR1|AB991|AJ山城往事|AH2026-05-01|BT04|CIN|BHCNY|BV1.50|CK001|"
        "CHscratched|BKt-7|AFseen|AGprinted|",
    ),
    (
        message("30", LENT_FIELDS, **{**LENT, "renewal_ok": "Y"}, transaction_date=AT),
        f"301YNY{AT}AOCQL|AAR1|AB991|AJ山城往事|AH2026-05-01|BT04|CIN|BHCNY|BV1.50|CK001|"
        "CHscratched|BKt-7|AFseen|AGprinted|",
    ),
    (
        message(
            "10",
            [
                ("AO", "CQL"),
                ("AB", "991"),
                ("AQ", "cdpl"),
                ("AJ", "山城往事"),
                ("CL", "B2"),
                ("AA", "R1"),
                ("CK", "001"),
                ("CH", "scratched"),
                ("AF", "seen"),
                ("AG", "printed"),
            ],
            ok="1",
            resensitize="Y",
            magnetic_media="N",
            alert="Y",
            transaction_date=AT,
        ),
        f"101YNY{AT}AOCQL|AB991|AQcdpl|AJ山城往事|CLB2|AAR1|CK001|CHscratched|AFseen|AGprinted|",
    ),
    (
        message(
            "66",
            [("AO", "CQL"), ("BM", "991"), ("BM", "992"), ("BN", "993"), ("AF", "a"), ("AG", "b")],
            ok="1",
            renewed_count="2",
            unrenewed_count="1",
            transaction_date=AT,
        ),
        f"66100020001{AT}AOCQL|BM991|BM992|BN993|AFa|AGb|",
    ),
    (
        message(
            "18",
            [
                ("CF", "2"),
                ("AH", "2026-05-01"),
                ("CJ", AT),
                ("CM", UTC),
                ("AB", "991"),
                ("AJ", "山城往事"),
                ("BG", "cdpl"),
                ("BH", "CNY"),
                ("BV", "0.20"),
                ("CK", "001"),
                ("AQ", "cdpl"),
                ("AP", "cql"),
                ("CH", "scratched"),
                ("AF", "a"),
                ("AG", "b"),
            ],
            circulation_status="04",
            security_marker="00",
            fee_type="01",
            transaction_date=AT,
        ),
        f"18040001{AT}CF2|AH2026-05-01|CJ{AT}|CM{UTC}|AB991|AJ山城往事|BGcdpl|BHCNY|BV0.20|CK001|"
        "AQcdpl|APcql|CHscratched|AFa|AGb|",
    ),
    (
        message(
            "20",
            [("AB", "991"), ("AJ", "山城往事"), ("CH", "scratched"), ("AF", "a"), ("AG", "b")],
            item_properties_ok="1",
            transaction_date=AT,
        ),
        f"201{AT}AB991|AJ山城往事|CHscratched|AFa|AGb|",
    ),
    (
        message(
            "16",
            [
                ("BW", UTC),
                ("BR", "2"),
                ("BS", "cql"),
                *WHO,
                ("AB", "991"),
                ("AJ", "山城往事"),
                ("AF", "a"),
                ("AG", "b"),
            ],
            ok="1",
            available="N",
            transaction_date=AT,
        ),
        f"161N{AT}BW{UTC}|BR2|BScql|AOCQL|AAR1|AB991|AJ山城往事|AFa|AGb|",
    ),
    (
        message(
            "26",
            [*WHO, ("AE", "林晓"), ("BL", "Y"), ("CQ", "N"), ("AF", "a"), ("AG", "b")],
            patron_status="",
            language="019",
            transaction_date=AT,
        ),
        f"26              019{AT}AOCQL|AAR1|AE林晓|BLY|CQN|AFa|AGb|",
    ),
    (
        message("36", [*WHO, ("AF", "a"), ("AG", "b")], end_session="Y", transaction_date=AT),
        f"36Y{AT}AOCQL|AAR1|AFa|AGb|",
    ),
    (
        message(
            "38",
            [*WHO, ("BK", "t-7"), ("AF", "a"), ("AG", "b")],
            payment_accepted="Y",
            transaction_date=AT,
        ),
        f"38Y{AT}AOCQL|AAR1|BKt-7|AFa|AGb|",
    ),
    (message("96"), "96"),
]


@pytest.mark.parametrize(
    ("line", "fixed", "fields"), REQUESTS, ids=[line[:2] for line, _, _ in REQUESTS]
)
def test_a_request_is_read_as_it_is_meant(line: str, fixed: object, fields: object) -> None:
    said = read(line)
    assert said.fixed == fixed
    assert list(said.fields) == fields
    assert (said.command, said.deviations, said.others) == (line[:2], (), ())


@pytest.mark.parametrize(("said", "line"), RESPONSES, ids=[said.command for said, _ in RESPONSES])
def test_an_answer_is_written_to_the_letter(said: Message, line: str) -> None:
    assert write(said) == line
    again = read(line)
    assert again.deviations == () and write(again) == line


def test_every_message_is_among_them() -> None:
    assert {line[:2] for line, _, _ in REQUESTS} == layouts.REQUESTS.keys()
    assert {said.command for said, _ in RESPONSES} == layouts.RESPONSES.keys()


def test_required_fields_are_sent_empty_and_empty_ones_not_at_all() -> None:
    said = message("12", [("AF", ""), ("BT", " "), ("AB", "991")], ok="0", renewal_ok="N",
                   magnetic_media="N", desensitize="N", transaction_date=AT)  # fmt: skip
    assert write(said) == f"120NNN{AT}AO|AA|AB991|AJ|AH|"


def test_fields_a_terminal_cannot_bear_are_left_out() -> None:
    said = message("36", [*WHO, ("AF", "a"), ("AG", "b")], end_session="Y", transaction_date=AT)
    assert write(said, frozenset({"AG", "AO"})) == f"36Y{AT}AAR1|AFa|"


def test_fields_of_other_messages_stand_before_the_texts() -> None:
    said = message("36", [("AF", "a"), ("AJ", "t"), *WHO], end_session="Y", transaction_date=AT)
    assert write(said) == f"36Y{AT}AOCQL|AAR1|AJt|AFa|"


def test_values_cannot_break_a_line() -> None:
    odd = "a|b\rc\nd\0e\x1bf\x85g\u2028h"
    said = message("36", [("AA", odd), ("AF", "x" * 400)], end_session="Y|", transaction_date=AT)
    assert write(said) == f"36Y{AT}AO|AAa b c d e f g h|AF{'x' * 255}|"


def test_what_is_cut_has_no_blank_at_its_end() -> None:
    assert messages.clean("x" * 254 + " y") == "x" * 254
    assert messages.clean("\ud800\u2029\x9fx") == "x"


def test_an_answer_has_an_end() -> None:
    many = [("AU", f"{number:0255}") for number in range(500)]
    said = message("64", [*WHO, ("AF", "seen"), *many], language="019", transaction_date=AT)
    line = write(said)
    assert len(line) <= messages.LONGEST_TEXT
    again = read(line)
    assert [again.first("AO"), again.first("AA"), again.has("AE")] == ["CQL", "R1", True]
    assert 50 < len(again.every("AU")) < 500


def test_only_fixed_fields_of_the_message_can_be_said() -> None:
    with pytest.raises(KeyError, match="no fixed"):
        message("94", okay="1")
    with pytest.raises(KeyError):
        message("00")


def test_shown_as_text_a_message_keeps_its_fields_to_itself() -> None:
    said = read("9300CNdemo/desk1|COa secret|XQodd|")
    assert said.others == (("XQ", "odd"),)
    assert "secret" not in repr(said) and "desk1" not in repr(said) and "odd" not in repr(said)
