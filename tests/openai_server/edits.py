"""Reading a multipart request: its fields, and what each file says it is."""

import hashlib
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request


async def read(request: Request) -> dict[str, Any]:
    """Fields as they are, always text; under "files" {field, name, type, size, sha256} of each."""
    files: list[dict[str, Any]] = []
    body: dict[str, Any] = {"files": files}
    async with request.form(max_part_size=64 * 1024 * 1024) as form:
        for field, value in form.multi_items():
            if isinstance(value, UploadFile):
                files.append({"field": field, **await _described(value)})
            else:
                body[field] = value
    return body


async def _described(file: UploadFile) -> dict[str, Any]:
    content = await file.read()
    return {
        "name": file.filename,
        "type": file.content_type,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
