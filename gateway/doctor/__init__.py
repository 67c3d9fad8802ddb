"""Finding out why: what was wrong with a call, what would have been right, what came of it.

| file | what is in it |
|---|---|
| `reference.py` | operations and schemas, out of the merged OpenAPI document |
| `nearest.py` | the nearest valid body; pure |
| `correction.py` | the nearest valid request: path, query, headers and body |
| `objects.py` | the state of what a call was about, read as its caller |
| `diagnosis.py` | all of it together, as the JSON page of a call |
| `page.py` `entry.py` | the same for people, and how a browser brings its key |
| `copies.py` `replaying.py` | a call as curl, pytest or Bruno; a call once more |
| `tracing.py` `diagram.py` | a trace as data, and as a sequence diagram |
"""
