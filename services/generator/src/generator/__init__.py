"""Generator: casts, drafts and profiles personas."""
