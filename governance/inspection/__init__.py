"""What others may look at, under which power, and the log of every look."""
