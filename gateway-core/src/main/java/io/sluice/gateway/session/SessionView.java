package io.sluice.gateway.session;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A session as it is shown to operators.
 *
 * @param id the session's 128-bit id, in hexadecimal
 * @param state the state's name, such as {@code ACTIVE} or {@code DETACHED}
 * @param clientName what the client calls itself
 * @param remoteAddress the client's address and port, or null while detached
 * @param epoch rises with every resume
 * @param createdAt ISO-8601 instant
 * @param changedAt ISO-8601 instant at which its state began
 * @param detachDeadline ISO-8601 instant until which a detached session may be resumed, or null while attached
 * @param gatewayId the gateway that serves it
 * @param streams its open streams, of a detached session those that its client will go on with
 */
public record SessionView(String id, String state, String clientName, @Nullable String remoteAddress, long epoch,
        String createdAt, String changedAt, @Nullable String detachDeadline, String gatewayId,
        List<StreamView> streams) {
    /** Copies {@code streams}. */
    public SessionView {
        streams = List.copyOf(streams);
    }
}
