"""`make bench`: what a request costs, beside what PostgreSQL and the server cost without us."""
