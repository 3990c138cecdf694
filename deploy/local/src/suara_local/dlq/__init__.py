"""`suara dlq`: messages that could not be handled."""
