"""The parts of the embedded model that need no weights."""

from __future__ import annotations

import threading

from o1magic.models.local import SLOTS, _Admission, _Branches, _Draft, _Job, _NotAdmittedError


def job() -> _Job:
    return _Job(lambda index, text: None, lambda index, reply: None)


class TestBranches:
    def split(self, prefix: str, *written: list[tuple[str, int | str]]) -> list[int | str]:
        branches = _Branches()
        for pieces in written:
            branches.remember("prompt", pieces)
        return [key for _, key in branches.split("prompt", prefix)]

    def test_without_memory_a_prefix_is_text(self):
        assert self.split("One two") == ["One two"]
        assert self.split("") == []

    def test_what_was_written_is_sent_as_tokens_and_the_rest_as_text(self):
        assert self.split("One two three", [("One", 1), (" two", 2)]) == [1, 2, " three"]

    def test_a_parent_that_is_cut_short_keeps_its_whole_tokens(self):
        assert self.split("One t", [("One", 1), (" two", 2)]) == [1, " t"]

    def test_the_longest_parent_wins(self):
        pieces = [("One", 1)], [("One", 1), (" two", 2)], [("One", 1), (" too", 3)]
        assert self.split("One two", *pieces) == [1, 2]

    def test_a_token_whose_text_was_withheld_goes_with_the_one_that_told_it(self):
        pieces = [("One", 1), ("", 2), (" two three", 3)]
        assert self.split("One two three", pieces) == [1, 2, 3]
        assert self.split("One two", pieces) == [1, " two"]

    def test_another_prompt_does_not_count(self):
        branches = _Branches()
        branches.remember("prompt", [("One", 1)])
        assert branches.split("another", "One") == [("One", "One")]

    def test_old_prompts_are_forgotten(self):
        branches = _Branches()
        for number in range(branches._PROMPTS + 1):
            branches.remember(str(number), [("One", 1)])
        assert branches.split("0", "One") == [("One", "One")]
        assert branches.split("1", "One") == [("One", 1)]


class TestDraft:
    def test_tokens_that_are_not_told_end_what_is_known_as_tokens(self):
        draft = _Draft()
        draft.write("a", [1], 1)
        draft.write("é", [3], 3)
        draft.write("b", [4], 4)
        assert draft.finish("eos", lambda ids: "unused") == ""
        assert "".join(draft.text) == "aéb"
        assert not draft.whole
        assert draft.pieces == [("a", 1)]

    def test_withheld_text_comes_out_at_the_end(self):
        draft = _Draft()
        for total, (text, token) in enumerate([("a", 1), ("", 2), ("", 3)], 1):
            draft.write(text, [token], total)
        assert draft.finish("limit", lambda ids: f"<{ids}>") == "<[2, 3]>"
        assert draft.pieces == [("a", 1), ("<[2, 3]>", "<[2, 3]>")]

    def test_the_token_that_ends_a_reply_has_no_text(self):
        draft = _Draft()
        for total, (text, token) in enumerate([("a", 1), ("", 2), ("", 3)], 1):
            draft.write(text, [token], total)
        assert draft.finish("eos", lambda ids: f"<{ids}>") == "<[2]>"

    def test_a_stop_text_cuts_the_last_token(self):
        draft = _Draft()
        for total, (text, token) in enumerate([("a", 1), (" b", 2)], 1):
            draft.write(text, [token], total)
        assert draft.finish("word", lambda ids: "unused") == ""
        assert draft.pieces == [("a", 1)]


class Worker:
    """Asks for slots on a thread, and holds them until it is let go."""

    def __init__(self, admission: _Admission, slots: int, prompt: str | None = None) -> None:
        self.job = job()
        self.entered, self.leave = threading.Event(), threading.Event()
        self.turned_away = False
        self.thread = threading.Thread(target=self.work, args=(admission, slots, prompt), daemon=True)
        self.thread.start()

    def work(self, admission: _Admission, slots: int, prompt: str | None) -> None:
        try:
            with admission.admitted(self.job, slots, prompt):
                self.entered.set()
                self.leave.wait(10)
        except _NotAdmittedError:
            self.turned_away = True

    def end(self) -> None:
        self.leave.set()
        self.thread.join(10)
        assert not self.thread.is_alive()


def queued(admission: _Admission, count: int) -> bool:
    """Wait until this many jobs queue. Nothing tells of it, so look again and again."""
    pause = threading.Event()
    return any(len(admission._waiting) == count or pause.wait(0.001) for _ in range(10_000))


class TestAdmission:
    def test_who_comes_first_is_served_first(self):
        admission = _Admission()
        first = Worker(admission, 5)
        assert first.entered.wait(10)
        large = Worker(admission, SLOTS)
        assert queued(admission, 1)
        small = Worker(admission, 1)
        assert queued(admission, 2)
        assert not large.entered.is_set()
        assert not small.entered.is_set()
        first.end()
        assert large.entered.wait(10)
        assert not small.entered.is_set()
        large.end()
        assert small.entered.wait(10)
        small.end()
        assert admission._free == SLOTS

    def test_slots_that_are_given_back_early_serve_others(self):
        admission = _Admission()
        first = Worker(admission, SLOTS)
        assert first.entered.wait(10)
        second = Worker(admission, 2)
        assert queued(admission, 1)
        admission.free(first.job, 2)
        assert second.entered.wait(10)
        first.end()
        second.end()
        assert admission._free == SLOTS

    def test_requests_of_the_same_prompt_go_one_after_another(self):
        admission = _Admission()
        first = Worker(admission, 2, "prompt")
        assert first.entered.wait(10)
        second = Worker(admission, 2, "prompt")
        assert queued(admission, 1)
        assert not second.entered.is_set()
        first.end()
        assert second.entered.wait(10)
        second.end()

    def test_a_cancelled_job_leaves_the_queue_and_lets_others_pass(self):
        admission = _Admission()
        first = Worker(admission, 5)
        assert first.entered.wait(10)
        second = Worker(admission, SLOTS)
        assert queued(admission, 1)
        third = Worker(admission, 1)
        assert queued(admission, 2)
        admission.cancel(second.job)
        assert third.entered.wait(10)
        second.end()
        assert second.turned_away
        first.end()
        third.end()

    def test_closing_turns_everybody_away(self):
        admission = _Admission()
        first = Worker(admission, SLOTS)
        assert first.entered.wait(10)
        second = Worker(admission, 1)
        assert queued(admission, 1)
        closing = threading.Thread(target=admission.close)
        closing.start()
        second.end()
        assert second.turned_away
        assert first.job.cancelled
        assert closing.is_alive()
        first.end()
        closing.join(10)
        assert not closing.is_alive()
        third = Worker(admission, 1)
        third.end()
        assert third.turned_away
