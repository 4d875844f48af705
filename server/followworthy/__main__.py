"""`python -m followworthy` is the command `followworthy`."""

from followworthy.cli import main

main()
