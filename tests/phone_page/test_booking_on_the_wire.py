"""The page's bookings at a real hall: the code comes by message, and what is booked is the hall's."""

from __future__ import annotations

import json
import re

from hall_process import HallProcess
from mqtt_asker import Asker
from page_process import PageProcess

PHONE = "13900000088"


def test_somebody_books_on_a_phone_and_the_hall_has_it(hall: HallProcess, page: PageProcess, asker: Asker) -> None:
    hall.stop()
    hall.options = ["--sms", "file", "--sms-dir", str(hall.folder)]
    hall.start()
    asker.wait(lambda: page.get("/book/social").status_code == 200)
    day = re.findall(r'day=(2\d{3}-\d\d-\d\d)"|day=(2\d{3}-\d\d-\d\d)&', page.get("/book/social").text)[-1]
    at = re.findall(r"at=(\d+)", page.get(f"/book/social?day={day[0] or day[1]}").text)[0]
    fields = {"item": "", "at": at, "phone": PHONE}
    sent = page.post("/book/social", step="phone", once="1", **fields)
    assert 'name="code"' in sent.text, sent.text.split("<main>")[1]
    phones = hall.folder / "phones.jsonl"
    asker.wait(lambda: phones.exists() and phones.read_text(encoding="utf-8").endswith("\n"))
    message = json.loads(phones.read_text(encoding="utf-8").splitlines()[0])
    code = re.findall(r"\d{6}", message["text"])[0]
    booked = page.post("/book/social", step="code", once="2", code=code, **fields)
    assert booked.status_code == 200, booked.text
    said = re.findall(r"<strong>(\w{8})</strong>", booked.text)[0]
    found = asker.ask("kiosk-1", "appointment.lookup", {"code": said})["data"]["appointments"]
    assert [one["starts_at"] for one in found] == [int(at)]
    assert page.post("/booking", step="cancel", once="3", booking=said).status_code == 200
    assert not asker.ask("kiosk-1", "appointment.lookup", {"code": said})["ok"]
    assert PHONE not in page.log.read_text(encoding="utf-8") + hall.log.read_text(encoding="utf-8")
