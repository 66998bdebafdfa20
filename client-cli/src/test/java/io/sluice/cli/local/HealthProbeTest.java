package io.sluice.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthProbeTest {
    @Test
    void namesWhatIsDownWithItsError() {
        String body = """
                {"status":"DOWN","checks":[{"name":"gateway","status":"DOWN","data":{
                "kafka":"down","kafka.error":"no answer from \\"there\\"","listener":"up","listener.port":"4650"}}]}""";

        assertThat(HealthProbe.describe(body)).isEqualTo("not ready: kafka (no answer from \"there\")");
    }

    @Test
    void namesSeveralThingsThatAreDown() {
        assertThat(HealthProbe.describe("{\"kafka\": \"down\", \"listener\": \"down\"}"))
                .isEqualTo("not ready: kafka, listener");
    }

    @Test
    void anAnswerWithoutChecksMeansThatTheApplicationIsNotThereYet() {
        assertThat(HealthProbe.describe("{\"status\":\"DOWN\",\"checks\":[]}"))
                .isEqualTo("the application is starting");
    }
}
