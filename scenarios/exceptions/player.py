"""A client that remembers what it asked: the steps of a scenario's report.

    on.step("结算，应答丢失", "Settled, and the answer is lost")
    stay.settle(simulate="outcome=home_region_timeout")

What is called after a step's name belongs to it. Kept of an answer is what tells the story:
ids, states, amounts; no request ids and no real time, so that the same seed gives the same
report.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scenarios.client import Answer, Client, LostAnswer, Refused
from scenarios.road import Json
from sscsim.kernel.problems import Text

PREPARING = Text(zh="准备：参保人、卡、医院", en="Made ready: persons, cards, hospitals")

_TOLD = ("id", "object", "code", "effect", "status", "kind", "outcome", "rule", "decision", "level")
_TOLD_ENDINGS = ("_fen", "_month", "_due_at")
_POLLED = ("/sandbox/v1/operations/", "/sandbox/v1/invariants")
"""Asked until something is so; how often depends on the machine."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the story, and its calls in order."""

    title: Text
    calls: list[Json] = field(default_factory=list)


class Player(Client):
    """An ordinary client of the world's owner, with a memory that its copies share."""

    def __init__(self, *args: Any, steps: list[Step] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.steps = [Step(PREPARING)] if steps is None else steps

    @classmethod
    def of(cls, client: Client) -> "Player":
        """The same connection, remembered from now on."""
        return cls(
            client.base_url,
            client.key,
            client.lang,
            app=client.app,
            act_as=client.act_as,
            timeout_s=client.timeout_s,
        )

    def step(self, zh: str, en: str) -> None:
        """What comes now; one without calls so far is replaced."""
        if not self.steps[-1].calls:
            self.steps.pop()
        self.steps.append(Step(Text(zh=zh, en=en)))

    def again(self, key: str | None = None, act_as: str | None = None) -> "Player":
        return Player(
            self.base_url,
            self.key if key is None else key,
            self.lang,
            app=self.app,
            act_as=act_as,
            timeout_s=self.timeout_s,
            steps=self.steps,
        )

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        simulate: str | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
    ) -> Answer:
        said: Json = {"method": method, "path": path}
        more = {"act_as": self.act_as, "idempotency_key": key, "simulate": simulate}
        said |= {name: value for name, value in more.items() if value}
        if query:
            said["query"] = dict(query)
        if method != "GET" and isinstance(body, dict):
            said["request"] = _summary(body)
        try:
            answer = super().call(
                method, path, body, key=key, simulate=simulate, headers=headers, query=query
            )
        except Refused as refused:
            self._remember(said, refused.status, refused.problem)
            raise
        except LostAnswer:
            self._remember(said, None, None)
            raise
        self._remember(said, answer.status, answer.body)
        return answer

    def _remember(self, said: Json, status: int | None, body: Any) -> None:
        if said["path"].startswith(_POLLED):
            return
        said["status"] = status if status is not None else 0
        said["answer"] = _told(body) if status is not None else {"lost": True}
        self.steps[-1].calls.append(said)


def _told(body: Any) -> Json:
    """What an answer says that belongs into the story."""
    if not isinstance(body, dict):
        return {}
    if body.get("object") == "list":
        return {"items": len(body["data"])}
    return {
        name: value
        for name, value in body.items()
        if isinstance(value, str | int)
        and (name in _TOLD or name.endswith(_TOLD_ENDINGS))
        and not (name == "status" and isinstance(value, int))
    }


def _summary(body: Mapping[str, Any]) -> Json:
    """The words and numbers of a request; lists by their length, long text cut off."""
    told: Json = {}
    for name, value in body.items():
        if isinstance(value, list):
            told[name] = len(value)
        elif isinstance(value, str) and len(value) > 60:
            told[name] = value[:60] + "…"
        elif isinstance(value, str | int):
            told[name] = value
    return told
