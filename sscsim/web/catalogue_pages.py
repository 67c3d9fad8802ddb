"""docs/states.md and docs/fixtures.md, written from what the services bring.

`python -m sscsim.web.catalogue_pages` writes them; a test compares them with the catalogues.
"""

import importlib
import json
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sscsim import catalogue, registry
from sscsim.catalogue import Fixture, State, Step

DOCS = Path(__file__).resolve().parents[2] / "docs"

_STATES = """# Provider states (状态)

A world is put into one of these states by `POST /sandbox/v1/pact/states`, which speaks the protocol
of Pact's verifiers (see [contract tests](howto/contract-tests.md)), or by any client that sends
`{"action": "setup", "state": "…", "params": {…}}`. The answer has the values that the last column
names. A sentence with a parameter may also be said with the value in its place: "a person is
insured in 510100". Every state is reached by calls of the public API, or by a magic person of
[fixtures](fixtures.md), and looked at by one more call before the answer goes out.

`GET /sandbox/v1/states` is this list as data.

`POST /sandbox/v1/pact/states` 把沙箱带到下列某个状态，
用的是 Pact 验证器的协议（见[契约测试](zh/howto/contract-tests.md)），
任何客户端也可以发送 `{"action": "setup", "state": "…", "params": {…}}`。句子用英文，
中文释义在括号里；参数的值可以直接写在句子里。应答给出最后一列的各个值。
每个状态都通过公开 API 的调用或一个[样例](fixtures.md) 达到，并在应答之前再查看一次。
`GET /sandbox/v1/states` 以数据形式给出本表。

<!-- Written by `python -m sscsim.web.catalogue_pages` from services/*/catalogue/states.yaml. -->
"""

_FIXTURES = """# Magic persons, cards, visits and amounts (样例)

One for each outcome worth testing: `GET /sandbox/v1/fixtures?outcome=card_lost` makes it in your
sandbox, whatever its preset, and names ids, the call to try and the answer that is certain.
Asking again changes nothing; a call that was tried has used its fixture up until a reset.
`GET /sandbox/v1/outcomes` lists the outcomes. Names and numbers are invented. Every row is a test
of ours: the call is made and its answer compared. What stands in braces is an id or a number that
the answer fills in.

每种值得测试的结果各有一个：
`GET /sandbox/v1/fixtures?outcome=card_lost` 在你的沙箱里造好它（与预置数据无关），给出各个 id、
可以试的调用和确定的应答。再问一次什么也不变；调用一旦试过，样例就用掉了，直到重置。
`GET /sandbox/v1/outcomes` 列出全部结果。姓名和号码均为虚构。每一行都是我们的一个测试。
花括号里的是由应答填入的 id 或数值。

<!-- Written by `python -m sscsim.web.catalogue_pages` from services/*/catalogue/fixtures.yaml. -->
"""


def states_page() -> str:
    text = _STATES
    for service in registry.SERVICES:
        found = list(catalogue.states_of(service.name, catalogue.rows(service.name)["states"]))
        if found:
            text += _heading(service)
            text += "| state | parameters | calls | returns |\n|---|---|---|---|\n"
            text += "".join(map(_state, found))
    return text


def fixtures_page() -> str:
    text = _FIXTURES
    for service in registry.SERVICES:
        rows = catalogue.rows(service.name)["fixtures"]
        found = list(catalogue.fixtures_of(service.name, rows))
        if found:
            text += _heading(service)
            text += "| outcome | what | call | answer |\n|---|---|---|---|\n"
            text += "".join(map(_fixture, found)) + _more(service.name)
    return text


def _heading(service: registry.Service) -> str:
    return f"\n## {service.title.en} ({service.title.zh}, `{service.name}`)\n\n"


def _more(service: str) -> str:
    """What a service itself adds below its rows (`services.<name>.fixtures_page.more`)."""
    name = f"services.{service}.fixtures_page"
    return str(importlib.import_module(name).more()) if find_spec(name) else ""


def _state(state: State) -> str:
    params = "; ".join(
        f"`{param.name}` {param.type}, usually `{param.default}`" for param in state.params
    )
    first = [f"first: {sentence}" for sentence in state.given]
    calls = "; ".join([*first, *(f"`{said}`" for said in map(said_of, state.steps))])
    returns = ", ".join(f"`{name}`" for name in state.returns)
    return f"| {state.sentence} ({state.zh}) | {params} | {calls or '–'} | {returns} |\n"


def said_of(step: Step) -> str:
    """A step in words."""
    if step.advance is not None:
        return f"POST /sandbox/v1/clock/advance {json.dumps(dict(step.advance))}"
    if step.fixture is not None:
        return f"GET /sandbox/v1/fixtures?outcome={step.fixture}"
    times = f", {step.times} times" if step.times > 1 else ""
    return f"{step.method} {step.path}{times}"


def _fixture(row: Fixture) -> str:
    body = "" if row.body is None else f" `{json.dumps(row.body, ensure_ascii=False)}`"
    why = f". {row.why}" if row.why else ""
    return (
        f"| `{row.outcome}` | {row.en} ({row.zh}) | `{row.operation}`{body} "
        f"| {answer_of(row.expect)}{why} |\n"
    )


def answer_of(expect: Mapping[str, Any]) -> str:
    """The certain answer in words."""
    return ", ".join(_answer(expect))


def _answer(expect: Mapping[str, Any]) -> Iterator[str]:
    yield str(expect["status"]) + (f" `{expect['code']}`" if "code" in expect else "")
    if "effect" in expect:
        yield f"effect {expect['effect']}"
    if "result" in expect:
        reasons = ", ".join(f"`{reason}`" for reason in expect["reasons"])
        yield expect["result"] + (f": {reasons}" if reasons else "")
    for name, value in expect.get("shows", {}).items():
        yield f"{name} `{value}`"


PAGES = {"states.md": states_page, "fixtures.md": fixtures_page}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
