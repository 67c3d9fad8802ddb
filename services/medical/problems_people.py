"""The errors of finding out who somebody is, one class a code."""

from collections.abc import Mapping, Sequence

from sscsim.kernel.problems import FieldError, Refused, Text


class CredentialRefused(Refused):
    """What was shown is not good, or not of the person that is said."""

    code = "person_credential_refused"
    title = Text(zh="就诊凭证核验未通过", en="Credential refused")
    detail = Text(zh="就诊凭证核验未通过：{reasons}。", en="What was shown is refused: {reasons}.")

    def __init__(self, reasons: Sequence[Mapping[str, str]]) -> None:
        """`reasons` as the card service told them: a code, and words in the caller's language."""
        words = "; ".join(reason["message"].rstrip(".。") for reason in reasons)
        self.reasons = tuple(reason["code"] for reason in reasons)
        super().__init__(
            errors=[
                FieldError(
                    one["code"],
                    Text(zh=one["message"], en=one["message"]),
                    pointer="/input/data/mdtrt_cert_no",
                )
                for one in reasons
            ],
            reasons=words,
        )
