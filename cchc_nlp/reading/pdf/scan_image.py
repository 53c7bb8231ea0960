"""What the image of a page tells without reading it: its skew, its rules, how thick the strokes of a word are.

All by Pillow's shrinking, rotating and filtering, which are fast and leave other threads free.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import pvariance
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom are outside."""

_WHITE = 255
_INK = 140  # a pixel darker than this is ink; paper of bad copies goes down to 170
_TO_INK = [255 if value < _INK else 0 for value in range(256)]
_PROFILE_HEIGHT = 700  # rows are about a third of a line high: enough to see text lines, few enough to be fast
_STEEPEST = 5.0  # degrees; papers in a feeder turn by one or two
_COARSE, _FINE = 0.5, 0.1
_STRAIGHT = 0.08  # degrees: over the width of A4 a baseline falls by less than a point

_LEAST_INK = 0.0002  # of a page: the number of a page alone has twice that

_RULE_PIECE = 0.2  # inches that must be ink without a break: no letter is as wide
_PIECE_INK = 235  # of 255: a few specks of paper may shine through
_END_INK = 128
_RULE_THICKEST = 0.045  # inches: more is a bar or a picture
_SHORTEST_RULE = 0.35  # inches


def straightened(image: Image.Image) -> Image.Image:
    """The image turned so that its lines of text lie level."""
    angle = skew(image)
    if abs(angle) < _STRAIGHT:
        return image
    return image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=_WHITE)


def skew(image: Image.Image) -> float:
    """By how many degrees to turn an image counter-clockwise for its lines of text to lie level.

    Level lines of text make the darkness of the rows alternate most sharply.
    """
    scale = _PROFILE_HEIGHT / image.height
    small = image.resize((max(1, round(image.width * scale)), _PROFILE_HEIGHT), Image.Resampling.BOX)
    small = ImageOps.invert(small)
    steps = round(_STEEPEST / _COARSE)
    coarse = max((step * _COARSE for step in range(-steps, steps + 1)), key=lambda a: _sharpness(small, a))
    near = round(_COARSE / _FINE)
    return max((coarse + step * _FINE for step in range(-near, near + 1)), key=lambda a: _sharpness(small, a))


def _sharpness(inverted: Image.Image, angle: float) -> float:
    turned = inverted.rotate(angle, Image.Resampling.BILINEAR, fillcolor=0)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return pvariance([after - before for before, after in pairwise(rows)])


def rules_in(image: Image.Image, dpi: float) -> list[Box]:
    """The straight rules of an image: the lines of tables, those below a letterhead, those above footnotes."""
    upright = _level_rules(image.transpose(Image.Transpose.TRANSPOSE), dpi)
    return [*_level_rules(image, dpi), *((x0, y0, x1, y1) for y0, x0, y1, x1 in upright)]


def _level_rules(image: Image.Image, dpi: float) -> list[Box]:
    """Level rules: runs of pieces of a row that are all ink, grown together over neighbouring rows."""
    step = max(2, round(_RULE_PIECE * dpi))
    ink = _thickened(image).point(_TO_INK)
    shrunk = ink.reduce((step, 1))
    width, rows = shrunk.width, shrunk.tobytes()
    growing: list[list[int]] = []
    grown: list[list[int]] = []
    for y in range(shrunk.height):
        row = rows[y * width : (y + 1) * width]
        if growing:
            grown += [rule for rule in growing if y - rule[3] > 1]
            growing = [rule for rule in growing if y - rule[3] <= 1]
        if max(row) >= _PIECE_INK:
            for x0, x1 in _runs(row):
                _grow(growing, x0 * step, x1 * step, y, step)
    thickest, shortest = _RULE_THICKEST * dpi + 2, _SHORTEST_RULE * dpi
    exact = [_exact(ink, rule, step) for rule in grown + growing if rule[3] - rule[1] <= thickest]
    return [rule for rule in exact if rule[2] - rule[0] >= shortest]


def _thickened(image: Image.Image) -> Image.Image:
    """Each pixel as dark as the darkest of those above and below: a rule that wavers by a pixel stays whole."""
    up, down = ImageChops.offset(image, 0, -1), ImageChops.offset(image, 0, 1)
    return ImageChops.darker(image, ImageChops.darker(up, down))


def _grow(growing: list[list[int]], left: int, right: int, y: int, step: int) -> None:
    """Add a run of a row to the rule it touches, or begin a new one."""
    for rule in growing:
        if left <= rule[2] + step and rule[0] <= right + step:
            rule[0], rule[2], rule[3] = min(rule[0], left), max(rule[2], right), y + 1
            return
    growing.append([left, y, right, y + 1])


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Stretches of a row of pieces that are ink."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for x, value in enumerate(row):
        if value >= _PIECE_INK:
            start = x if start is None else start
        elif start is not None:
            runs.append((start, x))
            start = None
    return runs if start is None else [*runs, (start, len(row))]


def _exact(ink: Image.Image, rule: list[int], step: int) -> Box:
    """A rule found in whole pieces, drawn out to where its ink ends; the row it gained above and below taken off."""
    x0, y0, x1, y1 = rule
    from_x, to_x = max(0, x0 - step), min(ink.width, x1 + step)
    line = ink.crop((from_x, y0, to_x, y1)).resize((to_x - from_x, 1), Image.Resampling.BOX).tobytes()
    start, end = x0 - from_x, min(x1, ink.width) - from_x
    while start > 0 and line[start - 1] >= _END_INK:
        start -= 1
    while end < len(line) and line[end] >= _END_INK:
        end += 1
    return from_x + start, min(y0 + 1, y1 - 1), from_x + end, max(y1 - 1, y0 + 1)


def has_ink(image: Image.Image) -> bool:
    """Whether more stands on a page than specks: the backs of sheets are scanned too."""
    small = image.reduce(4) if min(image.size) >= 4 else image  # noqa: PLR2004 - a speck of four pixels is none
    return small.point(_TO_INK).histogram()[255] > _LEAST_INK * small.width * small.height


def without(image: Image.Image, rules: Iterable[Box]) -> Image.Image:
    """The image with rules painted over: letters that touch a table's line are read better without it."""
    cleared = image.copy()
    draw = ImageDraw.Draw(cleared)
    for x0, y0, x1, y1 in rules:
        draw.rectangle((x0 - 1, y0 - 1, x1, y1), fill=_WHITE)
    return cleared


def thicknesses(image: Image.Image, boxes: Sequence[Box]) -> list[float]:
    """For each word, the share of its ink that stays when a pixel is taken off all around: more in bold type."""
    ink = image.point(_TO_INK)
    core = ink.filter(ImageFilter.MinFilter(3))
    return [_ink(core, box) / max(1e-6, _ink(ink, box)) for box in boxes]


def _ink(mask: Image.Image, box: Box) -> float:
    part = mask.crop(box)
    histogram = part.histogram()
    return histogram[255] / max(1, part.width * part.height)


def grey(image: Image.Image) -> Image.Image:
    """A picture in grey. Red ink fades: stamps stand across signatures and titles, and are no text."""
    if image.mode in {"L", "1", "I;16"}:
        return image.convert("L")
    red, green, blue = image.convert("RGB").split()
    return ImageChops.lighter(ImageOps.grayscale(Image.merge("RGB", (red, green, blue))), red)
