"""A lost node or zone, or one that is drained, takes one pod of a service, not all."""

import pytest

from manifests import NAME, OVERLAYS, SERVICES, labels, named, of_kind, pod

ZONE, HOST = "topology.kubernetes.io/zone", "kubernetes.io/hostname"


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("service", SERVICES)
def test_pods_of_a_service_are_spread_over_zones_and_nodes(service: str, overlay: str) -> None:
    deployment = named(overlay, "Deployment", service)
    spread = pod(deployment)["topologySpreadConstraints"]
    assert [constraint["topologyKey"] for constraint in spread] == [ZONE, HOST]
    for constraint in spread:
        assert constraint["labelSelector"]["matchLabels"].items() <= labels(deployment).items()
        assert NAME in constraint["matchLabelKeys"]
        # A cluster of one node, or one that has lost a zone, runs them all the same.
        assert constraint["whenUnsatisfiable"] == "ScheduleAnyway"


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("service", SERVICES)
def test_a_drained_node_takes_one_pod_at_a_time_and_is_never_kept_waiting(
    service: str, overlay: str
) -> None:
    budget = named(overlay, "PodDisruptionBudget", service)["spec"]
    assert budget["selector"]["matchLabels"] == {NAME: service}
    assert budget["maxUnavailable"] == 1
    assert budget["unhealthyPodEvictionPolicy"] == "AlwaysAllow"


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_selectors_match_the_pods_that_they_mean(overlay: str) -> None:
    templates = {
        one["metadata"]["name"]: labels(one)
        for one in of_kind(overlay, "Deployment", "StatefulSet")
    }
    for workload in of_kind(overlay, "Deployment", "StatefulSet"):
        chosen = workload["spec"]["selector"]["matchLabels"]
        assert [n for n, has in templates.items() if chosen.items() <= has.items()] == [
            workload["metadata"]["name"]
        ]
    for service in of_kind(overlay, "Service"):
        chosen = service["spec"]["selector"]
        assert [n for n, has in templates.items() if chosen.items() <= has.items()] == [
            service["metadata"]["name"]
        ]


def test_in_production_every_service_has_two_pods_at_least() -> None:
    least = {one["metadata"]["name"]: one["spec"].get("replicas") for one in _deployments()}
    for autoscaler in of_kind("prod", "HorizontalPodAutoscaler"):
        least[autoscaler["spec"]["scaleTargetRef"]["name"]] = autoscaler["spec"]["minReplicas"]
    for scaled in of_kind("prod", "ScaledObject"):
        least[scaled["spec"]["scaleTargetRef"]["name"]] = scaled["spec"]["minReplicaCount"]
    assert least == dict.fromkeys(SERVICES, 2)


def _deployments() -> list[dict]:
    return of_kind("prod", "Deployment")
