"""Documents of the organisation in every language variant: kept once, never changed, told apart by their hash."""
