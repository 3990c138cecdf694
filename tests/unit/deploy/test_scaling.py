"""Who is scaled by what, and that the names and numbers are those of the consumers."""

from unittest.mock import Mock

import pytest

import avatar.routes
import generator.routes
from manifests import Document, named, of_kind, settings
from suara.kafka.client import AIOKAFKA
from suara.kafka.routes import Route, subscription
from suara.settings import KafkaSettings

ROUTES: dict[str, list[Route]] = {
    "generator": generator.routes.routes(Mock()),
    "avatar": avatar.routes.routes(Mock(), Mock(), Mock()),
}
OF_KEDA = {
    *("bootstrapServersFromEnv", "version", "consumerGroup", "topic", "lagThreshold"),
    *("offsetResetPolicy", "allowIdleConsumers"),
}
"""As KEDA's kafka scaler spells what we use; it ignores what it does not know."""
WINDOWS = 3
"""Lag of a worker that is full, in its SUARA_CONCURRENCY: docs/scaling.md, "Scaling by lag"."""


def test_nothing_is_scaled_by_two_and_what_is_scaled_names_no_number() -> None:
    scaled = [
        one["spec"]["scaleTargetRef"]["name"]
        for one in of_kind("prod", "HorizontalPodAutoscaler", "ScaledObject")
    ]
    assert sorted(scaled) == ["api-gateway", "avatar", "generator"]
    for deployment in scaled:
        assert "replicas" not in named("prod", "Deployment", deployment)["spec"]


def triggers(service: str) -> list[dict[str, str]]:
    return [one["metadata"] for one in _scaled(service)["triggers"] if one["type"] == "kafka"]


@pytest.mark.parametrize("service", ROUTES)
async def test_lag_is_that_of_the_group_and_topics_that_the_service_reads(service: str) -> None:
    kafka = KafkaSettings(bootstrap=settings("prod")["SUARA_KAFKA_BOOTSTRAP"])
    group = AIOKAFKA.consumer(kafka, service, 30.0)._group_id  # type: ignore[attr-defined]
    read = subscription(ROUTES[service], kafka.topic_prefix)
    topics = [trigger["topic"] for trigger in triggers(service)]
    assert topics
    assert len(set(topics)) == len(topics)
    for trigger in triggers(service):
        assert trigger["consumerGroup"] == group
        assert trigger["topic"] in read
        assert trigger["offsetResetPolicy"] == "earliest"
        assert trigger["bootstrapServersFromEnv"] == "SUARA_KAFKA_BOOTSTRAP"
        assert trigger.keys() == OF_KEDA


@pytest.mark.parametrize("service", ROUTES)
def test_a_worker_is_added_when_those_there_are_full(service: str) -> None:
    full = WINDOWS * int(settings("prod")["SUARA_CONCURRENCY"])
    assert [int(trigger["lagThreshold"]) for trigger in triggers(service)] == [full, full]


@pytest.mark.parametrize("service", ROUTES)
def test_there_are_never_more_workers_than_partitions_and_never_none(service: str) -> None:
    partitions = int(settings("prod")["SUARA_KAFKA_PARTITIONS"])
    spec = _scaled(service)
    assert 1 <= spec["minReplicaCount"] <= spec["fallback"]["replicas"] <= spec["maxReplicaCount"]
    assert spec["maxReplicaCount"] <= partitions
    assert all(trigger["allowIdleConsumers"] == "false" for trigger in triggers(service))


def test_the_gateway_is_scaled_by_its_processor_time() -> None:
    spec = named("prod", "HorizontalPodAutoscaler", "api-gateway")["spec"]
    (metric,) = spec["metrics"]
    assert metric["resource"]["name"] == "cpu"
    assert spec["minReplicas"] < spec["maxReplicas"]


def _scaled(service: str) -> Document:
    spec: Document = named("prod", "ScaledObject", service)["spec"]
    return spec
