package io.sluice.admin.security;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Where the login form posts to. Only who was let in by {@link ConsoleAuthentication} comes here. */
@WebServlet(LoginServlet.PATH)
public class LoginServlet extends HttpServlet {
    static final String PATH = "/login";

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", "/");
    }
}
