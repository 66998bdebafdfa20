"""One connection to a gateway: sections 4 to 7 of docs/protocol.md; the numbers in comments are its sections.

There are no threads and no callbacks: whoever waits for something moves the connection on, with `step`.
"""
import collections
import os
import random
import select
import socket
import threading
import time

import crsp_wire as wire
from crsp_wire import Item, Malformed, varint, with_length

DATAGRAM = 1200
MIN_ELICITING_DATA = 44
STREAM_WINDOW = 256 * 1024
CONNECTION_WINDOW = 4 * STREAM_WINDOW
MAX_MESSAGE = 16 * 1024 * 1024
MAX_ACK_DELAY = 0.010
IDLE_TIMEOUT = 15.0
HEARTBEAT = 5.0
HANDSHAKE_TIMEOUT = 10.0
DRAIN_TIMEOUT = 5.0


class ConnectionLost(Exception):
    """The connection is over; its session may go on."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


# --- What was received and sent (5) -------------------------------------------------------------------------------

Sent = collections.namedtuple("Sent", "number time size frames")
NUMBERS_REMEMBERED = 128  # ranges
RANGES_IN_ACK = 33


class NumberSpace:
    """Packet numbers of both directions, INITIAL or DATA."""

    def __init__(self):
        self.next = 0
        self.sent = {}  # number: Sent, ack-eliciting and neither acknowledged nor lost
        self.largest_acked = -1
        self.received = []  # (low, high), the newest first
        self.forgotten = -1  # all numbers up to this count as duplicates
        self.largest_at = 0.0
        self.unacknowledged = 0
        self.ack_at = None

    def largest(self):
        return self.received[0][1] if self.received else -1

    def is_duplicate(self, number):
        return number <= self.forgotten or any(low <= number <= high for low, high in self.received)

    def note(self, number, eliciting, now, delay):
        """Remembers a packet that was processed and when it is to be acknowledged (5.1)."""
        in_order = number == self.largest() + 1
        if number > self.largest():
            self.largest_at = now
        merged = []
        for low, high in sorted(self.received + [(number, number)], reverse=True):
            if merged and high >= merged[-1][0] - 1:
                merged[-1] = (min(low, merged[-1][0]), merged[-1][1])
            else:
                merged.append((low, high))
        if len(merged) > NUMBERS_REMEMBERED:
            self.forgotten = merged.pop()[1]
        self.received = merged
        if eliciting:
            self.unacknowledged += 1
            at = now if self.unacknowledged >= 2 or not in_order else now + delay
            self.ack_at = at if self.ack_at is None else min(at, self.ack_at)

    def take_ack(self, now):
        """An ACK of all that was received."""
        self.unacknowledged, self.ack_at = 0, None
        return Item("ACK", largest=self.largest(), delay=int((now - self.largest_at) * 1_000_000),
                    ranges=self.received[:RANGES_IN_ACK])


class Recovery:
    """Round trip, and a congestion window that halves with a loss at most once a round trip (5.2, 5.3)."""

    def __init__(self):
        self.latest = self.smoothed = 0.1
        self.variance = 0.05
        self.minimum = None
        self.window = 10 * DATAGRAM
        self.threshold = float("inf")
        self.recovery_began = 0.0
        self.probes = 0

    def sample(self, rtt, ack_delay):
        self.latest = rtt
        if self.minimum is None:
            self.minimum, self.smoothed, self.variance = rtt, rtt, rtt / 2
            return
        self.minimum = min(self.minimum, rtt)
        if rtt - ack_delay >= self.minimum:
            rtt -= ack_delay
        self.variance = 0.75 * self.variance + 0.25 * abs(self.smoothed - rtt)
        self.smoothed = 0.875 * self.smoothed + 0.125 * rtt

    def probe_timeout(self, peer_ack_delay):
        return self.smoothed + max(4 * self.variance, 0.001) + peer_ack_delay

    def probe_wait(self, peer_ack_delay):
        pto = self.probe_timeout(peer_ack_delay)
        return min(pto * (1 << min(10, max(0, self.probes - 1))), max(1.0, pto))

    def loss_delay(self):
        return max(0.001, 9 / 8 * max(self.latest, self.smoothed))

    def on_acked(self, packet):
        if packet.time > self.recovery_began:
            self.window += packet.size if self.window < self.threshold else DATAGRAM * packet.size // self.window

    def on_lost(self, packet, now):
        if packet.time > self.recovery_began:
            self.recovery_began = now
            self.window = self.threshold = max(4 * DATAGRAM, self.window // 2)


# --- Streams (6) --------------------------------------------------------------------------------------------------

MESSAGES_WAITING = 256


class Stream:
    """Messages both ways; what the application does not take stays in the gateway, for want of credit."""

    def __init__(self, number, send_limit):
        self.id = number
        # Sending: bytes from `sent_from` on, the rest is acknowledged or at least sent once.
        self.unsent = bytearray()
        self.offset = 0
        self.limit = send_limit
        self.finishing = self.fin_sent = self.fin_acked = False
        self.lost = collections.deque()  # STREAM frames to send again
        self.in_flight = 0  # STREAM frames sent and not acknowledged
        self.reset_code = None
        # Receiving.
        self.pieces = {}  # offset: bytes
        self.read = 0  # bytes taken out of `pieces`
        self.highest = 0
        self.final_size = None
        self.skipped = []  # (start, end) of messages that will not come
        self.credited = 0  # bytes of them that count as read already
        self.partial = bytearray()
        self.messages = collections.deque()
        self.announced = STREAM_WINDOW
        self.abandoned = False  # STOP_SENDING was sent, or RESET_STREAM came

    def send(self, message):
        self.unsent += with_length(message)

    def finish(self):
        self.finishing = True

    def sending_is_done(self):
        return self.reset_code is not None or self.fin_acked and not self.in_flight and not self.lost

    def receiving_is_done(self):
        return self.abandoned and self.final_size is not None or self.read == self.final_size

    def is_over(self):
        return self.sending_is_done() and self.receiving_is_done()

    def next_frame(self, room, credit):
        """The next STREAM frame of at most `room` bytes, and how much of the connection's credit it takes."""
        room -= 1 + len(varint(self.id)) + 8 + 2
        if self.reset_code is not None or room <= 0:
            return None, 0
        if self.lost:
            frame = self.lost.popleft()
            if len(frame.data) > room:
                rest = Item("STREAM", id=self.id, offset=frame.offset + room, fin=frame.fin, data=frame.data[room:])
                self.lost.appendleft(rest)
                frame = Item("STREAM", id=self.id, offset=frame.offset, fin=False, data=frame.data[:room])
            return frame, 0
        count = min(room, len(self.unsent), self.limit - self.offset, credit)
        fin = self.finishing and not self.fin_sent and count == len(self.unsent)
        if count <= 0 and not fin:
            return None, 0
        frame = Item("STREAM", id=self.id, offset=self.offset, fin=fin, data=bytes(self.unsent[:count]))
        del self.unsent[:count]
        self.offset += count
        self.fin_sent |= fin
        return frame, count

    def receive(self, frame):
        """Takes bytes in; returns how far the highest offset rose."""
        end = frame.offset + len(frame.data)
        if end > (self.announced if frame.data else max(self.announced, self.highest)):
            raise Malformed("beyond the stream's credit", wire.FLOW_CONTROL_ERROR)
        if frame.fin:
            self.final_size = end
        rise = max(0, end - self.highest)
        self.highest += rise
        if end > self.read and len(frame.data) > len(self.pieces.get(frame.offset, b"")):
            self.pieces[frame.offset] = frame.data
        return rise

    def reassemble(self, max_message=MAX_MESSAGE):
        """Moves what is in order to the messages; returns how many bytes became free."""
        before = self.read
        while len(self.messages) < MESSAGES_WAITING:
            self._pass_skipped()
            if not self.pieces:
                break
            offset = min(self.pieces)
            if offset > self.read:
                break
            data = self.pieces.pop(offset)[self.read - offset:]
            self.read += len(data)
            self.partial += data
            self._cut_messages(max_message)
        if self.abandoned:
            self.messages.clear()
        elif self.read == self.final_size and self.partial:
            raise Malformed("the stream ends inside a message")
        known = min(self.read - before, self.credited)
        self.credited -= known
        return self.read - before - known

    def skip(self, frame):
        """Notes a message that will not come (6.5); returns how far the highest offset rose, and what counts as read."""
        end = frame.offset + frame.length
        if frame.length == 0:
            raise Malformed("a SKIP of nothing")
        if frame.offset > self.announced:
            raise Malformed("a SKIP beyond the credit", wire.FLOW_CONTROL_ERROR)
        if self.final_size is not None and end > self.final_size:
            raise Malformed("a SKIP beyond the end", wire.FINAL_SIZE_ERROR)
        if self._has(frame.offset, end):
            return 0, 0
        self.skipped.append((frame.offset, end))
        rise = max(0, end - self.highest)
        known = end - max(self.highest, frame.offset) if rise else 0
        self.highest += rise
        self.credited += known
        return rise, known

    def _has(self, start, end):
        start = max(start, self.read)
        for offset in sorted(self.pieces):
            if offset <= start:
                start = max(start, offset + len(self.pieces[offset]))
        return start >= end

    def _pass_skipped(self):
        passed = True
        while passed:
            begun = self.read - len(self.partial)
            passed = [each for each in self.skipped if each[0] <= begun < each[1]]
            for _, end in passed:
                self.partial.clear()
                self.read = max(self.read, end)
            self.skipped = [each for each in self.skipped if each[1] > self.read]
            self.pieces = {at: data for at, data in self.pieces.items() if at + len(data) > self.read}

    def _cut_messages(self, max_message):
        at = 0
        while at < len(self.partial):
            head = 1 << (self.partial[at] >> 6)
            if at + head > len(self.partial):
                break
            length = wire.Reader(self.partial[at:at + head]).varint()
            if length > max_message:
                raise Malformed(f"a message of {length} bytes", wire.MESSAGE_TOO_LARGE)
            if at + head + length > len(self.partial):
                break
            self.messages.append(bytes(self.partial[at + head:at + head + length]))
            at += head + length
        del self.partial[:at]


