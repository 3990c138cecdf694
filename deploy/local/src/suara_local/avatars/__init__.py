"""`suara avatars`: portraits and images in the object store."""
