"""Pages of the domain: lists, pictures, embeds."""
