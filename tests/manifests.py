"""deploy/k8s as kustomize renders it, and what a pod of it is given."""

import base64
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "deploy/k8s"
OVERLAYS = ("dev", "prod")
SERVICES = ("api-gateway", "ethnography", "generator", "library", "avatar")
OURS = (*SERVICES, "provision")
NAME = "app.kubernetes.io/name"
SECRETS = {
    "SUARA_MONGO_URL": "mongodb://mongo:27017/?replicaSet=rs0",
    "SUARA_JWT_SECRET": "x" * 32,
    "SUARA_ENCRYPTION_KEYS": base64.urlsafe_b64encode(bytes(32)).decode(),
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "OPENAI_API_KEY": "key-of-a-model",
}
"""What an operator puts into the Secret: deploy/k8s/README.md."""

Document = dict[str, Any]


@cache
def rendered(overlay: str) -> tuple[Document, ...]:
    """With secrets filled in. kubectl comes with the development tools, as a wheel."""
    with TemporaryDirectory() as name:
        folder = Path(shutil.copytree(FOLDER, Path(name) / "k8s")) / "overlays"
        (folder / "dev/secrets.env").write_text("\n".join(f"{k}={v}" for k, v in SECRETS.items()))
        command = [Path(sys.executable).parent / "kubectl", "kustomize", folder / overlay]
        done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return tuple(yaml.safe_load_all(done.stdout))


def of_kind(overlay: str, *kinds: str) -> list[Document]:
    return [document for document in rendered(overlay) if document["kind"] in kinds]


def named(overlay: str, kind: str, name: str) -> Document:
    return next(one for one in of_kind(overlay, kind) if one["metadata"]["name"] == name)


def workloads(overlay: str) -> list[Document]:
    """Whatever makes pods."""
    return of_kind(overlay, "Deployment", "StatefulSet", "Job")


def our_workloads(overlay: str) -> list[Document]:
    return [one for one in workloads(overlay) if one["metadata"]["name"] in OURS]


def pod(workload: Document) -> Document:
    spec: Document = workload["spec"]["template"]["spec"]
    return spec


def labels(workload: Document) -> Mapping[str, str]:
    found: Mapping[str, str] = workload["spec"]["template"]["metadata"]["labels"]
    return found


def containers(workload: Document) -> Iterator[Document]:
    yield from pod(workload).get("initContainers", ())
    yield from pod(workload)["containers"]


def settings(overlay: str) -> Mapping[str, str]:
    """The one ConfigMap that all services read."""
    return next(
        one["data"]
        for one in of_kind(overlay, "ConfigMap")
        if one["metadata"]["name"].startswith("settings-")
    )


def environment(overlay: str, service: str) -> dict[str, str]:
    """What the process is given, by an operator who has filled in SECRETS."""
    container = next(containers_of(overlay, service))
    maps = {one["metadata"]["name"]: one["data"] for one in of_kind(overlay, "ConfigMap")}
    given: dict[str, str] = {}
    for source in container.get("envFrom", ()):
        given |= maps[source["configMapRef"]["name"]]
    for variable in container.get("env", ()):
        reference = variable["valueFrom"]["secretKeyRef"]
        if not reference.get("optional") or reference["key"] in SECRETS:
            given[variable["name"]] = SECRETS[reference["key"]]
    return given


def containers_of(overlay: str, service: str) -> Iterator[Document]:
    kind = "Job" if service == "provision" else "Deployment"
    yield from pod(named(overlay, kind, service))["containers"]


def quantity(text: str) -> float:
    """`250m` -> 0.25, `1Gi` -> 1073741824."""
    for unit, factor in {"m": 0.001, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30}.items():
        if text.endswith(unit):
            return float(text.removesuffix(unit)) * factor
    return float(text)
