package io.sluice.crsp.security;

import io.sluice.crsp.wire.PacketHeader;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The ciphers of one thread, shared by all of its connections so that an idle connection keeps keys and nothing else.
 * Works through arrays of its own: the JDK's ciphers are quickest there, and buffers may be direct. Not safe for
 * threads.
 */
public final class Aead {
    /** Bytes of an authentication tag (RFC 5116 §5.1). */
    public static final int TAG_SIZE = 16;

    static final int NONCE_SIZE = 12;

    /** Bytes of ciphertext that the header's mask is made from (RFC 9001 §5.4.2). */
    private static final int SAMPLE_SIZE = 16;

    private static final int TAG_BITS = TAG_SIZE * Byte.SIZE;
    private static final int INITIAL_CAPACITY = 2048;

    private final Cipher sealer = cipher("AES/GCM/NoPadding");
    private final Cipher opener = cipher("AES/GCM/NoPadding");
    private final Mask sealMask = new Mask();
    private final Mask openMask = new Mask();
    private final byte[] nonce = new byte[NONCE_SIZE];
    private final byte[] header = new byte[PacketHeader.DATA_HEADER_SIZE];
    private byte[] input = new byte[INITIAL_CAPACITY];
    private byte[] output = new byte[INITIAL_CAPACITY];

    /** AES of a sample; remembers the key that it is set to. */
    private static final class Mask {
        private final Cipher cipher = Aead.cipher("AES/ECB/NoPadding");
        private final byte[] sample = new byte[SAMPLE_SIZE];
        private final byte[] mask = new byte[SAMPLE_SIZE];
        private @Nullable SecretKeySpec current;

        // The same object or a new expansion: comparing secrets byte by byte would cost more than it saves.
        @SuppressWarnings("ReferenceEquality")
        byte[] of(SecretKeySpec key, ByteBuffer packet) throws GeneralSecurityException {
            if (current != key) {
                cipher.init(Cipher.ENCRYPT_MODE, key);
                current = key;
            }
            packet.get(PacketHeader.DATA_HEADER_SIZE, sample);
            cipher.doFinal(sample, 0, SAMPLE_SIZE, mask, 0);
            return mask;
        }
    }

    private static Cipher cipher(String transformation) {
        try {
            return Cipher.getInstance(transformation);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + transformation, e);
        }
    }

    /** Encrypts a DATA packet in place, appends the tag and masks the header. The payload has a byte at least. */
    void seal(PacketKeys keys, ByteBuffer packet, long packetNumber) {
        int length = packet.limit() - PacketHeader.DATA_HEADER_SIZE;
        reserve(length + TAG_SIZE);
        packet.get(0, header);
        packet.get(PacketHeader.DATA_HEADER_SIZE, input, 0, length);
        try {
            sealer.init(Cipher.ENCRYPT_MODE, keys.key, nonce(keys, packetNumber));
            sealer.updateAAD(header);
            int size = sealer.doFinal(input, 0, length, output, 0);
            packet.limit(PacketHeader.DATA_HEADER_SIZE + size);
            packet.put(PacketHeader.DATA_HEADER_SIZE, output, 0, size);
            // A payload shorter than the sample is completed by the tag: both together have 17 bytes at least.
            applyMask(packet, sealMask.of(keys.headerKey, packet));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a packet cannot be sealed", e);
        }
    }

    /** True if a packet is long enough to be a protected one. */
    static boolean isPlausible(ByteBuffer packet) {
        return packet.limit() > PacketHeader.DATA_HEADER_SIZE + TAG_SIZE;
    }

    /** Masks or unmasks the header in place; doing it twice restores it. Only for {@link #isPlausible} packets. */
    void toggleHeader(PacketKeys keys, ByteBuffer packet) {
        try {
            applyMask(packet, openMask.of(keys.headerKey, packet));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a header cannot be unmasked", e);
        }
    }

    private static void applyMask(ByteBuffer packet, byte[] mask) {
        packet.put(0, (byte) (packet.get(0) ^ (mask[0] & PacketHeader.DATA_PROTECTED_FLAGS)));
        for (int i = 0; i < Integer.BYTES; i++) {
            int index = PacketHeader.DATA_NUMBER_OFFSET + i;
            packet.put(index, (byte) (packet.get(index) ^ mask[1 + i]));
        }
    }

    /**
     * Decrypts a DATA packet in place whose header is unmasked, and cuts the tag off.
     *
     * @return false if it is forged or spoiled; the packet is then as it was
     */
    boolean open(PacketKeys keys, ByteBuffer packet, long packetNumber) {
        int length = packet.limit() - PacketHeader.DATA_HEADER_SIZE;
        reserve(length);
        packet.get(0, header);
        packet.get(PacketHeader.DATA_HEADER_SIZE, input, 0, length);
        try {
            opener.init(Cipher.DECRYPT_MODE, keys.key, nonce(keys, packetNumber));
            opener.updateAAD(header);
            int size = opener.doFinal(input, 0, length, output, 0);
            packet.limit(PacketHeader.DATA_HEADER_SIZE + size);
            packet.put(PacketHeader.DATA_HEADER_SIZE, output, 0, size);
            return true;
        } catch (AEADBadTagException forged) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a packet cannot be opened", e);
        }
    }

    /** RFC 9001 §5.3: the packet number, right-aligned, exclusive-or the base. */
    private GCMParameterSpec nonce(PacketKeys keys, long packetNumber) {
        System.arraycopy(keys.iv, 0, nonce, 0, NONCE_SIZE);
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[NONCE_SIZE - 1 - i] ^= (byte) (packetNumber >>> (Byte.SIZE * i));
        }
        return new GCMParameterSpec(TAG_BITS, nonce);
    }

    private void reserve(int size) {
        if (input.length < size) {
            int capacity = Integer.highestOneBit(size - 1) << 1;
            input = new byte[capacity];
            output = new byte[capacity];
        }
    }
}
