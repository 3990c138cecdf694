"""Every rendered document is what its kind takes, and nothing else."""

import json
from copy import deepcopy
from pathlib import Path

import jsonschema
import kubernetes_validate
import pytest

from manifests import OVERLAYS, Document, named, rendered

VERSIONS = ("1.35", "1.36", "1.37")
SCALED_OBJECT = json.loads((Path(__file__).parent / "scaledobject.schema.json").read_text())


def check(document: Document, version: str) -> None:
    if document["apiVersion"].startswith("keda.sh/"):
        jsonschema.validate(document, SCALED_OBJECT)
    else:
        kubernetes_validate.validate(document, version, strict=True)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_document_is_valid(overlay: str, version: str) -> None:
    for document in rendered(overlay):
        check(document, version)


@pytest.mark.parametrize("kind", ["ScaledObject", "Deployment"])
def test_a_misspelt_field_would_be_noticed(kind: str) -> None:
    document = deepcopy(named("prod", kind, "generator"))
    document["spec"]["maxReplicas"] = 3

    with pytest.raises(jsonschema.ValidationError):
        check(document, VERSIONS[-1])
