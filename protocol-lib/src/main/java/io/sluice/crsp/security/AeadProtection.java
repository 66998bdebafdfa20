package io.sluice.crsp.security;

import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.PacketProtection;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Protects the DATA packets of one connection with AES-128-GCM, hides packet number and flags, and changes keys in time
 * (RFC 9001 §5 and §6). Not safe for threads.
 */
public final class AeadProtection implements PacketProtection {
    /**
     * Packets sealed with one key before it is changed: half of what RFC 9001 §6.6 allows for AES-GCM, so that the peer
     * has time to follow.
     */
    public static final long DEFAULT_KEY_UPDATE = 1L << 22;

    /** Packets of a new phase after which the old keys cannot be wanted by a late packet any more. */
    private static final long REORDERING = 1L << 16;

    private final Aead aead;
    private final long updateAfter;
    private PacketKeys sendKeys;
    private PacketKeys receiveKeys;
    private @Nullable PacketKeys previousReceiveKeys;
    private @Nullable PacketKeys nextReceiveKeys;
    private boolean sendPhase;
    private boolean receivePhase;
    private long sealedInPhase;
    private long firstOfPhase = -1;
    private long largestOpened = -1;
    private int updates;

    /**
     * @param sending the secret of this side's packets; 32 bytes
     * @param receiving the secret of the peer's packets; 32 bytes
     * @param aead the ciphers of the thread that the connection lives on
     * @param updateAfter packets sealed with one key before it is changed, at least 1
     */
    public AeadProtection(byte[] sending, byte[] receiving, Aead aead, long updateAfter) {
        this.aead = aead;
        this.updateAfter = updateAfter;
        this.sendKeys = PacketKeys.of(sending);
        this.receiveKeys = PacketKeys.of(receiving);
    }

    /** Key changes so far, of either side. */
    public int updates() {
        return updates;
    }

    @Override
    public int overhead() {
        return Aead.TAG_SIZE;
    }

    @Override
    public void seal(ByteBuffer packet, long packetNumber) {
        // Only once the peer is seen to use this phase: two changes under way cannot be told apart (RFC 9001 §6.1).
        if (sealedInPhase >= updateAfter && sendPhase == receivePhase && firstOfPhase >= 0) {
            updateSending();
        }
        sealedInPhase++;
        if (sendPhase) {
            packet.put(0, (byte) (packet.get(0) | PacketHeader.DATA_KEY_PHASE));
        }
        aead.seal(sendKeys, packet, packetNumber);
    }

    private void updateSending() {
        sendKeys = sendKeys.next();
        sendPhase = !sendPhase;
        sealedInPhase = 0;
        updates++;
    }

    @Override
    public long open(ByteBuffer packet, long largestReceived) {
        if (!Aead.isPlausible(packet)) {
            return FORGED;
        }
        aead.toggleHeader(receiveKeys, packet);
        long truncated = packet.getInt(PacketHeader.DATA_NUMBER_OFFSET) & 0xFFFF_FFFFL;
        long number = PacketHeader.expandNumber(largestReceived, truncated);
        boolean phase = (packet.get(0) & PacketHeader.DATA_KEY_PHASE) != 0;
        if (number >= 0 && openInPhase(packet, number, phase)) {
            largestOpened = Math.max(largestOpened, number);
            return number;
        }
        // As it came: it may be a stateless reset.
        aead.toggleHeader(receiveKeys, packet);
        return FORGED;
    }

    private boolean openInPhase(ByteBuffer packet, long number, boolean phase) {
        if (phase == receivePhase) {
            if (!aead.open(receiveKeys, packet, number)) {
                return false;
            }
            onOpenedInPhase(number);
            return true;
        }
        PacketKeys previous = previousReceiveKeys;
        if (previous != null && number < firstOfPhase) {
            return aead.open(previous, packet, number);
        }
        // A peer changes keys only after it saw this side use the present ones.
        if (firstOfPhase < 0 || number < largestOpened) {
            return false;
        }
        return openInNextPhase(packet, number);
    }

    private boolean openInNextPhase(ByteBuffer packet, long number) {
        PacketKeys next = nextReceiveKeys;
        if (next == null) {
            next = receiveKeys.next();
            nextReceiveKeys = next;
        }
        if (!aead.open(next, packet, number)) {
            return false;
        }
        previousReceiveKeys = receiveKeys;
        receiveKeys = next;
        nextReceiveKeys = null;
        receivePhase = !receivePhase;
        firstOfPhase = number;
        if (sendPhase != receivePhase) {
            updateSending();
        }
        return true;
    }

    private void onOpenedInPhase(long number) {
        if (firstOfPhase < 0) {
            firstOfPhase = number;
        }
        if (previousReceiveKeys != null) {
            if (number < firstOfPhase) {
                firstOfPhase = number;
            } else if (number - firstOfPhase > REORDERING) {
                previousReceiveKeys = null;
            }
        }
    }
}
