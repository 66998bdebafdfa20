#!/usr/bin/env python3
"""A client of a Sluice gateway, written from docs/protocol.md alone; the numbers in comments are its sections.

It needs nothing but Python 3.9 and speaks plain mode only. crsp_wire.py has the bytes, crsp_connection.py a
connection; here is the session that outlives connections, and what a user does with it.
"""
import argparse
import collections
import hashlib
import random
import sys
import time

import crsp_wire as wire
from crsp_connection import Connection, ConnectionLost
from crsp_wire import encode_message


class SessionOver(Exception):
    """The gateway refused the session or the stream for good."""


class Redirected(Exception):
    """Another gateway has the session."""

    def __init__(self, redirect):
        super().__init__(f"sent on to gateway {redirect.gatewayId} at {redirect.host}:{redirect.port}")
        self.gateway = (redirect.host, redirect.port)


# --- Session (8) --------------------------------------------------------------------------------------------------

TRY_AGAIN = {wire.NOT_READY, wire.SESSION_LIMIT, wire.KAFKA_UNAVAILABLE, wire.INTERNAL_ERROR}


class Session:
    """Does one task on a session: connects, resumes it after losses, and tells the task where to go on."""

    # Gateways that name each other must not be asked without a pause.
    MAX_REDIRECTS = 5

    def __init__(self, gateways, name, window=0, patience=60.0):
        self.gateways = collections.deque(gateways)
        self.name = name
        self.window = window
        self.patience = patience
        self.id = None
        self.epoch = 0
        self.resumes = 0
        self.redirects = 0

    def run(self, task):
        """Runs the task to its end and gives the session up."""
        pause, deadline = 0.1, time.monotonic() + self.patience
        while True:
            opened_at = None
            try:
                connection = Connection(self.gateways[0])
                control = self._open(connection)
                opened_at = time.monotonic()
                self.redirects = 0
                self._work(connection, control, task)
                control.send(encode_message("EndSession"))
                connection.shut_down()
                return
            except Redirected as e:
                print(f"crsp_client: {e}", file=sys.stderr)
                if e.gateway in self.gateways:
                    self.gateways.remove(e.gateway)
                self.gateways.appendleft(e.gateway)
                self.redirects += 1
                if self.redirects % self.MAX_REDIRECTS == 0:
                    time.sleep(random.uniform(pause / 2, pause))
                    pause = min(2.0, 2 * pause)
            except ConnectionLost as e:
                if e.code in (wire.SESSION_FENCED, wire.ADDRESS_BANNED):
                    raise SessionOver(str(e)) from e
                if task.done:
                    return
                if opened_at is not None:
                    deadline = time.monotonic() + self.patience
                elif time.monotonic() > deadline:
                    raise
                if opened_at is not None and time.monotonic() - opened_at > 1:
                    pause = 0.1
                    continue
                if opened_at is None:
                    self.gateways.rotate(-1)
                time.sleep(random.uniform(pause / 2, pause))
                pause = min(2.0, 2 * pause)

    def _open(self, connection):
        connection.establish()
        control = connection.open_stream()
        if self.id is None:
            control.send(encode_message("OpenSession", clientName=self.name, window=self.window))
        else:
            control.send(encode_message("ResumeSession", id=self.id, epoch=self.epoch, clientName=self.name))
        answer = connection.next_message(control)
        if answer is None or answer.name == "Failure" and answer.code in TRY_AGAIN:
            connection.shut_down()
            raise ConnectionLost(wire.NOT_READY, answer.text if answer else "the gateway ended the control stream")
        if answer.name == "Redirect":
            connection.shut_down()
            raise Redirected(answer)
        if answer.name == "Failure":
            connection.shut_down()
            raise SessionOver(answer.text)
        self.resumes += self.id is not None
        self.id, self.epoch = answer.id, answer.epoch
        return control

    @staticmethod
    def _work(connection, control, task):
        stream = connection.open_stream()
        stream.send(task.begin())
        while not task.done:
            message = connection.next_message(stream, time.monotonic() + 0.5)
            if control.messages:
                Session._heed(connection, connection.next_message(control))
            if message is None and not stream.receiving_is_done():
                continue
            if message is None:
                raise SessionOver("the gateway ended the stream")
            if message.name == "Failure":
                connection.shut_down()
                raise SessionOver(message.text)
            task.on_message(stream, message)
        if task.stops_reading:
            connection.stop_reading(stream)
        stream.finish()


    @staticmethod
    def _heed(connection, message):
        """On an open session the gateway asks for nothing but to move (8.3)."""
        if message.name == "Redirect":
            connection.close(wire.NO_ERROR, "the session moves")
            raise Redirected(message)


