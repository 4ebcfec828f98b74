"""What needs each person now, what is coming and what was decided; and the board of the officers."""
