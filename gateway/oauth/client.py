"""A client as authlib asks about it."""

import json
from dataclasses import dataclass
from typing import Any

from authlib.oauth2.rfc6749 import ClientMixin

from sscsim import scopes
from sscsim.control import clients


@dataclass(frozen=True)
class Client(ClientMixin):  # type: ignore[misc]  # authlib has no types
    """One client with its party's name and role. A client without a secret is public."""

    row: Any
    party_name: str
    role: str

    @property
    def client_id(self) -> str:
        return str(self.row.id)

    @property
    def is_public(self) -> bool:
        return not self.row.secret_hash

    @property
    def is_app_of_holders(self) -> bool:
        return self.role == "holder"

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str | None:
        known = self._redirect_uris()
        return known[0] if len(known) == 1 else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self._redirect_uris()

    def check_client_secret(self, client_secret: str) -> bool:
        return clients.is_secret(self.row, client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return (method == "none") == self.is_public

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code" and self.is_app_of_holders

    def check_grant_type(self, grant_type: str) -> bool:
        if grant_type == "client_credentials":
            return not self.is_public
        return self.is_app_of_holders

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """What was asked for, all that is allowed if nothing was; None when it is too much."""
        held = scopes.granted(self.role, self.row.scopes)
        if not scope:
            return " ".join(each for each in scopes.known() if scopes.covers(held, each))
        asked = scope.split()
        known = set(scopes.known())
        if any(each not in known or not scopes.covers(held, each) for each in asked):
            return None
        return " ".join(dict.fromkeys(asked))

    def _redirect_uris(self) -> list[str]:
        found: list[str] = json.loads(self.row.redirect_uris)
        return found


def query(client_id: str) -> Client | None:
    found = clients.with_party(client_id) if client_id else None
    return None if found is None else Client(*found)
