"""What every pod promises: no rights, bounded resources, probes, and time to drain."""

import re

import pytest

from manifests import (
    NAME,
    OURS,
    OVERLAYS,
    ROOT,
    SERVICES,
    containers,
    containers_of,
    labels,
    named,
    of_kind,
    our_workloads,
    pod,
    quantity,
    settings,
    workloads,
)

LAST_ANSWERS_SECONDS = 5  # `timeout_graceful_shutdown` of suara/health.py
SPARE_SECONDS = 5

pytestmark = pytest.mark.parametrize("overlay", OVERLAYS)


def test_all_services_are_there(overlay: str) -> None:
    assert {one["metadata"]["name"] for one in our_workloads(overlay)} == set(OURS)


def test_no_container_has_rights_that_it_does_not_need(overlay: str) -> None:
    for workload in workloads(overlay):
        spec = pod(workload)
        assert spec["securityContext"]["runAsNonRoot"]
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert spec["automountServiceAccountToken"] is False
        assert spec["enableServiceLinks"] is False
        for container in containers(workload):
            assert container["securityContext"]["allowPrivilegeEscalation"] is False
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}


def test_our_containers_run_as_the_images_user_and_write_only_to_a_bounded_tmp(
    overlay: str,
) -> None:
    dockerfile = (ROOT / "deploy/Dockerfile").read_text()
    for workload in our_workloads(overlay):
        assert f"USER {pod(workload)['securityContext']['runAsUser']}\n" in dockerfile
        (volume,) = pod(workload)["volumes"]
        assert volume["emptyDir"]["sizeLimit"]
        for container in containers(workload):
            assert container["securityContext"]["readOnlyRootFilesystem"]
            assert container["volumeMounts"] == [{"name": "tmp", "mountPath": "/tmp"}]  # noqa: S108


def test_accounts_have_no_rights_and_no_token(overlay: str) -> None:
    for workload in our_workloads(overlay):
        name = workload["metadata"]["name"]
        assert pod(workload)["serviceAccountName"] == name
        assert named(overlay, "ServiceAccount", name)["automountServiceAccountToken"] is False
    assert not of_kind(overlay, "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")


def test_every_container_has_requests_and_a_limit_of_memory(overlay: str) -> None:
    for workload in workloads(overlay):
        for container in containers(workload):
            requested, limit = container["resources"]["requests"], container["resources"]["limits"]
            assert quantity(requested["cpu"]) > 0
            assert quantity(limit["memory"]) >= 1.5 * quantity(requested["memory"])


def test_memory_requests_cover_what_was_measured(overlay: str) -> None:
    measured = {
        service: float(_figure(f"{service}_rss_mib").split("|")[0]) for service in SERVICES
    } | {
        "ethnography": float(_figure("10000_reviews_mib").split("|")[0]),
        "avatar": float(_figure("model_peak_rss_mb").split("|")[0]) * 1e6 / 2**20,
    }
    for service, mib in measured.items():
        (container,) = containers_of(overlay, service)
        assert quantity(container["resources"]["requests"]["memory"]) >= 1.1 * mib * 2**20, service
    million = float(_figure("peak_mib").split("|")[-1])
    (library,) = containers_of(overlay, "library")
    assert quantity(library["resources"]["limits"]["memory"]) >= 1.1 * million * 2**20


def test_services_are_watched_by_all_three_probes(overlay: str) -> None:
    for service in SERVICES:
        (container,) = containers_of(overlay, service)
        (port,) = container["ports"]
        for probe, path in (
            ("startupProbe", "/health/live"),
            ("livenessProbe", "/health/live"),
            ("readinessProbe", "/health/ready"),
        ):
            assert container[probe]["httpGet"] == {"path": path, "port": port["name"]}
        assert container["terminationMessagePolicy"] == "FallbackToLogsOnError"


def test_prometheus_finds_every_service(overlay: str) -> None:
    for service in SERVICES:
        deployment = named(overlay, "Deployment", service)
        (container,) = containers_of(overlay, service)
        annotations = deployment["spec"]["template"]["metadata"]["annotations"]
        assert annotations["prometheus.io/scrape"] == "true"
        assert annotations["prometheus.io/port"] == str(container["ports"][0]["containerPort"])
        assert annotations["prometheus.io/path"] == "/metrics"
        assert labels(deployment)[NAME] == service


def test_a_pod_is_killed_only_after_its_drain_deadline(overlay: str) -> None:
    drain = float(settings(overlay)["SUARA_DRAIN_SECONDS"])
    for service in SERVICES:
        (container,) = containers_of(overlay, service)
        before = (
            container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
        )
        grace = pod(named(overlay, "Deployment", service))["terminationGracePeriodSeconds"]
        assert grace >= before + LAST_ANSWERS_SECONDS + drain + SPARE_SECONDS, service


def test_a_rollout_takes_nothing_away_and_the_gateway_answers_until_it_is_forgotten(
    overlay: str,
) -> None:
    for service in SERVICES:
        strategy = named(overlay, "Deployment", service)["spec"]["strategy"]["rollingUpdate"]
        assert strategy["maxUnavailable"] == 0
    (gateway,) = containers_of(overlay, "api-gateway")
    assert gateway["lifecycle"]["preStop"]["sleep"]["seconds"] >= 5


def _figure(name: str) -> str:
    """The row of docs/figures.md: `value`, or values, as they stand."""
    row = re.search(
        rf"^\| {name} \|[^|]*\|(.*)\|[^|]*\|$", (ROOT / "docs/figures.md").read_text(), re.M
    )
    assert row, name
    return row[1].replace(",", "")
