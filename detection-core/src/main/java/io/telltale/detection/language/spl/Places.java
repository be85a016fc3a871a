package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;

/**
 * Where an address is, by the reader's own table of addresses and networks; the narrowest network counts. No such table
 * comes with Splunk's rules or with us.
 */
final class Places {
    private Places() {}

    /** The named column of the row that an address falls under; null where none does. */
    static Value of(Value table, Value address, Value column) {
        if (!(table instanceof Value.ListOf rows)) {
            return Values.NULL;
        }
        Value found = Values.NULL;
        int narrowest = -1;
        for (Value row : rows.elements()) {
            if (!(row instanceof Value.ObjectOf object)) {
                continue;
            }
            String network = object.get("ip").asText();
            int slash = network.indexOf('/');
            int bits = slash < 0 ? 32 : width(network.substring(slash + 1));
            if (bits > narrowest && holds(network, address.asText())) {
                Value value = object.get(column.asText());
                found = value.asText().isEmpty() ? Values.NULL : value;
                narrowest = bits;
            }
        }
        return found;
    }

    /** Whether an address is the one that is written, or in the network that is. */
    static boolean holds(String network, String address) {
        long wanted = number(address);
        int slash = network.indexOf('/');
        long base = number(slash < 0 ? network : network.substring(0, slash));
        int bits = slash < 0 ? 32 : width(network.substring(slash + 1));
        return wanted >= 0 && base >= 0 && bits >= 0 && (wanted ^ base) >>> (32 - bits) == 0;
    }

    /** An address as a number, to sort by; other texts as they are. */
    static Value sortable(Value address) {
        long number = number(address.asText());
        return number < 0 ? address : Values.of(number);
    }

    private static int width(String bits) {
        return bits.length() < 3 && !bits.isEmpty() && bits.chars().allMatch(Character::isDigit)
                ? Math.min(32, Integer.parseInt(bits))
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
