"""What data entails by RDFS and OWL 2 RL, by the library owlrl."""
