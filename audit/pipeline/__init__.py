"""The trained English pipeline: articles in, parses out. The only package that knows spaCy."""
