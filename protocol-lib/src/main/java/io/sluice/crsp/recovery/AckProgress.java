package io.sluice.crsp.recovery;

import io.sluice.crsp.congestion.DeliverySample;

/** What is gathered while one ACK frame is read; needed only while acknowledgements come. */
final class AckProgress {
    /** What the frame says of the path's rate. */
    final DeliverySample sample = new DeliverySample();

    long largest;
    long delay;
    /** When the largest packet that was newly acknowledged left, or {@link Long#MIN_VALUE}. */
    long largestTime;
    /** When the newest packet that was newly acknowledged left, or {@link Long#MIN_VALUE}. */
    long newestTime;
    boolean anyEliciting;
    boolean any;

    void begin(long now, long largestNumber, long peerDelay) {
        largest = largestNumber;
        delay = peerDelay;
        largestTime = Long.MIN_VALUE;
        newestTime = Long.MIN_VALUE;
        anyEliciting = false;
        any = false;
        sample.begin(now);
    }
}
