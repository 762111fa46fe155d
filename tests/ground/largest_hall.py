"""The file of a hall as large as one can be: 120 windows, 40 queues, 300 items, and every name as long as is asked."""

from __future__ import annotations

WINDOWS, QUEUES, ITEMS = 120, 40, 300
ALWAYS = "sessions = [{ days = [1, 2, 3, 4, 5, 6, 7], opens = 04:00:00, closes = 03:59:59 }]"


def largest_toml(letters: int) -> str:
    """`letters`: of each name and each other text, in Chinese; in English twice as many."""

    def text(word: str) -> str:
        chinese = (f"{word}" + "综合政务服务事项" * (letters // 8 + 1))[:letters]
        english = (f"{word} " + "general public service matters " * (letters // 15 + 1))[: 2 * letters]
        return f'{{ zh = "{chinese}", en = "{english.strip()}" }}'

    parts = [
        f'id = "largest"\nname = {text("大厅")}',
        f'[[calendars]]\nid = "default"\n{ALWAYS}',
        f'[[priorities]]\nid = "elder"\nname = {text("老人")}\nhead_start_minutes = 20',
        "[rules]\nno_show_after_seconds = 0\none_open_number_per_person = false",
    ]
    parts += [
        f'[[items]]\nid = "i{item}"\nname = {text(f"事项{item}")}\nbureau = {text("局")}' for item in range(ITEMS)
    ]
    for queue in range(QUEUES):
        own = ", ".join(f'"i{item}"' for item in range(queue, ITEMS, QUEUES))
        parts.append(
            f'[[queues]]\nid = "q{queue}"\nprefix = "{_letters(queue)}"\nname = {text(f"队{queue}")}\n'
            f"guide = {text('请备好')}\nitems = [{own}]"
        )
    for window in range(1, WINDOWS + 1):
        serves = ", ".join(f'{{ queue = "q{(window + step) % QUEUES}" }}' for step in range(4))
        parts.append(
            f'[[windows]]\nid = "w{window}"\nnumber = "{window}"\nname = {text(f"窗口{window}")}\nkind = "accept"\n'
            f"serves = [{serves}]\n\n"
            f'[[devices]]\nid = "pad-{window}"\nrole = "pad"\nwindow = "w{window}"\n\n'
            f'[[clerks]]\nid = "c{window}"\nname = {text("员")}\nnumber = "{window}"\npost = {text("岗")}\n'
            f'duty = {text("责")}\npromise = {text("诺")}\ncontact = "1"'
        )
    levels = ",\n".join(
        f"  {{ value = {value}, name = {text(str(value))}, bad = {str(value < 3).lower()},"
        f' tags = [{{ code = "t{value}", name = {text("原因")} }}] }}'
        for value in (5, 4, 3, 2, 1)
    )
    parts.append(f"[ratings]\nlevels = [\n{levels}\n]")
    for role, name in (("kiosk", "kiosk-1"), ("desk", "desk-1"), ("phone-page", "page-1"), ("screen", "screen-1")):
        parts.append(f'[[devices]]\nid = "{name}"\nrole = "{role}"')
    return "\n\n".join(parts) + "\n"


def _letters(number: int) -> str:
    """A, B … Z, AA, AB …"""
    return chr(ord("A") + number) if number < 26 else "A" + chr(ord("A") + number - 26)
