"""What CRSP looks like on the wire: sections 1 to 4, 8.2 and 11 of docs/protocol.md, both ways. It has no state."""
import math
import struct

VERSION = 0x43525332
PLAIN = 1
# Error codes (11) that a client gives or has to tell apart.
NO_ERROR, INTERNAL_ERROR = 0x00, 0x01
FLOW_CONTROL_ERROR, STREAM_LIMIT_ERROR, STREAM_STATE_ERROR = 0x03, 0x04, 0x05
FRAME_ENCODING_ERROR, TRANSPORT_PARAMETER_ERROR, PROTOCOL_VIOLATION = 0x07, 0x08, 0x0A
HANDSHAKE_FAILED, MESSAGE_TOO_LARGE, RESET = 0x0C, 0x0D, 0x0F
IDLE_TIMEOUT, HANDSHAKE_TIMEOUT, VERSION_UNSUPPORTED = 0x10, 0x11, 0x12
SESSION_FENCED, SESSION_LIMIT, NOT_READY, ADDRESS_BANNED, KAFKA_UNAVAILABLE = 0x102, 0x104, 0x105, 0x106, 0x113
BAD_REQUEST, CANCELLED = 0x120, 0x123


class Malformed(Exception):
    """Bytes that mean nothing; the connection ends with this code."""

    def __init__(self, text, code=FRAME_ENCODING_ERROR):
        super().__init__(text)
        self.code = code


class Item:
    """A frame or a message: a name and its fields."""

    def __init__(self, name, **fields):
        self.name = name
        self.__dict__.update(fields)

    def __eq__(self, other):
        return isinstance(other, Item) and vars(self) == vars(other)

    def __repr__(self):
        return f"{self.name}({', '.join(f'{k}={v!r}' for k, v in vars(self).items() if k != 'name')})"


# --- Integers and bytes (1) ---------------------------------------------------------------------------------------


def varint(value):
    if value < 0x40:
        return bytes([value])
    if value < 0x4000:
        return struct.pack(">H", value | 0x4000)
    if value < 0x40000000:
        return struct.pack(">I", value | 0x80000000)
    if value < 1 << 62:
        return struct.pack(">Q", value | 0xC000000000000000)
    raise ValueError(f"{value} does not fit a variable-length integer")


def with_length(data):
    return varint(len(data)) + data


