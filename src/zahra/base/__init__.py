"""What everyone stands on: money, time, errors, states, the database, jobs."""
