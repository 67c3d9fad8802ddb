"""Files by messages: beside the message or inside it, for their owner alone, once a message id."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from services.medical.domain.interface_file import KEPT, LARGEST
from services.medical.flows.interface import files
from services.medical.problems_interface import FileNotFound
from services.medical.store import store
from services.medical.store.tables_files import interface_files
from services.medical.store.tables_register import interface_messages
from tests.unit.medical.fsi.conftest import ANYBODY, HOSPITAL, His

CONTENT = "结算ID\t金额\n1\t2.00\n".encode() + bytes(range(256))
OTHER = "H99010000002"


def upload(name: str = "detail.zip", code: str = HOSPITAL, **more: Any) -> dict[str, Any]:
    return {"fsUploadIn": {"filename": name, "fixmedins_code": code, **more}}


def download(number: str, name: str = "detail.zip", code: str = HOSPITAL) -> dict[str, Any]:
    return {"fsDownloadIn": {"file_qury_no": number, "filename": name, "fixmedins_code": code}}


def multipart(parts: list[tuple[str, bytes, str | None]]) -> tuple[bytes, str]:
    """A body as HTTP clients make it, and its media type."""
    made = b""
    for name, content, filename in parts:
        told = f'; filename="{filename}"' if filename else ""
        made += f'--XyZ\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n'.encode()
        made += content + b"\r\n"
    return made + b"--XyZ--\r\n", "multipart/form-data; boundary=XyZ"


def send(his: His, message: dict[str, Any], content: bytes | None = CONTENT, **at: Any) -> Any:
    parts = [("jsonStr", json.dumps(message).encode(), at.pop("named", None))]
    if content is not None:
        parts.append(("file", content, "detail.zip"))
    body, kind = multipart(parts)
    path = "/fsi/api/fileupload/upload"
    return his.client.post(path, body, headers={"Content-Type": kind}, **ANYBODY)


def rows(his: His, table: Any = interface_files) -> list[Any]:
    with his.client.bench.entered(role="system"), store.read() as tx:
        return list(tx.all(table.select()))


@pytest.mark.db
def test_a_file_beside_the_message_comes_back_byte_for_byte(his_on_each: His) -> None:
    his = his_on_each
    message = his.message("9101", upload())
    first = send(his, message)
    output = first.json["output"]
    assert first.json["infcode"] == 0, first.json
    assert {**output, "file_qury_no": ""} == {
        "file_qury_no": "",
        "filename": "detail.zip",
        "fixmedins_code": HOSPITAL,
        "dld_endtime": "2026-05-01 09:00:00",
    }
    assert send(his, message).data == first.data
    assert "重复" in send(his, message, b"other").json["err_msg"]
    assert "重复" in send(his, message, None).json["err_msg"]
    assert len(rows(his)) == 1
    wanted = his.message("9102", download(output["file_qury_no"]))
    for _ in range(2):
        got = his.post(wanted)
        assert got.headers["Content-Type"] == "application/octet-stream"
        assert got.data == CONTENT
    kept = {row.infno: row for row in rows(his, interface_messages)}
    assert kept["9102"].is_good
    assert json.loads(kept["9102"].answer)["output"] is None


@pytest.mark.db
def test_the_bytes_inside_the_message(his_on_each: His) -> None:
    his = his_on_each
    signed = [one - 256 if one > 127 else one for one in CONTENT]
    for content in (list(CONTENT), signed, base64.b64encode(CONTENT).decode()):
        answer = his.ask("9101", upload(**{"in": content}))
        assert answer["infcode"] == 0, answer
        number = answer["output"]["file_qury_no"]
        assert his.post(his.message("9102", download(number))).data == CONTENT
    kept = [json.loads(row.sent) for row in rows(his, interface_messages) if row.infno == "9101"]
    assert [one["input"]["fsUploadIn"]["in"] for one in kept] == ["***"] * 3


@pytest.mark.db
def test_a_file_is_its_institutions_alone_and_for_a_while(his_on_each: His) -> None:
    his = his_on_each
    number = send(his, his.message("9101", upload())).json["output"]["file_qury_no"]
    stranger = his.refusal("9102", download(number, code=OTHER), fixmedins_code=OTHER)
    assert stranger.endswith("[interface_file_not_found]")
    assert "不是本机构" in his.refusal("9102", download(number), fixmedins_code=OTHER)
    assert "interface_file_not_found" in his.refusal("9102", download(number, code="plc"))
    assert "文件名与文件查询号不符" in his.refusal("9102", download(number, "x.zip"))
    good = his.message("9102", download(number))
    assert his.post(good).data == CONTENT
    bench = his.client.bench
    until = bench.now + KEPT
    bench.at(until - timedelta(seconds=1))
    assert his.post(his.message("9102", download(number))).data == CONTENT
    bench.at(until)
    assert "interface_file_no_longer_kept" in his.refusal("9102", download(number))
    assert his.post(good).data == CONTENT, "what was answered once is answered again"


def test_what_flows_hand_over(his: His) -> None:
    with his.client.bench.entered(role="system"):
        with store.write() as tx:
            number = files.put(tx, HOSPITAL, "result.txt", CONTENT)
            other = files.put(tx, HOSPITAL, "result.txt", CONTENT)
        assert number != other
        assert len(number) == 30
        with store.read() as tx:
            assert files.get(tx, HOSPITAL, number) == CONTENT
            with pytest.raises(FileNotFound):
                files.get(tx, OTHER, number)
    assert his.post(his.message("9102", download(number, "result.txt"))).data == CONTENT


@pytest.mark.parametrize(
    ("given", "content", "says"),
    [
        (upload(), None, "节点fsUploadIn的字段in（文件数据）不能为空[fsUploadIn.in]"),
        (upload(**{"in": [1]}), b"1", "文件只能放在 file 部分或节点fsUploadIn的字段in中"),
        (upload(**{"in": "a*"}), None, "不是字节数组或 Base64[fsUploadIn.in]"),
        (upload(code=OTHER), b"1", "医药机构编号不是本机构[fsUploadIn.fixmedins_code]"),
        (upload(), b"", "须为 1 至 1500000 字节。[interface_file_refused]"),
        (upload(), b"x" * (LARGEST + 1), "文件为 1500001 字节"),
        ({"fsUploadIn": {"filename": "a", "fixmedins_code": ""}}, b"1", "fixmedins_code"),
    ],
)
def test_what_is_refused_is_not_kept(his: His, given: Any, content: Any, says: str) -> None:
    answer = send(his, his.message("9101", given), content).json
    assert answer["infcode"] == -1
    assert says in answer["err_msg"]
    assert rows(his) == []
    assert rows(his, interface_messages) == []


def test_the_largest_file_fits(his: His) -> None:
    answer = send(his, his.message("9101", upload()), b"x" * LARGEST).json
    assert answer["infcode"] == 0, answer


def test_broken_multipart(his: His) -> None:
    message = json.dumps(his.message("9101", upload())).encode()
    for parts, says in (
        ([("file", b"1", "a")], "multipart 报文须有一个 jsonStr[jsonStr]"),
        ([("jsonStr", message, None)] * 2, "multipart 报文须有一个 jsonStr[jsonStr]"),
        ([("jsonStr", message, None), *[("file", b"1", "a")] * 2], "只能有一个 file[file]"),
        ([("jsonStr", b"{", None), ("file", b"1", "a")], "报文不是有效的 JSON"),
    ):
        body, kind = multipart(parts)
        answer = his.client.post("/fsi/", body, headers={"Content-Type": kind}, **ANYBODY)
        assert answer.status_code == 200, answer.text
        assert says in answer.json["err_msg"]
    cut = his.client.post("/fsi/", body[:40], headers={"Content-Type": kind}, **ANYBODY)
    assert cut.json["infcode"] == -1
    bare = his.client.post(
        "/fsi/", body, headers={"Content-Type": "multipart/form-data"}, **ANYBODY
    )
    assert bare.json["infcode"] == -1


def test_the_message_may_be_a_part_with_a_name_of_a_file(his: His) -> None:
    assert send(his, his.message("9101", upload()), named="m.json").json["infcode"] == 0


def test_hunan_wants_the_bytes_inside_only_where_no_file_is_beside(his: His) -> None:
    his.settle(profile="hunan")
    envelope = {"signtype": "SM2", "cainfo": "1"}
    assert send(his, his.message("9101", upload(), **envelope)).json["infcode"] == 0
    refused = his.ask("9101", upload(), **envelope)
    assert "不能为空[fsUploadIn.in]" in refused["err_msg"]