class Receiving:
    """Takes `count` records of a topic, each once and in order of its partition (8.4)."""

    stops_reading = True
    COMMIT_EVERY = 100

    def __init__(self, topic, count, start, accept):
        self.topic, self.count, self.accept = topic, count, accept
        self.start = (start, None)
        self.positions = {}
        self.taken = 0
        self.done = count == 0

    def begin(self):
        start = ("positions", self.positions) if self.positions else self.start
        return encode_message("Subscribe", number=1, topic=self.topic, partition=-1, filter=("all", None), start=start,
                              reset="fail")

    def on_message(self, stream, message):
        if message.name == "Subscribed":
            self.positions = {**message.positions, **self.positions}
        elif message.name == "PartitionsAdded":
            self.positions = {**self.positions, **message.positions}
        elif message.name == "Delivery" and message.offset >= self.positions.get(message.partition, 0):
            self.positions[message.partition] = message.offset + 1
            self.accept(message)
            self.taken += 1
            self.done = self.taken == self.count
            if self.done or self.taken % self.COMMIT_EVERY == 0:
                stream.send(encode_message("Commit", positions=self.positions))


class Sending:
    """Publishes values and waits until Kafka has them (8.5)."""

    stops_reading = False

    def __init__(self, topic, values):
        self.topic, self.values = topic, values
        self.confirmed = 0
        self.done = not values

    def begin(self):
        return encode_message("Publish", number=1, topic=self.topic, guarantee="EXACTLY_ONCE")

    def on_message(self, stream, message):
        if message.name == "Publishing":
            first = max(message.lastSequence, self.confirmed) + 1
            for sequence in range(first, len(self.values) + 1):
                stream.send(encode_message("Data", sequence=sequence, key=None, headers=[],
                                           value=self.values[sequence - 1]))
        elif message.name == "Confirm":
            self.confirmed = max(self.confirmed, message.sequence)
            self.done = self.confirmed >= len(self.values)


class Numbering:
    """Takes a sequence of random numbers and compares its checksum with the gateway's (8.6)."""

    stops_reading = False

    def __init__(self, length, interval, accept):
        self.length, self.interval, self.accept = length, interval, accept
        self.next = 0
        self.digest = hashlib.sha256()
        self.done = self.verified = False

    def begin(self):
        return encode_message("SequenceRequest", number=1, length=self.length, interval=self.interval,
                              nextIndex=self.next)

    def on_message(self, stream, message):
        if message.name == "SequenceStarted":
            self.length = message.length
        elif message.name == "SequenceItem" and message.index == self.next:
            self.next += 1
            self.digest.update(message.value.to_bytes(4, "big"))
            self.accept(message.value)
        elif message.name == "SequenceEnd":
            own = self.digest.digest()
            self.done, self.verified = True, own == message.checksum
            stream.send(encode_message("SequenceVerified", checksum=own))


# --- Command line -------------------------------------------------------------------------------------------------


def _address(text):
    host, _, port = text.rpartition(":")
    return (host or text).strip("[]"), int(port) if host else 4650


def _arguments(arguments):
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--gateway", default="localhost:4650", help="host:port, several with commas between")
    common.add_argument("--window", type=int, default=0, help="reconnect window in ms; 0 for the gateway's default")
    common.add_argument("--patience", type=float, default=60, help="seconds without a session before it gives up")
    parser = argparse.ArgumentParser(description="A client of a Sluice gateway, in plain mode.")
    commands = parser.add_subparsers(dest="command", required=True)
    receive = commands.add_parser("receive", parents=[common], help="print the values of a topic's records")
    receive.add_argument("topic")
    receive.add_argument("--count", type=int, default=-1, help="end after so many")
    receive.add_argument("--from", dest="start", choices=("earliest", "latest"), default="earliest")
    send = commands.add_parser("send", parents=[common], help="publish values and wait until Kafka has them")
    send.add_argument("topic")
    send.add_argument("values", nargs="+", metavar="value")
    sequence = commands.add_parser("sequence", parents=[common], help="take random numbers and compare checksums")
    sequence.add_argument("length", type=int)
    sequence.add_argument("--interval", type=int, default=10, help="ms between numbers")
    return parser.parse_args(arguments)


def _print_value(value):
    sys.stdout.buffer.write((value or b"") + b"\n")
    sys.stdout.buffer.flush()


def main(arguments=None):
    options = _arguments(arguments)
    session = Session([_address(each) for each in options.gateway.split(",")], "python-example", options.window,
                      options.patience)
    if options.command == "receive":
        task = Receiving(options.topic, options.count, options.start, lambda record: _print_value(record.value))
    elif options.command == "send":
        task = Sending(options.topic, [each.encode("utf-8") for each in options.values])
    else:
        task = Numbering(options.length, options.interval, lambda number: _print_value(b"%d" % number))
    try:
        session.run(task)
    except (ConnectionLost, SessionOver, OSError) as e:
        print(f"crsp_client: {e}", file=sys.stderr)
        return 3 if isinstance(e, ConnectionLost) else 4
    summary = {"receive": lambda: f"received {task.taken}", "send": lambda: f"confirmed {task.confirmed}",
               "sequence": lambda: f"checksum {'equal' if task.verified else 'DIFFERENT'} {task.digest.hexdigest()}"}
    print(f"crsp_client: {summary[options.command]()}, resumed {session.resumes}", file=sys.stderr)
    return 5 if options.command == "sequence" and not task.verified else 0


if __name__ == "__main__":
    sys.exit(main())
