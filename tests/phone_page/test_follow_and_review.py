"""From the number to the review on a phone: hall service, broker and page are the real programs."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import httpx
from hall_process import HallProcess
from holder import Holder
from mqtt_asker import Asker
from page_process import Html, PageProcess, heading, once

from hall.verify_ratings import verify_main


def test_a_person_follows_their_number_and_reviews_the_service(
    page: PageProcess, holder: Holder, asker: Asker, hall: HallProcess
) -> None:
    first, mine = holder.take(), holder.take()
    seen = page.get(mine["path"])
    assert seen.status_code == 200
    assert heading(seen.text) == f"您的号码 {mine['number']}"
    assert "前面 1 人" in seen.text
    assert "社保" in seen.text
    assert "大厅不广播" in seen.text
    assert int(seen.headers["Refresh"]) >= 5

    holder.clerk("call_next")
    holder.clerk("start", first["ticket"])
    holder.clerk("finish", first["ticket"])
    holder.clerk("call_next")
    assert heading(page.get(mine["path"]).text) == "请到 1 号窗口"
    holder.clerk("start", mine["ticket"])
    assert heading(page.get(mine["path"]).text) == "1 号窗口正在为您办理"
    holder.clerk("finish", mine["ticket"])

    form = page.get(mine["path"])
    assert heading(form.text) == "请评价本次服务"
    assert "Refresh" not in form.headers
    sent = page.post(mine["path"], once=once(form.text), level="2", tag=["2:slow"], comment="等了\n很久")
    assert sent.status_code == 200
    assert heading(sent.text) == "谢谢您的评价"
    assert "7 日内核实整改" in sent.text
    assert "12345" in sent.text
    assert heading(page.get(mine["path"]).text) == "这次服务已经评价"

    stream = asker.topics.event_stream
    asker.wait(lambda: any(b'"rating.given"' in one for one in asker.heard[stream]))
    events = [json.loads(one) for one in asker.heard[stream]]
    (review,) = [event["data"] for event in events if event["type"] == "rating.given"]
    assert (review["ticket"], review["level"], review["tags"]) == (mine["ticket"], 2, ["slow"])
    assert (review["comment"], review["channel"], review["device"]) == ("等了 很久", "phone", "page-1")
    hall.stop()
    assert verify_main([str(hall.data), "--config", str(hall.folder / "hall.toml")]) == 0


def test_held_missed_and_returned_numbers_say_what_to_do(page: PageProcess, holder: Holder) -> None:
    mine = holder.take()
    holder.clerk("call_next")
    holder.clerk("start", mine["ticket"])
    holder.clerk("hold", mine["ticket"])
    seen = page.get(mine["path"]).text
    assert heading(seen) == "号码已暂存"
    assert "请回 1 号窗口" in seen
    missed = holder.take()
    holder.clerk("call_next")
    holder.clerk("no_show", missed["ticket"])
    seen = page.get(missed["path"]).text
    assert heading(seen) == "已过号"
    assert "请工作人员恢复您的号码" in seen
    assert "3 人之后" in seen


def test_the_pads_review_and_the_phones_are_one(page: PageProcess, holder: Holder, asker: Asker) -> None:
    given = holder.served()
    form = page.get(given["path"]).text
    window = asker.topics.window_state("w1")
    rating = asker.wait(lambda: json.loads(asker.heard[window][-1]).get("rating"))
    touched = {"session": rating["session"], "nonce": rating["nonce"], "level": 5}
    assert asker.tell("pad-1", "rating.given", touched)["ok"]
    assert heading(page.post(given["path"], once=once(form), level="1", comment="x").text) == "这次服务已经评价"
    other = holder.served()
    form = page.get(other["path"]).text
    assert heading(page.post(other["path"], once=once(form), level="5").text) == "谢谢您的评价"

    def clerk_sees() -> str:
        return str((json.loads(asker.heard[window][-1]).get("rating") or {}).get("state"))

    assert asker.wait(lambda: clerk_sees() == "given")


def test_a_form_sent_twice_is_one_review(page: PageProcess, holder: Holder, asker: Asker) -> None:
    given = holder.served()
    mark = once(page.get(given["path"]).text)
    for _ in range(2):
        page.post(given["path"], once=mark, level="4")
    stream = asker.topics.event_stream
    holder.take()
    asker.wait(lambda: asker.heard[stream] and b'"ticket.issued"' in asker.heard[stream][-1])
    assert sum(b'"rating.given"' in one for one in asker.heard[stream]) == 1


def test_a_form_that_is_sent_twice_at_the_same_moment_is_thanked_for_twice_and_saved_once(
    page: PageProcess, holder: Holder, asker: Asker
) -> None:
    mine = holder.served()
    form = {"once": once(page.get(mine["path"]).text), "level": "5"}
    with ThreadPoolExecutor(5) as taps:
        sent = list(taps.map(lambda _: httpx.post(page.address + mine["path"], data=form, timeout=20), range(5)))
    assert {one.status_code for one in sent} == {200}
    said = {heading(one.text) for one in sent}
    assert "谢谢您的评价" in said
    assert said <= {"谢谢您的评价", "这次服务已经评价"}, "the second word is for who asks a moment later"
    stream = asker.topics.event_stream
    asker.wait(lambda: any(b'"rating.given"' in one for one in asker.heard[stream]))
    seen = [json.loads(one) for one in asker.heard[stream]]
    assert len({event["id"] for event in seen if event["type"] == "rating.given"}) == 1


def test_what_is_missing_is_asked_for_and_nothing_is_lost(page: PageProcess, holder: Holder) -> None:
    given = holder.served()
    mark = once(page.get(given["path"]).text)
    none = page.post(given["path"], once=mark)
    assert (none.status_code, "请先选一个满意程度" in none.text) == (422, True)
    bare = page.post(given["path"], once=mark, level="1", comment="  ")
    assert (bare.status_code, "请告诉我们哪里没做好" in bare.text) == (422, True)
    assert "checked" in Html(bare.text).all("input", id="level-1")[0]
    long = page.post(given["path"], once=mark, level="4", comment="长" * 151)
    assert (long.status_code, "长" * 151 in long.text) == (422, True)
    assert heading(page.post(given["path"], once=mark, level="1", tag="1:slow").text) == "谢谢您的评价"


def test_without_its_key_a_ticket_is_followed_and_not_reviewed(page: PageProcess, holder: Holder) -> None:
    given = holder.served()
    for path in (f"/t/{given['ticket']}/", f"/t/{given['ticket']}"):
        assert heading(page.get(path).text) == "办理已结束"
        assert heading(page.post(path, level="5").text) == "办理已结束"
    assert heading(page.get(given["path"]).text) == "请评价本次服务"


def test_a_wrong_key_an_unknown_number_and_yesterdays_are_one_page(page: PageProcess, holder: Holder) -> None:
    given = holder.take()
    wrong = given["path"][:-1] + ("A" if given["path"][-1] != "A" else "B")
    seen = [page.get(path) for path in (wrong, "/t/20261121-Z999/abc", "/t/20200101-A001/abc", "/t/x/y", "/no/such")]
    assert {one.status_code for one in seen} == {404}
    assert len({one.text for one in seen}) == 1
    assert heading(seen[0].text) == "没有找到这个号码"


def test_while_the_hall_is_away_the_page_says_so_and_shows_nothing_old(
    page: PageProcess, holder: Holder, hall: HallProcess
) -> None:
    given = holder.take()
    assert "前面没有人" in page.get(given["path"]).text
    hall.stop()
    gone = page.get(given["path"])
    assert gone.status_code == 503
    assert heading(gone.text) == "暂时连不上大厅"
    assert "前面" not in Html(gone.text).words
    assert given["number"] in gone.text
    assert "Refresh" in gone.headers
    hall.start()
    holder.asker.wait(lambda: page.get(given["path"]).status_code == 200)
