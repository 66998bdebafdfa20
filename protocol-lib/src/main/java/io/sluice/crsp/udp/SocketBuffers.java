package io.sluice.crsp.udp;

/** The kernel's buffers of a UDP socket. */
final class SocketBuffers {
    /**
     * Bytes asked for in each direction; the system may give less. 4 MiB is what a loop that is held up for 5 ms must
     * find room for at 800 MB/s, and a common upper limit (Linux: {@code net.core.rmem_max}).
     */
    static final int SIZE = 4 * 1024 * 1024;

    private SocketBuffers() {}
}
