"""Library: finds a proven persona that fits a cast."""
