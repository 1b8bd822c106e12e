"""Fits monotone scales so that the lowest of them costs least, as a lead is as strong as against its best rival.

A scale fitted to each rival alone would not do. Each would be right by itself, and the lowest of six would be far too
low, since the lowest is chosen among six. So the scales are fitted together, at the lowest of them.

Cllr is a sum of the costs of deciding at every bound of the likelihood ratio (Brümmer and du Preez 2006, section 5).
A minimum of monotone scales is at or above a bound if each sum is at or above a threshold of its rival: a box. So for
each bound, from low to high, the box of least cost is sought within the box before it, by moving one threshold at a
time from several starts until none helps. What the leads between two boxes come to is then fitted by pooling violators.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from keerpunt.values.likelihood import Scale, fitted

BOUNDS = tuple(quarter / 4 for quarter in range(-12, 13))
"""Bounds of log10 of the likelihood ratio at which boxes are sought."""
UNBOUNDED = -(10**9)
SWEEPS = 8
BETTER = 1e-12

Point = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A point with what it is worth to have it inside, at the bound that is looked at."""

    at: Point
    worth: float


def nested_scales(points: Sequence[tuple[Point, bool]]) -> list[Scale]:
    """Return one scale per place of the points, in whole thousandths, from points with whether they are right.

    A point has one sum per rival, thousandths of log10; all have the same length. The result depends on no order.

    Raises:
        ValueError: there are no right points, or no wrong ones.
    """
    counts: dict[Point, list[int]] = defaultdict(lambda: [0, 0])
    for point, right in points:
        counts[point][right] += 1
    boxes = _boxes({point: (held[0], held[1]) for point, held in sorted(counts.items())})
    levels: dict[bool, list[float]] = {True: [], False: []}
    for point, right in points:
        levels[right].append(min(_level(boxes, place, value) for place, value in enumerate(point)))
    ratios = fitted(levels[True], levels[False])
    places = range(len(points[0][0]))
    return [_scale(boxes, place, min(point[place] for point, _ in points), ratios) for place in places]


def _boxes(counts: Mapping[Point, tuple[int, int]]) -> list[Point]:
    """Return the thresholds at each of `BOUNDS`, none lower than at the bound before."""
    n_wrong, n_right = (sum(held[side] for held in counts.values()) for side in (0, 1))
    if not n_wrong or not n_right:
        raise ValueError("needs right and wrong points")
    box: Point = (UNBOUNDED,) * len(next(iter(counts)))
    found = []
    for bound in BOUNDS:
        cells = [
            Cell(point, right / n_right * 10**-bound - wrong / n_wrong) for point, (wrong, right) in counts.items()
        ]
        box = _best_within(box, cells)
        found.append(box)
    return found


def _best_within(box: Point, cells: Sequence[Cell]) -> Point:
    """Return the best box that lies within another, from that box and from each single threshold raised."""
    inside = [cell for cell in cells if _holds(box, cell.at)]
    starts = [box] + [
        (*box[:place], value, *box[place + 1 :])
        for place in range(len(box))
        for value in sorted({cell.at[place] for cell in inside})
    ]
    best, most = box, sum(cell.worth for cell in inside)
    for start in starts:
        tried, worth = _climbed(start, box, inside)
        if worth > most + BETTER:
            best, most = tried, worth
    return best


def _climbed(start: Point, floor: Point, cells: Sequence[Cell]) -> tuple[Point, float]:
    """Move one threshold at a time, never below the floor, for as long as that helps."""
    box, most = start, sum(cell.worth for cell in cells if _holds(start, cell.at))
    for _ in range(SWEEPS):
        before = box
        for place in range(len(box)):
            box, most = _moved(box, most, place, floor[place], cells)
        if box == before:
            break
    return box, most


def _moved(box: Point, most: float, place: int, floor: int, cells: Sequence[Cell]) -> tuple[Point, float]:
    """Return the box with the best threshold at one place, the others as they are; of equals the strictest.

    Where other rivals turn the same leads away, nothing tells what this one is worth: then a low sum counts as low.
    """
    free = (*box[:place], floor, *box[place + 1 :])
    worth: dict[int, float] = defaultdict(float)
    for cell in cells:
        if _holds(free, cell.at):
            worth[cell.at[place]] += cell.worth
    total, strictest = 0.0, box[place]
    for value in sorted(worth, reverse=True):
        total += worth[value]
        if total > most + BETTER or (value > strictest and total > most - BETTER):
            strictest, most = value, max(most, total)
    return (*box[:place], strictest, *box[place + 1 :]), most


def _holds(box: Point, point: Point) -> bool:
    return all(value >= least for value, least in zip(point, box, strict=True))


def _level(boxes: Sequence[Point], place: int, value: int) -> int:
    """Return how many boxes a value lies in, by its own threshold alone."""
    return sum(value >= box[place] for box in boxes)


def _scale(boxes: Sequence[Point], place: int, lowest: int, ratios: Scale) -> Scale:
    """Return what each value of one place comes to, each step once.

    A sum of zero or less never counts for the lead: nothing was found, and nothing stays nothing.
    """
    starts = sorted({lowest, 1, *(box[place] for box in boxes)} - {UNBOUNDED})
    steps: list[tuple[int, int]] = []
    for start in (start for start in starts if start >= lowest):
        counts = round(1000 * ratios.at(_level(boxes, place, start)))
        counts = min(counts, 0) if start <= 0 else counts
        if not steps or counts != steps[-1][1]:
            steps.append((start, counts))
    return Scale(tuple(start for start, _ in steps), tuple(counts for _, counts in steps))