# --- Connection (4, 7) --------------------------------------------------------------------------------------------

DATA_OVERHEAD = 1 + 8 + 4 + 4
CLOSE_PAUSES = (0.025, 0.025, 0.05, 0.05, 0.05, 0.1, 0.1, 0.1, 0.2, 0.2, 0.2)


class Connection:
    """One connection to a gateway; any method may raise ConnectionLost, and then it is over."""

    def __init__(self, address):
        family, kind, protocol, _, address = socket.getaddrinfo(*address, type=socket.SOCK_DGRAM)[0]
        self.socket = socket.socket(family, kind, protocol)
        self.socket.connect(address)  # datagrams from elsewhere do not get in
        self.socket.setblocking(False)
        self.own_id, self.peer_id = os.urandom(8), os.urandom(8)
        self.token = b""
        self.initial, self.data = NumberSpace(), NumberSpace()
        self.space = self.initial  # the one in which packets are sent
        self.recovery = Recovery()
        self.control = []  # frames to send besides streams
        self.hello = wire.encode_hello(Item(
            "Hello", mode=wire.PLAIN, idle_timeout=int(IDLE_TIMEOUT * 1000), max_ack_delay=int(MAX_ACK_DELAY * 1000),
            max_datagram_size=65_000, max_data=CONNECTION_WINDOW, max_stream_data=STREAM_WINDOW, max_streams=0,
            max_message_size=MAX_MESSAGE, max_datagram_frame_size=0, reset_token=b""),
            # A parameter that means nothing keeps gateways honest (4.3).
            varint(0x3F00 + random.randrange(64)) + with_length(os.urandom(3)))
        self.control.append(Item("HANDSHAKE", offset=0, data=self.hello))
        self.peer = None  # its hello
        self.handshake = {}  # offset: bytes
        self.streams = {}
        self.streams_opened = 0
        self.peer_max_streams = self.peer_max_data = 0
        self.sent_bytes = self.received_bytes = self.read_bytes = 0
        self.announced = CONNECTION_WINDOW
        self.answered = self.retried = False
        self.began = self.last_received = self.last_eliciting = time.monotonic()
        self.idle_at = self.began + HANDSHAKE_TIMEOUT
        self.retransmissions = 0

    # The handshake, and streams.

    def establish(self):
        while self.peer is None:
            self.step()

    def open_stream(self):
        """A new stream; there has to be credit for one."""
        while self.streams_opened >= self.peer_max_streams:
            self.step()
        stream = Stream(2 * self.streams_opened, self.peer.max_stream_data)
        self.streams_opened += 1
        self.streams[stream.id] = stream
        return stream

    def next_message(self, stream, until=None):
        """The next message, or None at the stream's end or when `until` (of time.monotonic) has come."""
        while not stream.messages:
            if stream.receiving_is_done() or until is not None and time.monotonic() >= until:
                return None
            self.step(until)
        message = stream.messages.popleft()
        self._give_credit(stream)
        return wire.decode_message(message)

    def stop_reading(self, stream):
        """Tells the gateway that nobody wants the rest of this stream."""
        stream.abandoned = True
        self.control.append(Item("STOP_SENDING", id=stream.id, code=wire.CANCELLED))

    def shut_down(self):
        """Ends all streams, waits until both sides are through, and closes (7.2)."""
        until = time.monotonic() + DRAIN_TIMEOUT
        for stream in self.streams.values():
            stream.finish()
        while self.streams and time.monotonic() < until:
            for stream in self.streams.values():
                stream.messages.clear()
            self.step(until)
        self.close(wire.NO_ERROR, "")

    # One step: what is due goes out, what came is taken in.

    def step(self, until=None):
        """Sends what may be sent, and waits for a datagram or a timer, or till `until`."""
        now = time.monotonic()
        self._run_timers(now)
        self._send_all(now)
        wait = max(0.0, min(self._next_timer(), until or float("inf")) - time.monotonic())
        if select.select([self.socket], [], [], wait)[0]:
            for datagram in self._read():
                self._on_datagram(datagram, time.monotonic())

    def _read(self):
        for _ in range(64):
            try:
                yield self.socket.recv(65_536)
            except BlockingIOError:
                return
            except ConnectionRefusedError:
                continue  # ICMP can be forged, and a gateway may come back

    def _put(self, datagram):
        try:
            self.socket.send(datagram)
        except (BlockingIOError, ConnectionRefusedError):
            pass  # as good as lost on the way

    def _peer_ack_delay(self):
        # INITIAL packets are acknowledged at once.
        return self.peer.max_ack_delay / 1000 if self.peer and self.space is self.data else 0.0

    def _last_sent(self):
        return max((packet.time for packet in self.space.sent.values()), default=None)

    def _loss_time(self):
        delay = self.recovery.loss_delay()
        return min((packet.time + delay for number, packet in self.space.sent.items()
                    if number < self.space.largest_acked), default=float("inf"))

    def _probe_time(self):
        last = self._last_sent()
        return float("inf") if last is None else last + self.recovery.probe_wait(self._peer_ack_delay())

    def _next_timer(self):
        heartbeat = max(self.last_received, self.last_eliciting) + HEARTBEAT
        return min(self.idle_at, heartbeat, self._loss_time(), self._probe_time(), self.space.ack_at or float("inf"))

    def _run_timers(self, now):
        if now >= self.idle_at:
            established = self.peer is not None
            self.socket.close()
            raise ConnectionLost(wire.IDLE_TIMEOUT if established else wire.HANDSHAKE_TIMEOUT,
                                 "the gateway is silent" if established else "no answer to the handshake")
        self._detect_losses(now)
        if now >= self._probe_time():
            self.recovery.probes += 1
            for packet in list(self.space.sent.values())[:2]:
                self._send_again(packet)
                self._send_packet(now, probe=True)
        if self.peer and now >= max(self.last_received, self.last_eliciting) + HEARTBEAT:
            self.control.append(Item("PING"))

    def _detect_losses(self, now):
        for packet in list(self.space.sent.values()):
            if packet.number <= self.space.largest_acked - 3 or (
                    packet.number < self.space.largest_acked and now >= packet.time + self.recovery.loss_delay()):
                del self.space.sent[packet.number]
                self.recovery.on_lost(packet, now)
                self._send_again(packet)
                self._settle(packet)

    def _send_again(self, packet):
        """Queues what the packet carried, if it is still needed."""
        self.retransmissions += 1
        for frame in packet.frames:
            stream = self.streams.get(getattr(frame, "id", None))
            if frame.name == "STREAM" and stream:
                if frame not in stream.lost:
                    stream.lost.append(frame)
            elif frame.name == "MAX_DATA":
                self.control.append(Item("MAX_DATA", limit=self.announced))
            elif frame.name == "MAX_STREAM_DATA" and stream:
                self.control.append(Item("MAX_STREAM_DATA", id=stream.id, limit=stream.announced))
            elif frame.name in ("HANDSHAKE", "RESET_STREAM", "STOP_SENDING") and frame not in self.control:
                self.control.append(frame)

    def _settle(self, packet):
        """The packet is no longer in flight."""
        for frame in packet.frames:
            stream = self.streams.get(getattr(frame, "id", None))
            if frame.name == "STREAM" and stream:
                stream.in_flight -= 1

    # Sending.

    def _send_all(self, now):
        while self._send_packet(now):
            pass

    def _send_packet(self, now, probe=False):
        """One packet, if there is something to send; a probe goes regardless of the window."""
        space, room = self.space, DATAGRAM - DATA_OVERHEAD
        in_flight = sum(packet.size for packet in space.sent.values())
        frames = []
        if probe or in_flight + DATAGRAM <= self.recovery.window:
            room -= 300 if space.received else 0  # for an ACK
            frames = self._fill(room)
            if probe and not frames:
                frames.append(Item("PING"))
        if not frames and not (space.ack_at is not None and now >= space.ack_at):
            return False
        eliciting = tuple(frames)
        if space.unacknowledged or frames and space.received:
            frames.insert(0, space.take_ack(now))
        payload = b"".join(map(wire.encode_frame, frames))
        kind = "INITIAL" if space is self.initial else "DATA"
        size = DATAGRAM if kind == "INITIAL" else MIN_ELICITING_DATA if eliciting else 0
        datagram = wire.encode_packet(Item("Packet", kind=kind, destination=self.peer_id, source=self.own_id,
                                           token=self.token, number=space.next, payload=payload), size)
        if eliciting:
            space.sent[space.next] = Sent(space.next, now, len(datagram), eliciting)
            if self.last_eliciting <= self.last_received and self.peer:
                # The first one after silence gets three probe timeouts for its answer (7.3).
                self.idle_at = max(self.idle_at, now + 3 * self.recovery.probe_timeout(self._peer_ack_delay()))
            self.last_eliciting = now
        space.next += 1
        self._put(datagram)
        return True

    def _fill(self, room):
        """Frames other than ACK, as many as there are and fit."""
        frames = []
        while self.control and len(wire.encode_frame(self.control[0])) <= room:
            frames.append(self.control.pop(0))
            room -= len(wire.encode_frame(frames[-1]))
        for stream in list(self.streams.values()) if self.space is self.data else ():
            while True:
                frame, fresh = stream.next_frame(room, self.peer_max_data - self.sent_bytes)
                if frame is None:
                    break
                self.sent_bytes += fresh
                stream.in_flight += 1
                frames.append(frame)
                room -= len(wire.encode_frame(frame))
        return frames

    # Receiving.

    def _on_datagram(self, datagram, now):
        try:
            packet = wire.decode_packet(datagram)
        except Malformed:
            packet = None
        if packet is None or packet.destination != self.own_id:
            self._look_for_reset(datagram)
            return
        if packet.kind == "RETRY":
            self._on_retry(packet)
        elif packet.kind == "VERSION_NEGOTIATION":
            if not self.answered and wire.VERSION not in packet.versions:
                self.socket.close()
                raise ConnectionLost(wire.VERSION_UNSUPPORTED, "the gateway speaks another version")
        elif packet.kind == "INITIAL" or self.peer is not None:
            self._on_numbered(packet, now)

    def _look_for_reset(self, datagram):
        token = self.peer.reset_token if self.peer else b""
        if token and len(datagram) >= 29 and not datagram[0] & 0x80 and datagram[-16:] == token:
            self.socket.close()
            raise ConnectionLost(wire.RESET, "the gateway has no memory of this connection")

    def _on_retry(self, packet):
        if self.retried or self.answered:
            return
        self.retried = self.answered = True
        self.peer_id, self.token = packet.source, packet.token
        self.initial.sent.clear()
        self.recovery.probes = 0
        self.control = [Item("HANDSHAKE", offset=0, data=self.hello)]

    def _on_numbered(self, packet, now):
        space = self.initial if packet.kind == "INITIAL" else self.data
        number = wire.full_number(packet.number, space.largest())
        if space.is_duplicate(number):
            return
        if packet.kind == "INITIAL" and not self.initial.received:
            self.answered, self.peer_id = True, packet.source
        self.last_received = now
        if self.peer:
            self.idle_at = now + min(IDLE_TIMEOUT, self.peer.idle_timeout / 1000)
        try:
            frames = wire.decode_frames(packet.payload)
            for frame in frames:
                self._on_frame(frame, packet.kind, space, now)
        except Malformed as e:
            self.close(e.code, str(e))
            raise ConnectionLost(e.code, str(e)) from e
        space.note(number, any(frame.name not in wire.NOT_ELICITING for frame in frames), now,
                   MAX_ACK_DELAY if space is self.data else 0)

    def _on_frame(self, frame, kind, space, now):
        name = frame.name
        if (kind == "INITIAL" and name not in wire.IN_INITIAL) or (kind == "DATA" and name == "HANDSHAKE"):
            raise Malformed(f"{name} in {kind}", wire.PROTOCOL_VIOLATION)
        if name == "ACK":
            self._on_ack(frame, space, now)
        elif name == "HANDSHAKE":
            self._on_handshake(frame)
        elif name == "CONNECTION_CLOSE":
            self._on_close(frame)
        elif name == "PATH_CHALLENGE":
            self.control.append(Item("PATH_RESPONSE", data=frame.data))
        elif name == "DATAGRAM":
            raise Malformed("a DATAGRAM, though this client takes none", wire.PROTOCOL_VIOLATION)
        elif name == "MAX_DATA":
            self.peer_max_data = max(self.peer_max_data, frame.limit)
        elif name == "MAX_STREAMS":
            self.peer_max_streams = max(self.peer_max_streams, frame.limit)
        elif hasattr(frame, "id"):
            self._on_stream_frame(frame)

    def _on_ack(self, frame, space, now):
        if frame.largest >= space.next:
            raise Malformed("acknowledged what was never sent", wire.PROTOCOL_VIOLATION)
        acked = [packet for number, packet in space.sent.items()
                 if any(low <= number <= high for low, high in frame.ranges)]
        if not acked:
            return
        for packet in acked:
            del space.sent[packet.number]
            self.recovery.on_acked(packet)
            self._settle(packet)
            for each in packet.frames:
                if each.name == "STREAM" and each.fin and each.id in self.streams:
                    self.streams[each.id].fin_acked = True
        if acked[-1].number == frame.largest:
            delay = min(frame.delay / 1_000_000, self._peer_ack_delay())
            self.recovery.sample(now - acked[-1].time, delay)
        space.largest_acked = max(space.largest_acked, frame.largest)
        self.recovery.probes = 0
        self._detect_losses(now)
        self._forget_streams()

    def _on_handshake(self, frame):
        self.handshake[frame.offset] = frame.data
        data = bytearray()
        while len(data) in self.handshake:
            data += self.handshake.pop(len(data)) or b" "
        self.handshake = {0: bytes(data)} if data else self.handshake
        if self.peer is None and data:
            try:
                peer = wire.decode_hello(wire.Reader(data))
            except Malformed as e:
                if e.code == wire.FRAME_ENCODING_ERROR and len(data) < 1100:
                    return  # not all of it is here
                raise
            self.peer = peer
            self.peer_max_data, self.peer_max_streams = peer.max_data, peer.max_streams
            self.idle_at = time.monotonic() + min(IDLE_TIMEOUT, peer.idle_timeout / 1000)
            # From here on only DATA; a PING tells the gateway that its hello arrived (4.4).
            self.initial.sent.clear()
            self.space, self.control = self.data, [Item("PING")]

    def _on_stream_frame(self, frame):
        if frame.id & 1:
            raise Malformed("this client allows the gateway no streams", wire.STREAM_LIMIT_ERROR)
        if frame.id >= 2 * self.streams_opened:
            raise Malformed(f"no stream {frame.id}", wire.STREAM_STATE_ERROR)
        stream = self.streams.get(frame.id)
        if stream is None:
            return  # it is over
        if frame.name == "MAX_STREAM_DATA":
            stream.limit = max(stream.limit, frame.limit)
        elif frame.name == "STOP_SENDING":
            if not stream.sending_is_done():
                stream.reset_code = frame.code
                self.control.append(Item("RESET_STREAM", id=stream.id, code=frame.code, final_size=stream.offset))
        elif frame.name == "RESET_STREAM":
            self._count_received(max(0, frame.final_size - stream.highest))
            self.read_bytes += max(0, frame.final_size - stream.read) - stream.credited
            stream.final_size, stream.abandoned = frame.final_size, True
            stream.highest = stream.read = frame.final_size
            stream.pieces.clear()
        elif frame.name == "SKIP":
            if not stream.abandoned:
                rise, known = stream.skip(frame)
                self.read_bytes += known
                self._count_received(rise)
        elif frame.name == "STREAM":
            self._count_received(stream.receive(frame))
        self._give_credit(stream)
        self._forget_streams()

    def _count_received(self, count):
        self.received_bytes += count
        if self.received_bytes > self.announced:
            raise Malformed("beyond the connection's credit", wire.FLOW_CONTROL_ERROR)

    def _give_credit(self, stream):
        """Announces new limits when half a window is free (6.2)."""
        self.read_bytes += stream.reassemble()
        if stream.final_size is None and stream.read + STREAM_WINDOW - stream.announced >= STREAM_WINDOW // 2:
            stream.announced = stream.read + STREAM_WINDOW
            self.control.append(Item("MAX_STREAM_DATA", id=stream.id, limit=stream.announced))
        if self.read_bytes + CONNECTION_WINDOW - self.announced >= CONNECTION_WINDOW // 2:
            self.announced = self.read_bytes + CONNECTION_WINDOW
            self.control.append(Item("MAX_DATA", limit=self.announced))

    def _forget_streams(self):
        for stream in [each for each in self.streams.values() if each.is_over()]:
            del self.streams[stream.id]

    # The end.

    def _close_packet(self, code, reason):
        frame = Item("CONNECTION_CLOSE", code=code, reason=reason.encode("utf-8")[:200])
        kind = "INITIAL" if self.space is self.initial else "DATA"
        packet = Item("Packet", kind=kind, destination=self.peer_id, source=self.own_id, token=self.token,
                      number=self.space.next, payload=wire.encode_frame(frame))
        self.space.next += 1
        self._put(wire.encode_packet(packet, DATAGRAM if kind == "INITIAL" else 0))

    def close(self, code, reason):
        """Says goodbye until the gateway answers or the closing period is over (7.2)."""
        end = time.monotonic() + self._closing_period()
        for pause in CLOSE_PAUSES + (3.0,):
            self._close_packet(code, reason)
            if self._hears_close(min(end, time.monotonic() + pause)):
                break
        self.socket.close()

    def _closing_period(self):
        return min(3.0, max(1.2, 3 * self.recovery.probe_timeout(self._peer_ack_delay())))

    def _hears_close(self, until):
        while select.select([self.socket], [], [], max(0.0, until - time.monotonic()))[0]:
            for datagram in self._read():
                try:
                    packet = wire.decode_packet(datagram)
                    frames = wire.decode_frames(packet.payload) if packet.kind in ("DATA", "INITIAL") else []
                except Malformed:
                    continue
                if packet.destination == self.own_id and any(each.name == "CONNECTION_CLOSE" for each in frames):
                    return True
        return False

    def _on_close(self, frame):
        reason = frame.reason.decode("utf-8", "replace")
        if self.peer is None:
            self.socket.close()
        else:
            # Whoever was told answers for a while: the answer may be lost. Nobody need wait for that.
            threading.Thread(target=self._linger, args=(frame.code, reason)).start()
        raise ConnectionLost(frame.code, f"the gateway closed the connection: {reason or frame.code}")

    def _linger(self, code, reason):
        end = time.monotonic() + self._closing_period()
        self._close_packet(code, reason)
        while self._hears_close(end):
            self._close_packet(code, reason)
        self.socket.close()
