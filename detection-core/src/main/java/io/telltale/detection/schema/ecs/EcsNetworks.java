package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Networks and what is known of them, in place of Elastic's GeoIP databases. The reader's table is CSV whose first line
 * names the columns ({@code network}, then any of {@code as.number}, {@code as.organization.name},
 * {@code geo.country_iso_code}, {@code geo.city_name}, …), lines ended by a line break or by {@code \\n}; the most specific network that holds an address decides.
 */
public final class EcsNetworks {
    private EcsNetworks() {}

    /**
     * The table as a value: prefix length, longest first, then the network's own bits, then the columns.
     *
     * @throws IllegalArgumentException with the line, where it cannot be read
     */
    public static Value table(String csv) {
        ReaderTable read = ReaderTable.of(csv);
        if (read.columns().isEmpty()) {
            return Values.objectOf(Map.of());
        }
        if (!read.columns().contains("network")) {
            throw new IllegalArgumentException("the first line names no column network");
        }
        var byLength = new TreeMap<String, Map<String, Value>>(
                Comparator.comparing(Integer::valueOf, Comparator.reverseOrder()));
        for (Map<String, String> row : read.rows()) {
            String[] parts = row.getOrDefault("network", "").split("/", -1);
            Optional<byte[]> address = address(parts[0]);
            if (address.isEmpty() || parts.length > 2) {
                throw new IllegalArgumentException("not a network and its columns: " + String.join(",", row.values()));
            }
            int length = parts.length == 1 ? address.get().length * 8 : Integer.parseInt(parts[1]);
            var columns = new LinkedHashMap<String, Value>();
            row.forEach((column, cell) -> {
                if (!cell.isEmpty() && !column.equals("network")) {
                    columns.put(column, typed(column, cell));
                }
            });
            byLength.computeIfAbsent(Integer.toString(length), l -> new LinkedHashMap<>())
                    .put(bits(address.get(), length), Values.objectOf(columns));
        }
        var table = new LinkedHashMap<String, Value>();
        byLength.forEach((length, networks) -> table.put(length, Values.objectOf(networks)));
        return Values.objectOf(table);
    }

    private static Value typed(String column, String cell) {
        return column.equals("as.number") ? Values.of(Long.parseLong(cell)) : Values.of(cell);
    }

    static Value find(Value.ObjectOf table, Value address, String column) {
        Optional<byte[]> bytes = table.members().isEmpty() ? Optional.empty() : address(address.asText());
        if (bytes.isEmpty()) {
            return Values.NULL;
        }
        for (Map.Entry<String, Value> length : table.members().entrySet()) {
            int bits = Integer.parseInt(length.getKey());
            if (bits <= bytes.get().length * 8
                    && length.getValue() instanceof Value.ObjectOf networks
                    && networks.get(bits(bytes.get(), bits)) instanceof Value.ObjectOf columns) {
                Value found = columns.get(column);
                return found.isAbsent() ? Values.NULL : found;
            }
        }
        return Values.NULL;
    }

    /** The first bits of an address, with the kind of the address. */
    private static String bits(byte[] address, int length) {
        BigInteger number = new BigInteger(1, address).shiftRight(Math.max(0, address.length * 8 - length));
        return address.length + ":" + number.toString(16);
    }

    /** An address as a text whose order is that of addresses, version four at its place within version six; null for no address. */
    static Value place(Value address) {
        return address(address.asText())
                .map(bytes -> Values.of((bytes.length == 4 ? "0".repeat(20) + "ffff" : "")
                        + HexFormat.of().formatHex(bytes)))
                .orElse(Values.NULL);
    }

    /** The networks that a range {@code first-last} is made of; of anything else, itself. */
    static List<String> networks(String range) {
        int dash = range.indexOf('-');
        Optional<byte[]> first =
                dash < 0 ? Optional.empty() : address(range.substring(0, dash).strip());
        Optional<byte[]> last =
                dash < 0 ? Optional.empty() : address(range.substring(dash + 1).strip());
        if (first.isEmpty() || last.isEmpty() || first.get().length != last.get().length) {
            return List.of(range);
        }
        int length = first.get().length * 8;
        var networks = new ArrayList<String>();
        BigInteger at = new BigInteger(1, first.get());
        BigInteger end = new BigInteger(1, last.get());
        while (at.compareTo(end) <= 0) {
            int free = at.signum() == 0 ? length : Math.min(length, at.getLowestSetBit());
            int fits = end.subtract(at).add(BigInteger.ONE).bitLength() - 1;
            int bits = Math.min(free, fits);
            networks.add(text(at, length / 8) + "/" + (length - bits));
            at = at.add(BigInteger.ONE.shiftLeft(bits));
        }
        return networks;
    }

    private static String text(BigInteger number, int bytes) {
        byte[] written = number.toByteArray();
        var address = new byte[bytes];
        int length = Math.min(bytes, written.length);
        System.arraycopy(written, written.length - length, address, bytes - length, length);
        try {
            return String.valueOf(InetAddress.getByAddress(address).getHostAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Whether the text is four numbers to 255, none with a leading zero; anything else would be looked up as a name. */
    private static boolean isV4(String text) {
        int parts = 0;
        int number = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c == '.' && number >= 0) {
                parts++;
                number = -1;
            } else if (c >= '0' && c <= '9' && number != 0 && number * 10 + c - '0' <= 255) {
                number = Math.max(0, number) * 10 + c - '0';
            } else {
                return false;
            }
        }
        return parts == 4;
    }

    /** An address as it is written in short: of IPv6, the longest run of zeros left out. */
    public static String written(byte[] address) {
        String plain = text(new BigInteger(1, address), address.length);
        if (address.length == 4) {
            return plain;
        }
        String[] groups = plain.split(":", -1);
        int start = -1;
        int longest = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end].equals("0")) {
                end++;
            }
            if (end - i > longest) {
                start = i;
                longest = end - i;
            }
        }
        return start < 0
                ? plain
                : String.join(":", List.of(groups).subList(0, start)) + "::"
                        + String.join(":", List.of(groups).subList(start + longest, groups.length));
    }

    /** The bytes of an IPv4 or IPv6 address; names are never looked up. */
    public static Optional<byte[]> address(String text) {
        if (text.indexOf(':') < 0 && !isV4(text)) {
            return Optional.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0 && ".:".indexOf(text.charAt(i)) < 0) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
