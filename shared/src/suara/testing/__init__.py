"""What tests of more than one service build on; nothing in production imports it."""
