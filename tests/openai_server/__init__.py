"""A local server that speaks OpenAI's protocol, for tests and benchmarks only.

`python tests/openai_server` prints {"port": ...} when ready; in a test, `running()` from
`openai_server.running` serves from a thread. `PUT /control` says how it behaves (`control.py`),
`GET /control/log` what it saw (`journal.py`).
"""
