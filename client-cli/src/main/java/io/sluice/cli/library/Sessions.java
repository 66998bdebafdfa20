package io.sluice.cli.library;

import io.sluice.cli.CliException;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.crsp.client.Library;
import io.sluice.crsp.client.SluiceClient;
import java.util.ArrayList;
import java.util.List;

/** As many sessions as some workers need: a session has a limited number of streams, and one path through the network. */
public final class Sessions implements AutoCloseable {
    /** Most workers that one command may have. */
    public static final int MAX_WORKERS = 256;

    private static final int WORKERS_OF_A_SESSION = 16;

    private final List<SluiceClient> clients = new ArrayList<>();

    private Sessions() {}

    /**
     * Opens them.
     *
     * @param workers 1 to {@link #MAX_WORKERS}
     * @return to be closed by the caller
     * @throws CliException if no gateway can be reached, or one refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public static Sessions open(GatewayOptions gateway, Console console, int workers)
            throws CliException, InterruptedException {
        Sessions sessions = new Sessions();
        boolean complete = false;
        try {
            for (int number = 0; number * WORKERS_OF_A_SESSION < workers; number++) {
                // One tells how it fares; the others fare alike.
                sessions.clients.add(gateway.connect(console, number == 0 ? "" : "worker " + number, number > 0));
            }
            complete = true;
            return sessions;
        } finally {
            if (!complete) {
                sessions.close();
            }
        }
    }

    /**
     * The library as a worker reaches it.
     *
     * @param worker its number, from 0
     * @return the same one for some workers
     */
    public Library library(int worker) {
        return clients.get(worker % clients.size()).library();
    }

    /**
     * How often connections were lost and sessions went on.
     *
     * @return of all sessions together
     */
    public long resumes() {
        return clients.stream().mapToLong(SluiceClient::resumes).sum();
    }

    @Override
    public void close() {
        clients.forEach(SluiceClient::close);
    }
}
