"""Images of a project: gateway and avatar both remove those that nothing shows any more."""

from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from suara.mongo import Database

# A picture that somebody brought is theirs, whoever shows it.
_MADE_FOR_A_PERSONA = {"$in": ["generated", "imported"]}


async def remove_unshown(
    database: Database, session: Session, project_id: UUID, image_id: str
) -> bool:
    """Remove the document of an image made for a persona, unless something shows it still.

    The project is locked in this transaction. Returns whether the object is to be deleted.
    """
    shown = {"project_id": project_id, "image_id": image_id}
    if await database.prompt_personas.find_one(shown, {"_id": 1}, session=session):
        return False
    style = {"_id": project_id, "style_reference_images": image_id}
    if await database.project_settings.find_one(style, {"_id": 1}, session=session):
        return False
    made = {"_id": f"{project_id}/{image_id}", "source": _MADE_FOR_A_PERSONA}
    removed = await database.images.delete_one(made, session=session)
    return removed.deleted_count == 1
