"""Search: what a strategy sees, the strategies, and the rules that choose an answer."""
