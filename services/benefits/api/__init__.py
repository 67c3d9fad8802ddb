"""The doors of HR and social-security services."""
