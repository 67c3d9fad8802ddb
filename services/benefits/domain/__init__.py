"""The rules of HR and social-security services, without I/O."""
