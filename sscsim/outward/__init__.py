"""Requests to addresses that somebody gave us: what may be asked, how, and when again.

`targets` judges an address, `posting` sends one request to it, `schedule` says when it is sent
again, `lanes` sends beside the drivers and remembers who stays silent, `recording` writes down
what came of it whatever the clock did meanwhile.
"""
