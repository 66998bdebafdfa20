package io.sluice.crsp.session;

/** First byte of every session message. */
final class MessageType {
    static final int OPEN_SESSION = 0x01;
    static final int RESUME_SESSION = 0x02;
    static final int SESSION_OPENED = 0x03;
    static final int END_SESSION = 0x04;
    static final int FAILURE = 0x05;
    static final int REDIRECT = 0x06;
    static final int STREAM_STATUS = 0x07;
    static final int SUBSCRIBE = 0x10;
    static final int SUBSCRIBED = 0x11;
    static final int DELIVERY = 0x12;
    static final int COMMIT = 0x13;
    static final int PAUSE = 0x14;
    static final int RESUME = 0x15;
    static final int SEEK = 0x16;
    static final int DELIVERY_STATE = 0x17;
    static final int POSITION_RESET = 0x18;
    static final int PARTITIONS_ADDED = 0x19;
    static final int AWAIT_POSITION = 0x1a;
    static final int POSITION_REACHED = 0x1b;
    static final int PUBLISH = 0x20;
    static final int PUBLISHING = 0x21;
    static final int DATA = 0x22;
    static final int CONFIRM = 0x23;
    static final int SEQUENCE_REQUEST = 0x30;
    static final int SEQUENCE_STARTED = 0x31;
    static final int SEQUENCE_ITEM = 0x32;
    static final int SEQUENCE_END = 0x33;
    static final int SEQUENCE_VERIFIED = 0x34;
    static final int LIBRARY_LIST = 0x40;
    static final int LIBRARY_ITEM = 0x41;
    static final int LIBRARY_END = 0x42;
    static final int LIBRARY_REMOVE = 0x43;
    static final int LIBRARY_REMOVED = 0x44;
    static final int LIBRARY_VERIFY = 0x45;
    static final int LIBRARY_VERIFIED = 0x46;
    static final int LIBRARY_PUT = 0x47;
    static final int LIBRARY_MISSING = 0x48;
    static final int LIBRARY_READY = 0x49;
    static final int LIBRARY_CHUNK = 0x4a;
    static final int LIBRARY_STORED = 0x4b;
    static final int LIBRARY_FINISH = 0x4c;
    static final int LIBRARY_GET = 0x4d;
    static final int LIBRARY_RANGE = 0x4e;
    static final int LIBRARY_CONTENT = 0x4f;
    static final int REGISTER_RENDERER = 0x50;
    static final int RENDERER_REGISTERED = 0x51;
    static final int RENDERER_COMMAND = 0x52;
    static final int RENDERER_STATE = 0x53;
    static final int CONTROL = 0x54;
    static final int RENDERER_SEEN = 0x55;
    static final int RENDERERS_LISTED = 0x56;
    static final int RENDERER_FORGOTTEN = 0x57;
    static final int CONTROL_COMMAND = 0x58;
    static final int CONTROL_ANSWER = 0x59;
    static final int LIST_ITEMS = 0x5a;
    static final int ITEM_SEEN = 0x5b;
    static final int ITEMS_LISTED = 0x5c;

    private MessageType() {}
}
