"""The few definitions of the FIT profile that a run needs, as data.

Numbers follow the published FIT profile; the run, walk and stand splits (message 312) are newer
than the profile that fitparse carries.
"""

from enum import IntEnum
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

#: FIT counts seconds from 1989-12-31T00:00:00Z.
FIT_EPOCH_S = 631_065_600
#: Timestamps below this are seconds since the device was switched on.
SYSTEM_TIME_LIMIT = 0x1000_0000


class Message(IntEnum):
    FILE_ID = 0
    SPORT = 12
    SESSION = 18
    LAP = 19
    RECORD = 20
    EVENT = 21
    DEVICE_INFO = 23
    WORKOUT_STEP = 27
    ACTIVITY = 34
    FIELD_DESCRIPTION = 206
    SPLIT = 312


TIMESTAMP = 253
MESSAGE_INDEX = 254


class BaseType(NamedTuple):
    code: str
    size: int
    #: The value that stands for "no value"; None for floats, whose invalid is a NaN.
    invalid: int | None


_BYTE = BaseType("u", 1, 0xFF)

#: By the low five bits of the base type byte; some writers leave out the 0x80 flag.
BASE_TYPES: dict[int, BaseType] = {
    0: BaseType("u", 1, 0xFF),
    1: BaseType("i", 1, 0x7F),
    2: BaseType("u", 1, 0xFF),
    3: BaseType("i", 2, 0x7FFF),
    4: BaseType("u", 2, 0xFFFF),
    5: BaseType("i", 4, 0x7FFF_FFFF),
    6: BaseType("u", 4, 0xFFFF_FFFF),
    7: BaseType("S", 1, 0),
    8: BaseType("f", 4, None),
    9: BaseType("f", 8, None),
    10: BaseType("u", 1, 0),
    11: BaseType("u", 2, 0),
    12: BaseType("u", 4, 0),
    13: _BYTE,
    14: BaseType("i", 8, 0x7FFF_FFFF_FFFF_FFFF),
    15: BaseType("u", 8, 0xFFFF_FFFF_FFFF_FFFF),
    16: BaseType("u", 8, 0),
}
BYTE_TYPE = 13
STRING_TYPE = 7


class Field(NamedTuple):
    """A record field: the value is `raw / scale - offset`."""

    number: int
    scale: float = 1
    offset: float = 0


class Channel(NamedTuple):
    name: str
    #: Native fields, best first; a row takes the first that has a value.
    native: tuple[Field, ...]
    #: What the channel can hold at all, both ends included; everything outside is a fault.
    possible: tuple[float, float]
    #: Names under which pods write the same quantity, in small letters, for watches that have none.
    pod_names: tuple[str, ...] = ()


CADENCE, FRACTIONAL_CADENCE = Field(4), Field(53, 128)

#: The channels of the record message; of positions last, because they are only read without a distance.
CHANNELS: tuple[Channel, ...] = (
    Channel("distance_m", (Field(5, 100),), (0, 2e6), ("distance",)),
    Channel("speed_mps", (Field(73, 1000), Field(6, 1000)), (0, 100), ("speed", "instantaneous speed")),
    Channel("heart_rate_bpm", (Field(3),), (20, 250), ("heart rate",)),
    Channel("altitude_m", (Field(78, 5, 500), Field(2, 5, 500)), (-500, 9000)),
    Channel("vertical_oscillation_mm", (Field(39, 10),), (0, 1000), ("vertical oscillation",)),
    Channel("stance_time_ms", (Field(41, 10),), (0, 10_000), ("ground time", "contact time")),
    Channel("stance_balance_pct", (Field(84, 100),), (0, 100)),
    Channel("step_length_mm", (Field(85, 10),), (0, 10_000), ("step length",)),
    Channel("power_w", (Field(7),), (0, 3000), ("power", "rp_power")),
    # What counts each step twice reaches 520; off foot 300 is the most.
    Channel("cadence_rpm", (CADENCE, Field(52, 256)), (0, 520), ("cadence",)),
    Channel("latitude_deg", (Field(0, 2**31 / 180),), (-90, 90)),
    Channel("longitude_deg", (Field(1, 2**31 / 180),), (-180, 180)),
)
#: The channels that tell where somebody was.
POSITION = ("latitude_deg", "longitude_deg")
COMPRESSED_SPEED_DISTANCE = 8

