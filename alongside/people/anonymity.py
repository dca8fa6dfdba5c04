"""What can be told of several people together, so that nobody learns who said what. No database."""

# What fewer than this said could tell who said what.
FEWEST_ANSWERS = 3
