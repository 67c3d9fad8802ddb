"""The client: one object, one attribute for each group of operations.

>>> client = Client("http://127.0.0.1:8080", "sk_sbx_demo")       # doctest: +SKIP
>>> visit = client.visits.get_visit("vis_…")                        # doctest: +SKIP
"""

import os
from collections.abc import Callable, Mapping
from typing import Any

import requests

from ssc_client.api import Groups
from ssc_client.transport import Call, Transport, new_session


class Client(Groups):
    """Speaks to one simulator with one credential. Not for several threads at once.

    `key`: a sandbox's key, a party's key, an access token, or the admin token. `act_as`: the
    party that the owner's key speaks for. `retries`: how often a call that is safe to repeat
    is repeated. `on_call` hears of every attempt. `session`: a requests session of your own.
    """

    def __init__(
        self,
        base_url: str,
        key: str = "",
        *,
        lang: str = "en",
        act_as: str | None = None,
        timeout_s: float = 60.0,
        retries: int = 3,
        version: str | None = None,
        on_call: Callable[[Call], None] | None = None,
        session: requests.Session | None = None,
    ) -> None:
        super().__init__(
            Transport(
                base_url.rstrip("/"),
                key,
                lang,
                act_as,
                timeout_s,
                retries,
                session or new_session(),
                on_call,
                version,
            )
        )

    @classmethod
    def from_env(cls, **more: Any) -> "Client":
        """The simulator that `SSC_BASE_URL` and `SSC_API_KEY` name (see `ssc env`)."""
        return cls(os.environ["SSC_BASE_URL"], os.environ.get("SSC_API_KEY", ""), **more)

    @property
    def base_url(self) -> str:
        return self._transport.base_url

    @property
    def key(self) -> str:
        return self._transport.key

    def again(self, **changed: Any) -> "Client":
        """The same simulator with something changed: `key`, `lang`, `act_as`, `retries`,
        `timeout_s`, `version`, `on_call`."""
        other = Client.__new__(Client)
        Groups.__init__(other, self._transport.again(**changed))
        return other

    def acting_as(self, party: str | None) -> "Client":
        """The owner's key speaking for a party of the world (`SSC-Act-As`): name or id."""
        return self.again(act_as=party)

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        simulate: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Any request, for what has no method of its own. Raises Refused, LostAnswer."""
        return self._transport.call(
            method,
            path,
            query=query,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
            simulate=simulate,
            headers=headers,
        )

    def close(self) -> None:
        self._transport.session.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
