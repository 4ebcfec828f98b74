"""A co-operative that a newcomer can walk round in: its year behind it, a meeting before it, a ballot open today."""
