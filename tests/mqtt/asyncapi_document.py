"""docs/asyncapi.yaml as tests use it: which messages a topic may carry, and whether a payload is one of them."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import yaml
from referencing import Registry
from referencing.jsonschema import DRAFT202012

PATH = Path(__file__).resolve().parents[2] / "docs" / "asyncapi.yaml"
URI = "urn:asyncapi"


@functools.cache
def document() -> dict[str, Any]:
    read: dict[str, Any] = yaml.load(PATH.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return read


@functools.cache
def _registry() -> Registry[Any]:
    return Registry().with_resource(URI, DRAFT202012.create_resource(document()))


def validator(pointer: str) -> jsonschema.Draft202012Validator:
    """Of the schema at `pointer`, e.g. `/components/schemas/Catalogue`."""
    return jsonschema.Draft202012Validator({"$ref": f"{URI}#{pointer}"}, registry=_registry())


def messages_on(topic: str) -> set[str]:
    """The names of the messages that the document allows on a topic; none: there is no such topic."""
    for channel in document()["channels"].values():
        pattern = re.sub(r"\\\{[a-z]+\\\}", "[a-z0-9-]+", re.escape(channel["address"]))
        if re.fullmatch(pattern, topic):
            return set(channel["messages"])
    return set()


def fits(message: str, payload: bytes) -> bool:
    return bool(validator(f"/components/messages/{message}/payload").is_valid(json.loads(payload)))
