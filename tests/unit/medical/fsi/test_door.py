"""The door: addresses, envelopes by profile, tolerances, refusals, signatures by setting."""

import json
from datetime import date
from typing import Any

import pytest

from services.medical.faces.fsi import profiles, shapes
from services.medical.faces.fsi.catalogue import regional, transactions
from services.medical.faces.fsi.transactions import all_answers
from sscsim.control import message_access
from tests.unit.medical.fsi.conftest import HOSPITAL, SIGN_IN, His
from tests.unit.medical.fsi.test_profiles import MINE
from tests.unit.medical.fsi.test_signatures import SECRET, keys, long_ago, signed, tif


def test_what_is_said_to_be_served_is_answered_and_nothing_else() -> None:
    known = {**transactions(), **regional()}
    served = {number for number, one in known.items() if one.served}
    assert set(all_answers()) == served


@pytest.mark.parametrize(
    "path",
    [
        "/fsi/",
        "/CSB",
        "/fsi/9001",
        "/fsi/api/rsfComIfsService/callService",
        "/fsi/api/signInSignOutService/signIn",
        "/fsi/api/9001",
        "/fsi/some/address/of/theirs",
    ],
)
def test_any_address_serves_what_the_message_says(his: His, path: str) -> None:
    answer = his.ask("9001", SIGN_IN, path)
    assert answer["infcode"] == 0
    assert len(answer["output"]["signinoutb"]["sign_no"]) == 30


@pytest.mark.parametrize("path", ["/fsi/9001", "/fsi/api/signInSignOutService/signIn"])
def test_an_address_says_the_number_where_the_message_does_not(his: His, path: str) -> None:
    message = his.message("", SIGN_IN)
    assert his.post(message, path).json["infcode"] == 0
    assert "缺少必填项 infno" in his.refusal("", SIGN_IN)


def test_an_address_that_two_numbers_share_says_none(his: His) -> None:
    path = transactions()["3302"].path
    assert path == transactions()["3202"].path
    assert "缺少必填项 infno" in his.post(his.message("", {}), str(path)).json["err_msg"]


def test_an_answer_has_the_envelope_and_the_times_of_the_sandbox(his: His) -> None:
    answer = his.ask("9001", SIGN_IN)
    names = ["infcode", "inf_refmsgid", "refmsg_time", "respond_time", "err_msg", "output"]
    assert list(answer) == names
    assert answer["inf_refmsgid"].startswith("99010020260401090000")
    assert len(answer["inf_refmsgid"]) == 30
    assert answer["refmsg_time"] == answer["respond_time"] == "20260401090000000"
    assert answer["output"]["signinoutb"]["sign_time"] == "2026-04-01"


def test_signing_in_and_out(his: His) -> None:
    number = his.ask("9001", SIGN_IN)["output"]["signinoutb"]["sign_no"]
    out = {"signOut": {"sign_no": number, "opter_no": "001"}}
    other = {"signOut": {"sign_no": number, "opter_no": "002"}}
    nobody = {"signOut": {"sign_no": "1" * 30, "opter_no": "001"}}
    assert his.refusal("9002", other).endswith("[sign_in_of_other]")
    assert his.refusal("9002", nobody).endswith("[sign_in_not_found]")
    assert his.ask("9002", out)["output"] == {"signoutoutb": {"sign_time": "2026-04-01"}}
    assert his.refusal("9002", out).endswith("[sign_in_ended]")


# ---- profiles


@pytest.mark.parametrize(
    ("profile", "checked"),
    [
        ("lenient", {"infcode": 0, "err_msg": ""}),
        ("hunan", {"infcode": 0}),
        ("zhejiang", {"infcode": 0, "warn_msg": "成功"}),
        ("chongqing", {"infcode": 0}),
        ("hebei", {"infcode": 0}),
        ("hainan", {"infcode": 0}),
        ("sichuan", {"infcode": 0}),
        ("infcode-text", {"infcode": "0"}),
        ("single-objects", {"infcode": 0}),
    ],
)
def test_a_success_by_profile(his: His, profile: str, checked: dict[str, Any]) -> None:
    assert his.settle(profile=profile).status_code == 200
    answer = his.ask("9001", SIGN_IN)
    assert {name: answer[name] for name in checked} == checked
    assert "signinoutb" in answer["output"]


def test_a_list_of_one_is_an_object_for_who_reads_it_so() -> None:
    row = {"opsp_dise_code": "M03900", "opsp_dise_name": "高血压病", "begndate": date(2026, 1, 1)}

    def told(profile: str, *rows: dict[str, Any]) -> Any:
        spoken = profiles.builtin()[profile]
        return shapes.write_output(transactions()["5301"], spoken, {"feedetail": rows})["feedetail"]

    [one] = told("lenient", row)
    assert told("single-objects", row) == one
    assert told("single-objects", row, row) == [one, one]
    assert told("single-objects") == []


