"""Support that people direct: who directs, who employs, who shares, who covers."""
