"""Rules for drawing a persona: who they are -> how they look -> a picture."""
