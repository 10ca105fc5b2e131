"""What the published data is as a whole, for harvesters: DCAT, VoID and Croissant."""
