"""The numbered message interface (infno) that hospital systems speak, over the flows of medical.

| file | what is in it |
|---|---|
| `door.py` | the paths, and the order in which a message is looked at |
| `multipart.py` | a message with a file beside it |
| `envelope.py` | request and answer as every transaction has them |
| `profiles.py`, `profiles/` | what differs between regions, as data |
| `signatures/` | signatures of headers and body: verified, a failure explained |
| `refusals.py` | the words of refusals |
| `transactions/` | what answers a number, a function a transaction |
| `tables/` | transactions, fields and code tables as data, each with its source |
| `layout.py`, `catalogue.py` | what the tables are made of; the tables, read once |
| `reading.py`, `reading_layouts.py` | reading them strictly |
| `catalogue_files.py`, `catalogue_rows.py` | the files of catalogue downloads |
| `codes.py`, `words.py` | whether a code is one; which code says what our world knows |
| `values.py`, `shapes.py`, `wire.py` | inputs read and outputs written by the tables; JSON |
| `filters.py`, `paging.py` | which rows a query asks for; its pages |
| `identities.py` | what amounts of an answer must hold (E1 to E14) |

`docs/fsi.md` and `docs/fsi/` are written from the tables by `python -m tools.fsi_pages`.
"""
