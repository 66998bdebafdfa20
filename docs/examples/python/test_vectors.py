"""Holds this client against the vectors of docs/protocol.md, section 14: python3 -m unittest"""
import hashlib
import pathlib
import re
import struct
import unittest

import crsp_wire as wire
from crsp_connection import Stream

KNOWN = wire.KNOWN_FRAMES | {"INITIAL", "RETRY", "VERSION_NEGOTIATION", "DATA"}
SPECIFICATION = pathlib.Path(__file__).resolve().parents[2] / "protocol.md"


def unhex(notation):
    """Bytes in the notation of the specification, such as 05 61*3."""
    out = bytearray()
    for part in notation.removeprefix("0x").split():
        once, _, times = part.partition("*")
        out += bytes.fromhex(once) * int(times or 1)
    return bytes(out)


def vectors(kind):
    """All (name, bytes, meaning) of a kind that this client is to understand."""
    text = SPECIFICATION.read_text(encoding="utf-8")
    found = []
    for block in re.findall(r"```vectors %s\n(.*?)```" % re.escape(kind), text, re.DOTALL):
        for line in block.splitlines():
            name, notation, meaning = (part.strip() for part in line.split("|", 2))
            # Whatever is newer than this client.
            if not set(re.findall(r"([A-Z_]+)\(", meaning)) - KNOWN:
                found.append((name, unhex(notation), meaning))
    assert found, f"the specification has no vectors of kind {kind}"
    return found


# --- Meanings as the specification writes them ----------------------------------------------------------------------


def hexadecimal(value):
    return "0x" + value.hex()


def show_frame(frame):
    shown = []
    for field, value in vars(frame).items():
        if field == "name":
            continue
        if field == "ranges":
            value = "[" + " ".join(f"{low}..{high}" for low, high in value) + "]"
        elif field == "reason":
            value = '"' + value.decode() + '"'
        elif field == "fin":
            value = str(value).lower()
        elif field == "code":
            value = hex(value)
        elif field == "data":
            value = hexadecimal(value)
        shown.append(f"{field}={value}")
    return f"{frame.name}({', '.join(shown)})"


def show_hello(hello):
    shown = [f"{name}={value}" for name, value in vars(hello).items() if name not in ("name", "reset_token")]
    return f"Hello({', '.join(shown)}, reset_token={hexadecimal(hello.reset_token)})"


def show_positions(positions):
    return "[" + " ".join(f"{partition}:{offset}" for partition, offset in positions.items()) + "]"


def show_nullable(value):
    return "null" if value is None else hexadecimal(value)


def show_start(start):
    kind, value = start
    return kind + ("" if value is None else f":{show_positions(value) if kind == 'positions' else value}")


def show_filter(wanted):
    kind, value = wanted
    if kind == "header":
        return f'header:"{value[0]}"={show_nullable(value[1])}'
    return kind + ("" if value is None else f":{hexadecimal(value)}")


def show_item(item):
    if item is None:
        return "none"
    kind, name, first, second, last = item
    return f'{kind}:"{name}":{first}:{second}:' + (str(last) if kind == "topic" else f'"{last}"')


SHOW = {
    "number": str, "millis": str, "partition": str, "bool": lambda value: str(value).lower(),
    "guarantee": str,
    "text": lambda value: f'"{value}"', "bytes": hexadecimal, "bytes?": show_nullable, "id": bytes.hex,
    "action": str, "state": str, "presence": str, "item": show_item,
    "time": str, "value": repr,
    "points": lambda value: "[" + " ".join(f"{time}:{each!r}" for time, each in value) + "]",
    "times": lambda value: "[" + " ".join(str(each) for each in value) + "]",
    "texts": lambda value: "[" + " ".join(f'"{each}"' for each in value) + "]",
    "positions": show_positions, "start": show_start, "filter": show_filter, "reset": str,
    "headers": lambda value: "[" + " ".join(f'"{name}"={show_nullable(each)}' for name, each in value) + "]",
}


def show_message(message, error_codes):
    fields = wire.MESSAGES[wire.MESSAGE_TYPES[message.name]][1]
    show = SHOW | {
        "results": lambda value: "[" + " ".join(f"{error_codes[code]}:{each!r}" for code, each in value) + "]"}
    shown = [f"{field}={show[kind](getattr(message, field))}" for field, kind in fields]
    shown = [f"code={error_codes[message.code]}" if field == "code" else text
             for (field, _), text in zip(fields, shown)]
    return f"{message.name}({', '.join(shown)})"


