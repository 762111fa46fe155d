"""The token bucket: so many requests at once, so many a minute after that."""

from __future__ import annotations

from hall.bucket import Bucket


def taken(bucket: Bucket, now_ms: int, times: int = 10) -> int:
    return sum(bucket.take(now_ms) for _ in range(times))


def test_so_many_at_once_and_then_none() -> None:
    bucket = Bucket(at_once=3, per_minute=6)
    assert [bucket.take(0) for _ in range(5)] == [True, True, True, False, False]


def test_one_more_is_allowed_when_its_time_has_come_and_not_before() -> None:
    bucket = Bucket(at_once=3, per_minute=6)
    taken(bucket, 0)
    assert not bucket.take(9_999)
    assert bucket.take(10_000)
    assert not bucket.take(10_000)
    assert taken(bucket, 30_000) == 2


def test_a_long_rest_gives_no_more_than_at_once() -> None:
    bucket = Bucket(at_once=3, per_minute=6)
    taken(bucket, 0)
    assert taken(bucket, 3_600_000) == 3


def test_a_clock_that_is_set_back_gives_nothing_and_goes_on_from_there() -> None:
    bucket = Bucket(at_once=1, per_minute=6)
    assert bucket.take(100_000)
    assert not bucket.take(50_000)
    assert not bucket.take(59_999)
    assert bucket.take(60_000)


def test_the_first_look_at_the_clock_gives_nothing() -> None:
    bucket = Bucket(at_once=0, per_minute=6)
    assert not bucket.take(3_600_000)
