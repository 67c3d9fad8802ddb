"""The rules of persons, enrolments, cards and their verification. Pure."""
