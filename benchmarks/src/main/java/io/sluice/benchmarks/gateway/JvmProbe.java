package io.sluice.benchmarks.gateway;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks into another JVM of the same user, which must have been told nothing for it. */
final class JvmProbe implements AutoCloseable {
    private static final double KIB = 1024;

    private final long pid;
    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    @SuppressWarnings("BanJNDI") // The address names no directory: the JVM itself has told it, over a file of its user.
    JvmProbe(long pid) throws IOException {
        this.pid = pid;
        this.connector = JMXConnectorFactory.connect(new JMXServiceURL(agentOf(pid)));
        this.beans = connector.getMBeanServerConnection();
    }

    private static String agentOf(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("the JVM " + pid + " cannot be looked into: " + e.getMessage(), e);
        }
    }

    /** Bytes of the heap that are in use after a collection. */
    long heapAfterCollection() throws IOException {
        MemoryMXBean memory = ManagementFactory.newPlatformMXBeanProxy(beans, ManagementFactory.MEMORY_MXBEAN_NAME,
                MemoryMXBean.class);
        // What the first one finds unreachable may hold more by its finalization or its references.
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Memory that the process has of the machine, in MiB; 0 where the system does not say. */
    double residentMebibytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIB).findFirst().orElse(0);
        }
    }

    /** A counter; 0 if it is not there yet. */
    long counter(String bean, String attribute) throws IOException {
        try {
            return ((Number) beans.getAttribute(new ObjectName(bean), attribute)).longValue();
        } catch (InstanceNotFoundException e) {
            return 0;
        } catch (JMException e) {
            throw new IOException(bean + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
