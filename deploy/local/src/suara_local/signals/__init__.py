"""`suara signals`: what people in the markets say, and how fresh that is."""
