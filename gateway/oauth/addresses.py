"""Redirect addresses: where a client's codes may be sent (RFC 6749 §3.1.2, RFC 8252)."""

from urllib.parse import urlsplit

from sscsim.kernel.problems import FieldError, Refused, Text


class RedirectUriRefused(Refused):
    code = "redirect_uri_refused"
    title = Text(zh="回调地址不可用", en="Redirect address refused")
    detail = Text(
        zh="回调地址须为 http(s) 绝对地址或应用私有协议（含点，如 cn.example.app:/cb），不含片段。",
        en="A redirect address is an absolute http(s) address or of an app's own scheme with a dot"
        " in it (cn.example.app:/cb), without a fragment.",
    )

    def __init__(self, number: int) -> None:
        message = Text(zh="不是可用的回调地址", en="is no address a code may be sent to")
        pointer = f"/redirect_uris/{number}"
        super().__init__(errors=[FieldError("redirect_uri", message, pointer=pointer)])


def checked(uris: list[str] | None) -> list[str] | None:
    """The addresses as they are; RedirectUriRefused for the first that can't be used."""
    for number, uri in enumerate(uris or []):
        if not is_address(uri):
            raise RedirectUriRefused(number)
    return uris


def is_address(uri: str) -> bool:
    """
    >>> [is_address(u) for u in ("https://app.example/cb", "cn.example.app:/cb", "javascript:1")]
    [True, True, False]
    """
    try:
        parts = urlsplit(uri)
        _ = parts.port
    except ValueError:
        return False
    if parts.fragment or "#" in uri or not uri.isascii() or not uri.isprintable() or " " in uri:
        return False
    if any(mark in uri for mark in "\"'<>\\;,"):
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.hostname) and parts.username is None and parts.password is None
    return "." in parts.scheme and bool(parts.path)


def source(uri: str) -> str:
    """What a content policy calls the place: `https://host:port`, or a scheme of an app's own.

    >>> source("http://127.0.0.1:3000/cb?x=1"), source("cn.example.app:/cb")
    ('http://127.0.0.1:3000', 'cn.example.app:')
    """
    parts = urlsplit(uri)
    if parts.scheme in ("http", "https"):
        return f"{parts.scheme}://{parts.netloc}"
    return parts.scheme + ":"
