"""What the program costs, measured side by side with the limit in one run: `make bench`."""
