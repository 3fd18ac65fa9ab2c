package io.grism.parquet;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Compresses and expands pages. The sizes in a file are checked before memory is allocated or native code runs. */
final class ParquetCodecs implements CompressionCodecFactory {
    private static final int LARGEST_PAGE = 1 << 30;
    private static final int ZSTD_LEVEL = 3;

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return new Compressor(codec);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return new Decompressor(codec);
    }

    @Override
    public void release() {}

    private static GrismException unsupported(CompressionCodecName codec) {
        return new GrismException(
                ErrorCode.NOT_SUPPORTED,
                "Cannot read Parquet pages compressed with " + codec
                        + ". SNAPPY, ZSTD, GZIP and LZ4_RAW are supported");
    }

    private static byte[] bytes(BytesInput input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(input.size()));
        input.writeAllTo(out);
        return out.toByteArray();
    }

    private record Compressor(CompressionCodecName codec) implements BytesInputCompressor {
        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            return switch (codec) {
                case UNCOMPRESSED -> bytes;
                case SNAPPY -> BytesInput.from(Snappy.compress(bytes(bytes)));
                case ZSTD -> BytesInput.from(Zstd.compress(bytes(bytes), ZSTD_LEVEL));
                default -> throw unsupported(codec);
            };
        }

        @Override
        public CompressionCodecName getCodecName() {
            return codec;
        }

        @Override
        public void release() {}
    }

    private record Decompressor(CompressionCodecName codec) implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            return codec == CompressionCodecName.UNCOMPRESSED ? bytes : BytesInput.from(expand(bytes(bytes), size));
        }

        @Override
        public void decompress(ByteBuffer input, int compressedSize, ByteBuffer output, int size) throws IOException {
            byte[] bytes = new byte[compressedSize];
            input.get(bytes);
            output.put(codec == CompressionCodecName.UNCOMPRESSED ? bytes : expand(bytes, size));
        }

        private byte[] expand(byte[] bytes, int size) throws IOException {
            if (size < 0 || size > LARGEST_PAGE) {
                throw new IOException("a page of " + size + " bytes");
            }
            byte[] result =
                    switch (codec) {
                        case SNAPPY -> snappy(bytes, size);
                        case ZSTD -> zstd(bytes, size);
                        case GZIP -> gzip(bytes, size);
                        case LZ4_RAW -> lz4(bytes, size);
                        default -> throw unsupported(codec);
                    };
            if (result.length != size) {
                throw new IOException("a page of " + result.length + " bytes instead of " + size);
            }
            return result;
        }

        private static byte[] snappy(byte[] bytes, int size) throws IOException {
            // The native code writes as many bytes as the input says.
            if (Snappy.uncompressedLength(bytes) != size) {
                throw new IOException("a page of another size than its header says");
            }
            return Snappy.uncompress(bytes);
        }

        private static byte[] zstd(byte[] bytes, int size) throws IOException {
            byte[] result = new byte[size];
            long count = Zstd.decompressByteArray(result, 0, size, bytes, 0, bytes.length);
            if (Zstd.isError(count)) {
                throw new IOException(Zstd.getErrorName(count));
            }
            return Arrays.copyOf(result, (int) count);
        }

        private static byte[] gzip(byte[] bytes, int size) throws IOException {
            try (GZIPInputStream input = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                return input.readNBytes(size);
            }
        }

        private static byte[] lz4(byte[] bytes, int size) {
            byte[] result = new byte[size];
            int count = new Lz4Decompressor().decompress(bytes, 0, bytes.length, result, 0, size);
            return Arrays.copyOf(result, count);
        }

        @Override
        public void release() {}
    }
}
