"""JSON Schemas and an AsyncAPI 3 document, generated from the event models.

`python -m suara.events.documents docs/events` writes them.
"""

import json
import sys
from pathlib import Path
from typing import Any

from suara import topics
from suara.events import Event, event_types

_HEADERS = {
    "type": "object",
    "required": ["ce_id", "ce_source", "ce_specversion", "ce_type"],
    "properties": {
        "ce_id": {"type": "string", "format": "uuid", "description": "Repeats on redelivery."},
        "ce_source": {"type": "string", "examples": ["/suara/generator"]},
        "ce_specversion": {"const": "1.0"},
        "ce_type": {"type": "string"},
        "ce_time": {"type": "string", "format": "date-time"},
        "ce_subject": {"type": "string", "description": "The partition key."},
        "ce_causationid": {"type": "string", "format": "uuid", "description": "Event before it."},
        "content-type": {"const": "application/json"},
        "traceparent": {"type": "string", "description": "W3C Trace Context."},
    },
}


def documents() -> dict[str, str]:
    """File name -> content, for every event type and for the whole."""
    schemas = {
        f"{name}.schema.json": _text(_schema(model)) for name, model in event_types().items()
    }
    return {"asyncapi.json": _text(asyncapi()), **schemas}


def asyncapi() -> dict[str, Any]:
    """The AsyncAPI 3 document of all topics."""
    models = event_types().values()
    by_topic = {topic: [m for m in models if m.topic == topic] for topic in topics.TOPICS}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Suara events",
            "version": "1.0.0",
            "description": "CloudEvents 1.0 in Kafka's binary mode, at least once, in order per "
            "key. Ids derive from their cause: drop an id you have seen.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {topic: _channel(topic, models) for topic, models in by_topic.items()},
        "operations": {
            f"receive_{topic}": {
                "action": "receive",
                "channel": {"$ref": f"#/channels/{topic}"},
            }
            for topic in by_topic
        },
        "components": {"messages": {model.__name__: _message(model) for model in models}},
    }


def _channel(topic: str, models: list[type[Event]]) -> dict[str, Any]:
    return {
        "address": topics.full_name(topic),
        "messages": {
            model.__name__: {"$ref": f"#/components/messages/{model.__name__}"} for model in models
        },
    }


def _message(model: type[Event]) -> dict[str, Any]:
    return {
        "name": model.type,
        "title": model.__name__,
        "summary": (model.__doc__ or "").strip().splitlines()[0],
        "contentType": "application/json",
        "headers": _HEADERS,
        "payload": {"$ref": f"./{model.type}.schema.json"},
    }


def _schema(model: type[Event]) -> dict[str, Any]:
    schema = model.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": model.type, **schema}


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def write(folder: Path) -> None:
    """Write all documents and remove those of types that no longer exist."""
    current = documents()
    for stale in folder.glob("*.json"):
        if stale.name not in current:
            stale.unlink()
    for name, content in current.items():
        (folder / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
