"""The HTTP back end in the shapes of Aliyun and Tencent, before a small operator that speaks as they document."""

from __future__ import annotations

import json
import time
import urllib.request
from pathlib import Path
from typing import Any, Literal

from peers import Peers
from peers.cloud import Cloud

from bench.free_ports import free_port
from hall.sms.ledger import Ledger
from hall.sms.operators.http_operator import OperatorGateway, OperatorSecrets, OperatorSettings
from hall.sms.operators.templates import RegisteredTemplate
from hall.sms.rate_limit import RateLimit

TEMPLATES = (
    RegisteredTemplate("SMS_1", "您的号码是{number}，前面还有{ahead}位。"),
    RegisteredTemplate("SMS_2", "请{number}号到{window}号窗口办理。"),
)


class CloudRig:
    shape: Literal["aliyun", "tencent"]

    def __init__(self, folder: Path, _peers: Peers | None = None, rate: RateLimit | None = None) -> None:
        self._rate = rate
        self.folder = folder
        self.cloud = Cloud()
        self._port: int = self.cloud.server_address[1]
        self._listen = free_port()
        self.clock = time.time()
        self.gateway = self.made()

    def made(self, **changes: Any) -> OperatorGateway:
        given: dict[str, Any] = {
            "shape": self.shape,
            "url": f"http://127.0.0.1:{self._port}/",
            "user": "key-id",
            "secret_file": "",
            "sender": "测试大厅",
            "app": "1400006666",
            "templates": TEMPLATES,
            "listen": f"127.0.0.1:{self._listen}",
            "timeout_seconds": 2.0,
        }
        settings = OperatorSettings(**(given | changes))
        keys, ledger = OperatorSecrets("cloud-secret", "report-word"), Ledger(self.folder)
        return OperatorGateway(settings, keys, ledger, lambda: self.clock, self._rate)

    def arrived(self, most: int = 1) -> list[tuple[str, str]]:
        return [self._words(asked) for asked in self.cloud.asked]

    def _words(self, asked: dict[str, Any]) -> tuple[str, str]:
        raise NotImplementedError

    def cut(self) -> None:
        self.cloud.stop()

    def mend(self) -> None:
        before = self.cloud
        self.cloud = Cloud(self._port)
        self.cloud.asked = before.asked

    def throttle(self, on: bool) -> None:
        self.cloud.mode = "throttle" if on else "ok"

    def refuse(self) -> None:
        self.cloud.mode = "credentials"

    def silence(self, on: bool) -> None:
        self.cloud.mode = "hang" if on else "ok"

    def wait(self, seconds: float) -> None:
        self.clock += seconds

    def push(self, reports: object) -> Any:
        """As the operator calls the hall. Returns what it is told."""
        request = urllib.request.Request(self.gateway.reports_at, json.dumps(reports).encode())
        with urllib.request.urlopen(request, timeout=5) as answer:
            return json.loads(answer.read())

    def reopen(self) -> None:
        self.gateway.close()
        self.gateway = self.made()

    def close(self) -> None:
        self.gateway.close()
        self.cloud.stop()


class AliyunRig(CloudRig):
    shape = "aliyun"

    def report(self, reference: str, delivered: bool) -> None:
        code = "DELIVERED" if delivered else "MN:0011"
        one = {"phone_number": "13900000001", "send_time": "2026-11-21 09:00:00", "success": delivered}
        one |= {"biz_id": reference, "err_code": code, "err_msg": code, "sms_size": "1", "out_id": "x"}
        assert self.push([one])["code"] == 0

    def _words(self, asked: dict[str, Any]) -> tuple[str, str]:
        template = next(one for one in TEMPLATES if one.code == asked["TemplateCode"])
        filled = template.text.format(**json.loads(asked["TemplateParam"]))
        return asked["PhoneNumbers"], f"【{asked['SignName']}】{filled}"


class TencentRig(CloudRig):
    shape = "tencent"

    def report(self, reference: str, delivered: bool) -> None:
        one = {"mobile": "13900000001", "nationcode": "86", "user_receive_time": "2026-11-21 09:00:00"}
        one |= {"report_status": "SUCCESS" if delivered else "FAIL", "errmsg": "DELIVRD" if delivered else "MN:0011"}
        assert self.push([{**one, "description": "x", "sid": reference}])["result"] == 0

    def _words(self, asked: dict[str, Any]) -> tuple[str, str]:
        template = next(one for one in TEMPLATES if one.code == asked["TemplateId"])
        text = template.text
        for name, value in zip(("number", "window"), asked["TemplateParamSet"], strict=True):
            text = text.replace(f"{{{name}}}", value)
        return asked["PhoneNumberSet"][0].removeprefix("+86"), f"【{asked['SignName']}】{text}"
