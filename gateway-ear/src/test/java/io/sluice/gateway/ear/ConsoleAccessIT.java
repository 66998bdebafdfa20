package io.sluice.gateway.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who gets in, and who does not. */
@ExtendWith(ArquillianExtension.class)
class ConsoleAccessIT {
    private final ConsoleClient client = new ConsoleClient();

    @Deployment(testable = false)
    static EnterpriseArchive application() {
        return ShippedApplication.ear();
    }

    @Test
    void healthNeedsNoLogin() throws Exception {
        HttpResponse<String> live = client.get("/health/live");

        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).contains("\"status\":\"UP\"");
        assertThat(client.get("/health/ready").body()).contains("\"name\":\"gateway\"");
    }

    @Test
    void apiWithoutCredentialsIsRefusedWithAChallenge() throws Exception {
        HttpResponse<String> answer = client.get("/api/v1/sessions");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"code\":\"UNAUTHORIZED\"", "/login.html");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValueSatisfying(it -> assertThat(it)
                .startsWith("Basic realm=\"sluice\""));
    }

    @Test
    void theConsolesOwnRequestsAreRefusedWithoutAChallenge() throws Exception {
        HttpResponse<String> answer = client.get("/api/v1/sessions", "X-Requested-With", "console");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void basicCredentialsListSessionsAsJson() throws Exception {
        HttpResponse<String> answer = client.getAs("viewer", "in-container-viewer", "/api/v1/sessions");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body()).contains("\"total\":", "\"items\":[");
    }

    @Test
    void wrongPasswordIsRefused() throws Exception {
        assertThat(client.getAs("viewer", "in-container-admin", "/api/v1/sessions").statusCode()).isEqualTo(401);
    }

    @Test
    void userWithoutTheViewerRoleIsForbidden() throws Exception {
        assertThat(client.getAs("guest", "in-container-guest", "/api/v1/sessions").statusCode()).isEqualTo(403);
    }

    @Test
    void administratorHasEveryRole() throws Exception {
        HttpResponse<String> me = client.getAs("admin", "in-container-admin", "/api/v1/me");

        assertThat(me.body()).contains("\"viewer\",\"operator\",\"administrator\"");
    }

    @Test
    void pageWithoutLoginLeadsToTheForm() throws Exception {
        HttpResponse<String> answer = client.get("/");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).hasValueSatisfying(it -> assertThat(it)
                .endsWith("/login.html"));
        assertThat(client.get("/login.html").body()).contains("action=\"/login\"");
        assertThat(client.get("/assets/console.css").statusCode()).isEqualTo(200);
    }

    @Test
    void formLoginOpensThePageAndTheApiUntilSignedOut() throws Exception {
        HttpResponse<String> login = client.post("/login", "user=viewer&password=in-container-viewer");
        assertThat(login.statusCode()).isEqualTo(303);
        assertThat(login.headers().firstValue("Set-Cookie")).hasValueSatisfying(it -> assertThat(it)
                .contains("HttpOnly").contains("SameSite=Strict"));

        HttpResponse<String> page = client.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(client.get("/api/v1/me").body()).isEqualTo("{\"name\":\"viewer\",\"roles\":[\"viewer\"]}");

        client.post("/logout", "");
        assertThat(client.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void wrongFormLoginLeadsBackToTheForm() throws Exception {
        HttpResponse<String> login = client.post("/login", "user=viewer&password=guess");

        assertThat(login.headers().firstValue("Location")).hasValueSatisfying(it -> assertThat(it)
                .endsWith("/login.html?failed"));
    }

    @Test
    void pageSizeOutOfBoundsIsExplained() throws Exception {
        HttpResponse<String> answer = client.getAs("viewer", "in-container-viewer", "/api/v1/sessions?limit=1001");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(it -> assertThat(it)
                .startsWith("application/problem+json"));
        assertThat(answer.body()).contains("BAD_LIMIT", "1 to 1000", "\"parameter\":\"limit\"");
    }

    @Test
    void whatIsNotThereIsAProblemToo() throws Exception {
        HttpResponse<String> answer = client.getAs("viewer", "in-container-viewer", "/api/v1/sesions");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"code\":\"NOT_FOUND\"", "/openapi");
    }

    @Test
    void theApiDescribesItself() throws Exception {
        HttpResponse<String> answer = client.get("/openapi?format=json");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).containsPattern("\"openapi\"\\s*:\\s*\"3\\.1").contains("/api/v1/sessions");
    }
}
