package io.sluice.admin.problem;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers what is refused before a resource is reached. */
public final class ProblemWriter {
    private static final Jsonb JSONB = JsonbBuilder.create();

    private ProblemWriter() {}

    /** Answers with a status and its problem. */
    public static void write(HttpServletResponse response, int status) throws IOException {
        response.setStatus(status);
        response.setContentType(Problem.MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(JSONB.toJson(Problems.ofStatus(status, "The request was refused.")));
    }
}
