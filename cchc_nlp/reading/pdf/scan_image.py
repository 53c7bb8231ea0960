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
_FAINT_INK = 165  # of thin rules, grey all along
_TO_INK, _TO_FAINT_INK = ([255 if value < limit else 0 for value in range(256)] for limit in (_INK, _FAINT_INK))
_PROFILE_HEIGHT = 700  # rows are about a third of a line high: enough to see text lines, few enough to be fast
_STEEPEST = 5.0  # degrees; papers in a feeder turn by one or two
_COARSE, _FINE = 0.5, 0.1
_STRAIGHT = 0.08  # degrees: over the width of A4 a baseline falls by less than a point

_AROUND = 4  # pixels within which a speck is alone
_SPECK = 4.5  # pixels at 200 dots per inch

_LEAST_INK = 0.0002  # of a page: the number of a page alone has twice that

_RULE_PIECE = 0.2  # inches that must be ink without a break: no letter is as wide
_PIECE_INK = 235  # of 255: a few specks of paper may shine through
_BREAK = bytes(4)  # pixels without ink: a rule ends; fewer are a fault of the copy
_RULE_THICKEST = 0.045  # inches: more is a bar or a picture
_SHORTEST_RULE = 0.35  # inches


def clean(image: Image.Image, dpi: float) -> Image.Image:
    """The image without specks: ink of a pixel or two with none around it. A full stop has more."""
    ink = image.point(_TO_FAINT_INK)
    around = ink.filter(ImageFilter.BoxBlur(_AROUND))
    least = _SPECK * (dpi / 200) ** 2 * 255 / (2 * _AROUND + 1) ** 2
    lone = around.point([255 if value <= least else 0 for value in range(256)])
    specks = ImageChops.darker(lone, ink).filter(ImageFilter.MaxFilter(3))
    return Image.composite(Image.new("L", image.size, _WHITE), image, specks)


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
    ink = _thickened(image).point(_TO_FAINT_INK)
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
    line = _any_ink(ink, y0 - 1, y1 + 1)
    left = line.rfind(_BREAK, 0, x0 + step // 2)
    right = line.find(_BREAK, min(x1, ink.width) - step // 2)
    start = left + len(_BREAK) if left >= 0 else 0
    end = right if right >= 0 else ink.width
    return start, min(y0 + 1, y1 - 1), end, max(y1 - 1, y0 + 1)


def _any_ink(ink: Image.Image, top: int, bottom: int) -> bytes:
    """For each column whether it has ink between two heights."""
    line = Image.new("L", (ink.width, 1))
    for y in range(max(0, top), min(ink.height, bottom)):
        line = ImageChops.lighter(line, ink.crop((0, y, ink.width, y + 1)))
    return line.tobytes()


def has_ink(image: Image.Image) -> bool:
    """Whether more stands on a page than specks: the backs of sheets are scanned too."""
    small = image.reduce(4) if min(image.size) >= 4 else image  # noqa: PLR2004 - a speck of four pixels is none
    return ink_in(small) > _LEAST_INK * small.width * small.height


def ink_in(image: Image.Image) -> int:
    """How many pixels are ink."""
    return image.point(_TO_INK).histogram()[255]


def ink_box(image: Image.Image, least: float) -> Box | None:
    """The box around all ink, if it is at least as many pixels."""
    ink = image.point(_TO_INK)
    return ink.getbbox() if ink.histogram()[255] >= least else None


def without(image: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """The image with boxes painted over: letters that touch a table's rule are read better without it."""
    cleared = image.copy()
    draw = ImageDraw.Draw(cleared)
    for x0, y0, x1, y1 in boxes:
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
