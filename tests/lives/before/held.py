"""Which tests of this edition hold a finding besides its lives and reproductions, by path and name."""

#: Findings without a life are named here.
TITLES = {
    7: "A sport called other is load that nobody sees",
    12: "A therapist's own plan may hold anything, and one takes everybody down",
    14: "Limits are checked when kept data is read, so one long text takes an app down",
    27: "The words of the signs: what is not asked, and what is not said",
    31: "A phone that lay still hides the run that the watch recorded",
}
_FOLD = "tests/program/history/test_found.py::"
_LIMITS, _PLANS = "tests/services/test_limits.py::", "tests/services/test_kept_plans.py::"
HELD: dict[int, tuple[str, ...]] = {
    1: (f"{_FOLD}test_rest_stands_however_often_anybody_looks",),
    2: (f"{_FOLD}test_a_break_is_one_stage_however_long_and_however_often_looked_at",),
    3: (f"{_FOLD}test_a_break_is_one_stage_however_long_and_however_often_looked_at",),
    4: (f"{_FOLD}test_each_new_sign_and_each_rise_of_urgency_is_told_once",),
    5: (
        f"{_FOLD}test_a_closing_of_an_older_page_leaves_the_newer_entry_open",
        "tests/ui/test_what_stands.py::test_a_closing_is_refused_for_a_newer_note_and_the_page_shows_it",
    ),
    6: ("tests/services/test_history.py::test_a_run_told_beside_a_recorded_one_does_not_vanish",),
    7: (
        "tests/services/test_importing.py::test_a_run_under_another_label_is_measured",
        "tests/ingest/test_gpx.py::test_what_shows_running_is_on_foot_whatever_it_is_called",
        "tests/ingest/test_fit_summary.py::test_what_shows_running_is_on_foot_whatever_the_watch_calls_it",
    ),
    8: (
        f"{_FOLD}test_choosing_the_same_stage_again_is_nothing",
        f"{_FOLD}test_choosing_again_ends_no_break",
    ),
    9: (
        f"{_FOLD}test_an_examination_before_this_birth_opens_no_running",
        f"{_FOLD}test_readiness_of_an_earlier_birth_is_asked_anew",
    ),
    10: ("tests/services/test_review.py::test_what_waited_keeps_waiting_when_the_link_ends",),
    11: (f"{_FOLD}test_an_advance_is_taken_back_for_what_is_known_to_be_bad",),
    12: (
        f"{_PLANS}test_a_plan_beyond_its_bounds_is_not_kept",
        f"{_PLANS}test_a_kept_plan_beyond_its_bounds_is_read_and_told",
        "tests/program/test_check.py::test_a_fault_is_named_with_its_path",
    ),
    13: (f"{_FOLD}test_pain_orders_rest_and_a_step_at_once",),
    14: (
        f"{_LIMITS}test_a_reason_that_was_kept_is_always_read",
        f"{_LIMITS}test_the_name_that_a_provider_vouches_for_is_cut",
        f"{_LIMITS}test_a_reason_too_short_or_too_long_is_refused_in_one_sentence",
    ),
    15: (),
    16: (f"{_FOLD}test_an_order_can_always_be_lifted_by_somebody",),
    17: (f"{_FOLD}test_edits_cost_nothing_more", f"{_FOLD}test_a_slip_is_given_back_within_a_day"),
    18: (
        f"{_FOLD}test_runs_while_it_was_forbidden_are_found_and_no_evidence",
        "tests/ui/test_what_stands.py::test_a_run_that_began_on_hold_does_not_count",
    ),
    19: (f"{_FOLD}test_an_illness_ends_by_being_well_again",),
    20: (),
    21: (),
    22: (f"{_FOLD}test_a_night_is_over_in_the_early_morning",),
    23: (f"{_FOLD}test_walking_weeks_alert_too",),
    24: (f"{_PLANS}test_a_baseline_above_a_ceiling_is_not_signed",),
    25: (
        f"{_LIMITS}test_nothing_is_shared_from_a_day_to_come",
        "tests/ui/test_what_stands.py::test_what_is_open_shows_its_run_from_before_what_is_shared",
    ),
    26: (
        "tests/services/test_restoring.py::"
        "test_a_stop_outlives_a_restore_looks_a_refused_release_and_a_second_restore",
        "tests/services/test_restoring.py::test_without_any_register_everybody_is_held_until_her_next_entry",
    ),
    27: (
        "tests/program/test_signs.py::test_what_was_missing_is_asked_by_a_sign_of_its_own",
        "tests/program/test_signs.py::test_each_sign_says_whom_to_call_and_not_to_run",
        f"{_FOLD}test_a_birth_taken_back_and_a_pregnancy_hold_all",
    ),
    28: (f"{_FOLD}test_after_a_closing_only_what_came_later_speaks_for_going_on",),
    29: (f"{_FOLD}test_a_known_leak_never_lapses",),
    30: (f"{_FOLD}test_a_birth_taken_back_and_a_pregnancy_hold_all",),
    31: (
        "tests/services/test_history.py::test_a_phone_that_lay_still_hides_no_run",
        "tests/analysis/test_sessions.py::test_a_phone_that_lay_still_neither_hides_a_run_nor_shows_one",
    ),
    32: (f"{_FOLD}test_more_than_double_is_a_step_and_told",),
}
