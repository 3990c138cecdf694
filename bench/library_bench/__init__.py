"""Matching in libraries of up to a million personas: time, memory, cold start, exactness."""
