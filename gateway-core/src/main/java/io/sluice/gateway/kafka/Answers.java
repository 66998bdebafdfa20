package io.sluice.gateway.kafka;

import io.sluice.crsp.endpoint.EventLoop;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Leads answers from Kafka's threads back to the event loop. */
public final class Answers {
    private Answers() {}

    /** Calls one of the two on the loop's thread once the question is answered. */
    public static <T extends @Nullable Object> void toLoop(
            EventLoop loop, CompletionStage<T> question, Consumer<? super T> onAnswer, Consumer<Throwable> onFailure) {
        var _ = question.handle((answer, failure) -> {
            loop.execute(() -> {
                if (failure == null) {
                    onAnswer.accept(answer);
                } else {
                    onFailure.accept(rootOf(failure));
                }
            });
            return answer;
        });
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while ((root instanceof CompletionException || root instanceof ExecutionException) && root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
