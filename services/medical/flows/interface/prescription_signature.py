"""The platform's signature of a prescription (医保电子签名), simulated and always the same.

The real one is made with an institution's certificate, of which nothing is public. Ours is a keyed
digest of the text and the file, with a key that follows from the world's seed: whoever changes
either has another signature.
"""

import base64
import hashlib
import hmac


def made(seed: str, institution_code: str, original: str, file: str) -> str:
    """签名值: of the text as it was sent and of the file."""
    signed = f"{original}\x1f{digest_of(file)}".encode()
    raw = hmac.new(_key(seed, institution_code), signed, hashlib.sha256).digest()
    return base64.b64encode(raw).decode()


def digest_of(file: str) -> str:
    return hashlib.sha256(file.encode()).hexdigest()


def matches(signed: str, said: str, file: str | None, sent: str) -> bool:
    """Whether this is the signature that was made, and the file that was signed with it."""
    return hmac.compare_digest(signed.encode(), said.encode()) and hmac.compare_digest(
        file or "", digest_of(sent)
    )


def certificate(seed: str, institution_code: str) -> tuple[str, str]:
    """证书序列号 and 证书DN, of nobody."""
    serial = _key(seed, institution_code).hex().upper()[:32]
    return serial, f"CN={institution_code},O=SIMULATED,C=CN"


def _key(seed: str, institution_code: str) -> bytes:
    named = f"prescription-signature\x1f{seed}\x1f{institution_code}"
    return hashlib.sha256(named.encode()).digest()
