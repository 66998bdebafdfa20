-- A Wireshark dissector of CRSP/2, as docs/protocol.md describes it; the numbers in comments are its sections.
--
--   wireshark -X lua_script:crsp.lua
--   tshark -X lua_script:crsp.lua -r capture.pcapng -Y 'crsp.frame.type == "STREAM"'
--
-- It knows connections by their handshake on any port, and takes UDP port 4650 for CRSP without one. What a connection
-- protects by encryption is shown as protected.

local crsp = Proto("crsp", "Controller-Renderer-Server Protocol")

local VERSION_2 = 0x43525332
local PLAIN = 1
local CHECKSUM_SIZE = 4
local STATELESS_RESET_SIZE = 41
-- What is kept of bytes whose predecessors are missing in the capture.
local PIECES_KEPT = 4096

-- --- Names ----------------------------------------------------------------------------------------------------------

local INITIAL, DATA, RETRY, VERSION_NEGOTIATION, STATELESS_RESET = 0, 1, 2, 3, 4
local PACKET_TYPES = {
  [INITIAL] = "INITIAL", [DATA] = "DATA", [RETRY] = "RETRY", [VERSION_NEGOTIATION] = "VERSION_NEGOTIATION",
  [STATELESS_RESET] = "STATELESS_RESET",
}

local FRAME_TYPES = {
  [0x00] = "PADDING", [0x01] = "PING", [0x02] = "ACK", [0x03] = "ACK", [0x04] = "RESET_STREAM", [0x05] = "STOP_SENDING",
  [0x06] = "HANDSHAKE", [0x07] = "NEW_TICKET", [0x08] = "STREAM", [0x09] = "STREAM", [0x0a] = "STREAM", [0x0b] = "STREAM",
  [0x10] = "MAX_DATA", [0x11] = "MAX_STREAM_DATA", [0x12] = "MAX_STREAMS", [0x14] = "DATA_BLOCKED",
  [0x15] = "STREAM_DATA_BLOCKED", [0x18] = "RESET_TOKEN", [0x1a] = "PATH_CHALLENGE", [0x1b] = "PATH_RESPONSE", [0x1c] = "CONNECTION_CLOSE",
  [0x20] = "SKIP", [0x30] = "DATAGRAM", [0x31] = "DATAGRAM",
}

local MODES = { [PLAIN] = "plain", [2] = "TLS", [3] = "resumption" }

local ERROR_CODES = {
  [0x00] = "NO_ERROR", [0x01] = "INTERNAL_ERROR", [0x02] = "CONNECTION_REFUSED", [0x03] = "FLOW_CONTROL_ERROR",
  [0x04] = "STREAM_LIMIT_ERROR", [0x05] = "STREAM_STATE_ERROR", [0x06] = "FINAL_SIZE_ERROR",
  [0x07] = "FRAME_ENCODING_ERROR", [0x08] = "TRANSPORT_PARAMETER_ERROR", [0x0a] = "PROTOCOL_VIOLATION",
  [0x0b] = "INVALID_TOKEN", [0x0c] = "HANDSHAKE_FAILED", [0x0d] = "MESSAGE_TOO_LARGE", [0x0e] = "GOING_AWAY",
  [0x0f] = "RESET", [0x10] = "IDLE_TIMEOUT", [0x11] = "HANDSHAKE_TIMEOUT", [0x12] = "VERSION_UNSUPPORTED",
  [0x13] = "DRAIN_TIMEOUT", [0x14] = "CERTIFICATE_REJECTED", [0x15] = "TICKET_REFUSED", [0x16] = "PLAIN_REFUSED",
  [0x100] = "SESSION_EXPIRED", [0x101] = "SESSION_UNKNOWN", [0x102] = "SESSION_FENCED",
  [0x103] = "SESSION_ENDED", [0x104] = "SESSION_LIMIT", [0x105] = "NOT_READY", [0x106] = "ADDRESS_BANNED",
  [0x110] = "TOPIC_UNKNOWN",
  [0x111] = "PARTITION_UNKNOWN", [0x112] = "POSITION_UNKNOWN", [0x113] = "KAFKA_UNAVAILABLE",
  [0x114] = "KAFKA_REFUSED", [0x115] = "RECORD_TOO_LARGE", [0x116] = "TOPIC_FORBIDDEN",
  [0x120] = "BAD_REQUEST", [0x121] = "STREAM_EXISTS", [0x122] = "SEQUENCE_UNKNOWN",
  [0x123] = "CANCELLED", [0x124] = "STREAM_UNKNOWN", [0x125] = "NOT_POSSIBLE_NOW", [0x126] = "FORBIDDEN",
  [0x130] = "NAME_INVALID", [0x131] = "FILE_UNKNOWN", [0x132] = "RANGE_INVALID", [0x133] = "FILE_TOO_LARGE",
  [0x134] = "LIBRARY_FULL", [0x135] = "CHECKSUM_MISMATCH", [0x136] = "CONTENT_LOST", [0x137] = "UPLOAD_UNKNOWN",
  [0x140] = "RENDERER_UNKNOWN", [0x141] = "RENDERER_GONE", [0x142] = "RENDERER_TAKEN", [0x143] = "RENDERER_LIMIT",
  [0x144] = "RENDERER_NAME_INVALID", [0x145] = "ITEM_UNKNOWN", [0x146] = "ITEM_NAME_INVALID",
  [0x147] = "COMMAND_TIMED_OUT", [0x148] = "COMMAND_SUPERSEDED", [0x149] = "NOTHING_TO_PLAY",
  [0x14a] = "PLAYBACK_FAILED", [0x150] = "SERIES_UNKNOWN", [0x151] = "POINT_UNKNOWN", [0x152] = "TIME_OUT_OF_RANGE",
  [0x153] = "SERIES_NAME_INVALID", [0x154] = "POINTS_FULL",
}

