"""Files through the real gateway: multipart goes in, bytes come out, and the log takes both."""

import json

import pytest
from werkzeug.test import Client

from sscsim import requestlog
from tests.unit.gateway.conftest import Caller, set_settings
from tests.unit.gateway.test_hospital_interface import handle, message
from tests.unit.medical.fsi.test_files import CONTENT, download, multipart, upload


@pytest.mark.db
def test_a_file_goes_in_as_multipart_and_comes_out_as_bytes(client: Client, demo: Caller) -> None:
    set_settings(request_log="on")
    base = f"/fsi/s/{handle(demo)}"
    text = json.dumps(message(1, "9101", upload())).encode()
    body, kind = multipart([("jsonStr", text, None), ("file", CONTENT, "detail.zip")])
    sent = [
        client.post(f"{base}/fsi/api/fileupload/upload", data=body, content_type=kind)
        for _ in range(2)
    ]
    assert sent[0].json["infcode"] == 0, sent[0].json
    assert sent[0].data == sent[1].data
    number = sent[0].json["output"]["file_qury_no"]
    asked = message(2, "9102", download(number))
    for _ in range(2):
        got = client.post(f"{base}/fsi/api/fileupload/download", json=asked)
        assert got.headers["Content-Type"] == "application/octet-stream"
        assert got.data == CONTENT
    refused = client.post(f"{base}/9102", json=message(3, "9102", download("1" * 30)))
    assert refused.json["infcode"] == -1
    requestlog.flush()
    for answer, infno in ((sent[0], "9101"), (got, "9102"), (refused, "9102")):
        found = demo.get("/sandbox/v1/requests/" + answer.headers["Request-Id"])
        assert found.status_code == 200, found.text
        assert found.json["message"]["infno"] == infno
    page = demo.get("/sandbox/v1/requests/" + got.headers["Request-Id"], Accept="text/html")
    assert page.status_code == 200


def test_a_fault_strikes_a_number_though_a_file_is_beside_it(client: Client, demo: Caller) -> None:
    outage = {"fault": "status", "status": 502, "phase": "before"}
    made = demo.post("/sandbox/v1/faults", {"match": {"infno": "9101"}, **outage})
    assert made.status_code == 201, made.json
    path = f"/fsi/s/{handle(demo)}/any"
    parts = [("file", CONTENT, "detail.zip")]
    for number, status in (("9101", 502), ("9102", 200)):
        text = json.dumps(message(7, number, upload())).encode()
        for name in (None, "message.json"):
            body, kind = multipart([*parts, ("jsonStr", text, name)])
            assert client.post(path, data=body, content_type=kind).status_code == status
    broken = client.post(path, data=b"--", content_type="multipart/form-data; boundary=x")
    assert broken.status_code == 200
    assert "jsonStr" in broken.get_data(as_text=True)
