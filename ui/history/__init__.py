"""Past trades: the dialogs that ask, the answers, and the tape around them."""
