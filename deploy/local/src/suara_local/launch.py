"""Starting programs on ports that were free a moment ago."""

from collections.abc import Callable

from suara_local.child import Program
from suara_local.children import Children
from suara_local.errors import ChildDied
from suara_local.ports import is_free

ATTEMPTS = 3


def launch(
    children: Children,
    choose_ports: Callable[[int], dict[str, int]],
    programs: Callable[[dict[str, int]], list[Program]],
    seconds: float,
    on_ready: Callable[[str], None],
) -> dict[str, int]:
    """Start the programs together and return their ports when all are ready.

    When one dies because another program took its port in the meantime, all are started
    again on other ports (`choose_ports` gets the number of the attempt). Raises ChildDied
    or NotReadyError; the caller then closes the children.
    """
    for attempt in range(ATTEMPTS):
        ports = choose_ports(attempt)
        started = [children.spawn(program) for program in programs(ports)]
        try:
            children.await_ready(started, seconds, on_ready)
        except ChildDied:
            children.end(started)
            if attempt + 1 == ATTEMPTS or all(map(is_free, ports.values())):
                raise
        else:
            break
    return ports