#: How pods call steps of both legs; off foot the same letters are strokes a minute.
STEP_UNITS = frozenset({"spm", "steps/min", "steps per minute"})
#: Factors to the channel's unit, by the unit that a pod declares, where the two differ.
POD_UNITS: dict[tuple[str, str], float] = {
    ("vertical_oscillation_mm", "centimeters"): 10,
    ("vertical_oscillation_mm", "cm"): 10,
    ("distance_m", "km"): 1000,
    ("speed_mps", "km/h"): 1 / 3.6,
    ("step_length_mm", "m"): 1000,
    ("step_length_mm", "cm"): 10,
}

#: What a FIT file is that holds no activity, those included that only Garmin's watches write.
FILE_KINDS: dict[int, str] = {
    1: "device", 2: "settings", 3: "sport_settings", 5: "workout", 6: "course", 7: "schedule", 9: "weight",
    10: "totals", 11: "goals", 14: "blood_pressure", 15: "monitoring", 20: "activity_summary",
    28: "monitoring", 29: "records", 32: "monitoring", 34: "segment", 35: "segment_list",
    40: "device_settings", 41: "change_log", 44: "metrics", 49: "sleep", 68: "hrv", 70: "health",
    73: "skin_temperature",
}  # fmt: skip
ACTIVITY_FILE = 4

SPORTS: dict[int, str] = {
    0: "generic", 1: "running", 2: "cycling", 3: "transition", 4: "fitness_equipment", 5: "swimming",
    6: "basketball", 7: "soccer", 8: "tennis", 9: "american_football", 10: "training", 11: "walking",
    12: "cross_country_skiing", 13: "alpine_skiing", 14: "snowboarding", 15: "rowing", 16: "mountaineering",
    17: "hiking", 18: "multisport", 19: "paddling", 20: "flying", 21: "e_biking", 22: "motorcycling",
    23: "boating", 24: "driving", 25: "golf", 26: "hang_gliding", 27: "horseback_riding", 28: "hunting",
    29: "fishing", 30: "inline_skating", 31: "rock_climbing", 32: "sailing", 33: "ice_skating",
    34: "sky_diving", 35: "snowshoeing", 36: "snowmobiling", 37: "stand_up_paddleboarding", 38: "surfing",
    39: "wakeboarding", 40: "water_skiing", 41: "kayaking", 42: "rafting", 43: "windsurfing",
    44: "kitesurfing", 45: "tactical", 46: "jumpmaster", 47: "boxing", 48: "floor_climbing", 49: "baseball",
    53: "diving", 62: "hiit", 64: "racket", 65: "wheelchair_push_walk", 66: "wheelchair_push_run",
    67: "meditation", 69: "disc_golf", 71: "cricket", 72: "rugby", 73: "hockey", 74: "lacrosse",
    75: "volleyball", 76: "water_tubing", 77: "wakesurfing", 80: "mixed_martial_arts", 82: "snorkeling",
    83: "dance", 84: "jump_rope",
}  # fmt: skip

SUB_SPORTS: dict[int, str] = {
    0: "generic", 1: "treadmill", 2: "street", 3: "trail", 4: "track", 5: "spin", 6: "indoor_cycling",
    7: "road", 8: "mountain", 9: "downhill", 10: "recumbent", 11: "cyclocross", 12: "hand_cycling",
    13: "track_cycling", 14: "indoor_rowing", 15: "elliptical", 16: "stair_climbing", 17: "lap_swimming",
    18: "open_water", 19: "flexibility_training", 20: "strength_training", 21: "warm_up", 22: "match",
    23: "exercise", 24: "challenge", 25: "indoor_skiing", 26: "cardio_training", 27: "indoor_walking",
    28: "e_bike_fitness", 29: "bmx", 30: "casual_walking", 31: "speed_walking",
    32: "bike_to_run_transition", 33: "run_to_bike_transition", 34: "swim_to_bike_transition", 35: "atv",
    36: "motocross", 37: "backcountry", 38: "resort", 39: "rc_drone", 40: "wingsuit", 41: "whitewater",
    42: "skate_skiing", 43: "yoga", 44: "pilates", 45: "indoor_running", 46: "gravel_cycling",
    47: "e_bike_mountain", 48: "commuting", 49: "mixed_surface", 50: "navigate", 51: "track_me", 52: "map",
    53: "single_gas_diving", 54: "multi_gas_diving", 55: "gauge_diving", 56: "apnea_diving",
    57: "apnea_hunting", 58: "virtual_activity", 59: "obstacle", 62: "breathing", 65: "sail_race",
    67: "ultra", 68: "indoor_climbing", 69: "bouldering", 70: "hiit", 73: "amrap", 74: "emom", 75: "tabata",
    84: "pickleball", 85: "padel", 86: "indoor_wheelchair_walk", 87: "indoor_wheelchair_run",
    88: "indoor_hand_cycling", 94: "squash", 95: "badminton", 96: "racquetball", 97: "table_tennis",
}  # fmt: skip

