"""Time, throughput and cost of generating with a language model: `python -m generation`.

The model is the tests' local server at fixed latencies, so that what differs is what the callers
do between the calls. Compare ratios within one run.
"""
