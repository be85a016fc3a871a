package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * {@code hash} and {@code hash_xxhash64}: xxHash's 64 bits, after its published specification
 * (<https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>), of a text's UTF-8, or of a number's or time's eight
 * bytes, the least first.
 */
final class KustoHashes {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long SUM_OF_1_AND_2 = 0x60EA27EEADC0B5D6L;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    private static final Instant FIRST_DAY = Instant.parse("0001-01-01T00:00:00Z");

    private KustoHashes() {}

    static void addTo(List<FunctionEntry> all) {
        add(all, "hash", (in, context) -> hash(in));
    }

    private static Value hash(List<Value> in) {
        long hash = of(bytes(in.get(0)));
        if (in.size() == 1) {
            return Values.of(hash);
        }
        return in.get(1) instanceof Value.Int modulo && modulo.value() > 0
                ? Values.of(Math.floorMod(hash, modulo.value()))
                : Values.NULL;
    }

    private static ByteBuffer bytes(Value value) {
        if (value instanceof Value.Int number) {
            return eight(number.value());
        }
        if (value instanceof Value.Decimal number) {
            return eight(Double.doubleToLongBits(number.value()));
        }
        if (value instanceof Value.Time time) {
            return eight(ticks(Duration.between(FIRST_DAY, time.value())));
        }
        if (value instanceof Value.Span span) {
            return eight(ticks(span.value()));
        }
        return little(ByteBuffer.wrap(KustoValues.text(value).getBytes(StandardCharsets.UTF_8)));
    }

    private static long ticks(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), 10_000_000L), duration.getNano() / 100);
    }

    private static ByteBuffer eight(long number) {
        return little(ByteBuffer.allocate(8)).putLong(0, number);
    }

    private static ByteBuffer little(ByteBuffer bytes) {
        return bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long of(ByteBuffer in) {
        int length = in.remaining();
        long hash = PRIME_5;
        if (length >= 32) {
            long[] lanes = {SUM_OF_1_AND_2, PRIME_2, 0, -PRIME_1};
            while (in.remaining() >= 32) {
                for (int i = 0; i < 4; i++) {
                    lanes[i] = round(lanes[i], in.getLong());
                }
            }
            hash = Long.rotateLeft(lanes[0], 1)
                    + Long.rotateLeft(lanes[1], 7)
                    + Long.rotateLeft(lanes[2], 12)
                    + Long.rotateLeft(lanes[3], 18);
            for (long lane : lanes) {
                hash = (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
            }
        }
        hash += length;
        while (in.remaining() >= 8) {
            hash = Long.rotateLeft(hash ^ round(0, in.getLong()), 27) * PRIME_1 + PRIME_4;
        }
        if (in.remaining() >= 4) {
            hash = Long.rotateLeft(hash ^ (in.getInt() & 0xFFFFFFFFL) * PRIME_1, 23) * PRIME_2 + PRIME_3;
        }
        while (in.hasRemaining()) {
            hash = Long.rotateLeft(hash ^ (in.get() & 0xFF) * PRIME_5, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }
}
