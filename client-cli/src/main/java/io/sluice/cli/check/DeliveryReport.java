package io.sluice.cli.check;

import java.util.List;

/**
 * What a {@link DeliveryChecker} found.
 *
 * @param delivered messages delivered in all
 * @param lost positions never delivered
 * @param repeated messages delivered before
 * @param disordered messages delivered after a higher position of the same partition
 * @param unexpected messages whose position was not expected or not readable
 * @param sha256 of all payloads in the order of delivery, in hexadecimal
 * @param findings the first of each kind, with the offending positions
 */
public record DeliveryReport(
        long delivered,
        long lost,
        long repeated,
        long disordered,
        long unexpected,
        String sha256,
        List<Finding> findings) {

    /** Copies the list. */
    public DeliveryReport {
        findings = List.copyOf(findings);
    }

    /**
     * Whether the delivery was exact.
     *
     * @return true if everything came once, in order, and nothing else
     */
    public boolean ok() {
        return lost == 0 && repeated == 0 && disordered == 0 && unexpected == 0;
    }

    /** The counts on one line, the findings below. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder()
                .append("delivered ").append(delivered)
                .append(" lost ").append(lost)
                .append(" repeated ").append(repeated)
                .append(" disordered ").append(disordered)
                .append(" unexpected ").append(unexpected);
        findings.forEach(finding -> text.append(System.lineSeparator()).append("  ").append(finding));
        return text.toString();
    }
}
