"""Posts and who holds them, from day to day: the register of officers."""
