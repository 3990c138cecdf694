"""Who may talk to whom: nobody to anybody, but for what a service is for."""

from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

import pytest

from manifests import (
    NAME,
    OURS,
    OVERLAYS,
    SECRETS,
    SERVICES,
    Document,
    containers_of,
    labels,
    named,
    of_kind,
    settings,
    workloads,
)

METADATA_SERVICE = "169.254.169.254"
KAFKA, MONGODB, WEB, NAMES = 9092, 27017, 443, 53

pytestmark = pytest.mark.parametrize("overlay", OVERLAYS)


def covers(policy: Document, workload: Document) -> bool:
    selector = policy["spec"]["podSelector"]
    has = labels(workload)
    return all(
        has.get(key) == value for key, value in selector.get("matchLabels", {}).items()
    ) and all(
        one["operator"] == "In" and has.get(one["key"]) in one["values"]
        for one in selector.get("matchExpressions", ())
    )


def rules(overlay: str, workload: str, direction: str) -> list[tuple[Document, int | str]]:
    """Whom, and at which port: {} is everybody."""
    one = next(w for w in workloads(overlay) if w["metadata"]["name"] == workload)
    return [
        (peer, port["port"])
        for policy in of_kind(overlay, "NetworkPolicy")
        if covers(policy, one)
        for rule in policy["spec"].get(direction, ())
        for peer in rule.get("from", rule.get("to", [{}]))
        for port in rule["ports"]
    ]


def reachable(overlay: str, workload: str) -> set[int | str]:
    return {port for _, port in rules(overlay, workload, "egress")}


def test_every_pod_is_denied_whatever_is_not_allowed(overlay: str) -> None:
    deny = named(overlay, "NetworkPolicy", "deny")["spec"]
    assert deny == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_a_policy_names_the_directions_that_it_rules(overlay: str) -> None:
    for policy in of_kind(overlay, "NetworkPolicy"):
        for direction in ("Ingress", "Egress"):
            if direction.lower() in policy["spec"]:
                assert direction in policy["spec"]["policyTypes"]


def test_clients_reach_the_gateway_only_and_monitoring_every_service(overlay: str) -> None:
    for service in SERVICES:
        let_in = {
            peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"]
            for peer, port in rules(overlay, service, "ingress")
            if port == containers_port_name(overlay, service)
        }
        assert let_in == {"monitoring", "ingress-nginx"} - (
            set() if service == "api-gateway" else {"ingress-nginx"}
        )
    assert rules(overlay, "provision", "ingress") == []


def containers_port_name(overlay: str, service: str) -> str:
    (container,) = containers_of(overlay, service)
    name: str = container["ports"][0]["name"]
    return name


def test_every_service_reaches_what_its_settings_name(overlay: str) -> None:
    bootstrap = settings(overlay)["SUARA_KAFKA_BOOTSTRAP"].split(",")
    assert {int(address.rpartition(":")[2]) for address in bootstrap} == {KAFKA}
    assert urlsplit(SECRETS["SUARA_MONGO_URL"]).port == MONGODB
    store = urlsplit(settings(overlay).get("SUARA_S3_ENDPOINT", "https://s3.amazonaws.com"))
    for name in OURS:
        (container,) = containers_of(overlay, name)
        secrets = {variable["name"] for variable in container["env"]}
        assert {NAMES, KAFKA} <= reachable(overlay, name)
        assert (MONGODB in reachable(overlay, name)) == ("SUARA_MONGO_URL" in secrets)
        if "AWS_ACCESS_KEY_ID" in secrets:
            assert (store.port or WEB) in reachable(overlay, name)
        # Beside the object store's, which has the same port.
        assert covers_named(overlay, "internet", name) == ("OPENAI_API_KEY" in secrets)


def covers_named(overlay: str, policy: str, workload: str) -> bool:
    one = next(w for w in workloads(overlay) if w["metadata"]["name"] == workload)
    return covers(named(overlay, "NetworkPolicy", policy), one)


def test_names_are_asked_over_udp_and_long_answers_over_tcp(overlay: str) -> None:
    names = named(overlay, "NetworkPolicy", "names")["spec"]
    (rule,) = names["egress"]
    assert names["podSelector"] == {}
    assert {(one["port"], one["protocol"]) for one in rule["ports"]} == {
        (NAMES, "UDP"),
        (NAMES, "TCP"),
    }


def test_models_and_sources_are_sought_outside_only(overlay: str) -> None:
    block = named(overlay, "NetworkPolicy", "internet")["spec"]["egress"][0]["to"][0]["ipBlock"]
    for neighbour in (METADATA_SERVICE, "10.96.0.1", "172.16.0.9", "192.168.1.1"):
        assert any(ip_address(neighbour) in ip_network(one) for one in block["except"])


def test_a_server_lets_in_the_services_only(overlay: str) -> None:
    for server in of_kind(overlay, "StatefulSet"):
        (rule,) = rules(overlay, server["metadata"]["name"], "ingress")
        assert rule[0] == {"podSelector": {"matchLabels": {"app.kubernetes.io/part-of": "suara"}}}
        assert (
            rule[1]
            == server["spec"]["template"]["spec"]["containers"][0]["ports"][0]["containerPort"]
        )
        assert labels(server)[NAME] == server["metadata"]["name"]
        assert "app.kubernetes.io/part-of" not in labels(server)
