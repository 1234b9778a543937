"""What the web pages show, as plain records; the templates turn them into HTML."""
