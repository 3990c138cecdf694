"""The list of services."""

from suara_local.services import SERVICES, with_generators


def test_one_generator_has_no_number() -> None:
    assert with_generators(SERVICES, 1) == list(SERVICES)


def test_several_generators_are_numbered() -> None:
    names = [service.name for service in with_generators(SERVICES, 3)]
    assert names == [
        "api-gateway",
        "ethnography",
        "generator-1",
        "generator-2",
        "generator-3",
        "library",
        "avatar",
    ]
