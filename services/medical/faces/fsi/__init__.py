"""The numbered message interface (infno) that hospital systems speak, over the flows of medical.

| file | what is in it |
|---|---|
| `door.py` | the paths, and the order in which a message is looked at |
| `envelope.py` | request and answer as every transaction has them |
| `profiles.py`, `profiles/` | what differs between regions, as data |
| `signatures/` | signatures of headers and body: verified, a failure explained |
| `refusals.py` | the words of refusals |
| `transactions/` | what answers a number |
"""
