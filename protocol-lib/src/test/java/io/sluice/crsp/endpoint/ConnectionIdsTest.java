package io.sluice.crsp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.wire.PacketHeader;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConnectionIdsTest {
    private static final int LOOPS = 3;

    private static ConnectionIds loop(int index) {
        return ConnectionIds.ofLoop(new SplittableRandom(index), index, LOOPS);
    }

    private static ByteBuffer data(long destination) {
        ByteBuffer packet = ByteBuffer.allocate(100);
        PacketHeader.writeData(packet, destination, 1);
        return packet.putLong(0).flip();
    }

    private static ByteBuffer initial(long destination, byte[] token) {
        ByteBuffer packet = ByteBuffer.allocate(100);
        PacketHeader.writeInitial(packet, destination, 7, token, 1);
        return packet.putLong(0).flip();
    }

    @Test
    void everyLoopFindsTheOwnerOfAnId() {
        for (int owner = 0; owner < LOOPS; owner++) {
            ConnectionIds ids = loop(owner);
            for (int i = 0; i < 100; i++) {
                long id = ids.next();
                assertThat(loop(1).owner(data(id))).isEqualTo(owner);
                assertThat(loop(1).owner(initial(id, new byte[]{1}))).isEqualTo(owner);
            }
        }
    }

    @Test
    void aFirstInitialStaysWhereItCame() {
        assertThat(loop(1).owner(initial(loop(2).next(), new byte[0]))).isEqualTo(1);
    }

    @Test
    void anIdOfNoLoopAndADatagramWithoutOneStay() {
        assertThat(loop(2).owner(data(-1))).isEqualTo(2);
        assertThat(loop(2).owner(ByteBuffer.allocate(0))).isEqualTo(2);
        for (int size = 1; size <= 22; size++) {
            assertThat(loop(2).owner(initial(loop(0).next(), new byte[1]).limit(size))).isIn(0, 2);
        }
    }

    @Test
    void theOnlyLoopOwnsEverything() {
        assertThat(ConnectionIds.ofOnly(new SplittableRandom(1)).owner(data(loop(2).next()))).isZero();
    }
}
