package io.sluice.benchmarks.crypto;

import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Packets of 1200 bytes protected and opened again a second, by one core, with a new nonce each. */
public final class PacketCipherTrial implements Trial {
    /** The one metric. */
    public static final List<Metric> METRICS = List.of(Metric.higher("packetsPerSecond", "sealed and opened",
            "packets/s"), Metric.higher("megabytesPerSecond", "", "MB/s"));

    private static final int PACKET = 1200;
    private static final int HEADER = 21;
    private static final int TAG = 16;
    private static final int NONCE = 12;
    private static final int BATCH = 200;

    private final Protection protection;

    /** What a packet is protected with. */
    public enum Protection {
        /** AES-128-GCM (RFC 5116). */
        AES_128_GCM,
        /** ChaCha20-Poly1305 (RFC 8439). */
        CHACHA20_POLY1305,
        /** A checksum only (RFC 3720 appendix B.4). */
        CRC32C
    }

    /** @param protection to be measured */
    public PacketCipherTrial(Protection protection) {
        this.protection = protection;
    }

    @FunctionalInterface
    private interface SealAndOpen {
        void packet(long number) throws GeneralSecurityException;
    }

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        SealAndOpen work = switch (protection) {
            case AES_128_GCM -> cipher("AES/GCM/NoPadding", "AES", 16);
            case CHACHA20_POLY1305 -> cipher("ChaCha20-Poly1305", "ChaCha20", 32);
            case CRC32C -> checksum();
        };
        run(work, 0, pace.warmUp().toNanos());
        long begun = System.nanoTime();
        long packets = run(work, Long.MAX_VALUE / 2, pace.measured().toNanos());
        double rate = packets / ((System.nanoTime() - begun) / 1e9);
        return Map.of("packetsPerSecond", rate, "megabytesPerSecond", rate * PACKET / 1e6);
    }

    private static long run(SealAndOpen work, long firstNumber, long nanos) throws GeneralSecurityException {
        long end = System.nanoTime() + nanos;
        long packets = 0;
        while (System.nanoTime() - end < 0) {
            for (int i = 0; i < BATCH; i++) {
                work.packet(firstNumber + packets++);
            }
        }
        return packets;
    }

    private static SealAndOpen cipher(String transformation, String algorithm, int keySize)
            throws GeneralSecurityException {
        Cipher sealing = Cipher.getInstance(transformation);
        Cipher opening = Cipher.getInstance(transformation);
        SecretKeySpec key = new SecretKeySpec(random(keySize), algorithm);
        byte[] header = random(HEADER);
        byte[] plain = random(PACKET - HEADER - TAG);
        byte[] packet = new byte[PACKET];
        byte[] opened = new byte[plain.length];
        ByteBuffer nonce = ByteBuffer.allocate(NONCE);
        boolean gcm = algorithm.equals("AES");
        return number -> {
            nonce.putLong(NONCE - Long.BYTES, number);
            AlgorithmParameterSpec parameters = gcm
                    ? new GCMParameterSpec(8 * TAG, nonce.array())
                    : new IvParameterSpec(nonce.array());
            sealing.init(Cipher.ENCRYPT_MODE, key, parameters);
            sealing.updateAAD(header);
            int length = sealing.doFinal(plain, 0, plain.length, packet, HEADER);
            opening.init(Cipher.DECRYPT_MODE, key, parameters);
            opening.updateAAD(header);
            if (opening.doFinal(packet, HEADER, length, opened, 0) != plain.length) {
                throw new GeneralSecurityException("a packet was opened to another length");
            }
        };
    }

    private static SealAndOpen checksum() {
        CRC32C sealing = new CRC32C();
        CRC32C opening = new CRC32C();
        ByteBuffer packet = ByteBuffer.allocateDirect(PACKET);
        packet.put(random(PACKET)).clear();
        int end = PACKET - Integer.BYTES;
        return number -> {
            packet.putLong(0, number);
            sealing.reset();
            sealing.update(packet.limit(end).position(0));
            packet.limit(PACKET).putInt(end, (int) sealing.getValue());
            opening.reset();
            opening.update(packet.limit(end).position(0));
            packet.limit(PACKET);
            if (packet.getInt(end) != (int) opening.getValue()) {
                throw new GeneralSecurityException("a packet changed");
            }
        };
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }
}
