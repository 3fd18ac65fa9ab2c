package io.grism.exec.batch;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.Buffer;

/**
 * Makes Arrow usable in this JVM. Arrow reads a private field of {@link Buffer}; without {@code --add-opens=java.base/java.nio=ALL-UNNAMED} the JDK
 * refuses that. Our launcher gives the flag; in somebody else's JVM the package is opened here, where the JDK lets us.
 */
public final class ArrowAccess {
    /** The flag that every JVM running Arrow needs. */
    public static final String FLAG = "--add-opens=java.base/java.nio=ALL-UNNAMED";

    private static volatile boolean open;

    private ArrowAccess() {}

    /**
     * Opens java.nio unless it is open.
     *
     * @throws GrismException CONNECTION_FAILED, naming the flag, when this JVM does not allow it
     */
    public static void ensureOpen() {
        if (open) {
            return;
        }
        Module base = Buffer.class.getModule();
        Module here = ArrowAccess.class.getModule();
        if (!base.isOpen("java.nio", here)) {
            openByUnsafe(base);
        }
        open = true;
    }

    private static void openByUnsafe(Module base) {
        try {
            // The trusted lookup is reached through Unsafe, by reflection since Unsafe is no supported API.
            Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
            Field instance = unsafeClass.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            Object unsafe = instance.get(null);
            Field trusted = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
            Object owner = unsafeClass.getMethod("staticFieldBase", Field.class).invoke(unsafe, trusted);
            Object offset =
                    unsafeClass.getMethod("staticFieldOffset", Field.class).invoke(unsafe, trusted);
            MethodHandles.Lookup lookup = (MethodHandles.Lookup)
                    unsafeClass.getMethod("getObject", Object.class, long.class).invoke(unsafe, owner, offset);
            MethodHandle opener = lookup.findVirtual(
                    Module.class, "implAddOpensToAllUnnamed", MethodType.methodType(void.class, String.class));
            opener.invoke(base, "java.nio");
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError fatal) {
                throw fatal;
            }
            throw new GrismException(
                    ErrorCode.CONNECTION_FAILED,
                    "Cannot use Arrow in this JVM: java.nio is closed to it. Start the JVM with " + FLAG,
                    e);
        }
    }
}
