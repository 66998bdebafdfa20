package io.sluice.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NumberedRecordsTest {
    private final NumberedRecords records = new NumberedRecords(100);

    @Test
    void aValueCarriesItsNumberAndItsTime() {
        byte[] value = records.value(7, 12_345);
        assertThat(value).hasSize(100);
        assertThat(records.number(value)).isEqualTo(7);
        assertThat(records.nanos(value)).isEqualTo(12_345);
    }

    @Test
    void aValueThatChangedIsFoundOut() {
        byte[] changed = records.value(7, 0);
        changed[99]++;
        assertThatThrownBy(() -> records.number(changed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> records.number(new byte[99])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> records.number(null)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aReaderMustGetEachRecordOnceAndInOrder() {
        Arrivals arrivals = new Arrivals(records, 5);
        arrivals.take(5, records.value(5, 0));
        arrivals.take(6, records.value(6, 0));
        assertThat(arrivals.next()).isEqualTo(7);
        assertThat(arrivals.count()).isEqualTo(2);
        assertThatThrownBy(() -> arrivals.take(6, records.value(6, 0))).hasMessageContaining("where 7 was due");
        assertThatThrownBy(() -> arrivals.take(8, records.value(8, 0))).hasMessageContaining("where 7 was due");
        assertThatThrownBy(() -> arrivals.take(7, records.value(8, 0))).hasMessageContaining("where 7 was due");
    }

    @Test
    void aSendersNumberIsItsKey() {
        assertThat(SenderKeys.sender(SenderKeys.key(999))).isEqualTo(999);
    }
}
