"""`python -m launcher` is `ssc`."""

from launcher.cli import main

main()
