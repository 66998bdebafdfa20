package io.sluice.admin.renderers;

import io.sluice.admin.api.Auditor;
import io.sluice.admin.problem.Codes;
import io.sluice.admin.problem.Problem;
import io.sluice.admin.problem.ProblemException;
import io.sluice.gateway.Gateway;
import io.sluice.gateway.audit.AuditEntry;
import io.sluice.gateway.control.CommandAnswer;
import io.sluice.gateway.control.Control;
import io.sluice.gateway.control.Renderers;
import io.sluice.gateway.control.WantedCommand;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Gives commands in the name of whoever asks, and waits until they are acknowledged. */
@RequestScoped
public class RendererCommands {
    /** Beyond a command's own time, for Kafka to say what there is to play. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    @Inject
    Gateway gateway;

    @Inject
    SecurityContext security;

    @Inject
    Auditor auditor;

    /** The renderers of the cluster. */
    public Renderers renderers() {
        Control control = gateway.control();
        if (control == null) {
            throw ProblemException.unavailable(Codes.NOT_READY,
                    "The gateway is starting: it waits for " + gateway.waitingFor() + ".");
        }
        return control.renderers();
    }

    /** An answer of the event loop's. */
    public <T> T await(CompletableFuture<T> answer) {
        Duration patience = gateway.config().control().answerTimeout().plus(MARGIN);
        return answer.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /** For each renderer what became of it. */
    public List<CommandAnswer> give(WantedCommand command) {
        List<CommandAnswer> answers = await(
                renderers().command(security.getCallerPrincipal().getName() + " (API)", command));
        String detail = detail(command);
        auditor.record(answers.stream().map(answer -> new Auditor.Deed(command.action(), answer.renderer(), detail,
                answer.isAcknowledged() ? AuditEntry.DONE : answer.code())).toList());
        return answers;
    }

    private static String detail(WantedCommand command) {
        return switch (command.action()) {
            case WantedCommand.PLAY -> command.item();
            case "seek" -> Long.toString(command.position());
            default -> "";
        };
    }

    /** For one renderer: what became of it, or a problem if it was not acknowledged. */
    public CommandAnswer giveOne(WantedCommand command) {
        CommandAnswer answer = give(command).getFirst();
        if (!answer.isAcknowledged()) {
            throw new ProblemException(
                    Problem.of(status(answer.code()), answer.code(), String.valueOf(answer.message())));
        }
        return answer;
    }

    private static int status(String code) {
        return switch (code) {
            case "RENDERER_NAME_INVALID", "ITEM_NAME_INVALID", "BAD_REQUEST" -> 400;
            case "TOPIC_FORBIDDEN" -> 403;
            case "RENDERER_UNKNOWN", "ITEM_UNKNOWN" -> 404;
            case "KAFKA_UNAVAILABLE", "KAFKA_REFUSED" -> 503;
            case "COMMAND_TIMED_OUT" -> 504;
            default -> 409;
        };
    }
}