class VectorTest(unittest.TestCase):
    maxDiff = None

    def test_variable_length_integers(self):
        for name, data, meaning in vectors("varint"):
            with self.subTest(name):
                self.assertEqual(wire.Reader(data).varint(), int(meaning))
                self.assertEqual(wire.varint(int(meaning)), data)
        for name, data, meaning in vectors("varint-accepted"):
            with self.subTest(name):
                self.assertEqual(wire.Reader(data).varint(), int(meaning))

    def test_checksums(self):
        for name, data, meaning in vectors("checksum"):
            with self.subTest(name):
                self.assertEqual(f"0x{wire.crc32c(data[:-4]):08x}", meaning)
                self.assertEqual(f"0x{data[-4:].hex()}", meaning)

    def test_packet_numbers(self):
        for name, data, meaning in vectors("packet-number"):
            with self.subTest(name):
                largest, number = map(int, re.fullmatch(r"largest=(-?\d+), number=(\d+)", meaning).groups())
                self.assertEqual(wire.full_number(int.from_bytes(data, "big"), largest), number)

    def test_frames(self):
        for name, data, meaning in vectors("frame"):
            with self.subTest(name):
                frame = wire.decode_frame(wire.Reader(data))
                self.assertEqual(show_frame(frame), meaning)
                self.assertEqual(wire.encode_frame(frame), data)
        for name, data, meaning in vectors("frame-accepted"):
            with self.subTest(name):
                self.assertEqual(show_frame(wire.decode_frame(wire.Reader(data))), meaning)

    def test_cut_off_frames_are_refused(self):
        for name, data, _ in vectors("frame"):
            with self.subTest(name):
                for length in range(1, len(data)):
                    with self.assertRaises(wire.Malformed):
                        wire.decode_frame(wire.Reader(data[:length]))

    def test_hellos(self):
        for name, data, meaning in vectors("hello") + vectors("hello-accepted"):
            with self.subTest(name):
                if "mode=1," not in meaning:
                    with self.assertRaises(wire.Malformed) as refused:
                        wire.decode_hello(wire.Reader(data))
                    self.assertEqual(refused.exception.code, wire.HANDSHAKE_FAILED)
                    continue
                hello = wire.decode_hello(wire.Reader(data))
                fields = {field: value for field, value in re.findall(r"(\w+)=(\w+)", meaning)}
                known = {field: fields[field] for field in vars(hello) if field != "name"}
                self.assertEqual(show_hello(hello), f"Hello({', '.join(f'{k}={v}' for k, v in known.items())})")
                if known == fields and (name, data, meaning) in vectors("hello"):
                    self.assertEqual(wire.encode_hello(hello), data)

    def test_packets(self):
        for name, data, meaning in vectors("packet"):
            with self.subTest(name):
                packet = wire.decode_packet(data)
                size = re.search(r", size=(\d+)\)$", meaning)
                shown = [f"destination={hexadecimal(packet.destination)}"]
                if packet.kind != "DATA":
                    shown.append(f"source={hexadecimal(packet.source)}")
                if packet.kind in ("INITIAL", "RETRY"):
                    shown.append(f"token={hexadecimal(packet.token)}")
                if packet.kind in ("INITIAL", "DATA"):
                    number = int(re.search(r"number=(\d+)", meaning).group(1))
                    self.assertEqual(wire.full_number(packet.number, number - 1), number)
                    frames = wire.decode_frames(packet.payload)
                    shown.append(f"number={number}")
                    shown.append(f"frames=[{', '.join(map(show_frame, frames))}]")
                    shown.append(f"size={size.group(1)}")
                    packet.number, packet.payload = number, b"".join(map(wire.encode_frame, frames))
                if packet.kind == "VERSION_NEGOTIATION":
                    shown.append(f"versions=[{' '.join(f'0x{each:08x}' for each in packet.versions)}]")
                self.assertEqual(f"{packet.kind}({', '.join(shown)})", meaning)
                if packet.kind != "VERSION_NEGOTIATION":  # only a gateway sends it
                    self.assertEqual(wire.encode_packet(packet, int(size.group(1)) if size else 0), data)

    def test_a_spoiled_packet_is_refused(self):
        for name, data, _ in vectors("packet"):
            with self.subTest(name):
                spoiled = bytearray(data)
                spoiled[len(data) // 2] ^= 0x10
                with self.assertRaises(wire.Malformed):
                    wire.decode_packet(bytes(spoiled))

    def test_messages_in_a_stream(self):
        for name, data, meaning in vectors("stream"):
            with self.subTest(name):
                messages = [unhex(each) for each in meaning.split(", ")]
                # All at once, and byte by byte from the end.
                for pieces in ([(0, data)], [(at, data[at:at + 1]) for at in reversed(range(len(data)))]):
                    stream = Stream(0, 0)
                    for offset, piece in pieces:
                        stream.receive(wire.Item("STREAM", id=0, offset=offset, fin=False, data=piece))
                    stream.reassemble()
                    self.assertEqual(list(stream.messages), messages)

    def test_session_messages(self):
        text = SPECIFICATION.read_text(encoding="utf-8")
        codes = {int(code, 16): name for code, name in re.findall(r"^\| 0x([0-9a-f]+) \| ([A-Z_]+) \|", text, re.M)}
        for name, data, meaning in vectors("message"):
            with self.subTest(name):
                message = wire.decode_message(data)
                self.assertEqual(show_message(message, codes), meaning)
                fields = {field: value for field, value in vars(message).items() if field != "name"}
                self.assertEqual(wire.encode_message(message.name, **fields), data)
                with self.assertRaises(wire.Malformed):
                    wire.decode_message(data + b"\0")

    def test_every_session_message_has_a_vector(self):
        seen = {meaning.partition("(")[0] for _, _, meaning in vectors("message")}
        self.assertEqual(seen, set(wire.MESSAGE_TYPES))

    def test_sequence_checksums(self):
        for name, data, meaning in vectors("sequence-checksum"):
            with self.subTest(name):
                numbers = [int(each) for each in meaning.split(",") if each]
                self.assertEqual(hashlib.sha256(b"".join(struct.pack(">I", each) for each in numbers)).digest(), data)


if __name__ == "__main__":
    unittest.main()
