"""Colours: readable on white by everybody, and apart from one another for those who do not see red or green."""

from itertools import combinations

import numpy as np
import pytest

from alongside.evaluation.reporting import palette


def _linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _contrast_with_white(colour: str) -> float:
    """WCAG 2.2: (L1 + 0.05) / (L2 + 0.05) of relative luminances."""
    return 1.05 / (float(_linear(colour) @ [0.2126, 0.7152, 0.0722]) + 0.05)


@pytest.mark.parametrize("colour", [*palette.SERIES, palette.QUIET, palette.INK])
def test_every_colour_can_be_read_as_text_on_white(colour):
    assert _contrast_with_white(colour) >= 4.5


def _lab(linear: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear sRGB under D65."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = np.cbrt(np.maximum(to_xyz @ linear / [0.9505, 1.0, 1.089], 0.0089))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


# Machado GM, Oliveira MM, Fernandes LAF (2009), IEEE Transactions on Visualization and Computer Graphics 15(6):
# 1291-1298, the matrices of severity 1.0.
BLIND_TO = {
    "red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
}


@pytest.mark.parametrize("kind", BLIND_TO)
def test_the_first_four_colours_are_apart_for_those_who_do_not_see_red_or_green(kind):
    seen = [_lab(np.clip(np.array(BLIND_TO[kind]) @ _linear(colour), 0, 1)) for colour in palette.SERIES[:4]]
    assert min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2)) > 15
