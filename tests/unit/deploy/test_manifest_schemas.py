"""Every rendered document is what its kind takes, and nothing else."""

import json
from copy import deepcopy
from pathlib import Path

import jsonschema
import kubernetes_validate
import pytest

from manifests import OVERLAYS, Document, named, rendered

OLDEST, NEWEST = "1.34", "1.37"
SCALED_OBJECT = json.loads((Path(__file__).parent / "scaledobject.schema.json").read_text())


def check(document: Document, version: str) -> None:
    if document["apiVersion"].startswith("keda.sh/"):
        jsonschema.validate(document, SCALED_OBJECT)
    else:
        kubernetes_validate.validate(document, version, strict=True)


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
def test_every_document_is_valid(version: str) -> None:
    documents = {json.dumps(one): one for overlay in OVERLAYS for one in rendered(overlay)}
    for document in documents.values():  # each once, though both overlays have most of them
        check(document, version)


@pytest.mark.parametrize("kind", ["ScaledObject", "Deployment"])
def test_a_misspelt_field_would_be_noticed(kind: str) -> None:
    document = deepcopy(named("prod", kind, "generator"))
    document["spec"]["maxReplicas"] = 3

    with pytest.raises(jsonschema.ValidationError):
        check(document, NEWEST)
