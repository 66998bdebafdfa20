package io.sluice.crsp.client;

import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.session.Start;

/**
 * What is to be done to streams of a session, be it another client's.
 *
 * @param session whose streams they are; at whatever gateway
 * @param stream number of the one stream in that session, 0 to 2^62 − 2, or {@link #ALL}
 * @param action any but {@link Action#PLAY}
 * @param start where to go on, of {@link Action#SEEK}; no {@link Start.Positions}
 */
public record StreamRequest(SessionId session, long stream, Action action, Start start) {
    /** Stands for all streams of the session on which a topic is delivered. */
    public static final long ALL = Message.SteerStream.ALL;

    private static final long MAX_STREAM = (1L << 62) - 2;

    /** Refuses what no stream can do. */
    public StreamRequest {
        if (stream < ALL || stream > MAX_STREAM) {
            throw new IllegalArgumentException("a stream has a number from 0 to 2^62 - 2");
        }
        if (action == Action.PLAY) {
            throw new IllegalArgumentException("a stream carries what it was begun for: only renderers play");
        }
        if (start instanceof Start.Positions) {
            throw new IllegalArgumentException("one place for all partitions: earliest, latest, an offset or a time");
        }
    }

    /** Anything but to seek, as {@link Action#PAUSE}. */
    public static StreamRequest of(Action action, SessionId session, long stream) {
        return new StreamRequest(session, stream, action, new Start.Earliest());
    }

    /** Delivers on from elsewhere. */
    public static StreamRequest seek(Start start, SessionId session, long stream) {
        return new StreamRequest(session, stream, Action.SEEK, start);
    }
}
