"""The Theta Terminal: what traded at a given time of a past day."""
