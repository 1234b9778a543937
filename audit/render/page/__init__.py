"""What reports for people show, as plain records; templates and the text formats write them down."""
