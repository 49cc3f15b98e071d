"""Distances between GPS points on the WGS84 ellipsoid."""

import numpy as np
from numpy.typing import NDArray

#: WGS84 semi-major axis in metres and first eccentricity squared (NIMA TR8350.2, table 3.1 and 3.3).
_SEMI_MAJOR_AXIS_M = 6_378_137.0
_ECCENTRICITY_SQUARED = 6.694_379_990_14e-3
_MEAN_RADIUS_M = 6_371_008.8
#: Up to here the arc equals its chord to 1 part in a billion, and arcsin loses more than that.
_STRAIGHT_M = 1_000.0


def distance_between_m(
    lat_deg: NDArray[np.float64],
    lon_deg: NDArray[np.float64],
    other_lat_deg: NDArray[np.float64],
    other_lon_deg: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Distance in metres between points at sea level, pairwise; one point may stand against many.

    The straight chord between the points in earth-centred coordinates, bent to an arc of the
    mean earth radius: within 0.01 % of the geodesic up to 100 km, and without a special case at
    the poles or the date line. NaN where a coordinate is NaN.
    """
    chord_m = np.sqrt(
        np.square(_earth_centred_m(lat_deg, lon_deg) - _earth_centred_m(other_lat_deg, other_lon_deg)).sum(
            axis=0
        )
    )
    return _arc_m(chord_m)


def cumulative_distance_m(lat_deg: NDArray[np.float64], lon_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres walked along the points since the first one that has coordinates.

    One value per point; NaN where a point lacks coordinates, and the next one that has them is
    reached in a straight line. Accuracy as in `distance_between_m`.
    """
    distance_m = np.full(len(lat_deg), np.nan)
    known = np.flatnonzero(np.isfinite(lat_deg) & np.isfinite(lon_deg))
    if len(known):
        steps_m = step_lengths_m(lat_deg[known], lon_deg[known])
        distance_m[known] = np.concatenate(([0.0], np.cumsum(steps_m)))
    return distance_m


def step_lengths_m(lat_deg: NDArray[np.float64], lon_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres from each point to the next: one value fewer than points; NaN where either is NaN."""
    return _arc_m(np.sqrt(np.square(np.diff(_earth_centred_m(lat_deg, lon_deg), axis=1)).sum(axis=0)))


def _arc_m(chord_m: NDArray[np.float64]) -> NDArray[np.float64]:
    half_turn = np.clip(chord_m / (2 * _MEAN_RADIUS_M), 0.0, 1.0)
    return np.where(chord_m < _STRAIGHT_M, chord_m, 2 * _MEAN_RADIUS_M * np.arcsin(half_turn))


def _earth_centred_m(lat_deg: NDArray[np.float64], lon_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    sin_lat, cos_lat = np.sin(lat), np.cos(lat)
    normal_m = _SEMI_MAJOR_AXIS_M / np.sqrt(1 - _ECCENTRICITY_SQUARED * np.square(sin_lat))
    return np.stack(
        (
            normal_m * cos_lat * np.cos(lon),
            normal_m * cos_lat * np.sin(lon),
            normal_m * (1 - _ECCENTRICITY_SQUARED) * sin_lat,
        )
    )
