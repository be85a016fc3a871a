package io.telltale.detection.language.python;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An IPv4 or IPv6 address of Python's module ipaddress. */
record Address(BigInteger number, int version) implements Py.NamedType, Comparable<Address> {
    private static final List<String> PRIVATE = List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/29",
            "192.0.0.170/31",
            "192.0.2.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "240.0.0.0/4",
            "255.255.255.255/32",
            "::1/128",
            "::/128",
            "::ffff:0:0/96",
            "100::/64",
            "2001::/23",
            "2001:2::/48",
            "2001:db8::/32",
            "2001:10::/28",
            "fc00::/7",
            "fe80::/10");

    int bits() {
        return version == 4 ? 32 : 128;
    }

    @Override
    public String typeName() {
        return "IPv" + version + "Address";
    }

    @Override
    public int compareTo(Address other) {
        if (version != other.version) {
            throw Py.error("TypeError", this + " and " + other + " are not of the same version");
        }
        return number.compareTo(other.number);
    }

    private boolean within(String... networks) {
        for (String network : networks) {
            if (Network.of(network).contains(this)) {
                return true;
            }
        }
        return false;
    }

    boolean isPrivate() {
        boolean isException = within("192.0.0.9/32", "192.0.0.10/32");
        return !isException && within(PRIVATE.toArray(String[]::new));
    }

    @Override
    public Optional<Object> attribute(String name) {
        return switch (name) {
            case "version" -> Optional.of((long) version);
            case "is_private" -> Optional.of(isPrivate());
            case "is_global" -> Optional.of(!isPrivate() && !within("100.64.0.0/10"));
            case "is_loopback" -> Optional.of(within("127.0.0.0/8", "::1/128"));
            case "is_link_local" -> Optional.of(within("169.254.0.0/16", "fe80::/10"));
            case "is_multicast" -> Optional.of(within("224.0.0.0/4", "ff00::/8"));
            case "is_unspecified" -> Optional.of(number.signum() == 0);
            case "is_reserved" ->
                Optional.of(
                        version == 4
                                ? within("240.0.0.0/4")
                                : within(
                                        "::/8",
                                        "100::/8",
                                        "200::/7",
                                        "400::/6",
                                        "800::/5",
                                        "1000::/4",
                                        "4000::/3",
                                        "6000::/3",
                                        "8000::/3",
                                        "a000::/3",
                                        "c000::/3",
                                        "e000::/4",
                                        "f000::/5",
                                        "f800::/6",
                                        "fe00::/9"));
            case "max_prefixlen" -> Optional.of((long) bits());
            case "packed" -> Optional.of(packed());
            case "ipv4_mapped" -> version == 6 ? Optional.of(mapped()) : Optional.empty();
            case "reverse_pointer" -> version == 4 ? Optional.of(reversePointer()) : Optional.empty();
            case "compressed" -> Optional.of(toString());
            case "exploded" -> Optional.of(version == 4 ? toString() : exploded());
            default -> Optional.empty();
        };
    }

    private Object packed() {
        var out = new StringBuilder();
        for (int at = bits() - 8; at >= 0; at -= 8) {
            out.append(
                    (char) number.shiftRight(at).and(BigInteger.valueOf(0xff)).intValue());
        }
        return new Py.Bytes(out.toString());
    }

    /** The IPv4 address that an IPv6 address stands for, or None. */
    private Object mapped() {
        boolean isMapped = version == 6 && number.shiftRight(32).equals(BigInteger.valueOf(0xffff));
        return isMapped ? new Address(number.and(BigInteger.valueOf(0xffff_ffffL)), 4) : Py.None.NONE;
    }

    private String reversePointer() {
        String[] parts = toString().split("\\.", -1);
        return parts[3] + "." + parts[2] + "." + parts[1] + "." + parts[0] + ".in-addr.arpa";
    }

    /** The address so many further on. */
    Address plus(BigInteger count) {
        BigInteger moved = number.add(count);
        if (moved.signum() < 0 || moved.bitLength() > bits()) {
            throw Py.error(
                    "AddressValueError",
                    moved + " (" + (moved.signum() < 0 ? "< 0" : ">= 2**" + bits()) + ") is not permitted as an IPv"
                            + version + " address");
        }
        return new Address(moved, version);
    }

    private String exploded() {
        var out = new StringBuilder();
        for (int i = 7; i >= 0; i--) {
            int group = number.shiftRight(i * 16).intValue() & 0xffff;
            out.append(String.format(Locale.ROOT, "%04x", group)).append(i > 0 ? ":" : "");
        }
        return out.toString();
    }

    @Override
    public Optional<String> shown() {
        return Optional.of(typeName() + "('" + this + "')");
    }

    @Override
    public String toString() {
        if (version == 4) {
            long n = number.longValue();
            return (n >> 24) + "." + (n >> 16 & 255) + "." + (n >> 8 & 255) + "." + (n & 255);
        }
        return compressed();
    }

    private String compressed() {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = number.shiftRight((7 - i) * 16).intValue() & 0xffff;
        }
        int best = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int j = i;
            while (j < 8 && groups[j] == 0) {
                j++;
            }
            if (j - i > length) {
                best = i;
                length = j - i;
            }
            i = Math.max(i, j - 1);
        }
        var out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == best) {
                out.append("::");
                i += length - 1;
            } else {
                boolean separate = out.length() > 0 && out.charAt(out.length() - 1) != ':';
                out.append(separate ? ":" : "").append(Integer.toHexString(groups[i]));
            }
        }
        return out.toString();
    }

    /** Reads an address; empty where the text is none. */
    static Optional<Address> parse(String text) {
        return text.indexOf(':') < 0 ? parse4(text) : parse6(text);
    }

    static Optional<Address> parse4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        long number = 0;
        for (String part : parts) {
            boolean isOctet = part.matches("[0-9]{1,3}") && (part.length() == 1 || part.charAt(0) != '0');
            if (!isOctet || Integer.parseInt(part) > 255) {
                return Optional.empty();
            }
            number = number * 256 + Integer.parseInt(part);
        }
        return Optional.of(new Address(BigInteger.valueOf(number), 4));
    }

    private static Optional<Address> parse6(String given) {
        String text = given;
        int scope = text.indexOf('%');
        text = scope > 0 ? text.substring(0, scope) : text;
        int lastColon = text.lastIndexOf(':');
        if (text.indexOf('.') > lastColon) {
            Optional<Address> tail = parse4(text.substring(lastColon + 1));
            if (tail.isEmpty()) {
                return Optional.empty();
            }
            long n = tail.get().number().longValue();
            text = text.substring(0, lastColon + 1) + Long.toHexString(n >> 16) + ":" + Long.toHexString(n & 0xffff);
        }
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return Optional.empty();
        }
        String[] head = (gap < 0 ? text : text.substring(0, gap)).split(":", -1);
        String[] tail = gap < 0 ? new String[0] : text.substring(gap + 2).split(":", -1);
        head = head.length == 1 && head[0].isEmpty() ? new String[0] : head;
        tail = tail.length == 1 && tail[0].isEmpty() ? new String[0] : tail;
        int missing = 8 - head.length - tail.length;
        if (gap < 0 ? missing != 0 : missing < 1) {
            return Optional.empty();
        }
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < 8; i++) {
            String group = i < head.length
                    ? head[i]
                    : i < head.length + Math.max(0, missing) ? "0" : tail[i - head.length - missing];
            if (!group.matches("[0-9a-fA-F]{1,4}")) {
                return Optional.empty();
            }
            number = number.shiftLeft(16).or(BigInteger.valueOf(Integer.parseInt(group, 16)));
        }
        return Optional.of(new Address(number, 6));
    }
}
