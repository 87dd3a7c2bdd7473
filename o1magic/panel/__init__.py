"""`o1magic.playground()`: a panel to try questions, models and strategies with."""
