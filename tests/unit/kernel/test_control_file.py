"""Files with a control record: written the same every time, refused whole when in disorder."""

import hashlib

import pytest

from sscsim.kernel.control_file import FileFault, Form, read, write

FORM = Form(("id", "amount_fen", "note"), summed="amount_fen", unique="id", max_lines=3)
HEAD = ("DEMO", "1", "20260401")
ROWS = [("a", "500", '一, "二"'), ("b", "-200", "")]
GOOD, CONTROL = write(FORM, HEAD, ROWS)


def signed(body: str) -> bytes:
    """A body with a trailer that fits its hash, whatever it holds."""
    lines = body.split("\n")[2:-1]
    total = sum(int(line.split(",")[1]) for line in lines)
    digest = hashlib.sha256(body.encode()).hexdigest()
    return f"{body}END,{len(lines)},{total},{digest}\n".encode()


def test_what_was_written_is_read_and_written_the_same():
    found = read(FORM, HEAD, GOOD)
    assert [tuple(row.values()) for _, row in found] == ROWS
    assert [number for number, _ in found] == [3, 4]
    assert write(FORM, HEAD, ROWS) == (GOOD, CONTROL)
    assert (CONTROL.count, CONTROL.sum_fen) == (2, 300)
    body, _, trailer = GOOD.decode().rpartition("END,")
    assert hashlib.sha256(body.encode()).hexdigest() == CONTROL.sha256
    assert trailer == f"2,300,{CONTROL.sha256}\n"


def test_a_file_without_lines_is_a_file():
    content, control = write(FORM, HEAD, [])
    assert read(FORM, HEAD, content) == []
    assert (control.count, control.sum_fen) == (0, 0)


TEXT = GOOD.decode()
TOP = "DEMO,1,20260401\nid,amount_fen,note\n"
BAD = {
    "not UTF-8": (b"DEMO\n\xff\n", 2, "encoding"),
    "byte order mark": (b"\xef\xbb\xbf" + GOOD, 1, "encoding"),
    "carriage return": (GOOD.replace(b"\n", b"\r\n"), 1, "encoding"),
    "cut off": (GOOD[:-1], 0, "truncated"),
    "empty": (b"\n", 1, "trailer"),
    "without trailer": (TOP.encode(), 2, "trailer"),
    "other head": (signed(TOP.replace("20260401", "20260402")), 1, "header"),
    "unknown column": (signed(TOP.replace("note", "remark")), 2, "unknown_column"),
    "a column less": (signed(TOP.replace(",note", "")), 2, "columns"),
    "a value more": (signed(TOP + "a,5,x,y\n"), 3, "columns"),
    "no whole fen": (TEXT.replace("500", "5.00").encode(), 3, "amount"),
    "leading zero": (TEXT.replace("500", "0500").encode(), 3, "amount"),
    "a quote left open": (TEXT.replace("a,500", '"a,500').encode(), 3, "form"),
    "too many": (signed(TOP + "".join(f"{n},1,\n" for n in "abcd")), 0, "too_long"),
    "twice": (signed(TOP + "a,1,\nb,1,\na,1,\n"), 5, "duplicate"),
    "wrong count": (TEXT.replace("END,2", "END,3").encode(), 5, "count"),
    "wrong sum": (TEXT.replace("END,2,300", "END,2,301").encode(), 5, "sum"),
    "wrong hash": (TEXT.replace("b,-200,", "b,-200,x").encode(), 5, "sha256"),
    "a trailer of three": (TEXT[:-66].encode() + b"\n", 5, "trailer"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_with_line_and_reason(what: str):
    content, line, code = BAD[what]
    with pytest.raises(FileFault) as refused:
        read(FORM, HEAD, content)
    assert (refused.value.line, refused.value.code) == (line, code), str(refused.value)
    assert refused.value.text.zh and refused.value.text.en
