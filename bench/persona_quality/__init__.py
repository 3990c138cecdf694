"""What `bench/quality.py` measures: one module per question asked of the personas."""
