"""Past trades: questions, who answers them, and what is made of the answers. No Qt, no network."""
