"""`python -m audit` is the same as `audit`."""

from audit.cli import main

if __name__ == "__main__":
    main()
