"""Signatures that cloud operators ask for: Aliyun's ACS3-HMAC-SHA256 and Tencent's TC3-HMAC-SHA256."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit


def aliyun(
    *, url: str, query: dict[str, str], action: str, version: str, user: str, secret: str, at: float, nonce: str
) -> dict[str, str]:
    """Headers of a POST without a body. Alibaba Cloud: request body and signature mechanism V3."""
    nothing = hashlib.sha256(b"").hexdigest()
    headers = {
        "host": urlsplit(url).netloc,
        "x-acs-action": action,
        "x-acs-content-sha256": nothing,
        "x-acs-date": datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = "\n".join(["POST", urlsplit(url).path or "/", canonical(query), lines, names, nothing])
    wanted = f"ACS3-HMAC-SHA256\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.new(secret.encode(), wanted.encode(), hashlib.sha256).hexdigest()
    headers["Authorization"] = f"ACS3-HMAC-SHA256 Credential={user},SignedHeaders={names},Signature={signature}"
    return headers


def canonical(query: dict[str, str]) -> str:
    """A query in the one spelling that is signed; it must be sent in the same."""
    return "&".join(f"{quote(key, safe='~')}={quote(value, safe='~')}" for key, value in sorted(query.items()))


def tencent(
    *, url: str, service: str, body: bytes, action: str, version: str, region: str, user: str, secret: str, at: float
) -> dict[str, str]:
    """Headers of a POST with a JSON body. Tencent Cloud: signature method v3."""
    kind = "application/json; charset=utf-8"
    host = urlsplit(url).netloc
    day = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
    scope = f"{day}/{service}/tc3_request"
    lines = f"content-type:{kind}\nhost:{host}\n"
    names = "content-type;host"
    request = "\n".join(["POST", "/", "", lines, names, hashlib.sha256(body).hexdigest()])
    wanted = f"TC3-HMAC-SHA256\n{int(at)}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"TC3{secret}".encode()
    for step in (day, service, "tc3_request"):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, wanted.encode(), hashlib.sha256).hexdigest()
    return {
        "Authorization": f"TC3-HMAC-SHA256 Credential={user}/{scope}, SignedHeaders={names}, Signature={signature}",
        "Content-Type": kind,
        "Host": host,
        "X-TC-Action": action,
        "X-TC-Timestamp": str(int(at)),
        "X-TC-Version": version,
        "X-TC-Region": region,
    }
