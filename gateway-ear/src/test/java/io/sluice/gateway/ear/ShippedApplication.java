package io.sluice.gateway.ear;

import java.io.File;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The EAR the build made. */
final class ShippedApplication {
    private ShippedApplication() {}

    /** As it is. */
    static EnterpriseArchive ear() {
        return ear("sluice.ear");
    }

    private static EnterpriseArchive ear(String name) {
        return ShrinkWrap.create(ZipImporter.class, name)
                .importFrom(new File(System.getProperty("sluice.ear"))).as(EnterpriseArchive.class);
    }

    /** Its libraries under a web module that holds only test classes: the console's login would stop Arquillian. */
    static EnterpriseArchive librariesUnder(Class<?>... tests) {
        EnterpriseArchive ear = ear("libraries.ear");
        ear.delete("/sluice-admin-web.war");
        ear.delete("/META-INF/application.xml");
        ear.delete("/META-INF/ibm-application-bnd.xml");
        WebArchive war = ShrinkWrap.create(WebArchive.class, "in-container.war").addClasses(tests)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
        return ear.addAsModule(Testable.archiveToTest(war));
    }
}
