"""`python -m zahra` is the command `zahra`."""

from zahra.cli import main

main()
