"""`python container_removal.py SESSION`: removes that session's containers when its input ends.

Which is when the tests have finished or were killed. Ryuk does the same, from an image.
"""

import signal
import sys

from docker.errors import NotFound
from testcontainers.core.docker_client import DockerClient
from testcontainers.core.labels import LABEL_SESSION_ID


def main(session: str) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    sys.stdin.read()
    containers = DockerClient().client.containers
    for container in containers.list(
        all=True, filters={"label": f"{LABEL_SESSION_ID}={session}"}, ignore_removed=True
    ):
        try:
            container.remove(force=True, v=True)
        except NotFound:
            continue  # gone already


if __name__ == "__main__":
    main(sys.argv[1])
