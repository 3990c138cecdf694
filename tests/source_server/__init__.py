"""A local server that plays the public sources back from `tests/fixtures/sources`.

`python tests/source_server` prints {"port": ...} when ready; in a test, `running()` from
`source_server.running` serves from a thread. `PUT /control` says how it behaves (`control.py`),
`GET /control/log` what it saw and when. All sources live under one origin: their paths differ.
"""