class Reader:
    """Takes bytes from the front."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def remaining(self):
        return len(self.data) - self.at

    def take(self, count):
        if count > self.remaining():
            raise Malformed("cut off")
        self.at += count
        return bytes(self.data[self.at - count:self.at])

    def fixed(self, count):
        return int.from_bytes(self.take(count), "big")

    def varint(self):
        first = self.fixed(1)
        value = first & 0x3F
        for each in self.take((1 << (first >> 6)) - 1):
            value = value << 8 | each
        return value

    def with_length(self):
        return self.take(self.varint())


def _crc_table():
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
        yield value


CRC_TABLE = tuple(_crc_table())


def crc32c(data):
    crc = 0xFFFFFFFF
    for each in data:
        crc = CRC_TABLE[(crc ^ each) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def full_number(truncated, largest):
    """The packet number nearest to the one after `largest` (2.4)."""
    expected = largest + 1
    candidate = expected & ~0xFFFFFFFF | truncated
    if candidate <= expected - (1 << 31):
        return candidate + (1 << 32)
    if candidate > expected + (1 << 31) and candidate >= 1 << 32:
        return candidate - (1 << 32)
    return candidate


# --- Frames (3) ---------------------------------------------------------------------------------------------------

# Frames whose fields simply follow each other: i is a variable-length integer, b bytes with their length, 8 eight bytes.
SIMPLE_FRAMES = {
    0x01: ("PING", ()),
    0x04: ("RESET_STREAM", (("id", "i"), ("code", "i"), ("final_size", "i"))),
    0x05: ("STOP_SENDING", (("id", "i"), ("code", "i"))),
    0x06: ("HANDSHAKE", (("offset", "i"), ("data", "b"))),
    0x10: ("MAX_DATA", (("limit", "i"),)),
    0x11: ("MAX_STREAM_DATA", (("id", "i"), ("limit", "i"))),
    0x12: ("MAX_STREAMS", (("limit", "i"),)),
    0x14: ("DATA_BLOCKED", (("limit", "i"),)),
    0x15: ("STREAM_DATA_BLOCKED", (("id", "i"), ("limit", "i"))),
    0x1A: ("PATH_CHALLENGE", (("data", "8"),)),
    0x1B: ("PATH_RESPONSE", (("data", "8"),)),
    0x20: ("SKIP", (("id", "i"), ("offset", "i"), ("length", "i"))),
    0x1C: ("CONNECTION_CLOSE", (("code", "i"), ("reason", "b"))),
}
FRAME_TYPES = {name: (number, fields) for number, (name, fields) in SIMPLE_FRAMES.items()}
IN_INITIAL = {"PADDING", "PING", "ACK", "HANDSHAKE", "CONNECTION_CLOSE"}
NOT_ELICITING = {"PADDING", "ACK", "CONNECTION_CLOSE"}


KNOWN_FRAMES = {"PADDING", "ACK", "STREAM", "DATAGRAM"} | set(FRAME_TYPES)


def encode_frame(frame):
    if frame.name == "PADDING":
        return b"\0"
    if frame.name == "STREAM":
        return (bytes([0x0A | frame.fin]) + varint(frame.id) + varint(frame.offset) + with_length(frame.data))
    if frame.name == "DATAGRAM":
        return b"\x31" + with_length(frame.data)
    if frame.name == "ACK":
        marks = [frame.ect0, frame.ect1, frame.ce] if hasattr(frame, "ect0") else []
        (low, high), out = frame.ranges[0], bytearray(b"\x03" if marks else b"\x02")
        out += varint(frame.largest) + varint(frame.delay) + varint(len(frame.ranges) - 1) + varint(high - low)
        for next_low, next_high in frame.ranges[1:]:
            out += varint(low - next_high - 2) + varint(next_high - next_low)
            low = next_low
        return bytes(out) + b"".join(map(varint, marks))
    number, fields = FRAME_TYPES[frame.name]
    out = bytearray([number])
    for name, kind in fields:
        value = getattr(frame, name)
        out += varint(value) if kind == "i" else with_length(value) if kind == "b" else value
    return bytes(out)


def decode_frame(reader):
    number = reader.fixed(1)
    if number == 0x00:
        return Item("PADDING")
    if number in (0x02, 0x03):
        largest, delay, more, first = (reader.varint() for _ in range(4))
        ranges = [(largest - first, largest)]
        for _ in range(more):
            high = ranges[-1][0] - reader.varint() - 2
            ranges.append((high - reader.varint(), high))
        if ranges[-1][0] < 0:
            raise Malformed("an ACK below 0")
        marks = {name: reader.varint() for name in ("ect0", "ect1", "ce")} if number == 0x03 else {}
        return Item("ACK", largest=largest, delay=delay, ranges=ranges, **marks)
    if 0x08 <= number <= 0x0B:
        stream, offset = reader.varint(), reader.varint()
        data = reader.with_length() if number & 2 else reader.take(reader.remaining())
        if offset + len(data) >= 1 << 62:
            raise Malformed("a stream too long")
        return Item("STREAM", id=stream, offset=offset, fin=bool(number & 1), data=data)
    if 0x30 <= number <= 0x31:
        return Item("DATAGRAM", data=reader.with_length() if number & 1 else reader.take(reader.remaining()))
    if number not in SIMPLE_FRAMES:
        raise Malformed(f"unknown frame 0x{number:02x}")
    name, fields = SIMPLE_FRAMES[number]
    kinds = {"i": reader.varint, "b": reader.with_length, "8": lambda: reader.take(8)}
    return Item(name, **{field: kinds[kind]() for field, kind in fields})


def decode_frames(payload):
    """All frames but padding."""
    reader = Reader(payload)
    frames = []
    while reader.remaining():
        frame = decode_frame(reader)
        if frame.name != "PADDING":
            frames.append(frame)
    return frames


# --- Hello (4.3) --------------------------------------------------------------------------------------------------

# id: name, smallest, largest, default (None: must be there)
PARAMETERS = {
    0x01: ("idle_timeout", 1, 86_400_000, None),
    0x07: ("max_ack_delay", 0, 1000, 25),
    0x03: ("max_datagram_size", 1200, 65_535, 65_000),
    0x04: ("max_data", 0, (1 << 62) - 1, 0),
    0x05: ("max_stream_data", 0, (1 << 62) - 1, 0),
    0x06: ("max_streams", 0, 1 << 60, 0),
    0x08: ("max_message_size", 1, (1 << 31) - 1, None),
    0x20: ("max_datagram_frame_size", 0, 65_535, 0),
}
RESET_TOKEN = 0x02


def encode_hello(hello, unknown=b""):
    out = bytearray()
    for number, (name, _, _, _) in PARAMETERS.items():
        if name != "max_datagram_frame_size" or hello.max_datagram_frame_size:
            out += varint(number) + with_length(varint(getattr(hello, name)))
    if hello.reset_token:
        out += varint(RESET_TOKEN) + with_length(hello.reset_token)
    return bytes([hello.mode]) + with_length(bytes(out) + unknown)


def decode_hello(reader):
    mode = reader.fixed(1)
    if mode != PLAIN:
        raise Malformed(f"the peer wants security mode {mode}", HANDSHAKE_FAILED)
    body, seen = Reader(reader.with_length()), {}
    try:
        while body.remaining():
            number, value = body.varint(), body.with_length()
            if number in seen:
                raise Malformed("twice")
            seen[number] = value
        hello = Item("Hello", mode=mode)
        for number, (name, low, high, default) in PARAMETERS.items():
            value = default
            if number in seen:
                inner = Reader(seen[number])
                value = inner.varint()
                if inner.remaining():
                    raise Malformed("left over")
            if value is None or not low <= value <= high:
                raise Malformed(f"{name} is {value}")
            setattr(hello, name, value)
    except Malformed as e:
        raise Malformed(f"transport parameters: {e}", TRANSPORT_PARAMETER_ERROR) from e
    hello.reset_token = seen.get(RESET_TOKEN, b"")
    if len(hello.reset_token) not in (0, 16):
        raise Malformed("transport parameters: reset_token", TRANSPORT_PARAMETER_ERROR)
    return hello


# --- Packets (2) --------------------------------------------------------------------------------------------------


def encode_packet(packet, size=0):
    """The datagram, filled up to `size` with padding; INITIAL and DATA have `payload`, encoded frames."""
    if packet.kind == "DATA":
        out = bytearray([0x40]) + packet.destination + struct.pack(">I", packet.number & 0xFFFFFFFF)
    else:
        version = 0 if packet.kind == "VERSION_NEGOTIATION" else VERSION
        out = bytearray([0xE0 if packet.kind == "RETRY" else 0xC0]) + struct.pack(">I", version)
        out += packet.destination + packet.source
        if packet.kind == "VERSION_NEGOTIATION":
            out += b"".join(struct.pack(">I", each) for each in packet.versions)
        else:
            out += with_length(packet.token)
        if packet.kind == "INITIAL":
            out += struct.pack(">I", packet.number & 0xFFFFFFFF)
    if packet.kind in ("INITIAL", "DATA"):
        out += packet.payload
        out += bytes(max(0, size - 4 - len(out)))
    return bytes(out) + struct.pack(">I", crc32c(out))


def decode_packet(datagram):
    """The packet, its `number` still truncated; Malformed if it is to be dropped."""
    if len(datagram) < 5 or crc32c(datagram[:-4]) != int.from_bytes(datagram[-4:], "big"):
        raise Malformed("checksum")
    reader = Reader(datagram[:-4])
    first = reader.fixed(1)
    if not first & 0x80:
        if not first & 0x40:
            raise Malformed("fixed bit")
        destination, number = reader.take(8), reader.fixed(4)
        return Item("Packet", kind="DATA", destination=destination, number=number,
                    payload=reader.take(reader.remaining()))
    version, destination, source = reader.fixed(4), reader.take(8), reader.take(8)
    packet = Item("Packet", destination=destination, source=source)
    if version == 0:
        packet.kind = "VERSION_NEGOTIATION"
        packet.versions = [reader.fixed(4) for _ in range(reader.remaining() // 4)]
        return packet
    kind = {0b00: "INITIAL", 0b10: "RETRY"}.get(first >> 4 & 3)
    if version != VERSION or kind is None or not first & 0x40:
        raise Malformed("header")
    packet.kind, packet.token = kind, reader.with_length()
    if len(packet.token) > 256:
        raise Malformed("token")
    if kind == "INITIAL":
        packet.number, packet.payload = reader.fixed(4), reader.take(reader.remaining())
    return packet



# --- Messages of a session (8.2) ----------------------------------------------------------------------------------

MAX_MILLIS = 3650 * 86_400_000
FILTER_KINDS = ("all", "key", "key-prefix", "header")
RESETS = ("fail", "earliest", "latest")
START_KINDS = ("earliest", "latest", "offset", "timestamp", "positions")


def _list(write):
    return lambda values: varint(len(values)) + b"".join(map(write, values))


def _read_bool(reader):
    value = reader.varint()
    if value > 1:
        raise Malformed("neither true nor false", BAD_REQUEST)
    return value == 1


def _read_text(reader):
    try:
        return reader.with_length().decode("utf-8")
    except UnicodeDecodeError as e:
        raise Malformed("not UTF-8", BAD_REQUEST) from e


def _read_nullable(reader):
    length = reader.varint()
    return None if length == 0 else reader.take(length - 1)


def _write_nullable(value):
    return varint(0) if value is None else varint(len(value) + 1) + value


def _read_millis(reader):
    value = reader.varint()
    if value > MAX_MILLIS:
        raise Malformed("more than 3650 days", BAD_REQUEST)
    return value


def _limited(data, limit):
    if data is not None and len(data) > limit:
        raise Malformed("too large a filter", BAD_REQUEST)
    return data


def _read_filter(reader):
    """("all", None), ("key", bytes), ("key-prefix", bytes) or ("header", (name, bytes or None))"""
    kind = reader.varint()
    if kind >= len(FILTER_KINDS):
        raise Malformed("unknown filter", BAD_REQUEST)
    if kind == 3:
        name = _read_text(reader)
        _limited(name.encode("utf-8"), 256)
        return "header", (name, _limited(_read_nullable(reader), 4096))
    return FILTER_KINDS[kind], _limited(reader.with_length(), 4096) if kind else None


def _write_filter(wanted):
    kind, value = wanted
    number = FILTER_KINDS.index(kind)
    if kind == "header":
        return varint(number) + with_length(value[0].encode("utf-8")) + _write_nullable(value[1])
    return varint(number) + (with_length(value) if number else b"")


def _read_reset(reader):
    value = reader.varint()
    if value >= len(RESETS):
        raise Malformed("unknown reset", BAD_REQUEST)
    return RESETS[value]


def _read_start(reader):
    """("earliest", None), ("latest", None), ("offset", n), ("timestamp", millis) or ("positions", {partition: offset})"""
    kind = reader.varint()
    if kind >= len(START_KINDS):
        raise Malformed("unknown start", BAD_REQUEST)
    value = reader.varint() if kind in (2, 3) else _read_positions(reader) if kind == 4 else None
    return START_KINDS[kind], value


def _write_start(start):
    kind, value = start
    number = START_KINDS.index(kind)
    return varint(number) + (varint(value) if number in (2, 3) else _write_positions(value) if number == 4 else b"")


def _read_positions(reader):
    return {reader.varint(): reader.varint() for _ in range(reader.varint())}


_write_positions_list = _list(lambda each: varint(each[0]) + varint(each[1]))


def _write_positions(positions):
    return _write_positions_list(list(positions.items()))


def _read_headers(reader):
    return [(_read_text(reader), _read_nullable(reader)) for _ in range(reader.varint())]


GUARANTEES = ("EXACTLY_ONCE", "AT_LEAST_ONCE", "BEST_EFFORT")


def _read_guarantee(reader):
    number = reader.varint()
    if number >= len(GUARANTEES):
        raise Malformed(f"unknown guarantee {number}", BAD_REQUEST)
    return GUARANTEES[number]


ACTIONS = ("PLAY", "PAUSE", "RESUME", "RESTART", "SEEK", "STOP")
STATES = ("IDLE", "SCHEDULED", "BEGUN", "PLAYING", "PAUSED", "ENDED", "FAILED")
PRESENCES = ("GONE", "AWAY", "HERE")


def _choice(names):
    def read(reader):
        number = reader.varint()
        if number >= len(names):
            raise Malformed("unknown value", BAD_REQUEST)
        return names[number]
    return read, lambda value: varint(names.index(value))


def _read_item(reader):
    """None, ("topic", name, partition, begin, end) or ("file", name, version, size, media type)"""
    kind = reader.varint()
    if kind > 2:
        raise Malformed("unknown item", BAD_REQUEST)
    if kind == 0:
        return None
    name, first, second = _read_text(reader), reader.varint(), reader.varint()
    return ("topic", name, first, second, reader.varint()) if kind == 1 else ("file", name, first, second, _read_text(reader))


def _write_item(item):
    if item is None:
        return varint(0)
    kind, name, first, second, last = item
    head = with_length(name.encode("utf-8")) + varint(first) + varint(second)
    if kind == "topic":
        return varint(1) + head + varint(last)
    return varint(2) + head + with_length(last.encode("utf-8"))


def _read_time(reader):
    """Nanoseconds"""
    return struct.unpack(">q", reader.take(8))[0]


def _write_time(nanos):
    return struct.pack(">q", nanos)


def _read_value(reader):
    value = struct.unpack(">d", reader.take(8))[0]
    if not math.isfinite(value):
        raise Malformed("a value is not finite", BAD_REQUEST)
    return value


def _write_value(value):
    return struct.pack(">d", value)


# type: (read, write)
FIELD_TYPES = {
    "number": (Reader.varint, varint),
    "bool": (_read_bool, lambda value: varint(int(value))),
    "text": (_read_text, lambda value: with_length(value.encode("utf-8"))),
    "bytes": (Reader.with_length, with_length),
    "bytes?": (_read_nullable, _write_nullable),
    "millis": (_read_millis, varint),
    "id": (lambda reader: reader.take(16), bytes),
    # One partition, or -1 for all.
    "partition": (lambda reader: reader.varint() - 1, lambda value: varint(value + 1)),
    "positions": (_read_positions, _write_positions),
    "headers": (_read_headers, _list(lambda each: FIELD_TYPES["text"][1](each[0]) + _write_nullable(each[1]))),
    "start": (_read_start, _write_start),
    "guarantee": (_read_guarantee, lambda value: varint(GUARANTEES.index(value))),
    "filter": (_read_filter, _write_filter),
    "reset": (_read_reset, lambda value: varint(RESETS.index(value))),
    "texts": (lambda reader: [_read_text(reader) for _ in range(reader.varint())],
              _list(lambda each: with_length(each.encode("utf-8")))),
    "item": (_read_item, _write_item),
    "time": (_read_time, _write_time),
    "value": (_read_value, _write_value),
    # [(time, value), …], [time, …] and [(code, value), …]
    "points": (lambda reader: [(_read_time(reader), _read_value(reader)) for _ in range(reader.varint())],
               _list(lambda each: _write_time(each[0]) + _write_value(each[1]))),
    "times": (lambda reader: [_read_time(reader) for _ in range(reader.varint())], _list(lambda each: _write_time(each))),
    "results": (lambda reader: [(reader.varint(), _read_value(reader)) for _ in range(reader.varint())],
                _list(lambda each: varint(each[0]) + _write_value(each[1]))),
    "action": _choice(ACTIONS),
    "state": _choice(STATES),
    "presence": _choice(PRESENCES),
}

MESSAGES = {
    0x01: ("OpenSession", "clientName text, window millis"),
    0x02: ("ResumeSession", "id id, epoch number, clientName text"),
    0x03: ("SessionOpened", "id id, epoch number, window millis, gatewayId text"),
    0x04: ("EndSession", ""),
    0x05: ("Failure", "code number, text text"),
    0x06: ("Redirect", "gatewayId text, host text, port number"),
    0x07: ("StreamStatus", "code number, text text"),
    0x10: ("Subscribe", "number number, topic text, partition partition, filter filter, start start, reset reset"),
    0x11: ("Subscribed", "positions positions"),
    0x12: ("Delivery", "partition number, offset number, timestampMillis number, key bytes?, headers headers, "
                       "value bytes?"),
    0x13: ("Commit", "positions positions"),
    0x14: ("Pause", ""),
    0x15: ("Resume", ""),
    0x16: ("Seek", "start start"),
    0x17: ("DeliveryState", "paused bool"),
    0x18: ("PositionReset", "partition number, wanted number, earliest number, latest number, next number"),
    0x19: ("PartitionsAdded", "positions positions"),
    0x1a: ("AwaitPosition", "partition number, offset number"),
    0x1b: ("PositionReached", "partition number, offset number"),
    0x20: ("Publish", "number number, topic text, guarantee guarantee"),
    0x21: ("Publishing", "lastSequence number"),
    0x22: ("Data", "sequence number, key bytes?, headers headers, value bytes?"),
    0x23: ("Confirm", "sequence number"),
    0x30: ("SequenceRequest", "number number, length number, interval millis, nextIndex number"),
    0x31: ("SequenceStarted", "length number, interval millis"),
    0x32: ("SequenceItem", "index number, value number"),
    0x33: ("SequenceEnd", "checksum bytes"),
    0x34: ("SequenceVerified", "checksum bytes"),
    0x40: ("LibraryList", "number number, fileName text, versions bool, afterName text, beforeVersion number, "
                          "limit number"),
    0x41: ("LibraryItem", "version number, fileName text, size number, mediaType text, sha256 bytes, "
                          "createdMillis number"),
    0x42: ("LibraryEnd", "more bool, files number, versions number, bytes number, unfinished number, "
                          "unfinishedBytes number, retention millis"),
    0x43: ("LibraryRemove", "number number, fileName text, version number"),
    0x44: ("LibraryRemoved", "versions number, bytes number"),
    0x45: ("LibraryVerify", "number number, fileName text, version number"),
    0x46: ("LibraryVerified", "sha256 bytes"),
    0x47: ("LibraryPut", "number number, fileName text, size number, mediaType text, sha256 bytes"),
    0x48: ("LibraryMissing", "offset number, length number"),
    0x49: ("LibraryReady", "chunkBytes number"),
    0x4a: ("LibraryChunk", "offset number, data bytes"),
    0x4b: ("LibraryStored", "offset number"),
    0x4c: ("LibraryFinish", ""),
    0x4d: ("LibraryGet", "number number, fileName text, version number, offset number, length number"),
    0x4e: ("LibraryRange", "offset number, length number"),
    0x4f: ("LibraryContent", "offset number, data bytes"),
    0x50: ("RegisterRenderer", "number number, renderer text, kind text"),
    0x51: ("RendererRegistered", ""),
    0x52: ("RendererCommand", "id number, action action, item item, position number, place number, "
                               "startAtMillis number, by text"),
    0x53: ("RendererState", "commandId number, state state, item item, position number, buffered number, "
                            "rate number, code number, text text, atMillis number"),
    0x54: ("Control", "number number"),
    0x55: ("RendererSeen", "renderer text, kind text, presence presence, gatewayId text, commandId number, "
                           "action action, by text, followed number, state state, item item, position number, "
                           "buffered number, rate number, code number, text text, atMillis number"),
    0x56: ("RenderersListed", "count number"),
    0x57: ("RendererForgotten", "renderer text"),
    0x58: ("ControlCommand", "requestId number, renderers texts, action action, item item, position number, "
                             "startAtMillis number"),
    0x59: ("ControlAnswer", "requestId number, renderer text, commandId number, code number, text text"),
    0x5a: ("ListItems", "requestId number, after text, limit number"),
    0x5b: ("ItemSeen", "requestId number, item item"),
    0x5c: ("ItemsListed", "requestId number, more bool, code number, text text"),
    0x5d: ("SteerStream", "requestId number, session id, stream partition, action action, start start"),
    0x5e: ("StreamSteered", "requestId number, streams number, code number, text text"),
    0x60: ("Points", "number number"),
    0x61: ("PutPoints", "requestId number, series text, points points"),
    0x62: ("PointsStored", "requestId number, changed number"),
    0x63: ("GetPoints", "requestId number, series text, times times"),
    0x64: ("PointValues", "requestId number, first time, last time, results results"),
    0x65: ("GetRange", "requestId number, series text, from time, to time, limit number"),
    0x66: ("PointRange", "requestId number, more bool, points points"),
    0x67: ("ListSeries", "requestId number, prefix text, after text, limit number"),
    0x68: ("SeriesSeen", "requestId number, series text, pointCount number, first time, last time, least value, "
                         "greatest value"),
    0x69: ("SeriesListed", "requestId number, more bool, seriesCount number, pointCount number, maxSeries number, "
                           "maxPoints number"),
    0x6a: ("RemoveSeries", "requestId number, series text"),
    0x6b: ("SeriesRemoved", "requestId number, pointCount number"),
    0x6c: ("PointsFailed", "requestId number, code number, text text"),
}
MESSAGES = {number: (name, [field.split() for field in fields.split(", ") if field])
            for number, (name, fields) in MESSAGES.items()}
MESSAGE_TYPES = {name: number for number, (name, _) in MESSAGES.items()}


def encode_message(name, **values):
    number = MESSAGE_TYPES[name]
    return bytes([number]) + b"".join(FIELD_TYPES[kind][1](values[field]) for field, kind in MESSAGES[number][1])


def decode_message(data):
    reader = Reader(data)
    number = reader.fixed(1)
    if number not in MESSAGES:
        raise Malformed(f"unknown message 0x{number:02x}", BAD_REQUEST)
    name, fields = MESSAGES[number]
    message = Item(name, **{field: FIELD_TYPES[kind][0](reader) for field, kind in fields})
    if reader.remaining():
        raise Malformed(f"{name} with bytes left over", BAD_REQUEST)
    return message
