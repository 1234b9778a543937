"""The trained English pipeline: articles in, parses out. The only package that knows spaCy."""

from audit.pipeline.loader import Pipeline

__all__ = ["Pipeline"]
