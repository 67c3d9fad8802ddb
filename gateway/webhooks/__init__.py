"""Webhooks: where events may go, how they are signed, when they are sent again.

| file | what is in it |
|---|---|
| `schedule.py` `signing.py` `targets.py` `patterns.py` | the rules |
| `posting.py` | one request to a checked address, with bounds on everything |
| `known.py` | endpoints and deliveries in the world's store |
| `collecting.py` | events become deliveries (a step of the world's driver) |
| `delivering.py` `lanes.py` | one attempt: handed out, sent, recorded; so many at once |
| `drills.py` `judging.py` | what a drill sends, and what its answers mean |
| `receiving.py` | the built-in receiver |
"""
