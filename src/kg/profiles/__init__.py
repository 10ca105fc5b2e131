"""What the package ships for projects: profiles that they use without copying them."""
