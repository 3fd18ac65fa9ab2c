package io.grism.ray.relay;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where and how an executor is started.
 *
 * @param address of its node
 * @param patience milliseconds after which an executor that is not up counts as one that cannot start
 * @param jvmOptions of its process
 * @param engine what the worker's class is told of the engine
 */
public record StartOrder(String address, int patience, List<String> jvmOptions, byte[] engine) {
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(address);
            out.writeInt(patience);
            out.writeInt(jvmOptions.size());
            for (String option : jvmOptions) {
                out.writeUTF(option);
            }
            out.writeInt(engine.length);
            out.write(engine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static StartOrder read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String address = in.readUTF();
            int patience = in.readInt();
            int count = in.readInt();
            List<String> jvmOptions = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                jvmOptions.add(in.readUTF());
            }
            return new StartOrder(address, patience, jvmOptions, in.readNBytes(in.readInt()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
