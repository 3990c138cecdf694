"""Ethnography: public signals in, market snapshot out."""