-- Transport parameters (4.3) that are one variable-length integer.
local PARAMETERS = {
  [0x01] = "idle_timeout", [0x03] = "max_datagram_size", [0x04] = "max_data", [0x05] = "max_stream_data",
  [0x06] = "max_streams", [0x07] = "max_ack_delay", [0x08] = "max_message_size",
  [0x20] = "max_datagram_frame_size",
}
local RESET_TOKEN = 0x02

-- Session messages (8.2): type, name, fields as name:type.
local MESSAGES = {
  [0x01] = { "OpenSession", "client_name:text", "window:number" },
  [0x02] = { "ResumeSession", "session:id", "epoch:number", "client_name:text" },
  [0x03] = { "SessionOpened", "session:id", "epoch:number", "window:number", "gateway:text" },
  [0x04] = { "EndSession" },
  [0x05] = { "Failure", "code:code", "text:text" },
  [0x06] = { "Redirect", "gateway:text", "host:text", "port:number" },
  [0x07] = { "StreamStatus", "code:code", "text:text" },
  [0x10] = { "Subscribe", "number:number", "topic:text", "partition_plus_one:number", "filter:filter", "start:start",
    "reset:reset" },
  [0x11] = { "Subscribed", "positions:positions" },
  [0x12] = { "Delivery", "partition:number", "offset:number", "timestamp:number", "key:nullable", "headers:headers",
    "value:nullable" },
  [0x13] = { "Commit", "positions:positions" },
  [0x14] = { "Pause" },
  [0x15] = { "Resume" },
  [0x16] = { "Seek", "start:start" },
  [0x17] = { "DeliveryState", "paused:number" },
  [0x18] = { "PositionReset", "partition:number", "wanted:number", "earliest:number", "latest:number", "next:number" },
  [0x19] = { "PartitionsAdded", "positions:positions" },
  [0x1a] = { "AwaitPosition", "partition:number", "offset:number" },
  [0x1b] = { "PositionReached", "partition:number", "offset:number" },
  [0x20] = { "Publish", "number:number", "topic:text", "guarantee:number" },
  [0x21] = { "Publishing", "sequence:number" },
  [0x22] = { "Data", "sequence:number", "key:nullable", "headers:headers", "value:nullable" },
  [0x23] = { "Confirm", "sequence:number" },
  [0x30] = { "SequenceRequest", "number:number", "length:number", "interval:number", "index:number" },
  [0x31] = { "SequenceStarted", "length:number", "interval:number" },
  [0x32] = { "SequenceItem", "index:number", "number_value:number" },
  [0x33] = { "SequenceEnd", "checksum:bytes" },
  [0x34] = { "SequenceVerified", "checksum:bytes" },
  [0x40] = { "LibraryList", "number:number", "file_name:text", "versions:number", "after_name:text",
    "before_version:number", "limit:number" },
  [0x41] = { "LibraryItem", "version:number", "file_name:text", "size:number", "media_type:text", "sha256:bytes",
    "created_millis:number" },
  [0x42] = { "LibraryEnd", "more:number", "files:number", "versions:number", "bytes:number", "unfinished:number",
    "unfinished_bytes:number", "retention:number" },
  [0x43] = { "LibraryRemove", "number:number", "file_name:text", "version:number" },
  [0x44] = { "LibraryRemoved", "versions:number", "bytes:number" },
  [0x45] = { "LibraryVerify", "number:number", "file_name:text", "version:number" },
  [0x46] = { "LibraryVerified", "sha256:bytes" },
  [0x47] = { "LibraryPut", "number:number", "file_name:text", "size:number", "media_type:text", "sha256:bytes" },
  [0x48] = { "LibraryMissing", "offset:number", "length:number" },
  [0x49] = { "LibraryReady", "chunk_bytes:number" },
  [0x4a] = { "LibraryChunk", "offset:number", "data:bytes" },
  [0x4b] = { "LibraryStored", "offset:number" },
  [0x4c] = { "LibraryFinish" },
  [0x4d] = { "LibraryGet", "number:number", "file_name:text", "version:number", "offset:number", "length:number" },
  [0x4e] = { "LibraryRange", "offset:number", "length:number" },
  [0x4f] = { "LibraryContent", "offset:number", "data:bytes" },
  [0x50] = { "RegisterRenderer", "number:number", "renderer:text", "kind:text" },
  [0x51] = { "RendererRegistered" },
  [0x52] = { "RendererCommand", "command:number", "action:action", "item:item", "play_position:number",
    "place:number", "start_at:number", "by:text" },
  [0x53] = { "RendererState", "command:number", "state:state", "item:item", "play_position:number", "buffered:number",
    "rate:number", "code:code", "text:text", "at:number" },
  [0x54] = { "Control", "number:number" },
  [0x55] = { "RendererSeen", "renderer:text", "kind:text", "presence:number", "gateway:text", "command:number",
    "action:action", "by:text", "followed:number", "state:state", "item:item", "play_position:number",
    "buffered:number", "rate:number", "code:code", "text:text", "at:number" },
  [0x56] = { "RenderersListed", "count:number" },
  [0x57] = { "RendererForgotten", "renderer:text" },
  [0x58] = { "ControlCommand", "request:number", "renderers:texts", "action:action", "item:item",
    "play_position:number", "start_at:number" },
  [0x59] = { "ControlAnswer", "request:number", "renderer:text", "command:number", "code:code", "text:text" },
  [0x5a] = { "ListItems", "request:number", "after:text", "limit:number" },
  [0x5b] = { "ItemSeen", "request:number", "item:item" },
  [0x5c] = { "ItemsListed", "request:number", "more:number", "code:code", "text:text" },
  [0x5d] = { "SteerStream", "request:number", "session:id", "stream_plus_one:number", "action:action", "start:start" },
  [0x5e] = { "StreamSteered", "request:number", "streams:number", "code:code", "text:text" },
  [0x60] = { "Points", "number:number" },
  [0x61] = { "PutPoints", "request:number", "series:text", "points:points" },
  [0x62] = { "PointsStored", "request:number", "changed:number" },
  [0x63] = { "GetPoints", "request:number", "series:text", "times:times" },
  [0x64] = { "PointValues", "request:number", "first:time", "last:time", "results:results" },
  [0x65] = { "GetRange", "request:number", "series:text", "from:time", "to:time", "limit:number" },
  [0x66] = { "PointRange", "request:number", "more:number", "points:points" },
  [0x67] = { "ListSeries", "request:number", "prefix:text", "after:text", "limit:number" },
  [0x68] = { "SeriesSeen", "request:number", "series:text", "point_count:number", "first:time", "last:time",
    "least:double", "greatest:double" },
  [0x69] = { "SeriesListed", "request:number", "more:number", "series_count:number", "point_count:number",
    "max_series:number", "max_points:number" },
  [0x6a] = { "RemoveSeries", "request:number", "series:text" },
  [0x6b] = { "SeriesRemoved", "request:number", "point_count:number" },
  [0x6c] = { "PointsFailed", "request:number", "code:code", "text:text" },
}
local MESSAGE_TYPES = {}
for number, message in pairs(MESSAGES) do MESSAGE_TYPES[number] = message[1] end
local FILTER_KINDS = { [0] = "all", [1] = "key", [2] = "key-prefix", [3] = "header" }
local ACTIONS = { [0] = "play", [1] = "pause", [2] = "resume", [3] = "restart", [4] = "seek", [5] = "stop" }
local STATES = { [0] = "idle", [1] = "scheduled", [2] = "begun", [3] = "playing", [4] = "paused", [5] = "ended",
  [6] = "failed" }
