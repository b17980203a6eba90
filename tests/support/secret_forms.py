"""A secret as servers and models may write it: what tests hand out, and what they look for in all that is written.

assert traces(page, KEY) == []
"""

import base64
import json
from collections.abc import Mapping
from urllib.parse import quote


def forms(secret: str) -> Mapping[str, str]:
    """Each way of writing a secret, by its name."""
    data = secret.encode()
    by_header = {
        f"base64 of a header, {name}": base64.b64encode(f"{name}{secret}".encode()).decode()
        for name in ("Bearer ", "x-access-token:", "Basic a:", "api-key: ")
    }
    return {
        "raw": secret,
        "in capitals": secret.upper(),
        "percent-encoded": quote(secret, safe=""),
        "percent-encoded throughout": "".join(f"%{byte:02X}" for byte in data),
        "percent-encoded twice": "".join(f"%25{byte:02X}" for byte in data),
        "base64": base64.b64encode(data).decode(),
        "base64 for URLs": base64.urlsafe_b64encode(data).decode().rstrip("="),
        "base64 in lines": "\n".join(_pieces(base64.b64encode(data).decode(), 8)),
        **by_header,
        "hex": data.hex(),
        "hex in capitals, with spaces": data.hex(" ").upper(),
        "as JSON may have it": "".join(f"\\u{byte:04x}" for byte in data),
        "as Python may have it": "".join(f"\\x{byte:02x}" for byte in data),
        "as HTML may have it": "".join(f"&#{byte};" for byte in data),
        "as HTML may have it, in hex": "".join(f"&#x{byte:X};" for byte in data),
        "as Markdown has it": "".join(c if c.isalnum() else f"\\{c}" for c in secret),
        "with spaces": " ".join(secret),
        "with invisible characters": "\u200b".join(secret),
        "in two texts": f'{secret[:7]}", "{secret[7:]}',
    }


def traces(content: str | bytes, *secrets: str) -> list[str]:
    """The ways in which one of the secrets stands in a content, also as JSON escapes it."""
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    return [
        name
        for secret in secrets
        for name, form in forms(secret).items()
        if form in text or json.dumps(form)[1:-1] in text or json.dumps(form, ensure_ascii=False)[1:-1] in text
    ]


def _pieces(text: str, length: int) -> list[str]:
    return [text[start : start + length] for start in range(0, len(text), length)]
