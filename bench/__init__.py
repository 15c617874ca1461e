"""Speed, measured as ratios within one run on one machine: `make bench`.

Not a test: nothing here passes or fails. Figures beside each other were taken minutes apart, by
the same tool, against the same process.
"""
