package io.sluice.admin.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Roots the REST API at {@code /api}. */
@ApplicationPath("/api")
public class ApiApplication extends Application {
}
