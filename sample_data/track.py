"""A lap course in the open sea off the Gulf of Guinea, where nobody lives."""

import math

COURSE_RADIUS_M = 160.0
METRES_PER_DEGREE = 111_320.0


def position(distance_m: float) -> tuple[float, float]:
    """Latitude and longitude in degrees after `distance_m` metres on the circle around 0°N 0°E."""
    turn = distance_m / COURSE_RADIUS_M
    return (
        COURSE_RADIUS_M * math.sin(turn) / METRES_PER_DEGREE,
        COURSE_RADIUS_M * math.cos(turn) / METRES_PER_DEGREE,
    )
