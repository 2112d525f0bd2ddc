"""`python -m wsoa.entrypoint`: how the containers and `make run` start each process."""

import sys

from wsoa.runtime.entrypoint import main

if __name__ == "__main__":
    sys.exit(main())
