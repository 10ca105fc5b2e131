"""The answers in a sentence, a module for what they are about: a tie, a city, a decision, memberships."""
