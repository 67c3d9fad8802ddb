"""How terminals in use deviate from the text: understood all the same, and noted without values."""

import pytest

from services.culture.faces.sip2.layouts import LAYOUTS
from services.culture.faces.sip2.messages import Unreadable, read

AT = "20260401    093000"
BLANK = " " * 18

# what was sent, what of the fixed part is understood, fields that are understood, what is noted
DEVIATIONS = {
    "no fixed part at all": (
        "23AOCQL|AAR1|AC|AD|",
        {"language": "   ", "transaction_date": BLANK},
        {"AO": "CQL", "AA": "R1"},
        ("missing:language", "missing:transaction_date"),
    ),
    "a blank date is no deviation": (
        f"23001{BLANK}AOCQL|AAR1|AC|AD|",
        {"language": "001", "transaction_date": BLANK},
        {"AO": "CQL", "AA": "R1"},
        (),
    ),
    "no language": (
        f"23{AT}AOCQL|AAR1|AC|AD|",
        {"language": "   ", "transaction_date": AT},
        {"AA": "R1"},
        ("missing:language",),
    ),
    "no date": (
        "63001  Y       AOCQL|AAR1|",
        {"language": "001", "transaction_date": BLANK, "summary": "  Y       "},
        {"AA": "R1"},
        ("missing:transaction_date",),
    ),
    "a summary of six": (
        f"63001{AT}  Y   AOCQL|AAR1|",
        {"language": "001", "transaction_date": AT, "summary": "  Y       "},
        {"AA": "R1"},
        ("short:summary",),
    ),
    "no summary": (
        f"63001{AT}AOCQL|AAR1|",
        {"transaction_date": AT, "summary": " " * 10},
        {"AA": "R1"},
        ("missing:summary",),
    ),
    "a date without its zone": (
        "3520260401093000AOCQL|AAR1|AC|AD|",
        {"transaction_date": AT},
        {"AA": "R1"},
        ("no_zone:transaction_date",),
    ),
    "two dates without their zones": (
        "11YN2026040109300020260501235959AOCQL|AAR1|AB991|AC|",
        {
            "sc_renewal_policy": "Y",
            "no_block": "N",
            "transaction_date": AT,
            "no_block_due_date": "20260501    235959",
        },
        {"AB": "991"},
        ("no_zone:transaction_date", "no_zone:no_block_due_date"),
    ),
    "no due date for no block": (
        f"11YN{AT}AOCQL|AAR1|AB991|AC|",
        {"no_block": "N", "transaction_date": AT, "no_block_due_date": BLANK},
        {"AB": "991"},
        ("missing:no_block_due_date",),
    ),
    "one flag for two": (
        f"11Y{AT}{BLANK}AOCQL|AAR1|AB991|AC|",
        {"sc_renewal_policy": "Y", "no_block": " ", "transaction_date": AT},
        {"AB": "991"},
        ("missing:no_block",),
    ),
    "a checkin without flag and return date": (
        f"09{AT}AOCQL|AB991|",
        {"no_block": " ", "transaction_date": AT, "return_date": BLANK},
        {"AO": "CQL", "AB": "991"},
        ("missing:no_block", "missing:return_date", "missing:AC", "missing:AP"),
    ),
    "absent ids that the text calls required": (
        f"11NN{AT}{BLANK}AAR1|AB991|",
        {"transaction_date": AT},
        {"AA": "R1", "AB": "991", "AO": "", "AC": ""},
        ("missing:AC", "missing:AO"),
    ),
    "the last bar is missing": (
        f"17{AT}AOCQL|AB991",
        {"transaction_date": AT},
        {"AO": "CQL", "AB": "991"},
        ("unclosed_field",),
    ),
    "bars too many": (
        f"17{AT}AOCQL||AB991|||",
        {"transaction_date": AT},
        {"AO": "CQL", "AB": "991"},
        (),
    ),
    "a fixed part that is too long": (
        f"17{AT}  AOCQL|AB991|",
        {"transaction_date": AT},
        {"AO": "CQL", "AB": "991"},
        ("long_fixed",),
    ),
    "blanks around values": (
        f"17{AT}AO CQL |AB  991 |",
        {"transaction_date": AT},
        {"AO": "CQL", "AB": "991"},
        (),
    ),
    "ids that the protocol has not": (
        f"17{AT}ZZwhat|AOCQL|AB991|XXmore|",
        {"transaction_date": AT},
        {"AO": "CQL", "AB": "991"},
        ("unknown_field",),
    ),
    "ids of another message": (
        f"17{AT}AOCQL|AB991|AAR1|",
        {"transaction_date": AT},
        {"AO": "CQL", "AB": "991", "AA": "R1"},
        (),
    ),
    "a checksum in the middle": (
        f"17{AT}AOCQL|AY1|AZF00D|AB991|",
        {"transaction_date": AT},
        {"AO": "CQL", "AB": "991", "AY": "", "AZ": ""},
        ("stray_checksum",),
    ),
    "a value that is too long": (
        f"17{AT}AOCQL|AB{'9' * 300}|",
        {"transaction_date": AT},
        {"AB": "9" * 300},
        ("long:AB",),
    ),
    "a value without end": (
        f"17{AT}AOCQL|AB{'9' * 9_000}|",
        {"transaction_date": AT},
        {"AB": "9" * 3_000},
        ("long:AB",),
    ),
    "one letter that is left of a field": (
        f"17{AT}AOCQL|AB991|A|",
        {"transaction_date": AT},
        {"AB": "991"},
        ("cut_field",),
    ),
    "a line that was cut in its date": (
        "1720260401    09",
        {"transaction_date": "20260401    09    "},
        {},
        ("short:transaction_date", "missing:AB", "missing:AO"),
    ),
    "nothing but the command": (
        "11",
        {
            "sc_renewal_policy": " ",
            "no_block": " ",
            "transaction_date": BLANK,
            "no_block_due_date": BLANK,
        },
        {},
        (
            "missing:sc_renewal_policy",
            "missing:no_block",
            "missing:transaction_date",
            "missing:no_block_due_date",
            "missing:AA",
            "missing:AB",
            "missing:AC",
            "missing:AO",
        ),
    ),
    "a login without algorithms": (
        "93CNdesk1|COpw|",
        {"uid_algorithm": " ", "pwd_algorithm": " "},
        {"CN": "desk1", "CO": "pw"},
        ("missing:uid_algorithm", "missing:pwd_algorithm"),
    ),
    "a status without its version": (
        "990080",
        {"status_code": "0", "max_print_width": "080", "protocol_version": "    "},
        {},
        ("missing:protocol_version",),
    ),
    "a currency that looks like fields": (
        f"37{AT}0400CADBV3.60|AOCQL|AAR1|",
        {"transaction_date": AT, "fee_type": "04", "payment_type": "00", "currency": "CAD"},
        {"BV": "3.60", "AO": "CQL", "AA": "R1"},
        (),
    ),
    "no currency": (
        f"37{AT}0400BV3.60|AOCQL|AAR1|",
        {"transaction_date": AT, "fee_type": "04", "payment_type": "00", "currency": "   "},
        {"BV": "3.60"},
        ("missing:currency",),
    ),
    "texts that look like fields": (
        f"17{AT}AOCQL|AB991|AFAA|",
        {"transaction_date": AT},
        {"AB": "991", "AF": "AA", "AA": ""},
        (),
    ),
}


