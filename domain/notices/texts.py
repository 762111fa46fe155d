"""The texts of messages to phones: the table `notices` of `hall.toml`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The text of an SMS in both languages. Filled in are `{number}`, `{window}` and `{ahead}`; in texts about bookings
    `{time}` and `{code}`; about a case `{code}` and `{stage}`; to a helper `{place}`."""

    zh: str  # may have {number}, {window} and {ahead}; about bookings: {time} and {code}
    en: str  # the same


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsTexts:
    """When text messages are sent, and what they say: number and window only, after the registered signature."""

    signature: str  # the registered one, before every text
    called: Template  # sent at a call
    near: Template  # sent when few people are ahead
    near_positions: tuple[int, ...] = (3,)  # at these counts of people ahead
    issued: Template | None = None  # sent with the number, if somebody is ahead
    number: Template = Template(zh="您的号码是{number}。", en="Your number is {number}.")
    """In place of `issued` if nobody is ahead. Also for a phone that is left later, when `issued` is not set or the
    ticket does not wait any more."""
    expires_minutes: int = 10  # an older message is no longer sent
    booked: Template = Template(zh="已预约{time}，预约码{code}。", en="Booked: {time}, code {code}.")  # sent at once
    reminder: Template = Template(zh="提醒：{time}的预约，预约码{code}。", en="Reminder: {time}, code {code}.")
    """Sent `reminder_hours` before the slot begins, to whoever booked earlier than that."""
    reminder_hours: int = 24  # 1 to 48
    moved: Template = Template(zh="已改到{time}，预约码{code}。", en="Moved to {time}, code {code}.")  # sent at once
    proof: Template = Template(zh="验证码{code}，10分钟内有效。", en="Code {code}, good for 10 minutes.")
    """Proves whose phone it is: sent when somebody wants to book with it."""
    cancelled: Template = Template(zh="{time}的预约已取消。", en="Cancelled: {time}.")  # sent at once
    changed: Template = Template(zh="您尾号{code}的办件{stage}。", en="Your case …{code} {stage}.")
    """Sent when the case source reports a change; in Chinese, because a source does not know a person's language."""
    help: Template = Template(zh="{place}有人需要帮助。", en="Help is needed at {place}.")
    """Sent to the helpers of `help`, one after the other; in Chinese."""
