"""What more than one Suara service needs, and nothing else."""
