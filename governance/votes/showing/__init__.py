"""What pages and files about votes show, each gathered in one look."""
