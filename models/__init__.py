"""What a trade is and what is known about it. No Qt, no network."""