def test_a_refusal_has_its_infcode_as_a_text_too(his: His) -> None:
    his.settle(profile="infcode-text")
    assert his.ask("9002", {"signOut": {"sign_no": "x", "opter_no": "1"}})["infcode"] == "-1"


def test_guangzhou_signs_in_by_another_node(his: His) -> None:
    his.settle(profile="guangdong-gz")
    answer = his.ask("9001", {"data": {"userid": "001", "currenttime": "1", "password": "x"}})
    assert list(answer["output"]) == ["result"]
    number = answer["output"]["result"]["sign_no"]
    out = {"signOut": {"sign_no": number, "opter_no": "001"}}
    assert his.refusal("9002", out, sign_no="2" * 30).endswith("[sign_in_not_found]")
    assert his.ask("9002", out, sign_no=number)["infcode"] == 0


def test_a_refusal_by_profile(his: His) -> None:
    bad = {"signIn": {"mac": "a", "ip": "b"}}
    assert his.ask("9001", bad)["output"] is None
    his.settle(profile="hebei")
    assert his.ask("9001", bad)["output"] == {}
    his.settle(profile="zhejiang")
    assert his.ask("9001", bad)["warn_msg"] is None


def test_hunan_requires_the_whole_envelope(his: His) -> None:
    assert his.ask("9001", SIGN_IN, opter_name="")["infcode"] == 0
    his.settle(institutions={HOSPITAL: "hunan"})
    assert "opter_name" in his.refusal("9001", SIGN_IN, opter_name="")
    assert "fixmedins_name 长度超过 20" in his.refusal("9001", SIGN_IN, fixmedins_name="院" * 21)
    his.settle(institutions={})
    assert his.ask("9001", SIGN_IN, opter_name="")["infcode"] == 0


def test_a_profile_of_the_worlds_own(his: His) -> None:
    unknown = his.settle(profile="mine")
    assert (unknown.status_code, unknown.json["code"]) == (422, "interface_profile_unknown")
    assert unknown.json["errors"][0]["pointer"] == "/profile"
    told = "err_msg on success"
    assert his.load("mine", f"{MINE}infcode: text\nnot_known: [{told}]\n").status_code == 200
    listed = his.settle(profile="mine").json["profiles"][-1]
    assert (listed["name"], listed["origin"], listed["not_known"]) == ("mine", "world", [told])
    assert his.ask("9001", SIGN_IN)["infcode"] == "0"
    assert his.ask("9001", {})["infcode"] == "-1"
    assert his.load("mine", MINE + "infcode: maybe\n").json["code"] == "interface_profile_refused"
    assert his.load("lenient", MINE).json["code"] == "interface_profile_built_in"
    assert his.load("other", MINE).json["code"] == "interface_profile_refused"


# ---- tolerances


@pytest.mark.parametrize(
    "change",
    [
        {"input": json.dumps(SIGN_IN)},
        {"input": {"signIn": [SIGN_IN["signIn"]]}},
        {"input": {"signIn": {"opter_no": 1, "mac": "a", "ip": "b"}}},
        {"infver": "V1.0"},
        {"dev_no": None},
        {"sign_no": "null", "insuplc_admdvs": "NULL"},
        {"opter": 17},
        {"enctype": "", "serv_code": "x", "recer_admdvs": "990100"},
    ],
)
def test_what_clients_send_otherwise_is_taken(his: His, change: dict[str, Any]) -> None:
    message = {**his.message("9001", SIGN_IN), **change}
    assert his.post(message).json["infcode"] == 0, his.post(message).json


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_the_media_type_is_no_matter(his: His, kind: str) -> None:
    body = b"\xef\xbb\xbf" + json.dumps(his.message("9001", SIGN_IN)).encode()
    assert his.post(body, **{"Content-Type": kind}).json["infcode"] == 0


# ---- refusals


def test_a_known_number_says_that_it_is_not_simulated(his: His) -> None:
    said = his.refusal("9601", {"data": {}})
    assert said == "FSI-FSI-交易暂未模拟：9601 人脸认证，本模拟平台未提供该交易"


@pytest.mark.parametrize("number", ["6204", "6302", "7108", "7109"])
def test_what_the_platform_sends_is_taken_from_nobody(his: His, number: str) -> None:
    assert "由平台发往机构" in his.refusal(number, {"data": {}})


