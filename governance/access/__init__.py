"""Sign-in and permissions: who is at the door, and which doors open for them."""
