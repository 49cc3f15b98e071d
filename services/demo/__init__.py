"""The demo's people and their weeks, lived through by the ordinary use cases."""

from services.demo.clinic import DEMO_ISSUER, RUNNER, THERAPIST, load_demo
from services.demo.sample import load_sample_runner

__all__ = ["DEMO_ISSUER", "RUNNER", "THERAPIST", "load_demo", "load_sample_runner"]
