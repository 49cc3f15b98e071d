"""Distances between GPS points on the WGS84 ellipsoid."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: WGS84 semi-major axis in metres and first eccentricity squared (NIMA TR8350.2, tables 3.1 and 3.3).
_SEMI_MAJOR_AXIS_M = 6_378_137.0
_ECCENTRICITY_SQUARED = 6.694_379_990_14e-3
_MEAN_RADIUS_M = 6_371_008.8
#: Up to here the arc equals its chord to 1 part in a billion, and arcsin loses more than that.
_STRAIGHT_M = 1_000.0


def cumulative_distance_m(lat_deg: Floats, lon_deg: Floats) -> Floats:
    """Metres along the points since the first one that has coordinates, which are degrees.

    One value per point; NaN where a point lacks coordinates, and the next one that has them is
    reached in a straight line. Accuracy as in `apart_m`.
    """
    distance_m = np.full(len(lat_deg), np.nan)
    known = np.flatnonzero(np.isfinite(lat_deg) & np.isfinite(lon_deg))
    if len(known):
        position_m = earth_centred_m(lat_deg[known], lon_deg[known])
        steps_m = apart_m(position_m[:, 1:], position_m[:, :-1])
        distance_m[known] = np.concatenate(([0.0], np.cumsum(steps_m)))
    return distance_m


def earth_centred_m(lat_deg: Floats, lon_deg: Floats) -> Floats:
    """Points at sea level as x, y and z in metres from the earth's centre, of shape (3, points)."""
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    sin_lat, cos_lat = np.sin(lat), np.cos(lat)
    normal_m = _SEMI_MAJOR_AXIS_M / np.sqrt(1 - _ECCENTRICITY_SQUARED * np.square(sin_lat))
    across_m = normal_m * cos_lat
    return np.stack(
        (across_m * np.cos(lon), across_m * np.sin(lon), normal_m * (1 - _ECCENTRICITY_SQUARED) * sin_lat)
    )


def apart_m(position_m: Floats, other_m: Floats) -> Floats:
    """Metres over the ground between earth-centred points, pairwise or one against many.

    The straight chord between the points, bent to an arc of the mean earth radius: within 0.01 %
    of the geodesic up to 1,000 km, and without a special case at the poles or the date line. NaN
    where a point is NaN.
    """
    chord_m = np.sqrt(np.square(position_m - other_m).sum(axis=0))
    half_turn = np.clip(chord_m / (2 * _MEAN_RADIUS_M), 0.0, 1.0)
    return np.where(chord_m < _STRAIGHT_M, chord_m, 2 * _MEAN_RADIUS_M * np.arcsin(half_turn))
