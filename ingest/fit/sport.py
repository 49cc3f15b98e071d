"""The sport of a session: FIT's codes in words, by what the records show."""

import numpy as np

from ingest.activity import FOOT_SPORTS
from ingest.fit.profile import FOOT_SUB_SPORTS, GAIT_OF_SUB_SPORT, SPORTS, SUB_SPORTS
from ingest.fit.records import Records
from ingest.motion import RIDE_LIMIT_MPS, Track, distance_along_m, speed_along_mps
from ingest.on_foot import UNNAMED_SPORTS, Motion, Sport, judge_sport
from ingest.sports import sport_of

Floats = np.ndarray


def sport_of_session(code: int | None, sub_code: int | None, name: str, records: Records) -> Sport:
    """Sport and sub-sport of a session with these codes and records; `name` is how the watch calls it."""
    sport = SPORTS.get(code or 0, f"unknown_{code}")
    sub_sport = None if sub_code is None else SUB_SPORTS.get(sub_code, f"unknown_{sub_code}")
    is_foot_sub_sport = sub_sport is None or sub_sport in FOOT_SUB_SPORTS
    says_nothing = is_foot_sub_sport and (sport in UNNAMED_SPORTS or sport.startswith("unknown_"))
    if sport == "fitness_equipment":
        sport = GAIT_OF_SUB_SPORT.get(sub_sport or "", sport)
    elif sport == "generic" and sub_code in SUB_SPORTS and not is_foot_sub_sport:
        sport = "other"
    elif sport == "generic" and (told := sport_of(name)[0]) not in FOOT_SPORTS | UNNAMED_SPORTS:
        sport = told
    return judge_sport(sport, sub_sport, _motion(records), says_nothing=says_nothing)


def _motion(records: Records) -> Motion:
    """What the records show of the movement; without a speed, that of the distance or the way."""
    nothing = np.full(len(records.time_s), np.nan)
    channels = records.channels
    speed_mps = channels.get("speed_mps")
    if speed_mps is None:
        rest = np.zeros(len(nothing), dtype=np.int64)
        latitude, longitude = channels.get("latitude_deg"), channels.get("longitude_deg")
        way_m = channels.get("distance_m")
        if way_m is None and latitude is not None and longitude is not None:
            track = Track(records.time_s, latitude, longitude, rest)
            way_m = distance_along_m(track, RIDE_LIMIT_MPS)[0]
        speed_mps = nothing if way_m is None else speed_along_mps(records.time_s, way_m, rest)
    return Motion(records.time_s, speed_mps, channels.get("cadence_rpm", nothing))
