package io.sluice.gateway.ear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.session.SessionDirectory;
import jakarta.inject.Inject;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The beans as they are wired inside the container. */
@ExtendWith(ArquillianExtension.class)
class SessionDirectoryIT {
    @Inject
    SessionDirectory directory;

    @Deployment
    static EnterpriseArchive application() {
        return ShippedApplication.librariesUnder(SessionDirectoryIT.class);
    }

    @Test
    void aFreshGatewayKnowsNoSessions() {
        assertEquals(0, directory.count());
        assertTrue(directory.list(10, null).isEmpty());
    }
}
