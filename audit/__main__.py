"""`python -m audit` is the same as `audit`."""

import os
import sys
from pathlib import Path

if sys.path[0] == os.getcwd() != str(Path(__file__).parent.parent):  # noqa: PTH109
    # Python would import what lies in the working directory, which may be a stranger's pull request.
    del sys.path[0]

from audit.cli import main

if __name__ == "__main__":
    main()
