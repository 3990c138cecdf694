"""Images of a project: uploaded, downloaded, refused; seen by their company only."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image

from suara import object_keys

PNG = {"Content-Type": "image/png"}


def picture(colour: str = "red", kind: str = "PNG", size: tuple[int, int] = (80, 64)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    return file.getvalue()


@pytest.fixture
async def path(api: Any) -> str:
    """The path of a new project's images."""
    created = await api.post("/api/v1/projects", json={"name": "Chat agent"})
    return f"/api/projects/{created.json()['id']}/images"


async def test_an_image_is_uploaded_and_downloaded(api: Any, path: str) -> None:
    created = await api.post(path, content=picture(), headers=PNG)
    assert created.status_code == 201
    image = created.json()
    assert set(image) == {"id", "contentType", "width", "height", "bytes", "createdAt"}
    assert (image["contentType"], image["width"], image["height"]) == ("image/png", 80, 64)
    assert image["id"].endswith(".png")
    assert datetime.fromisoformat(image["createdAt"]).tzinfo

    found = await api.get(f"{path}/{image['id']}")
    assert found.status_code == 200
    assert found.headers["content-type"] == "image/png"
    assert found.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert found.headers["content-security-policy"] == "default-src 'none'"
    assert len(found.content) == image["bytes"]
    assert Image.open(BytesIO(found.content)).getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize(("kind", "extension"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
async def test_a_form_with_a_file_does_the_same(
    api: Any, path: str, kind: str, extension: str
) -> None:
    file = ("../../a name.exe", picture(kind=kind), f"image/{kind.lower()}")
    created = await api.post(path, files={"file": file})
    assert created.status_code == 201
    assert created.json()["id"].endswith(f".{extension}")
    found = await api.get(f"{path}/{created.json()['id']}")
    assert found.headers["content-type"] == f"image/{kind.lower()}"


async def test_the_same_bytes_are_the_same_image(api: Any, path: str) -> None:
    first = await api.post(path, content=picture(), headers=PNG)
    again = await api.post(path, files={"file": ("x.png", picture(), "image/png")})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


async def test_of_many_at_once_all_get_the_same_image(api: Any, path: str, database: Any) -> None:
    sent = picture("blue")
    made = await asyncio.gather(*(api.post(path, content=sent, headers=PNG) for _ in range(6)))
    assert {response.status_code for response in made} <= {200, 201}
    assert len({response.json()["id"] for response in made}) == 1
    assert await database.images.count_documents({"company_id": api.company}) == 1


async def test_a_browser_that_has_it_is_sent_nothing(api: Any, path: str) -> None:
    image_id = (await api.post(path, content=picture(), headers=PNG)).json()["id"]
    etag = (await api.get(f"{path}/{image_id}")).headers["etag"]
    for sent in (etag, f'"x", W/{etag}', "*"):
        again = await api.get(f"{path}/{image_id}", headers={"If-None-Match": sent})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
    other = await api.get(f"{path}/{image_id}", headers={"If-None-Match": '"x"'})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("content", "declared", "status", "said"),
    [
        (picture(), "", 415, "is one of image/png, image/jpeg, image/webp"),
        (b"{}", "application/json", 415, "is one of image/png"),
        (picture(), "image/webp", 415, "declared as image/webp, but it is image/png"),
        (picture(kind="GIF"), "image/png", 415, "but it is a GIF"),
        (picture()[:100], "image/png", 422, "cut off or damaged"),
        (picture(size=(63, 63)), "image/png", 422, "63 by 63 pixels"),
        (picture(size=(5000, 64)), "image/png", 422, "5,000 by 64 pixels"),
        (b"", "image/png", 415, "it is empty"),
        (b"x", "multipart/form-data", 400, ""),
        (b"x", "multipart/form-data; boundary=a", 400, ""),
    ],
)
async def test_what_cannot_be_used_is_refused_with_the_reason(
    api: Any, path: str, content: bytes, declared: str, status: int, said: str
) -> None:
    answer = await api.post(path, content=content, headers={"Content-Type": declared})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    "form",
    [
        {"files": {"other": ("x.png", picture(), "image/png")}},
        {"data": {"file": "text"}, "files": {"other": ("x.png", picture(), "image/png")}},
        {"files": [("file", ("x", picture(), "image/png")), ("file", ("y", b"", "image/png"))]},
    ],
)
async def test_a_form_has_one_file_called_file(api: Any, path: str, form: dict[str, Any]) -> None:
    assert (await api.post(path, **form)).status_code == 400


async def _in_pieces(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 256 * 1024):
        yield content[start : start + 256 * 1024]