def test_an_unknown_number_is_answered_as_was_recorded(his: His) -> None:
    answer = his.ask("9999", {})
    assert answer["err_msg"].startswith("FSI-FSI-交易报文不正确：未知交易编号9999")
    assert answer["type"] == "error"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "不是有效的 JSON"),
        (b"[]", "须为 JSON 对象"),
        (b"\xff", "不是 UTF-8"),
        (b'{"infno":"9001","infno":"9002"}', "重复出现"),
        (b'{"infno":"9001","msgid":"a\\u0000b"}', "控制字符"),
        (b'{"infno":"9001","msgid":"\\ud800"}', "控制字符"),
        (b'{"infno":"9001","x":1e999}', "无效的数值"),
        (b'{"infno":"9001","x":NaN}', "不是有效的 JSON"),
        (b'{"a":' * 60 + b"1" + b"}" * 60, "嵌套过深"),
        (b'{"a":' * 60_000 + b"1" + b"}" * 60_000, "嵌套过深"),
    ],
)
def test_what_is_no_message_is_refused(his: His, body: bytes, says: str) -> None:
    answer = his.post(body)
    assert answer.status_code == 200
    assert answer.json["infcode"] == -1
    assert says in answer.json["err_msg"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"msgid": ""}, "缺少必填项 msgid"),
        ({"msgid": "1" * 31}, "msgid 长度超过 30"),
        ({"msgid": ["x"]}, "msgid 须为字符串"),
        ({"fixmedins_code": None}, "缺少必填项 fixmedins_code"),
        ({"fixmedins_code": "H00000000000"}, "未登记"),
        ({"mdtrtarea_admvs": "9901"}, "须为6位区划代码"),
        ({"inf_time": "yesterday"}, "inf_time"),
        ({"input": None}, "缺少必填项 input"),
        ({"input": "{"}, "input 无法解析"),
        ({"input": []}, "input 须为 JSON 对象"),
        ({"input": {}}, "signIn"),
        ({"input": {"signIn": {"mac": "a", "ip": "b"}}}, "opter_no"),
        ({"input": {"signIn": {**SIGN_IN["signIn"], "mac": "a" * 21}}}, "mac"),
    ],
)
def test_a_message_out_of_order_names_what_is_wrong(
    his: His, change: dict[str, Any], says: str
) -> None:
    answer = his.post({**his.message("9001", SIGN_IN), **change}).json
    assert answer["infcode"] == -1
    assert says in answer["err_msg"], answer["err_msg"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_post_is_served(his: His, method: str) -> None:
    answer = his.client.call(method, "/fsi/9001", role="hospital")
    assert answer.status_code == 405
    assert answer.json["code"] == 405


def test_a_party_serves_its_own_region_only(his: His) -> None:
    message = json.dumps(his.message("9001", SIGN_IN)).encode()
    own = {"party_id": "pty_" + "0" * 26, "role": "hospital"}
    answer = his.client.post("/fsi/", message, **own, region="510100")
    assert answer.json["err_msg"].endswith("[region_not_allowed]")
    assert his.client.post("/fsi/", message, **own, region="990100").json["infcode"] == 0
    answered = his.client.post("/fsi/", message, **own, region="510100").json
    assert answered["infcode"] == -1, "nor does it get another region's stored answer"
    library = {**own, "role": "library"}
    refused = his.client.post("/fsi/", message, **library).json
    assert refused["err_msg"].endswith("[role_not_allowed]")


# ---- signatures


def register(his: His, scheme: str, access_key: str, secret: str) -> None:
    at = his.client.bench.world()
    message_access.add(at, "pty_" + "0" * 26, scheme, access_key, secret)


def test_strict_wants_a_good_signature(his: His) -> None:
    register(his, "tif", "paas1", SECRET)
    his.settle(signatures="strict")
    message = his.message("9001", SIGN_IN)
    for headers, says in (
        ({}, "缺少签名请求头"),
        (tif(secret="other"), "签名不匹配"),
        (tif(stamp=long_ago()), "超出允许范围"),
        ({**tif(), "x-tif-paasid": "who"}, "未知的访问标识"),
    ):
        refused = his.post(message, **headers)
        assert refused.status_code == 401
        assert refused.json["code"] == 401
        assert says in refused.json["message"]
    late = his.post(message, **tif(stamp=long_ago())).json["message"]
    assert "沙箱时间 2026-04-01T09:00:00+08:00" in late
    assert "真实时间 20" in late
    assert his.post(b"nothing at all").status_code == 401
    his.settle(signatures="strict", profile="hunan")
    refused = his.post(message, **tif())
    assert (refused.status_code, refused.json["message"]) == (401, "签名方案不符，应为 csb")
    his.settle(signatures="strict")
    assert his.post(message, **tif()).json["infcode"] == 0


@pytest.mark.parametrize("mode", ["off", "lenient"])
def test_otherwise_a_bad_signature_is_served(his: His, mode: str) -> None:
    register(his, "tif", "paas1", SECRET)
    his.settle(signatures=mode)
    assert his.post(his.message("9001", SIGN_IN), **tif(secret="other")).json["infcode"] == 0


def test_strict_takes_the_signature_inside_the_message(his: His) -> None:
    register(his, "body", HOSPITAL, keys()[1])
    his.settle(signatures="strict")
    message = {**his.message("9001", SIGN_IN), "signtype": "SM2"}
    said = {k: v for k, v in message.items() if k not in ("cainfo", "input") and v is not None}
    message["cainfo"] = signed("&".join(f"{k}={v}" for k, v in sorted(said.items())))
    assert his.post(message).json["infcode"] == 0
    refused = his.post({**message, "opter": "009"})
    assert (refused.status_code, refused.json["message"]) == (401, "签名 cainfo 不匹配")
