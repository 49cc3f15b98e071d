"""Developer fields: what a pod (Stryd, RunScribe and the like) wrote beside the watch's own fields."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from ingest.cadence_source import is_outlived
from ingest.fit.columns import Columns, Reading
from ingest.fit.layout import Layout
from ingest.fit.profile import POD_UNITS, STEP_UNITS, Channel, Field, Message

_FOREVER = 1 << 62


@dataclass(frozen=True)
class _Description:
    since: int
    name: str
    unit: str
    base_type: int
    native_field: float
    scale: float
    offset: float


class Pods:
    """The field descriptions of a part, by developer index and field number."""

    def __init__(self, data: bytes, layouts: list[Layout]) -> None:
        #: Whether a cadence that was read counts steps of both legs (off foot: strokes).
        self.counts_steps = False
        self._descriptions: dict[tuple[int | None, int], list[_Description]] = defaultdict(list)
        columns = Columns(data, layouts, Message.FIELD_DESCRIPTION)
        if not len(columns):
            return
        numbers = [columns.values(number).tolist() for number in (0, 1, 2, 6, 7, 14, 15)]
        texts = [columns.text(number) for number in (3, 8)]
        for since, index, number, base, scale, offset, message, native, name, unit in zip(
            columns.starts.tolist(), *numbers, *texts, strict=True
        ):
            belongs = message != message or message == Message.RECORD  # NaN: the pod does not say
            if index == index and number == number and base == base:
                self._descriptions[int(index), int(number)].append(
                    _Description(
                        since,
                        name,
                        unit.lower(),
                        int(base),
                        native if belongs else -1.0,
                        scale if scale > 0 else 1.0,
                        offset if offset == offset else 0.0,
                    )
                )

    def channel(self, channel: Channel, records: Columns) -> np.ndarray | None:
        """The channel's values in its unit as a pod wrote them, or None where no pod did."""
        if not self._descriptions:
            return None
        return records.read_by(lambda layout: self._readings(channel, layout))

    def beside(self, own: np.ndarray | None, channel: Channel, records: Columns) -> np.ndarray | None:
        """The watch's own values of the channel, or those of a pod where the watch's are none or died."""
        # Nothing but zeros is how some watches write "no sensor".
        has_own = own is not None and bool((own > 0).any())
        if has_own and channel.name != "cadence_rpm":
            return own
        counted_steps = self.counts_steps
        others = self.channel(channel, records)
        if others is None or (own is not None and has_own and not is_outlived(own, others)):
            self.counts_steps = counted_steps
            return own
        return others

    def _readings(self, channel: Channel, layout: Layout) -> list[Reading]:
        """Where the channel lies in messages of the layout; a description holds until the next one.

        What lies before the first description is read by the first one.
        """
        readings = []
        native = {field.number for field in channel.native}
        for slot in layout.developer_slots:
            known = self._descriptions.get((slot.developer_index, slot.number), [])
            ends = [description.since for description in known[1:]] + [_FOREVER] * bool(known)
            for place, (description, end) in enumerate(zip(known, ends, strict=True)):
                if description.native_field in native or description.name.lower() in channel.pod_names:
                    self.counts_steps |= channel.name == "cadence_rpm" and description.unit in STEP_UNITS
                    unit = POD_UNITS.get((channel.name, description.unit), 1)
                    since = description.since if place else 0
                    field = Field(slot.number, description.scale / unit, description.offset * unit)
                    readings.append(Reading(slot, description.base_type, since, end, field))
        return readings
