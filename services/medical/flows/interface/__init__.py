"""Stories that belong to the hospital message interface alone."""
