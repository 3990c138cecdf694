"""The system in its containers: killed, replaced and taken down while it works.

`make test-compose` runs these on the stack that it has brought up from docker-compose.yml. What
sends groups and what judges them is chaos (`tests/chaos`); only the faults are of containers.
"""
