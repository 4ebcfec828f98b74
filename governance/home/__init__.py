"""The first page of each person: what needs them now, what is coming, what was decided; and the desk of the officers."""
