"""Documents to keep and to hand in: PDF, and the numbers by which anybody can verify them."""
