"""A load generator in a process of its own: frames of trades made beforehand, sent as fast as they are taken.

`python -m tests.bench.load --rate N` prints the port; N trades a second, 0 for as many as the socket takes; `--burst N`
adds as many within one second, `BURST_AT_S` after the start. It speaks just as much of the protocol as the client asks
for, and prints how many trades it sent when the client leaves.
"""

import argparse
import base64
import hashlib
import json
import random
import socket
import struct
import time

TRADES_A_FRAME = 100
CONTRACTS = 1000
_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455
_TIME = b"1764599400000"
"""Placeholder of the time of a frame, 2025-12-01 09:30 Eastern: replaced by another of the same length."""
_FRAMES = 400
_TICK_S = 0.005
BURST_AT_S = 6.0


def frames(
    count: int = _FRAMES, seed: int = 1, trades: int = TRADES_A_FRAME, contracts: int = CONTRACTS
) -> list[bytes]:
    """Messages of so many trades each over so many contracts, with the mix of a busy day."""
    choice = random.Random(seed)
    tickers = [f"O:SPY251219{'CP'[k % 2]}{(400 + k // 2) * 1000:08d}" for k in range(contracts)]
    return [_message(choice, tickers, number, trades) for number in range(count)]


def _message(choice: random.Random, tickers: list[str], number: int, trades: int) -> bytes:
    return json.dumps(
        [
            {
                "ev": "T",
                "sym": choice.choice(tickers),
                "x": choice.choice((300, 301, 302, 308, 312, 313, 316, 320, 322, 323, 325)),
                "p": round(choice.uniform(0.05, 30), 2),
                "s": choice.choice((1, 1, 1, 2, 3, 5, 10, 25)),
                "c": [choice.choice((209, 209, 209, 227, 232, 219))],
                "t": int(_TIME),
                "q": number * trades + i,
            }
            for i in range(trades)
        ],
        separators=(",", ":"),
    ).encode()


def _framed(payload: bytes) -> bytes:
    """A text frame of a server (RFC 6455 section 5.2)."""
    if len(payload) < 126:
        return struct.pack("!BB", 0x81, len(payload)) + payload
    return struct.pack("!BBH", 0x81, 126, len(payload)) + payload


def _accept(connection: socket.socket) -> None:
    """The handshake, the key and the subscription, each taken as it comes."""
    request = connection.recv(65536).decode()
    key = next(line.split(": ")[1] for line in request.split("\r\n") if line.lower().startswith("sec-websocket-key"))
    answer = base64.b64encode(hashlib.sha1((key + _GUID).encode()).digest()).decode()
    upgrade = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    connection.sendall(f"{upgrade}Sec-WebSocket-Accept: {answer}\r\n\r\n".encode())
    _say(connection, "connected", "Connected Successfully")
    connection.recv(65536)
    _say(connection, "auth_success", "authenticated")
    connection.recv(65536)
    _say(connection, "success", "subscribed to: T.*")


def _say(connection: socket.socket, status: str, message: str) -> None:
    connection.sendall(_framed(json.dumps([{"ev": "status", "status": status, "message": message}]).encode()))


def _play(connection: socket.socket, options: argparse.Namespace) -> int:
    """Send until the client leaves; return how many trades were sent."""
    rate, burst, trades = float(options.rate), float(options.burst), int(options.trades)
    made = [_framed(frame) for frame in frames(trades=trades, contracts=options.contracts)]
    started_s, sent = time.perf_counter(), 0
    try:
        while True:
            passed_s = time.perf_counter() - started_s
            extra = burst * min(max(passed_s - BURST_AT_S, 0.0), 1.0)
            due = sent + 20 if not rate else int((passed_s * rate + extra) / trades)
            if sent < due:
                stamp = str(int(_TIME) + sent).encode()
                connection.sendall(b"".join(made[n % _FRAMES].replace(_TIME, stamp) for n in range(sent, due)))
                sent = due
            else:
                time.sleep(_TICK_S)
    except OSError:
        return sent * trades


def main() -> None:
    """Serve one client."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=float, default=0)
    parser.add_argument("--burst", type=float, default=0)
    parser.add_argument("--trades", type=int, default=TRADES_A_FRAME, help="in a frame")
    parser.add_argument("--contracts", type=int, default=CONTRACTS)
    options = parser.parse_args()
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1], flush=True)
        connection, _ = server.accept()
        with connection:
            _accept(connection)
            print(_play(connection, options), flush=True)


if __name__ == "__main__":
    main()
