"""Colours of charts and diagrams: readable as text on white, and apart from one another for colour-blind readers."""

INK = "#212b32"
QUIET = "#4c6272"
LINE = "#d8dde0"
PALE = "#f0f4f5"
WHITE = "#ffffff"
BLUE = "#005eb8"
ORANGE = "#b34700"

# Never alone: each series has its name beside it, and a dash or a shape of its own.
SERIES = (BLUE, ORANGE, "#00705a", INK, "#8a3b72", "#6b5b00")
DASHES = ((1, 0), (7, 3), (2, 2), (10, 3, 2, 3), (4, 4), (12, 4))
MARKS = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")

FONT = "Arial, sans-serif"
