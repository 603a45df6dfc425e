"""`python -m feeds.venue`."""

import sys

from feeds.venue.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
