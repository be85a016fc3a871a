package io.telltale.detection.event;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** Stops reading inflated bytes when they outgrow the compressed ones: what a zip bomb does. */
final class InflationGuard extends FilterInputStream {
    private final LongSupplier compressed;
    private final ReadLimits limits;
    private long inflated;

    /** @param compressed how many bytes have been read of the compressed form so far */
    InflationGuard(InputStream inflating, LongSupplier compressed, ReadLimits limits) {
        super(inflating);
        this.compressed = compressed;
        this.limits = limits;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        return value < 0 ? value : (int) counted(1, value);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = in.read(target, offset, length);
        return read <= 0 ? read : (int) counted(read, read);
    }

    @Override
    public long skip(long n) throws IOException {
        return read(new byte[(int) Math.min(n, 8192)]);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private long counted(int bytes, long answer) throws IOException {
        inflated += bytes;
        if (inflated > limits.inflationFrom() && inflated / limits.inflation() > Math.max(compressed.getAsLong(), 1)) {
            throw new IOException("inflates to more than " + limits.inflation() + " times its size");
        }
        return answer;
    }
}
