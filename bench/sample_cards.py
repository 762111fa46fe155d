"""Cards of people who do not exist, for the bench.

Their numbers pass GB 11643; the first one is the standard's own sample.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.hw.cards import CardKind, Identity
from program.control_socket import BadWordError

SAMPLES: dict[str, Identity] = {
    "elder": Identity(
        CardKind.RESIDENT,
        number="11010519491231002X",
        name="李秀兰",
        birth="19491231",
        expires="长期",
        sex="女",
        ethnic="汉",
        address="北京市朝阳区春晓里3号楼2单元501号",
    ),
    "adult": Identity(
        CardKind.RESIDENT, number="110105198707163022", name="王小雨", birth="19870716", expires="20350716"
    ),
    "young": Identity(
        CardKind.SOCIAL, number="110105200111034019", name="欧阳明", birth="20011103", expires="20311103"
    ),
    "number-only": Identity(CardKind.OTHER, number="8F3A21C05D7714E6"),
}


def person_of(details: Sequence[str]) -> Identity:
    """`["elder", "name=王芳"]` → that sample card with another name; the first sample if none is named.

    Raises `BadWordError`.
    """
    who, *changes = details if details and "=" not in details[0] else ["", *details]
    if who and who not in SAMPLES:
        raise BadWordError(f"no sample card {who!r}; there are: {', '.join(SAMPLES)}")
    sample = SAMPLES[who or next(iter(SAMPLES))]
    values: dict[str, str] = {
        "kind": sample.kind,
        "number": sample.number,
        "name": sample.name,
        "birth": sample.birth,
        "expires": sample.expires,
        "sex": sample.sex,
        "ethnic": sample.ethnic,
        "address": sample.address,
    }
    for change in changes:
        key, equals, value = change.partition("=")
        if not equals or key not in values:
            raise BadWordError(f"{change!r} is not key=value with a key of: {', '.join(values)}")
        values[key] = value
    try:
        kind = CardKind(values.pop("kind"))
    except ValueError as error:
        raise BadWordError(f"kind is one of: {', '.join(CardKind)}") from error
    return Identity(
        kind,
        number=values["number"],
        name=values["name"],
        birth=values["birth"],
        expires=values["expires"],
        sex=values["sex"],
        ethnic=values["ethnic"],
        address=values["address"],
    )
