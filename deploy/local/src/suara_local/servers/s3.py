"""S3: SeaweedFS, all of it in one process. Anybody may read the bucket, keys are for writing."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from suara_local.child import Program
from suara_local.environment import BUCKET, for_server
from suara_local.home import Home, write_private
from suara_local.ports import HOST
from suara_local.probes import answering, status

PORTS = (
    "s3",
    "s3_grpc",
    "s3_master",
    "s3_master_grpc",
    "s3_volume",
    "s3_volume_grpc",
    "s3_filer",
    "s3_filer_grpc",
    "s3_admin",
)
# Its own maintenance worker looks for the admin's gRPC port here, whatever the flag says.
ADMIN_GRPC_DISTANCE = 10_000
TWINS = {"s3_admin": ADMIN_GRPC_DISTANCE}
VOLUME_MB = 64
MARK = f"/{BUCKET}/.ready"
OK, CREATED, NOT_FOUND, CONFLICT = 200, 201, 404, 409


def program(home: Home, ports: Mapping[str, int]) -> Program:
    folder = home.data / "s3"
    folder.mkdir(exist_ok=True)
    identities = folder / "identities.json"
    write_private(identities, json.dumps(_identities(home), indent=2))
    grpc = _grpc(ports)
    return Program(
        name="s3",
        command=(
            str(Path(sys.executable).with_name("weed")),
            *("-logtostderr=true", "mini"),
            *("-dir=.", "-ip=" + HOST, "-ip.bind=" + HOST, f"-s3.config={identities}"),
            *("-filer.localSocket=filer.sock", "-s3.localSocket=s3.sock"),
            *("-master.telemetry=false", "-admin.ui=false", "-webdav=false", "-s3.iam=false"),
            *("-s3.port.iceberg=0", "-s3.port.lance=0"),
            *(f"-master.volumeSizeLimitMB={VOLUME_MB}", "-volume.preStopSeconds=0"),
            *(f"-{part}.port={ports[_name(part)]}" for part in grpc),
            *(f"-{part}.port.grpc={port}" for part, port in grpc.items()),
        ),
        environment=for_server(home),
        directory=folder,
        ready=lambda pid: (
            answering(ports["s3"], "/healthz")(pid)
            and _has_bucket(ports["s3_filer"])
            and _serves_objects(ports)
        ),
        leftovers=sockets(ports),
    )


def sockets(ports: Mapping[str, int]) -> tuple[Path, ...]:
    """Where the binary puts sockets (no flag moves them); it removes them unless it is killed."""
    return tuple(
        Path(f"/tmp/seaweedfs-{part}-grpc-{port}.sock")  # noqa: S108
        for part, port in _grpc(ports).items()
    )


def _grpc(ports: Mapping[str, int]) -> dict[str, int]:
    return {
        "master": ports["s3_master_grpc"],
        "volume": ports["s3_volume_grpc"],
        "filer": ports["s3_filer_grpc"],
        "s3": ports["s3_grpc"],
        "admin": ports["s3_admin"] + ADMIN_GRPC_DISTANCE,
    }


def _name(part: str) -> str:
    return "s3" if part == "s3" else f"s3_{part}"


def _has_bucket(filer_port: int) -> bool:
    """Make the bucket if it is not there. A bucket is a folder of the filer.

    (The flag `-bucket` makes it too, but only tries once, and too early on a slow machine.)
    """
    return status(filer_port, f"/buckets/{BUCKET}/", "POST") in (CREATED, CONFLICT)


def _serves_objects(ports: Mapping[str, int]) -> bool:
    """Whether a stored object can be read, as anybody reads a portrait.

    After a restart S3 is healthy, yet answers 500 for seconds: it has not heard yet which volumes
    there are. So the first start leaves a mark, and every start waits until it is served.
    """
    found = status(ports["s3"], MARK)
    if found == NOT_FOUND:
        status(ports["s3_filer"], f"/buckets{MARK}", "PUT", b"The embedded stack reads this.\n")
    return found == OK


def _identities(home: Home) -> dict[str, object]:
    secrets = home.secrets()
    key = {"accessKey": secrets.access_key_id, "secretKey": secrets.secret_access_key}
    return {
        "identities": [
            {"name": "suara", "credentials": [key], "actions": ["Admin"]},
            {"name": "anonymous", "actions": [f"Read:{BUCKET}"]},
        ]
    }