local ITEM_KINDS = { [0] = "none", [1] = "topic", [2] = "file" }
local RESETS = { [0] = "fail", [1] = "earliest", [2] = "latest" }
local START_KINDS = { [0] = "earliest", [1] = "latest", [2] = "offset", [3] = "timestamp", [4] = "positions" }

-- --- Fields ---------------------------------------------------------------------------------------------------------

local f = {
  type = ProtoField.uint8("crsp.type", "Packet type", base.DEC, PACKET_TYPES),
  flags = ProtoField.uint8("crsp.flags", "Flags", base.HEX),
  version = ProtoField.uint32("crsp.version", "Version", base.HEX),
  dcid = ProtoField.bytes("crsp.dcid", "Destination connection id"),
  scid = ProtoField.bytes("crsp.scid", "Source connection id"),
  token_length = ProtoField.uint64("crsp.token.length", "Token length"),
  token = ProtoField.bytes("crsp.token", "Address token"),
  supported = ProtoField.uint32("crsp.supported_version", "Supported version", base.HEX),
  pn = ProtoField.uint32("crsp.pn", "Packet number (low 32 bits)"),
  checksum = ProtoField.uint32("crsp.checksum", "Checksum (CRC32C)", base.HEX),
  checksum_good = ProtoField.bool("crsp.checksum.good", "Checksum is right"),
  protected = ProtoField.bytes("crsp.protected", "Protected"),
  reset_token = ProtoField.bytes("crsp.reset_token", "Stateless reset token"),

  frame = ProtoField.none("crsp.frame", "Frame"),
  frame_type = ProtoField.uint8("crsp.frame.type", "Frame type", base.HEX, FRAME_TYPES),
  padding = ProtoField.uint32("crsp.padding.length", "Padding"),
  ack_largest = ProtoField.uint64("crsp.ack.largest", "Largest acknowledged"),
  ack_delay = ProtoField.uint64("crsp.ack.delay", "Delay (µs)"),
  ack_count = ProtoField.uint64("crsp.ack.range_count", "Further ranges"),
  ack_ect0 = ProtoField.uint64("crsp.ack.ect0", "Arrived with ECT(0)"),
  ack_ect1 = ProtoField.uint64("crsp.ack.ect1", "Arrived with ECT(1)"),
  ack_ce = ProtoField.uint64("crsp.ack.ce", "Arrived with congestion experienced"),
  ack_range = ProtoField.string("crsp.ack.range", "Acknowledged"),
  stream_id = ProtoField.uint64("crsp.stream.id", "Stream"),
  stream_offset = ProtoField.uint64("crsp.stream.offset", "Offset"),
  stream_length = ProtoField.uint64("crsp.stream.length", "Length"),
  stream_fin = ProtoField.bool("crsp.stream.fin", "End of the stream"),
  stream_data = ProtoField.bytes("crsp.stream.data", "Data"),
  stream_error = ProtoField.uint32("crsp.stream.error_code", "Error code", base.HEX, ERROR_CODES),
  stream_final_size = ProtoField.uint64("crsp.stream.final_size", "Final size"),
  handshake_offset = ProtoField.uint64("crsp.handshake.offset", "Offset"),
  handshake_length = ProtoField.uint64("crsp.handshake.length", "Length"),
  handshake_data = ProtoField.bytes("crsp.handshake.data", "Handshake bytes"),
  limit = ProtoField.uint64("crsp.limit", "Limit"),
  ticket_lifetime = ProtoField.uint64("crsp.ticket.lifetime", "Lifetime (s)"),
  ticket = ProtoField.bytes("crsp.ticket", "Ticket"),
  datagram_data = ProtoField.bytes("crsp.datagram.data", "Datagram"),
  path_data = ProtoField.bytes("crsp.path.data", "Path data"),
  close_code = ProtoField.uint32("crsp.close.error_code", "Error code", base.HEX, ERROR_CODES),
  close_reason = ProtoField.string("crsp.close.reason", "Reason", base.UNICODE),

  hello = ProtoField.none("crsp.hello", "Hello"),
  hello_mode = ProtoField.uint8("crsp.hello.mode", "Security mode", base.DEC, MODES),
  hello_length = ProtoField.uint64("crsp.hello.length", "Length of the parameters"),
  parameter_unknown = ProtoField.bytes("crsp.parameter.unknown", "Unknown parameter"),
  parameter_reset_token = ProtoField.bytes("crsp.parameter.reset_token", "reset_token"),

  message = ProtoField.none("crsp.message", "Message"),
  message_type = ProtoField.uint8("crsp.message.type", "Message type", base.HEX, MESSAGE_TYPES),
  message_length = ProtoField.uint32("crsp.message.length", "Length"),
  filter_kind = ProtoField.uint8("crsp.message.filter", "Filter", base.DEC, FILTER_KINDS),
  filter_value = ProtoField.bytes("crsp.message.filter.value", "Filter by"),
  action = ProtoField.uint8("crsp.message.action", "Action", base.DEC, ACTIONS),
  state = ProtoField.uint8("crsp.message.state", "State", base.DEC, STATES),
  item_kind = ProtoField.uint8("crsp.message.item", "Item", base.DEC, ITEM_KINDS),
  item_name = ProtoField.string("crsp.message.item.name", "Item's name", base.UNICODE),
  item_media_type = ProtoField.string("crsp.message.item.media_type", "Item's media type", base.UNICODE),
  item_place = ProtoField.uint64("crsp.message.item.place", "Item's partition, begin, end; version, size"),
  point_time = ProtoField.int64("crsp.message.point.time", "Time (ns)"),
  point_value = ProtoField.double("crsp.message.point.value", "Value"),
  point_code = ProtoField.uint32("crsp.message.point.code", "Result", base.HEX, ERROR_CODES),
  renderer_name = ProtoField.string("crsp.message.renderer_name", "Renderer", base.UNICODE),
  reset = ProtoField.uint8("crsp.message.reset", "Reset", base.DEC, RESETS),
  start_kind = ProtoField.uint8("crsp.message.start", "Start", base.DEC, START_KINDS),
  start_value = ProtoField.uint64("crsp.message.start.value", "Start at"),
  position = ProtoField.string("crsp.message.position", "Position"),
  header_name = ProtoField.string("crsp.message.header", "Header", base.UNICODE),
  header_value = ProtoField.bytes("crsp.message.header.value", "Header value"),
  is_null = ProtoField.string("crsp.message.null", "Null"),
}
for _, name in pairs(PARAMETERS) do
  f["parameter_" .. name] = ProtoField.uint64("crsp.parameter." .. name, name)
