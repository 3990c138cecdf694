"""The consumer runtime beside a bare aiokafka loop and FastStream: `python -m bus`.

On one Apache Kafka, in one run, each contender in a process of its own. Compare ratios.
"""