#: Sub-sports that tell the gait where the sport is only "fitness_equipment".
GAIT_OF_SUB_SPORT: dict[str, str] = {
    "treadmill": "running", "indoor_running": "running", "indoor_walking": "walking",
}  # fmt: skip
#: Sub-sports with which a sport that is only "generic" may be on foot.
FOOT_SUB_SPORTS = frozenset({
    "generic", "treadmill", "street", "trail", "track", "warm_up", "match", "exercise", "challenge",
    "indoor_walking", "casual_walking", "speed_walking", "indoor_running", "commuting", "mixed_surface",
    "navigate", "track_me", "map", "virtual_activity", "obstacle", "ultra",
})  # fmt: skip

INTENSITIES: dict[int, str] = {
    0: "active", 1: "rest", 2: "warmup", 3: "cooldown", 4: "recovery", 5: "interval", 6: "other",
}  # fmt: skip

LAP_TRIGGERS: dict[int, str] = {
    0: "manual", 1: "time", 2: "distance", 3: "position_start", 4: "position_lap", 5: "position_waypoint",
    6: "position_marked", 7: "session_end", 8: "fitness_equipment",
}  # fmt: skip

#: Workout step durations, as the contract groups them; everything else is "other".
STEP_DURATIONS: dict[int, str] = {
    0: "time", 1: "distance", 5: "open", 6: "repeat", 28: "time", 31: "time",
}  # fmt: skip

#: Only the watch's own gait detection; interval splits cover the same time a second time.
GAIT_SPLITS: dict[int, str] = {17: "run", 18: "walk", 22: "stand"}

TIMER_EVENT = 0
TIMER_STARTS = (0,)
TIMER_STOPS = (1, 4, 8, 9)

MANUFACTURERS: dict[int, str] = {
    1: "Garmin", 15: "Dynastream", 23: "Suunto", 32: "Wahoo", 40: "Concept2", 52: "Epson", 54: "IpBike",
    60: "Rotor", 61: "Geonaute", 69: "Stages", 70: "Sigma", 71: "TomTom", 73: "Wattbike", 76: "Moxy",
    81: "Bontrager", 87: "Nielsen-Kellerman", 89: "Tacx", 95: "Stryd", 107: "Magene", 111: "Technogym",
    115: "iGPSPORT", 122: "Johnson Health Tech", 123: "Polar", 128: "iFit", 129: "COROS", 142: "TAG Heuer",
    144: "Zwift", 258: "Lezyne", 259: "RunScribe", 260: "Zwift", 265: "Strava", 266: "Precor", 267: "Bryton",
    276: "Life Fitness", 289: "Hammerhead", 294: "COROS", 300: "NURVV", 305: "WHOOP", 307: "Onelap",
    309: "FORM", 310: "Decathlon", 326: "Nike", 331: "MyWhoosh",
}  # fmt: skip
GARMIN = 1


@lru_cache(maxsize=1)
def garmin_products() -> dict[int, str]:
    """Names of Garmin's watches by product number; regional variants share a name."""
    lines = files("ingest.fit").joinpath("garmin_products.txt").read_text("utf-8").splitlines()
    pairs = (line.split(": ", 1) for line in lines)
    return {int(number): name for name, numbers in pairs for number in numbers.split()}
