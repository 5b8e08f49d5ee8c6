"""A web of hosts that misbehave, one way each, served on loopback as a forward proxy."""
