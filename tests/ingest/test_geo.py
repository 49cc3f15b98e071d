import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.geo import apart_m, cumulative_distance_m, earth_centred_m


@pytest.mark.parametrize(
    ("start", "end", "expected_m"),
    [
        # Geodesics of the WGS84 and GRS80 ellipsoids, whose published values agree to the millimetre.
        ((0.0, 0.0), (0.0, 1.0), 111_319.491),
        ((0.0, 0.0), (1.0, 0.0), 110_574.389),
        ((89.0, 0.0), (90.0, 0.0), 111_693.865),
        ((-37.951033417, 144.424867889), (-37.652821139, 143.926495528), 54_972.271),
        ((0.0, 179.9995), (0.0, -179.9995), 111.319),
        ((60.0, 10.0), (60.0, 10.001), 55.800),
    ],
)
def test_distance_agrees_with_published_geodesics(start, end, expected_m):
    lat, lon = np.array([start[0], end[0]]), np.array([start[1], end[1]])

    assert cumulative_distance_m(lat, lon)[-1] == pytest.approx(expected_m, rel=1e-4)


def test_a_point_without_coordinates_is_nan_and_bridged():
    lat = np.array([0.0, np.nan, 0.002])
    lon = np.zeros(3)

    distance_m = cumulative_distance_m(lat, lon)

    assert distance_m[0] == 0
    assert np.isnan(distance_m[1])
    assert distance_m[2] == pytest.approx(221.149, abs=0.01)


@pytest.mark.parametrize("lat", [np.array([]), np.array([np.nan, np.nan])])
def test_no_coordinates_give_no_distance(lat):
    assert np.isnan(cumulative_distance_m(lat, lat)).all()


@given(
    lat=st.floats(-89, 89),
    lon=st.floats(-180, 180),
    north_m=st.floats(-5_000, 5_000),
    east_m=st.floats(-5_000, 5_000),
)
def test_distance_is_near_the_sphere_and_symmetric(lat, lon, north_m, east_m):
    there_lat = lat + north_m / 111_195
    there_lon = lon + east_m / (111_195 * np.cos(np.radians(lat)))
    here = earth_centred_m(np.array([lat]), np.array([lon]))
    there = earth_centred_m(np.array([there_lat]), np.array([there_lon]))

    one_way_m, other_way_m = apart_m(here, there)[0], apart_m(there, here)[0]

    half = np.radians([(there_lat - lat) / 2, (there_lon - lon) / 2])
    haversine = (
        np.sin(half[0]) ** 2 + np.cos(np.radians(lat)) * np.cos(np.radians(there_lat)) * np.sin(half[1]) ** 2
    )
    assert one_way_m == other_way_m
    assert one_way_m == pytest.approx(2 * 6_371_008.8 * np.arcsin(np.sqrt(haversine)), rel=0.007, abs=1e-3)
