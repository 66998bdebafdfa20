package io.sluice.admin.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.wire.ErrorCode;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.lang.reflect.Field;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private static final Jsonb JSONB = JsonbBuilder.create();

    @Test
    void aProblemLeavesOutWhatDoesNotConcernIt() {
        assertThat(JSONB.toJson(Problem.of(404, "SESSION_UNKNOWN", "It is gone."))).isEqualTo("""
                {"code":"SESSION_UNKNOWN","detail":"It is gone.","status":404,\
                "title":"Session unknown","type":"urn:sluice:problem:SESSION_UNKNOWN"}""");
    }

    @Test
    void theCauseOfAFailedQuestionIsWhatIsTold() {
        assertThat(Problems.of(new CompletionException(ProblemException.conflict("NOT_POSSIBLE_NOW", "Later.")))
                .code()).isEqualTo("NOT_POSSIBLE_NOW");
    }

    @Test
    void whatKafkaRefusesIsToldAsSuch() {
        Problem problem = Problems.of(new CompletionException(new UnknownTopicOrPartitionException("gone")));

        assertThat(problem.status()).isEqualTo(404);
        assertThat(problem.code()).isEqualTo(ErrorCode.TOPIC_UNKNOWN.name());
        assertThat(Problems.of(new TopicAuthorizationException("no")).status()).isEqualTo(403);
        assertThat(Problems.of(new org.apache.kafka.common.errors.TimeoutException()).status()).isEqualTo(503);
    }

    @Test
    void codesMeanTheSameAsOnTheWire() throws Exception {
        for (Field code : Codes.class.getFields()) {
            assertThat(ErrorCode.valueOf((String) code.get(null)).name()).isEqualTo(code.getName());
        }
    }

    @Test
    void noAnswerInTimeIsNoFaultOfWhoAsked() {
        assertThat(Problems.of(new TimeoutException()).status()).isEqualTo(503);
    }

    @Test
    void aBodyThatIsNoJsonIsTheFaultOfWhoSentIt() {
        Problem problem = Problems.of(new IllegalStateException(new JsonbException("Unexpected char 39")));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).contains("Unexpected char 39", "/openapi");
    }

    @Test
    void whatFailsInsideSaysNothingOfTheInside() {
        Problem problem = Problems.of(new IllegalStateException("the password is tomato"));

        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.detail()).doesNotContain("tomato");
    }

    @Test
    void refusalsOfTheContainerSayWhatToDo() {
        assertThat(Problems.ofStatus(401, "x").detail()).contains("/login.html");
        assertThat(Problems.ofStatus(403, "x").detail()).contains("role");
        assertThat(Problems.ofStatus(429, "x").code()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(Problems.ofStatus(499, "x").code()).isEqualTo("HTTP_499");
    }
}
