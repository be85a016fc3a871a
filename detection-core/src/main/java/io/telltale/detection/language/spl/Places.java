package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Network;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an address is, by the reader's own table of addresses and networks; the narrowest network counts. No such table
 * comes with Splunk's rules or with us. The table that was asked last is kept indexed; thread-safe.
 */
final class Places {
    private static final int BITS = 32;

    private volatile @Nullable Index last;

    /**
     * A table's rows by the length and the beginning of their networks.
     *
     * @param table what it was made of
     */
    private record Index(Value table, Map<Integer, Map<Long, Value.ObjectOf>> rows) {}

    /** The named column of the row that an address falls under; null where none does. */
    Value of(Value table, Value address, Value column) {
        long wanted = number(address.asText());
        if (wanted < 0) {
            return Values.NULL;
        }
        Index index = index(table);
        for (int bits = BITS; bits >= 0; bits--) {
            Map<Long, Value.ObjectOf> networks = index.rows().get(bits);
            Value.ObjectOf row = networks == null ? null : networks.get(beginning(wanted, bits));
            if (row != null) {
                Value found = row.get(column.asText());
                return found.asText().isEmpty() ? Values.NULL : found;
            }
        }
        return Values.NULL;
    }

    private Index index(Value table) {
        Index known = last;
        if (known != null && known.table() == table) {
            return known;
        }
        var rows = new HashMap<Integer, Map<Long, Value.ObjectOf>>();
        for (Value row : Parts.of(table)) {
            if (row instanceof Value.ObjectOf object) {
                String network = object.get("ip").asText();
                long base = base(network);
                int bits = bits(network);
                if (base >= 0 && bits >= 0) {
                    rows.computeIfAbsent(bits, b -> new HashMap<>()).putIfAbsent(beginning(base, bits), object);
                }
            }
        }
        var made = new Index(table, rows);
        last = made;
        return made;
    }

    /** Whether an address, of either version, is the one that is written, or in the network that is. */
    static boolean holds(String network, String address) {
        return Network.parse(network).filter(n -> n.contains(address)).isPresent();
    }

    /** An address as a number, to sort by; other texts as they are. */
    static Value sortable(Value address) {
        long number = number(address.asText());
        return number < 0 ? address : Values.of(number);
    }

    private static long beginning(long address, int bits) {
        return address >>> (BITS - bits);
    }

    private static long base(String network) {
        int slash = network.indexOf('/');
        return number(slash < 0 ? network : network.substring(0, slash));
    }

    private static int bits(String network) {
        int slash = network.indexOf('/');
        String written = slash < 0 ? "32" : network.substring(slash + 1);
        return written.length() < 3
                        && !written.isEmpty()
                        && written.chars().allMatch(Character::isDigit)
                        && Integer.parseInt(written) <= BITS
                ? Integer.parseInt(written)
                : -1;
    }

    private static long number(String address) {
        String[] parts = address.split("\\.", -1);
        long out = 0;
        if (parts.length != 4) {
            return -1;
        }
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(Character::isDigit)) {
                return -1;
            }
            int octet = Integer.parseInt(part);
            if (octet > 255) {
                return -1;
            }
            out = out * 256 + octet;
        }
        return out;
    }
}
