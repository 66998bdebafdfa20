package io.sluice.admin.security;

import io.sluice.admin.problem.ProblemWriter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.auth.message.callback.PasswordValidationCallback;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.AutoApplySession;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * One mechanism for people and programs. The login form posts to {@code /login}, after which the session cookie speaks;
 * programs send HTTP Basic with each request. Both are checked by the server's own user registry. A page asked for
 * without either leads to the form, an API request gets 401.
 */
@ApplicationScoped
@AutoApplySession
public class ConsoleAuthentication implements HttpAuthenticationMechanism {
    private static final String FORM = "/login.html";

    /** Without a password in the environment nobody can sign in. */
    @Inject
    @ConfigProperty(name = "sluice.admin.password")
    Optional<String> adminPassword;

    @Override
    public AuthenticationStatus validateRequest(HttpServletRequest request, HttpServletResponse response,
            HttpMessageContext context) throws AuthenticationException {
        if (isLogin(request)) {
            return signIn(request, context);
        }
        Optional<BasicCredentials> basic = BasicCredentials.ofHeader(request);
        if (basic.isPresent() && isValid(basic.get(), context)) {
            return AuthenticationStatus.SUCCESS;
        }
        if (!context.isProtected()) {
            return context.doNothing();
        }
        return isApi(request) ? challenge(request, response) : context.redirect(FORM);
    }

    private AuthenticationStatus signIn(HttpServletRequest request, HttpMessageContext context)
            throws AuthenticationException {
        Optional<BasicCredentials> form = BasicCredentials.ofForm(request);
        if (form.isPresent() && isValid(form.get(), context)) {
            return AuthenticationStatus.SUCCESS;
        }
        return context.redirect(FORM + "?failed");
    }

    private boolean isValid(BasicCredentials credentials, HttpMessageContext context) throws AuthenticationException {
        if (adminPassword.isEmpty()) {
            return false;
        }
        PasswordValidationCallback check = new PasswordValidationCallback(context.getClientSubject(),
                credentials.user(), credentials.password().toCharArray());
        try {
            context.getHandler().handle(new Callback[]{check});
            return check.getResult();
        } catch (IOException | UnsupportedCallbackException failure) {
            throw new AuthenticationException("The user registry cannot be asked", failure);
        } finally {
            check.clearPassword();
        }
    }

    private static AuthenticationStatus challenge(HttpServletRequest request, HttpServletResponse response)
            throws AuthenticationException {
        // The console's own requests must not make the browser ask for a password.
        if (request.getHeader("X-Requested-With") == null) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"sluice\", charset=\"UTF-8\"");
        }
        try {
            ProblemWriter.write(response, HttpServletResponse.SC_UNAUTHORIZED);
        } catch (IOException e) {
            throw new AuthenticationException("The refusal cannot be written", e);
        }
        return AuthenticationStatus.SEND_FAILURE;
    }

    private static boolean isLogin(HttpServletRequest request) {
        return "POST".equals(request.getMethod()) && LoginServlet.PATH.equals(request.getServletPath());
    }

    private static boolean isApi(HttpServletRequest request) {
        return request.getRequestURI().startsWith(request.getContextPath() + "/api/");
    }
}
