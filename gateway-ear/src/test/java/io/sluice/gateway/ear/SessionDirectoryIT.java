package io.sluice.gateway.ear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.session.SessionDirectory;
import io.sluice.gateway.session.SessionFilter;
import io.sluice.gateway.session.SessionOrder;
import io.sluice.gateway.session.SessionQuery;
import io.sluice.gateway.session.SessionSelection;
import jakarta.inject.Inject;
import java.util.List;
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
        SessionSelection page = directory.select(new SessionQuery(SessionFilter.ANY, SessionOrder.ID, false, null, 10));
        assertEquals(0, page.total());
        assertTrue(directory.show(List.of("a81bc81bdead4e5dabff90865d1e13b1")).join().isEmpty());
    }
}
