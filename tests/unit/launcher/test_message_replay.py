"""`ssc fsi replay`: what is sent, what stands in for earlier answers, and what differs."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from launcher import message_replay
from launcher.cli import fsi
from launcher.message_replay import VOLATILE, FileWrong, differences, read

MESSAGE: dict[str, Any] = {
    "infno": "2201",
    "msgid": "H51010000003202604010900000001",
    "input": {"data": {}},
}
ANSWER = {
    "infcode": 0,
    "inf_refmsgid": "1",
    "output": {"data": {"mdtrt_id": "vis_1", "psn_no": "psn_1"}},
}


class Platform(ThreadingHTTPServer):
    """Answers what it is told to, and keeps what it got."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.answers: list[Any] = []
        platform = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                platform.got.append(json.loads(body))
                answer = platform.answers.pop(0) if platform.answers else ANSWER
                raw = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_: Any) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/fsi/s/demo"


@pytest.fixture
def platform() -> Iterator[Platform]:
    with Platform() as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


def run(path: Path, platform: Platform, *args: str) -> Any:
    return CliRunner().invoke(fsi.command, ["replay", str(path), "--url", platform.url, *args])


def written(tmp_path: Path, value: Any) -> Path:
    path = tmp_path / "messages.yaml"
    path.write_text(yaml.safe_dump(value, allow_unicode=True), "utf-8")
    return path


def test_the_same_answer_is_the_same_and_what_is_volatile_is_no_matter(
    tmp_path: Path, platform: Platform
) -> None:
    expected = ANSWER | {"inf_refmsgid": "2", "output": {"data": {"mdtrt_id": "vis_2",
                                                                 "psn_no": "psn_1"}}}  # fmt: skip
    file = written(tmp_path, [{"name": "register", "request": MESSAGE, "answer": expected}])
    done = run(file, platform)
    assert done.exit_code == 0, done.output
    assert "2201 register: infcode 0  same" in done.output
    assert "1 sent, 1 compared, 0 otherwise" in done.output
    assert platform.got == [MESSAGE]


def test_what_differs_is_told_field_by_field(tmp_path: Path, platform: Platform) -> None:
    expected = {"infcode": -1, "inf_refmsgid": None, "err_msg": "x",
                "output": {"data": {"mdtrt_id": "vis_2"}}}  # fmt: skip
    file = written(tmp_path, [{"name": "register", "request": MESSAGE, "answer": expected}])
    done = run(file, platform)
    assert done.exit_code == 1
    assert "~ infcode: expected -1, got 0" in done.output
    assert '- err_msg: expected "x", not there' in done.output
    assert '+ output.data.psn_no: not expected: "psn_1"' in done.output
    assert "mdtrt_id" not in done.output
    fewer = run(file, platform, "--ignore-extra")
    assert "+ " not in fewer.output
    assert fewer.exit_code == 1
    masked = run(file, platform, "--ignore-extra", "--mask", "infcode", "--mask", "err_msg")
    assert '- err_msg: expected "(masked)", not there' in masked.output, "it must be there"


def test_a_reference_stands_for_what_an_earlier_answer_had(
    tmp_path: Path, platform: Platform
) -> None:
    line = {"mdtrt_id": "${register.output.data.mdtrt_id}", "note": "of ${register.request.infno}"}
    later = {"infno": "2204", "msgid": "x" * 30, "input": {"feedetail": [line]}}
    file = written(
        tmp_path, {"messages": [{"name": "register", "request": MESSAGE}, {"request": later}]}
    )
    assert run(file, platform).exit_code == 0
    [line] = platform.got[1]["input"]["feedetail"]
    assert line == {"mdtrt_id": "vis_1", "note": "of 2201"}


def test_a_reference_to_nothing_is_named(tmp_path: Path, platform: Platform) -> None:
    wrong = {**MESSAGE, "input": "${register.output.data.setl_id}"}
    file = written(tmp_path, [{"name": "register", "request": MESSAGE}, {"request": wrong}])
    done = run(file, platform)
    assert done.exit_code != 0
    assert "${register.output.data.setl_id} is in no earlier answer (at setl_id)" in done.output


def test_fresh_ids_make_a_file_good_for_a_second_run(tmp_path: Path, platform: Platform) -> None:
    file = written(tmp_path, [MESSAGE])
    assert run(file, platform, "--fresh").exit_code == 0
    assert platform.got[0]["msgid"] != MESSAGE["msgid"]
    assert platform.got[0]["msgid"][:12] == MESSAGE["msgid"][:12]
    assert len(platform.got[0]["msgid"]) == 30


def test_answers_are_recorded_and_are_the_same_next_time(
    tmp_path: Path, platform: Platform
) -> None:
    file, record = written(tmp_path, [MESSAGE]), tmp_path / "recorded.yaml"
    assert run(file, platform, "--record", str(record)).exit_code == 0
    again = run(record, platform)
    assert (again.exit_code, "same" in again.output) == (0, True)
    platform.answers = [{"infcode": -1, "err_msg": "no", "output": None}]
    assert run(record, platform).exit_code == 1


def test_an_answer_that_is_no_json_is_shown(tmp_path: Path, platform: Platform) -> None:
    platform.answers = [b"<html>"]
    done = run(written(tmp_path, [MESSAGE]), platform)
    assert "infcode 200" in done.output
    assert "<html>" in done.output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "no messages"),
        ("a: [", "neither YAML nor JSON"),
        ("- {request: {input: 1}}", "message 1: its request has no infno"),
        ("- 7", "message 1: must be an object"),
        ("- {request: {infno: '1'}, expect: 1}", "expect is not known"),
        ("- {name: a, request: {infno: '1'}}\n- {name: a, request: {infno: '1'}}", "are called a"),
        ("{volatile: x, messages: []}", "volatile: a list"),
    ],
)
def test_a_file_that_cannot_be_played_says_why(text: str, said: str) -> None:
    with pytest.raises(FileWrong, match=said):
        read(text)


def test_files_may_be_yaml_json_or_lines_of_json() -> None:
    lines = "\n".join(json.dumps(one) for one in (MESSAGE, {"name": "b", "request": MESSAGE}))
    for text in (json.dumps([MESSAGE]), json.dumps(MESSAGE, indent=1), yaml.safe_dump([MESSAGE])):
        [one], volatile = read(text)
        assert (one.request, one.name, volatile) == (MESSAGE, "1", VOLATILE)
    assert [one.name for one in read(lines)[0]] == ["1", "b"]
    assert "x" in read(json.dumps({"volatile": ["x"], "messages": [MESSAGE]}))[1]


def test_lists_of_another_length_and_kinds_of_value_differ() -> None:
    found = differences({"a": [1, 2], "b": 1.0, "c": True}, {"a": [1], "b": 1, "c": 1}, VOLATILE)
    assert [(one.place, one.kind) for one in found] == [("a", "changed"), ("c", "changed")]
    [deep] = differences({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, VOLATILE)
    assert (deep.place, deep.expected, deep.found) == ("a[0].b", 1, 2)
    assert message_replay.MASKED not in str(deep)