end
-- One field for each name in MESSAGES, whatever messages have it.
local MESSAGE_FIELDS = {}
for _, message in pairs(MESSAGES) do
  for i = 2, #message do
    local name, kind = message[i]:match("([%w_]+):(%w+)")
    message[i] = { name = name, kind = kind }
    if not MESSAGE_FIELDS[name] then
      local abbreviation, title = "crsp.message." .. name, name:gsub("_", " ")
      MESSAGE_FIELDS[name] = kind == "number" and ProtoField.uint64(abbreviation, title)
        or kind == "text" and ProtoField.string(abbreviation, title, base.UNICODE)
        or kind == "time" and ProtoField.int64(abbreviation, title .. " (ns)")
        or kind == "double" and ProtoField.double(abbreviation, title)
        or kind == "code" and ProtoField.uint32(abbreviation, title, base.HEX, ERROR_CODES)
        or (kind == "id" or kind == "bytes" or kind == "nullable") and ProtoField.bytes(abbreviation, title)
        or nil
    end
  end
end
local all_fields = {}
for _, field in pairs(f) do all_fields[#all_fields + 1] = field end
for _, field in pairs(MESSAGE_FIELDS) do all_fields[#all_fields + 1] = field end
crsp.fields = all_fields

local e = {
  bad_checksum = ProtoExpert.new("crsp.checksum.bad", "The checksum is wrong: receivers drop this packet",
    expert.group.CHECKSUM, expert.severity.ERROR),
  malformed = ProtoExpert.new("crsp.malformed", "Malformed", expert.group.MALFORMED, expert.severity.ERROR),
  protected = ProtoExpert.new("crsp.payload.protected", "Protected: only the header can be read",
    expert.group.DECRYPTION, expert.severity.NOTE),
  closed = ProtoExpert.new("crsp.close.error", "Closed for an error", expert.group.SEQUENCE, expert.severity.WARN),
}
crsp.experts = { e.bad_checksum, e.malformed, e.protected, e.closed }

-- --- What is remembered between packets -----------------------------------------------------------------------------

local modes         -- security mode by connection id
local reset_tokens  -- true for each stateless reset token that was announced
local stream_states -- reassembly by destination connection id and stream
local completed     -- messages by packet and place: what this packet completed

function crsp.init()
  modes, reset_tokens, stream_states, completed = {}, {}, {}, {}
end

-- --- CRC32C (2.3) ---------------------------------------------------------------------------------------------------

-- Lua 5.2 has bit32, 5.4 operators; which one depends on Wireshark's version.
local bits = bit32 or load("return { bxor = function(a, b) return a ~ b end, band = function(a, b) return a & b end, "
  .. "rshift = function(a, n) return a >> n end }")()

local crc_table = {}
for i = 0, 255 do
  local value = i
  for _ = 1, 8 do
    local odd = value % 2 == 1
    value = bits.rshift(value, 1)
    if odd then value = bits.bxor(value, 0x82F63B78) end
  end
  crc_table[i] = value
end

local function crc32c(bytes)
  local crc = 0xFFFFFFFF
  for i = 1, #bytes do
    crc = bits.bxor(crc_table[bits.band(bits.bxor(crc, bytes:byte(i)), 0xFF)], bits.rshift(crc, 8))
  end
  return bits.bxor(crc, 0xFFFFFFFF)
end

-- --- Reading --------------------------------------------------------------------------------------------------------

-- A cursor over tvb[position, limit). Whatever is cut off raises an error with a text.
local Cursor = {}
Cursor.__index = Cursor

local function cursor(tvb, position, limit)
  return setmetatable({ tvb = tvb, position = position, limit = limit }, Cursor)
end

local function malformed(text) error({ malformed = text }, 0) end

function Cursor:remaining() return self.limit - self.position end

function Cursor:take(count)
  if count > self:remaining() then malformed("cut off") end
  local range = self.tvb(self.position, count)
  self.position = self.position + count
  return range
end

-- A variable-length integer (1): its value as a number and as UInt64, and its bytes.
function Cursor:varint()
  if self:remaining() < 1 then malformed("cut off") end
  local first = self.tvb(self.position, 1):uint()
  local prefix = (first - first % 64) / 64
  local length = prefix == 0 and 1 or prefix == 1 and 2 or prefix == 2 and 4 or 8
  local range = self:take(length)
  if length == 8 then
    local high, low = range(0, 4):uint() % 0x40000000, range(4, 4):uint()
    return high * 0x100000000 + low, UInt64.new(low, high), range
  end
  local value = range:uint() % (length == 1 and 0x40 or length == 2 and 0x4000 or 0x40000000)
  return value, UInt64.new(value, 0), range
end

function Cursor:add_varint(tree, field)
  local value, exact, range = self:varint()
  tree:add(field, range, exact)
  return value
end

-- An error code: a number that fits 32 bits, so that its name can be shown.
function Cursor:add_code(tree, field)
  local value, _, range = self:varint()
  if value > 0xFFFFFFFF then malformed("error code") end
  tree:add(field, range, value)
  return value
end

local function hex(range) return range:bytes():tohex() end

local function number(value) return string.format("%.0f", value) end

-- --- Session messages (8.2) -----------------------------------------------------------------------------------------

local read_field

local function read_nullable(at, tree, field, name)
  local length, _, range = at:varint()
  if length == 0 then
    tree:add(f.is_null, range, name):append_text(" is null")
  elseif length == 1 then
    tree:add(field, range, ""):append_text(" (empty)")
  else
    tree:add(field, at:take(length - 1))
  end
end

local function read_positions(at, tree)
  for _ = 1, (at:varint()) do
    local from = at.position
    local partition, offset = at:varint(), nil
    offset = at:varint()
    tree:add(f.position, at.tvb(from, at.position - from), number(partition) .. ":" .. number(offset))
  end
end

local function read_headers(at, tree)
  for _ = 1, (at:varint()) do
    local length, _, range = at:varint()
    local header
    if length == 0 then
      header = tree:add(f.header_name, range, "")
    else
      header = tree:add(f.header_name, at:take(length))
    end
    read_nullable(at, header, f.header_value, "value")
  end
end

local function read_bytes(at, tree, field)
  local length, _, range = at:varint()
  if length == 0 then tree:add(field, range, "") else tree:add(field, at:take(length)) end
end

local function read_filter(at, tree)
  local kind, _, range = at:varint()
  if not FILTER_KINDS[kind] then malformed("unknown filter") end
  tree:add(f.filter_kind, range, kind)
  if kind == 3 then
    read_bytes(at, tree, f.header_name)
    read_nullable(at, tree, f.header_value, "value")
  elseif kind > 0 then
    read_bytes(at, tree, f.filter_value)
  end
end

local function read_reset(at, tree)
  local value, _, range = at:varint()
  if not RESETS[value] then malformed("unknown reset") end
  tree:add(f.reset, range, value)
end

local function read_choice(at, tree, field, choices)
  local value, _, range = at:varint()
  if not choices[value] then malformed("unknown value") end
  tree:add(field, range, value)
end

local function read_item(at, tree)
  local kind, _, range = at:varint()
  if not ITEM_KINDS[kind] then malformed("unknown item") end
  tree:add(f.item_kind, range, kind)
  if kind == 1 then
    read_bytes(at, tree, f.item_name)
    for _ = 1, 3 do at:add_varint(tree, f.item_place) end
  elseif kind == 2 then
    read_bytes(at, tree, f.item_name)
    for _ = 1, 2 do at:add_varint(tree, f.item_place) end
    read_bytes(at, tree, f.item_media_type)
  end
end

local function read_texts(at, tree)
  for _ = 1, (at:varint()) do read_bytes(at, tree, f.renderer_name) end
end

local function read_points(at, tree)
  for _ = 1, (at:varint()) do
    tree:add(f.point_time, at:take(8))
    tree:add(f.point_value, at:take(8))
  end
end

local function read_results(at, tree)
  for _ = 1, (at:varint()) do
    at:add_code(tree, f.point_code)
    tree:add(f.point_value, at:take(8))
  end
end

local function read_start(at, tree)
  local kind, _, range = at:varint()
  if not START_KINDS[kind] then malformed("unknown start") end
  tree:add(f.start_kind, range, kind)
  if kind == 2 or kind == 3 then
    at:add_varint(tree, f.start_value)
  elseif kind == 4 then
    read_positions(at, tree)
  end
end

function read_field(at, tree, field)
  local shown = MESSAGE_FIELDS[field.name]
  if field.kind == "number" then
    at:add_varint(tree, shown)
  elseif field.kind == "code" then
    at:add_code(tree, shown)
  elseif field.kind == "id" then
    tree:add(shown, at:take(16))
  elseif field.kind == "text" or field.kind == "bytes" then
    local length, _, range = at:varint()
    if length == 0 then tree:add(shown, range, "") else tree:add(shown, at:take(length)) end
  elseif field.kind == "nullable" then
    read_nullable(at, tree, shown, field.name)
  elseif field.kind == "positions" then
    read_positions(at, tree)
  elseif field.kind == "headers" then
    read_headers(at, tree)
  elseif field.kind == "start" then
    read_start(at, tree)
  elseif field.kind == "filter" then
    read_filter(at, tree)
  elseif field.kind == "reset" then
    read_reset(at, tree)
  elseif field.kind == "action" then
    read_choice(at, tree, f.action, ACTIONS)
  elseif field.kind == "state" then
    read_choice(at, tree, f.state, STATES)
  elseif field.kind == "item" then
    read_item(at, tree)
  elseif field.kind == "texts" then
    read_texts(at, tree)
  elseif field.kind == "time" or field.kind == "double" then
    tree:add(shown, at:take(8))
  elseif field.kind == "points" then
    read_points(at, tree)
  elseif field.kind == "times" then
    for _ = 1, (at:varint()) do tree:add(f.point_time, at:take(8)) end
  elseif field.kind == "results" then
    read_results(at, tree)
  end
end

local function read_fields_of_message(range, subtree)
  local at = cursor(range:tvb(), 0, range:len())
  local kind = at:take(1)
  local message = MESSAGES[kind:uint()]
  subtree:add(f.message_type, kind)
  if not message then malformed("unknown message") end
  subtree:set_text("Message: " .. message[1])
  subtree:add(f.message_length, range, range:len()):set_generated()
  for i = 2, #message do read_field(at, subtree, message[i]) end
  if at:remaining() > 0 then malformed(message[1] .. " with bytes left over") end
  return message[1]
end

-- Shows one message; returns its name, or ? for what is none: the frames around it are good all the same.
local function read_message(range, tree)
  local subtree = tree:add(f.message, range)
  local ok, name = pcall(read_fields_of_message, range, subtree)
  if not ok then
    if type(name) ~= "table" then error(name, 0) end
    subtree:add_proto_expert_info(e.malformed, "Malformed: " .. name.malformed)
    return "?"
  end
  return name
end

-- --- Streams (6.3) --------------------------------------------------------------------------------------------------

-- Takes the messages out of the buffer. Each is { from, length } within the bytes just added, or { bytes }.
local function cut_messages(state, added, found)
  local before = #state.buffer - added
  local at = 1
  while at <= #state.buffer do
    local first = state.buffer:byte(at)
    local head = first < 0x40 and 1 or first < 0x80 and 2 or first < 0xC0 and 4 or 8
    if at + head - 1 > #state.buffer then break end
    local length = first % 64
    for i = 1, head - 1 do length = length * 256 + state.buffer:byte(at + i) end
    local from = at + head
    if from + length - 1 > #state.buffer then break end
    if length == 0 then
      found[#found + 1] = { empty = true }
    elseif from > before then
      found[#found + 1] = { from = from - before - 1, length = length }
    else
      found[#found + 1] = { bytes = state.buffer:sub(from, from + length - 1) }
    end
    at = from + length
  end
  state.buffer = state.buffer:sub(at)
end

-- Puts a piece in its place; returns the messages that are complete now.
local function reassemble(key, offset, bytes)
  local state = stream_states[key]
  if not state then
    state = { next = 0, buffer = "", pieces = {}, count = 0 }
    stream_states[key] = state
  end
  local found = {}
  if offset > state.next then
    if not state.pieces[offset] and state.count < PIECES_KEPT then
      state.pieces[offset], state.count = bytes, state.count + 1
    end
    return found
  end
  local skipped = state.next - offset
  if skipped >= #bytes then return found end
  local fresh = bytes:sub(skipped + 1)
  state.buffer, state.next = state.buffer .. fresh, state.next + #fresh
  cut_messages(state, #fresh, found)
  for _, message in ipairs(found) do
    if message.from then message.from = message.from + skipped end
  end
  -- What came early may follow now; its bytes are not in this packet.
  local moved = true
  while moved and state.count > 0 do
    moved = false
    for start, piece in pairs(state.pieces) do
      if start <= state.next then
        state.pieces[start], state.count = nil, state.count - 1
        if start + #piece > state.next then
          local rest = piece:sub(state.next - start + 1)
          state.buffer, state.next = state.buffer .. rest, state.next + #rest
        end
        moved = true
        break
      end
    end
  end
  local early = #found
  cut_messages(state, 0, found)
  for i = early + 1, #found do
    assert(not found[i].from)
  end
  return found
end

local function show_messages(messages, data, tree)
  local names = {}
  for _, message in ipairs(messages) do
    if message.empty then
      names[#names + 1] = "empty message"
    elseif message.from then
      names[#names + 1] = read_message(data(message.from, message.length), tree)
    else
      names[#names + 1] = read_message(ByteArray.new(message.bytes, true):tvb("Message")(), tree)
    end
  end
  return names
end

-- --- Frames (3) -----------------------------------------------------------------------------------------------------

-- What a frame reader is given: the cursor, the frame's tree, its type byte, and the packet it is in.
local read_frame = {}

function read_frame.ACK(at, tree, kind)
  local largest, _, range = at:varint()
  tree:add(f.ack_largest, range, UInt64.new(range:len() == 8 and range(4, 4):uint() or largest,
    range:len() == 8 and range(0, 4):uint() % 0x40000000 or 0))
  at:add_varint(tree, f.ack_delay)
  local more = at:add_varint(tree, f.ack_count)
  local from = at.position
  local low = largest - at:varint()
  local shown = { number(low) .. ".." .. number(largest) }
  tree:add(f.ack_range, at.tvb(from, at.position - from), shown[1])
  for _ = 1, more do
    from = at.position
    local high = low - at:varint() - 2
    low = high - at:varint()
    if low < 0 then malformed("an ACK below 0") end
    local text = number(low) .. ".." .. number(high)
    tree:add(f.ack_range, at.tvb(from, at.position - from), text)
    shown[#shown + 1] = text
  end
  if kind == 0x03 then
    at:add_varint(tree, f.ack_ect0)
    at:add_varint(tree, f.ack_ect1)
    at:add_varint(tree, f.ack_ce)
  end
  return "ACK(" .. (#shown > 3 and shown[1] .. " and " .. #shown - 1 .. " more" or table.concat(shown, " ")) .. ")"
end

function read_frame.RESET_STREAM(at, tree)
  local id = at:add_varint(tree, f.stream_id)
  at:add_code(tree, f.stream_error)
  at:add_varint(tree, f.stream_final_size)
  return "RESET_STREAM(" .. number(id) .. ")"
end

function read_frame.STOP_SENDING(at, tree)
  local id = at:add_varint(tree, f.stream_id)
  at:add_code(tree, f.stream_error)
  return "STOP_SENDING(" .. number(id) .. ")"
end

local function read_hello(data, tree, packet)
  local at = cursor(data:tvb(), 0, data:len())
  local hello = tree:add(f.hello, data)
  local mode = at:take(1)
  hello:add(f.hello_mode, mode)
  if packet.scid and not packet.pinfo.visited then
    modes[packet.scid], modes[packet.dcid] = mode:uint(), mode:uint()
  end
  local length = at:add_varint(hello, f.hello_length)
  at.limit = math.min(at.limit, at.position + length)
  while at:remaining() > 0 do
    local from = at.position
    local id, size = at:varint(), nil
    size = at:varint()
    local value = cursor(at.tvb, at.position, at.position + size)
    local range = size > 0 and at:take(size) or nil
    if PARAMETERS[id] then
      value:add_varint(hello, f["parameter_" .. PARAMETERS[id]])
    elseif id == RESET_TOKEN and range then
      hello:add(f.parameter_reset_token, range)
      reset_tokens[hex(range)] = true
    else
      hello:add(f.parameter_unknown, at.tvb(from, at.position - from))
    end
  end
end

function read_frame.HANDSHAKE(at, tree, _, packet)
  local offset = at:add_varint(tree, f.handshake_offset)
  local length = at:add_varint(tree, f.handshake_length)
  if length > 0 then
    local data = at:take(length)
    tree:add(f.handshake_data, data)
    if offset == 0 then read_hello(data, tree, packet) end
  end
  return "HANDSHAKE"
end

function read_frame.STREAM(at, tree, kind, packet)
  local from = at.position
  local id = at:add_varint(tree, f.stream_id)
  local offset = at:add_varint(tree, f.stream_offset)
  local length
  if kind % 4 >= 2 then
    length = at:add_varint(tree, f.stream_length)
  else
    length = at:remaining()
    tree:add(f.stream_length, at.tvb(from, 0), UInt64.new(length, 0)):set_generated()
  end
  local fin = kind % 2 == 1
  tree:add(f.stream_fin, at.tvb(from - 1, 1), fin)
  local text = "STREAM(" .. number(id) .. (fin and " FIN" or "")
  if length > 0 then
    local data = at:take(length)
    tree:add(f.stream_data, data)
    local key = packet.pinfo.number .. ":" .. from
    if not packet.pinfo.visited then
      completed[key] = reassemble(packet.dcid .. ":" .. number(id), offset, data:raw())
    end
    local names = show_messages(completed[key] or {}, data, tree)
    if #names > 0 then
      text = text .. " " .. (#names > 3 and names[1] .. " and " .. #names - 1 .. " more" or table.concat(names, " "))
    end
  end
  return text .. ")"
end

function read_frame.SKIP(at, tree)
  local id = at:add_varint(tree, f.stream_id)
  at:add_varint(tree, f.stream_offset)
  at:add_varint(tree, f.stream_length)
  return "SKIP(" .. number(id) .. ")"
end

function read_frame.DATAGRAM(at, tree, kind)
  local length = kind % 2 == 1 and at:varint() or at:remaining()
  if length > 0 then tree:add(f.datagram_data, at:take(length)) end
end

function read_frame.NEW_TICKET(at, tree)
  at:add_varint(tree, f.ticket_lifetime)
  local length = at:varint()
  if length > 0 then tree:add(f.ticket, at:take(length)) end
end

function read_frame.RESET_TOKEN(at, tree) tree:add(f.parameter_reset_token, at:take(16)) end

local function read_limit(at, tree) at:add_varint(tree, f.limit) end
read_frame.MAX_DATA, read_frame.MAX_STREAMS, read_frame.DATA_BLOCKED = read_limit, read_limit, read_limit

local function read_stream_limit(at, tree)
  at:add_varint(tree, f.stream_id)
  at:add_varint(tree, f.limit)
end
read_frame.MAX_STREAM_DATA, read_frame.STREAM_DATA_BLOCKED = read_stream_limit, read_stream_limit

local function read_path(at, tree) tree:add(f.path_data, at:take(8)) end
read_frame.PATH_CHALLENGE, read_frame.PATH_RESPONSE = read_path, read_path

function read_frame.CONNECTION_CLOSE(at, tree)
  local code = at:add_code(tree, f.close_code)
  local length = at:varint()
  if length > 0 then tree:add(f.close_reason, at:take(length)) end
  if code ~= 0 then tree:add_proto_expert_info(e.closed, "Closed with " .. (ERROR_CODES[code] or code)) end
  return "CONNECTION_CLOSE(" .. (ERROR_CODES[code] or code) .. ")"
end

-- Shows all frames; returns what the summary line says of them.
local function read_frames(at, tree, packet)
  local texts = {}
  while at:remaining() > 0 do
    local from = at.position
    local kind = at:take(1)
    local name = FRAME_TYPES[kind:uint()]
    local subtree = tree:add(f.frame, kind)
    subtree:add(f.frame_type, kind)
    if not name then
      subtree:set_text("Frame of unknown type")
      malformed("unknown frame")
    end
    local text = name
    if name == "PADDING" then
      while at:remaining() > 0 and at.tvb(at.position, 1):uint() == 0 do at:take(1) end
      subtree:add(f.padding, at.tvb(from, at.position - from), at.position - from)
    elseif read_frame[name] then
      text = read_frame[name](at, subtree, kind:uint(), packet) or name
    end
    subtree:set_text(text == "PADDING" and text .. " × " .. at.position - from or text)
    subtree:set_len(at.position - from)
    if name ~= "PADDING" then texts[#texts + 1] = text end
  end
  return table.concat(texts, " ")
end

-- --- Packets (2) ----------------------------------------------------------------------------------------------------

local function show_checksum(tvb, tree)
  local range = tvb(tvb:len() - CHECKSUM_SIZE, CHECKSUM_SIZE)
  local good = crc32c(tvb:raw(0, tvb:len() - CHECKSUM_SIZE)) == range:uint()
  local shown = tree:add(f.checksum, range)
  shown:append_text(good and " (right)" or " (wrong)")
  tree:add(f.checksum_good, range, good):set_generated()
  return good, shown
end

local function is_checksum_right(tvb)
  return tvb:len() > CHECKSUM_SIZE
    and crc32c(tvb:raw(0, tvb:len() - CHECKSUM_SIZE)) == tvb(tvb:len() - CHECKSUM_SIZE, CHECKSUM_SIZE):uint()
end

local function show_protected(range, tree, pinfo, text)
  tree:add(f.protected, range):add_proto_expert_info(e.protected)
  pinfo.cols.info = text .. " protected"
end

local function dissect_long(tvb, pinfo, tree)
  local at = cursor(tvb, 1, tvb:len() - CHECKSUM_SIZE)
  local flags = tvb(0, 1):uint()
  local version = at:take(4)
  local kind = version:uint() == 0 and VERSION_NEGOTIATION or flags % 64 < 16 and INITIAL or RETRY
  tree:add(f.type, tvb(0, 1), kind)
  tree:add(f.version, version)
  local dcid, scid = at:take(8), at:take(8)
  tree:add(f.dcid, dcid)
  tree:add(f.scid, scid)
  local name = PACKET_TYPES[kind]
  pinfo.cols.info = name
  if kind == VERSION_NEGOTIATION then
    while at:remaining() >= 4 do tree:add(f.supported, at:take(4)) end
  else
    local length = at:add_varint(tree, f.token_length)
    if length > 0 then tree:add(f.token, at:take(length)) end
  end
  local packet = { pinfo = pinfo, dcid = hex(dcid), scid = hex(scid) }
  local secure = modes[packet.scid] and modes[packet.scid] ~= PLAIN
  if kind == INITIAL and secure and not is_checksum_right(tvb) then
    show_protected(tvb(at.position, tvb:len() - at.position), tree, pinfo, name)
    return
  end
  local number_range = kind == INITIAL and at:take(4) or nil
  if number_range then tree:add(f.pn, number_range) end
  local good, shown = show_checksum(tvb, tree)
  if not good then
    shown:add_proto_expert_info(e.bad_checksum)
    pinfo.cols.info = name .. " with a wrong checksum"
  elseif number_range then
    pinfo.cols.info = name .. " " .. number_range:uint()
    pinfo.cols.info:append(" " .. read_frames(at, tree, packet))
  end
end

local function dissect_short(tvb, pinfo, tree)
  local at = cursor(tvb, 1, tvb:len() - CHECKSUM_SIZE)
  if tvb:len() == STATELESS_RESET_SIZE and reset_tokens[hex(tvb(tvb:len() - 16, 16))] then
    tree:add(f.type, tvb(0, 1), STATELESS_RESET)
    tree:add(f.reset_token, tvb(tvb:len() - 16, 16))
    pinfo.cols.info = "STATELESS_RESET"
    return
  end
  tree:add(f.type, tvb(0, 1), DATA)
  local dcid = at:take(8)
  tree:add(f.dcid, dcid)
  local mode = modes[hex(dcid)]
  local good = mode ~= nil and mode ~= PLAIN and false or is_checksum_right(tvb)
  if not good and mode ~= PLAIN then
    -- Of a connection whose handshake is not in the capture, a right checksum tells that it is plain.
    show_protected(tvb(at.position, tvb:len() - at.position), tree, pinfo, "DATA")
    return
  end
  local number_range = at:take(4)
  tree:add(f.pn, number_range)
  local _, shown = show_checksum(tvb, tree)
  if not good then
    shown:add_proto_expert_info(e.bad_checksum)
    pinfo.cols.info = "DATA with a wrong checksum"
    return
  end
  pinfo.cols.info = "DATA " .. number_range:uint()
  pinfo.cols.info:append(" " .. read_frames(at, tree, { pinfo = pinfo, dcid = hex(dcid) }))
end

local function is_long_header(tvb)
  if tvb:len() < 25 or tvb(0, 1):uint() < 0x80 then return false end
  local version = tvb(1, 4):uint()
  return version == VERSION_2 and tvb(0, 1):uint() >= 0xC0
end

function crsp.dissector(tvb, pinfo, tree)
  local is_long = tvb:len() > 0 and tvb(0, 1):uint() >= 0x80
  if tvb:len() < (is_long and 25 or 17) or (not is_long and tvb(0, 1):uint() < 0x40) then return 0 end
  if is_long and tvb(1, 4):uint() ~= 0 and not is_long_header(tvb) then return 0 end
  pinfo.cols.protocol = "CRSP"
  local subtree = tree:add(crsp, tvb())
  subtree:add(f.flags, tvb(0, 1))
  local ok, problem = pcall(is_long and dissect_long or dissect_short, tvb, pinfo, subtree)
  if not ok then
    if type(problem) ~= "table" then error(problem, 0) end
    subtree:add_proto_expert_info(e.malformed, "Malformed: " .. problem.malformed)
    pinfo.cols.info:append(" malformed")
  end
  return tvb:len()
end

-- A handshake on any port makes the rest of its conversation known.
crsp:register_heuristic("udp", function(tvb, pinfo, tree)
  if not is_long_header(tvb) then return false end
  pinfo.conversation = crsp
  crsp.dissector(tvb, pinfo, tree)
  return true
end)

crsp.prefs.ports = Pref.range("UDP ports", "4650", "UDP ports that are CRSP without a handshake to be seen", 65535)
DissectorTable.get("udp.port"):add(crsp.prefs.ports, crsp)

local registered = crsp.prefs.ports
function crsp.prefs_changed()
  DissectorTable.get("udp.port"):remove(registered, crsp)
  registered = crsp.prefs.ports
  DissectorTable.get("udp.port"):add(registered, crsp)
end
