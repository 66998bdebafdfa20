package io.sluice.gateway.session;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients that are to go to another gateway, as soon as it is known to which: those that ask for a session of a shard
 * which is not here, and those whose shard has gone. None waits for longer than some seconds. On the event loop's
 * thread.
 */
final class Redirections {
    private static final Logger LOG = LoggerFactory.getLogger(Redirections.class);
    private static final Duration RESUME_PATIENCE = Duration.ofSeconds(5);

    private final SessionContext context;
    private final ServedShards shards;
    private final GatewayDirectory directory;
    private final Duration movePatience;
    private List<Waiting> waiting = new ArrayList<>();

    private sealed interface Waiting {
        ClientConnection connection();

        int shard();

        Instant deadline();

        /** It asked for a session; {@code again} asks once more. */
        record Asking(ClientConnection connection, int shard, Instant deadline, Runnable again) implements Waiting {}

        /** It had a session here. */
        record Moving(ClientConnection connection, int shard, Instant deadline) implements Waiting {}
    }

    /**
     * @param movePatience how long a client that had a session here may stay connected without one
     */
    Redirections(SessionContext context, ServedShards shards, GatewayDirectory directory, Duration movePatience) {
        this.context = context;
        this.shards = shards;
        this.directory = directory;
        this.movePatience = movePatience.isZero() ? Duration.ofSeconds(1) : movePatience;
    }

    /** Sends a client that asks for a session to its owner; {@code again} is run if that turns out to be this one. */
    void ask(ClientConnection connection, int shard, Runnable again) {
        handle(new Waiting.Asking(connection, shard, context.clock().instant().plus(RESUME_PATIENCE), again));
    }

    /** Sends a client whose shard has gone after it. */
    void move(ClientConnection connection, int shard) {
        handle(new Waiting.Moving(connection, shard, context.clock().instant().plus(movePatience)));
    }

    /** How many clients wait to be sent on. */
    int count() {
        return waiting.size();
    }

    /** Something changed, or time went by. */
    void retry() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Waiting> all = waiting;
        waiting = new ArrayList<>();
        all.forEach(this::handle);
    }

    private void handle(Waiting each) {
        if (!each.connection().isOpen()) {
            return;
        }
        if (shards.isServed(each.shard())) {
            comeBack(each);
            return;
        }
        Message.Redirect way = directory.toOwnerOf(each.shard());
        if (way != null) {
            LOG.debug("A client of shard {} is sent to {}", each.shard(), way.gatewayId());
            each.connection().redirect(way);
        } else if (context.clock().instant().isBefore(each.deadline())) {
            waiting.add(each);
        } else {
            giveUp(each);
        }
    }

    private static void comeBack(Waiting each) {
        switch (each) {
            case Waiting.Asking asking -> asking.again().run();
            case Waiting.Moving moving -> moving.connection().goAway();
        }
    }

    private static void giveUp(Waiting each) {
        switch (each) {
            case Waiting.Asking asking ->
                asking.connection().refuse(ErrorCode.NOT_READY, "no gateway serves the session at the moment");
            case Waiting.Moving moving -> moving.connection().goAway();
        }
    }
}
