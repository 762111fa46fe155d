"""What a status means for the person who looks after a terminal, and what to do: plain words, by part and status."""

from __future__ import annotations

from domain.config import Text

PARTS: dict[str, Text] = {
    "program": Text(zh="程序", en="program"),
    "hall": Text(zh="大厅", en="hall"),
    "screen": Text(zh="屏幕", en="screen"),
    "touch": Text(zh="触摸屏", en="touch panel"),
    "cards": Text(zh="读卡器", en="card reader"),
    "printer": Text(zh="打印机", en="printer"),
    "scanner": Text(zh="扫码器", en="scanner"),
    "gpio": Text(zh="接线", en="wires"),
    "door": Text(zh="柜门", en="door"),
    "tamper": Text(zh="防拆", en="tamper"),
    "keys": Text(zh="评价按键", en="review keys"),
    "machine": Text(zh="机器", en="machine"),
    "storage": Text(zh="存储", en="storage"),
    "temperature": Text(zh="温度", en="temperature"),
    "clock": Text(zh="时钟", en="clock"),
    "outbox": Text(zh="待发记录", en="outbox"),
}

FINE = Text(zh="正常", en="in order")
UNWELL = Text(zh="不正常。请通知工程师", en="not in order: tell the engineer")
NOT_FITTED = Text(zh="未配置", en="not fitted")
STAND_IN = Text(zh="模拟部件，不用检查", en="a stand-in, nothing to check")
NOT_KNOWN = Text(zh="本机无法得知", en="this machine cannot tell")

WORDS: dict[tuple[str, str], Text] = {
    ("program", "running"): Text(zh="运行中，以下为程序所报", en="running; what follows is its own report"),
    ("program", "stopped"): Text(zh="未运行，以下为现场检测", en="not running; the parts were tried one by one"),
    ("program", "silent"): Text(
        zh="在运行但没有应答。请重启终端；部件正被占用，无法检测",
        en="running, but gives no answer. Restart the terminal; its parts are in use and cannot be tried",
    ),
    ("program", "not_allowed"): Text(
        zh="在运行，但本用户无权询问。请用程序的用户执行本命令",
        en="running, but this user may not ask it. Run this command as the program's user",
    ),
    ("hall", "away"): Text(
        zh="连上了消息服务器，但大厅服务不在。请查大厅主机",
        en="the broker is there, the hall service is not: see to it",
    ),
    ("hall", "no_broker"): Text(
        zh="连不上大厅主机。请查网线、交换机和主机", en="cannot be reached: check cable, switch and server"
    ),
    ("machine", "other"): Text(
        zh="记录来自另一台机器。换机请执行 xiaochuang new-machine，见 docs/alarms.md",
        en="its files were made on another machine: xiaochuang new-machine, see docs/alarms.md",
    ),
    ("screen", "other_size"): Text(
        zh="分辨率与配置不符，字会过大或过小。请核对 terminal.toml 的 [screen]",
        en="not the size of terminal.toml: letters come out too large or small. Check [screen]",
    ),
    ("screen", "none"): Text(zh="程序没有开出画面。请重启终端", en="the program shows nothing: restart the terminal"),
    ("screen", "disconnected"): Text(zh="没有接屏幕。请查视频线和电源", en="none connected: check its cable and power"),
    ("touch", "gone"): Text(
        zh="没有找到。请查触摸线和 terminal.toml 的 screen.touch",
        en="not found: check its cable, and screen.touch in terminal.toml",
    ),
    ("touch", "several"): Text(
        zh="不止一块，不知道哪块是群众用的。请在 terminal.toml 写 screen.touch",
        en="more than one, and none is named: write screen.touch in terminal.toml",
    ),
    ("touch", "strange"): Text(
        zh="群众屏上有别的鼠标、键盘或触摸屏动过，没有起作用。请查接口",
        en="something else tried to move the citizen's screen, in vain: look at the sockets",
    ),
    ("touch", "any"): Text(
        zh="试用设置：鼠标也算触摸。大厅里不能这样用", en="for trials alone: a mouse counts as a touch. Not for a hall"
    ),
    ("cards", "gone"): Text(
        zh="没有找到。请查 USB 线和供电，再插一次", en="not found: check its cable, plug it in again"
    ),
    ("cards", "pcsc_gone"): Text(
        zh="社保卡读卡器没有找到，身份证读卡器正常。请查 USB 线和 pcscd 服务",
        en="the chip-card reader is not found, the identity-card reader works: check cable and pcscd",
    ),
    ("cards", "sam_gone"): Text(
        zh="身份证读卡器没有找到或自检不过，社保卡读卡器正常。请查串口线、供电和配置里的路径",
        en="the identity-card reader is not found or unwell, the chip-card reader works: check cable, power and path",
    ),
    ("scanner", "gone"): Text(
        zh="没有找到。请查 USB 线，并核对配置里的路径", en="not found: check its cable and the path in terminal.toml"
    ),
    ("printer", "near_end"): Text(zh="纸快用完。请准备新纸卷", en="paper is nearly used up: have a new roll ready"),
    ("printer", "paper_out"): Text(zh="缺纸。请装新纸卷", en="out of paper: put in a new roll"),
    ("printer", "cover_open"): Text(zh="上盖没有合好。请合上", en="the cover is open: close it"),
    ("printer", "cutter"): Text(
        zh="切刀卡住。请关电源，取出卡纸", en="the knife is stuck: switch off, take out the paper"
    ),
    ("printer", "offline"): Text(zh="没有找到。请查电源和数据线", en="not found: check its power and cable"),
    ("printer", "unknown"): Text(
        zh="没有应答。请关机再开；仍不行请查接线和波特率",
        en="no answer: switch it off and on, then check cable and rate",
    ),
    ("gpio", "gone"): Text(
        zh="接线端不可用。请看日志；终端用户须在 gpio 组",
        en="the header cannot be used: see the log; the user must be in the group gpio",
    ),
    ("door", "open"): Text(zh="柜门开着。请关好锁上", en="open: shut and lock it"),
    ("tamper", "open"): Text(zh="防拆开关已触发。请查看机箱", en="triggered: look at the case"),
    ("keys", "stuck"): Text(
        zh="有按键一直按下，已停用。请清洁或更换", en="a key stays down and is left out: clean or replace it"
    ),
    ("storage", "full"): Text(
        zh="存储已满，离线号和记录存不下。请通知工程师",
        en="full: own numbers and events cannot be kept. Tell the engineer",
    ),
    ("storage", "read_only"): Text(
        zh="存储只能读，不能写，存储卡可能已坏。请通知工程师换卡",
        en="can be read but not written: the card may be worn out. Tell the engineer to change it",
    ),
    ("storage", "broken"): Text(zh="存储写不进去。请通知工程师", en="does not take what is written: tell the engineer"),
    ("storage", "low"): Text(zh="空间不足。请通知工程师", en="little room is left: tell the engineer"),
    ("temperature", "high"): Text(zh="过热。请清理风口，避开日晒", en="too hot: clear the vents, keep the sun off"),
    ("clock", "unsynced"): Text(zh="没有对时。请查网络和时间服务器", en="follows no time server: check the network"),
    ("outbox", "growing"): Text(zh="积压较多。请查大厅连接", en="much is waiting: check the connection to the hall"),
    ("outbox", "trouble"): Text(zh="记录存不下。请通知工程师", en="events cannot be kept: tell the engineer"),
    ("outbox", "refused"): Text(zh="有记录被大厅拒收。请通知工程师", en="the hall refused some: tell the engineer"),
}
"""By part and status. A status that is not here is in order."""
