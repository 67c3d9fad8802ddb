"""One call: its headers, its key, its repetition, and what its answer comes to.

A call is repeated when that is safe: it reads, or it carries an Idempotency-Key, which stays
the same over all attempts. It is repeated after a lost answer, and after a problem that is
`retryable` or whose `effect` is unknown.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import MaxRetryError, ProtocolError
from urllib3.util.retry import Retry

from ssc_client.answers import Answer, Got
from ssc_client.errors import LostAnswer, Refused, refused

LONGEST_WAIT_S = 10
"""A `Retry-After` above this is not waited for; the problem is raised."""


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt of a call, for whoever keeps a log. `status` is None when no answer came."""

    method: str
    path: str
    status: int | None
    code: str = ""
    request_id: str = ""
    link: str = ""
    """Path of the request's page in the simulator's request log."""


def path_of(template: str, **values: str) -> str:
    """`/v1/cards/{card_id}` with its values, quoted."""
    return template.format_map({name: quote(str(v), safe="") for name, v in values.items()})


@dataclass(frozen=True)
class Transport:
    """Speaks to one simulator with one credential."""

    base_url: str
    key: str = field(repr=False)  # a failed test shows what it has in hand
    lang: str
    act_as: str | None
    timeout_s: float
    retries: int
    session: requests.Session
    on_call: Callable[[Call], None] | None = None
    version: str | None = None

    def again(self, **changed: Any) -> "Transport":
        """The same connection with something changed."""
        return replace(self, **changed)

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        form: Mapping[str, Any] | None = None,
        content: str | bytes | None = None,
        content_type: str | None = None,
        takes_key: bool = False,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        simulate: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The parsed answer: a `Got`, text, or None. Raises Refused, LostAnswer."""
        if takes_key and idempotency_key is None:
            idempotency_key = str(uuid.uuid4())
        sent = self._headers(idempotency_key, if_match, simulate, headers or {})
        data: Any = form if form is not None else content
        if isinstance(data, str):
            data = data.encode()
        if content_type is not None and form is None:
            sent["Content-Type"] = content_type
        safe = method in ("GET", "HEAD") or idempotency_key is not None
        left = Retry(total=self.retries if safe else 0, allowed_methods=None, backoff_factor=0.1)
        while True:
            raw = None
            try:
                answer = self.session.request(
                    method,
                    self.base_url + path,
                    params=_plain(query),
                    json=body,
                    data=data,
                    headers=sent,
                    timeout=self.timeout_s,
                    allow_redirects=False,
                )
                raw = answer.raw
                return self._judged(method, path, answer, idempotency_key)
            except requests.RequestException as error:
                reason = f"{type(error).__name__}: {error}"
                failed: LostAnswer | Refused = LostAnswer(method, path, reason, idempotency_key)
                self._tell(Call(method, path, None))
                cause: Exception | None = error
            except Refused as problem:
                failed, cause = problem, None
                if not (problem.retryable or problem.outcome_unknown) or _is_long(raw):
                    raise
            try:
                error_ = ProtocolError(str(failed)) if raw is None else None
                left = left.increment(method, path, response=raw, error=error_)
            except MaxRetryError:
                raise failed from cause
            left.sleep(raw)
            sent.pop("SSC-Simulate", None)  # it was meant for one call

    def _headers(
        self,
        key: str | None,
        if_match: str | None,
        simulate: str | None,
        more: Mapping[str, str],
    ) -> dict[str, str]:
        sent = {"Accept-Language": "zh-CN" if self.lang == "zh" else self.lang}
        for name, value in (
            ("Authorization", f"Bearer {self.key}" if self.key else None),
            ("SSC-Act-As", self.act_as),
            ("SSC-Version", self.version),
            ("Idempotency-Key", key),
            ("If-Match", if_match),
            ("SSC-Simulate", simulate),
        ):
            if value is not None:
                sent[name] = value
        # Header values travel as bytes; a party's name may be Chinese.
        return {name: value.encode().decode("latin-1") for name, value in {**sent, **more}.items()}

    def _judged(self, method: str, path: str, answer: requests.Response, key: str | None) -> Any:
        document = _document(answer)
        request_id = answer.headers.get("Request-Id", "")
        if answer.status_code >= 400:
            problem = document if isinstance(document, dict) else {"detail": answer.text[:300]}
            raised = refused(method, path, answer.status_code, problem, key)
            self._tell(Call(method, path, raised.status, raised.code, request_id, raised.link))
            raise raised
        self._tell(Call(method, path, answer.status_code, "", request_id))
        if isinstance(document, dict):
            got = Got(document)
            got.answer = Answer(answer.status_code, answer.headers, key)
            return got
        return document

    def _tell(self, call: Call) -> None:
        if self.on_call is not None:
            self.on_call(call)


def new_session() -> requests.Session:
    """A session that repeats nothing by itself and asks no proxy."""
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", HTTPAdapter(max_retries=0))
    session.mount("https://", HTTPAdapter(max_retries=0))
    return session


def _document(answer: requests.Response) -> Any:
    """JSON where it is JSON, text where it is text, None for nothing.

    Raises requests' own error for JSON that broke off: a lost answer like any other.
    """
    if not answer.content:
        return None
    if "json" in answer.headers.get("Content-Type", ""):
        return answer.json()
    return answer.text


def _plain(query: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Query values as the API writes them: `true`, not `True`."""
    if not query:
        return None
    return {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in query.items()
        if value is not None
    }


def _is_long(raw: Any) -> bool:
    said = raw.headers.get("Retry-After", "") if raw is not None else ""
    return said.isdigit() and int(said) > LONGEST_WAIT_S
