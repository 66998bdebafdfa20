package io.sluice.admin.query;

/**
 * The order of a list.
 *
 * @param field what decides
 * @param descending true for the largest first
 */
public record Sort(String field, boolean descending) {
    static Sort of(String text) {
        return text.startsWith("-") ? new Sort(text.substring(1), true) : new Sort(text, false);
    }

    @Override
    public String toString() {
        return descending ? "-" + field : field;
    }
}
