"""`python -m suara_local` is `suara`."""

from suara_local.cli import app

app(prog_name="suara")
