"""The Theta Terminal of a venue: v2 and v3 side by side, or one of them."""
