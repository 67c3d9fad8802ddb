"""What answers each number, one file a group of transactions; imported for its decorators."""

from services.medical.faces.fsi.transactions import sign_in

__all__ = ["sign_in"]