@pytest.mark.parametrize("case", DEVIATIONS)
def test_it_is_understood_and_noted(case: str) -> None:
    line, fixed, fields, noted = DEVIATIONS[case]
    said = read(line)
    assert {name: said.fixed[name] for name in fixed} == fixed
    assert {name: said.first(name) for name in fields} == fields
    assert said.deviations == noted


@pytest.mark.parametrize("case", DEVIATIONS)
def test_each_fixed_field_has_its_width(case: str) -> None:
    said = read(DEVIATIONS[case][0])
    layout = LAYOUTS[said.command]
    assert [len(said.fixed[each.name]) for each in layout.fixed] == [
        each.width for each in layout.fixed
    ]


@pytest.mark.parametrize("text", ["", "9", "x1", "1x", " 11", "AO", "１１", "|11"])
def test_what_names_no_command_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


@pytest.mark.parametrize("text", ["00", "13AAR1|", "40", "41x"])
def test_a_command_that_the_protocol_has_not_is_only_named(text: str) -> None:
    said = read(text)
    assert not said.known and said.deviations == ("unknown_command",)
    assert said.command == text[:2]


def test_no_message_has_fields_without_end() -> None:
    said = read("17" + " " * 18 + "AF|" * 5000)
    assert len(said.every("AF")) == 400 and "too_many_fields" in said.deviations


def test_a_field_is_empty_or_absent() -> None:
    said = read(f"17{AT}AOCQL|AB|")
    assert (said.first("AB"), said.has("AB"), said.every("AB")) == ("", True, ("",))
    assert (said.first("AC"), said.has("AC"), said.every("AC")) == ("", False, ())
