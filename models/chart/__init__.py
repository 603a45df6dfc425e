"""The ticks of a chart and what is computed of them. No Qt, no network."""
