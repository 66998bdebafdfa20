package io.sluice.crsp.simulator.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A build of the protocol in which one method calls something else than it should. The product's classes are loaded anew
 * by a class loader of its own that changes one of them on the way, so that nothing in them is there for tests.
 */
enum Mutant {
    DROPS_THE_DUPLICATE_CHECK("connection.Connection", "recovery.ReceivedPackets", "isDuplicate", "isNew"),
    FORGETS_RETRANSMISSIONS("connection.Streams", "stream.SendSide", "onLost", "forget"),
    ACKNOWLEDGES_WHAT_DID_NOT_COME("recovery.ReceivedPackets", "stream.RangeSet", "add", "addOneMore"),
    USES_A_PACKET_NUMBER_TWICE("connection.PacketWriter", "wire.PacketHeader", "writeData", "writeAgain"),
    IGNORES_CONNECTION_CREDIT("connection.Streams", "connection.TransportParameters", "maxData", "boundless"),
    IGNORES_STREAM_CREDIT("connection.Streams", "connection.TransportParameters", "maxStreamData", "boundless"),
    DELIVERS_CORRUPT_PACKETS("wire.Crc32cProtection", "wire.Crc32cProtection", "isIntact", "looksIntact"),
    NEVER_GIVES_STREAM_CREDIT("stream.Stream", "stream.ReceiveSide", "creditToAnnounce", "noCredit"),
    IGNORES_THE_CONGESTION_WINDOW("connection.PacketWriter", "recovery.LossRecovery", "isWindowOpen", "isOpen"),
    NEVER_GIVES_CONNECTION_CREDIT("connection.Streams", "stream.WindowTuner", "window", "noWindow"),
    NEVER_WAKES("endpoint.Endpoint", "connection.Connection", "nextTimeout", "never");

    private static final String ROOT = "io.sluice.crsp.";
    private static final ClassDesc SABOTAGE = ClassDesc.of(Sabotage.class.getName());

    private final String changed;
    private final String owner;
    private final String method;
    private final String replacement;

    /**
     * @param changed class in which calls are replaced
     * @param owner class of the method that is no longer called
     * @param replacement method of {@link Sabotage} that is called instead
     */
    Mutant(String changed, String owner, String method, String replacement) {
        this.changed = ROOT + changed;
        this.owner = ROOT + owner;
        this.method = method;
        this.replacement = replacement;
    }

    /** Runs a scenario in the broken build; returns what was found, or null. */
    @Nullable
    String violation(String scenario, String description, long seed) {
        Loader loader = new Loader();
        try {
            Class<?> runner = loader.loadClass(MutantRun.class.getName());
            Method run = runner.getMethod("violation", String.class, String.class, long.class);
            Object found = run.invoke(null, scenario, description, seed);
            if (!loader.replaced) {
                throw new IllegalStateException(changed + " does not call " + method);
            }
            return (String) found;
        } catch (InvocationTargetException e) {
            // A build so broken that the run itself falls over is found, too.
            return String.valueOf(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Loader extends ClassLoader {
        private boolean replaced;

        Loader() {
            super(Mutant.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                if (!name.startsWith(ROOT)) {
                    return super.loadClass(name, resolve);
                }
                byte[] bytes = read(name);
                byte[] mine = name.equals(changed) ? change(bytes) : bytes;
                return defineClass(name, mine, 0, mine.length);
            }
        }

        private byte[] read(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            try (InputStream in = Objects.requireNonNull(getParent()).getResourceAsStream(file)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private byte[] change(byte[] bytes) {
            ClassDesc target = ClassDesc.of(owner);
            CodeTransform calls = (code, element) -> {
                if (element instanceof InvokeInstruction call
                        && call.owner().asSymbol().equals(target)
                        && call.name().equalsString(method)) {
                    replaced = true;
                    code.invokestatic(SABOTAGE, replacement, staticType(call));
                } else {
                    code.with(element);
                }
            };
            ClassFile classFile = ClassFile.of();
            return classFile.transformClass(
                    classFile.parse(bytes), ClassTransform.transformingMethodBodies(calls));
        }

        /** The type of the replacement: what it is called on comes first. */
        private MethodTypeDesc staticType(InvokeInstruction call) {
            MethodTypeDesc type = call.typeSymbol();
            if (call.opcode() == Opcode.INVOKESTATIC) {
                return type;
            }
            ClassDesc first = Arrays.stream(Sabotage.class.getMethods())
                    .filter(each -> each.getName().equals(replacement))
                    .findFirst()
                    .map(each -> ClassDesc.ofDescriptor(each.getParameterTypes()[0].descriptorString()))
                    .orElseThrow();
            return type.insertParameterTypes(0, first);
        }
    }
}