async def test_five_mebibytes_are_taken_and_more_refused_declared_or_not(
    api: Any, path: str
) -> None:
    most = picture("green").ljust(5 * 1024 * 1024, b"\0")
    as_form = {"files": {"file": ("x.png", most, "image/png")}}
    assert (await api.post(path, **as_form)).status_code == 201
    assert (await api.post(path, content=most, headers=PNG)).status_code == 200
    for body in (most + b"\0", most.ljust(6 * 1024 * 1024, b"\0"), _in_pieces(most * 2)):
        refused = await api.post(path, content=body, headers=PNG)
        assert refused.status_code == 413
        assert refused.json()["detail"] == "An image may have 5 MiB at most."
    as_form = {"files": {"file": ("x.png", most + b"\0", "image/png")}}
    assert (await api.post(path, **as_form)).status_code == 413


async def test_elsewhere_a_body_has_one_mebibyte_at_most(api: Any, path: str) -> None:
    large = b" " * (1024 * 1024 + 1)
    for elsewhere in (path.replace("images", "personas"), "/api/v1/projects"):
        assert (await api.post(elsewhere, content=large)).status_code == 413


async def _filled(api: Any, path: str, database: Any, count: int) -> UUID:
    project = UUID(path.split("/")[3])
    scope = {"company_id": api.company, "project_id": project}
    await database.images.insert_many(
        [
            {"_id": f"{project}/{number}", "image_id": str(number), **scope}
            for number in range(count)
        ]
    )
    return project


async def test_a_project_has_500_images_at_most(
    api: Any, path: str, database: Any, objects: Any
) -> None:
    project = await _filled(api, path, database, 500)
    refused = await api.post(path, content=picture(), headers=PNG)
    assert refused.status_code == 409
    assert "500 images" in refused.json()["detail"]
    assert not [
        page async for page in objects.under(object_keys.images_of_project(project)) if page
    ]


async def test_the_last_image_stays_though_others_upload_it_at_the_same_moment(
    api: Any, path: str, database: Any
) -> None:
    await _filled(api, path, database, 499)
    sent = picture("purple")
    made = await asyncio.gather(*(api.post(path, content=sent, headers=PNG) for _ in range(6)))
    assert {response.status_code for response in made} <= {200, 201}
    assert (await api.get(f"{path}/{made[0].json()['id']}")).status_code == 200


@pytest.mark.parametrize(
    "image_id",
    [
        "a1b2c3d4-e5f6-7890-abcd-ef1234567890.png",
        "a1b2c3d4-e5f6-7890-abcd-ef1234567890.gif",
        "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
        "..%2F..%2Fportraits%2Fx.png",
        "%2e%2e/%2e%2e/etc/passwd",
        "a%00b.png",
        "x",
    ],
)
async def test_what_is_no_image_is_not_found(api: Any, path: str, image_id: str) -> None:
    answer = await api.get(f"{path}/{image_id}")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "Image not found"


async def test_another_company_sees_neither_project_nor_image(
    api: Any, path: str, shared: Any, login: Any
) -> None:
    image_id = (await api.post(path, content=picture(), headers=PNG)).json()["id"]
    stranger = login(shared[0])
    answer = await stranger.get(f"{path}/{image_id}")
    assert (answer.status_code, answer.json()["detail"]) == (404, "Image not found")
    etag = {"If-None-Match": f'"{image_id}"'}
    assert (await stranger.get(f"{path}/{image_id}", headers=etag)).status_code == 404
    answer = await stranger.post(path, content=picture(), headers=PNG)
    assert (answer.status_code, answer.json()["detail"]) == (404, "Project not found")


async def test_an_unknown_project_takes_no_image(api: Any) -> None:
    for project in (uuid4(), "x"):
        answer = await api.post(f"/api/projects/{project}/images", content=picture(), headers=PNG)
        assert (answer.status_code, answer.json()["detail"]) == (404, "Project not found")


async def test_an_upload_into_a_project_deleted_meanwhile_leaves_nothing(
    api: Any, path: str, shared: Any, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects, project = shared[0].state.gateway.stores.objects, path.split("/")[3]
    put = objects.put

    async def put_and_delete_the_project(*stored: Any) -> None:
        await put(*stored)
        assert (await api.delete(f"/api/v1/projects/{project}")).status_code == 204

    monkeypatch.setattr(objects, "put", put_and_delete_the_project)
    answer = await api.post(path, content=picture(), headers=PNG)

    assert (answer.status_code, answer.json()["detail"]) == (404, "Project not found")
    prefix = object_keys.images_of_project(UUID(project))
    assert not [page async for page in objects.under(prefix) if page]
    assert not await database.images.count_documents({"company_id": api.company})
