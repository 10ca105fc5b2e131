"""What changes between revisions: resources that were published once and no longer are."""
