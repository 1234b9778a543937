"""What an article says on whose authority: plain functions from a Parse to a Reading, without spaCy."""

from audit.reading.read import read

__all__ = ["read"]
