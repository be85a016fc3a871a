package io.telltale.detection.language.python;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Python's module ipaddress: addresses and networks. */
final class Networks {
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

    private Networks() {}

    static Map<String, Object> names() {
        var names = new HashMap<String, Object>();
        names.put("ip_address", Modules.function("ip_address", a -> address(a.get(0), 0)));
        names.put("ip_network", Modules.function("ip_network", a -> network(a, 0)));
        names.put("ip_interface", Modules.function("ip_interface", a -> {
            throw Py.Stopped.notRun("ipaddress.ip_interface");
        }));
        names.put("IPv4Address", type("IPv4Address", a -> address(a.get(0), 4)));
        names.put("IPv6Address", type("IPv6Address", a -> address(a.get(0), 6)));
        names.put("IPv4Network", type("IPv4Network", a -> network(a, 4)));
        names.put("IPv6Network", type("IPv6Network", a -> network(a, 6)));
        names.put("AddressValueError", Exceptions.of("AddressValueError"));
        names.put("NetmaskValueError", Exceptions.of("NetmaskValueError"));
        return names;
    }

    private static Py.BuiltinType type(String name, java.util.function.Function<Arguments, Object> made) {
        return new Py.BuiltinType(name, (values, named) -> made.apply(new Arguments(name, values, named)));
    }

    /** An IPv4 or IPv6 address. */
    record Address(BigInteger number, int version) implements Py.NamedType, Comparable<Address> {
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
                if (parsed(network).contains(this)) {
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
                case "compressed" -> Optional.of(toString());
                case "exploded" -> Optional.of(version == 4 ? toString() : exploded());
                default -> Optional.empty();
            };
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
    }

    /** A network: its first address and the bits that all its addresses share. */
    record Network(Address base, int prefix) implements Py.NamedType {
        boolean contains(Address address) {
            return address.version() == base.version()
                    && masked(address.number()).equals(base.number());
        }

        private BigInteger masked(BigInteger number) {
            int rest = base.bits() - prefix;
            return number.shiftRight(rest).shiftLeft(rest);
        }

        private Address last() {
            BigInteger rest = BigInteger.ONE.shiftLeft(base.bits() - prefix).subtract(BigInteger.ONE);
            return new Address(base.number().or(rest), base.version());
        }

        Iterator<Object> addresses() {
            BigInteger end = last().number();
            BigInteger[] next = {base.number()};
            return new Iteration.Asking(
                    () -> {
                        if (next[0].compareTo(end) > 0) {
                            throw Py.error("StopIteration", List.of());
                        }
                        var address = new Address(next[0], base.version());
                        next[0] = next[0].add(BigInteger.ONE);
                        return address;
                    },
                    "StopIteration");
        }

        @Override
        public String typeName() {
            return "IPv" + base.version() + "Network";
        }

        @Override
        public Optional<Object> attribute(String name) {
            return switch (name) {
                case "version" -> Optional.of((long) base.version());
                case "prefixlen" -> Optional.of((long) prefix);
                case "network_address" -> Optional.of(base);
                case "broadcast_address" -> Optional.of(last());
                case "num_addresses" -> Optional.of(Equality.narrowed(BigInteger.ONE.shiftLeft(base.bits() - prefix)));
                case "is_private", "is_global", "is_loopback", "is_link_local", "is_multicast", "is_reserved" ->
                    Optional.of(base.attribute(name).equals(Optional.of(true))
                            && last().attribute(name).equals(Optional.of(true)));
                case "overlaps" ->
                    Members.method(name, a -> {
                        Network other = (Network) a.get(0);
                        return contains(other.base()) || other.contains(base);
                    });
                case "subnet_of" ->
                    Members.method(
                            name, a -> ((Network) a.get(0)).contains(base) && ((Network) a.get(0)).prefix() <= prefix);
                case "supernet_of" ->
                    Members.method(
                            name,
                            a -> contains(((Network) a.get(0)).base()) && ((Network) a.get(0)).prefix() >= prefix);
                default -> Optional.empty();
            };
        }

        @Override
        public String toString() {
            return base + "/" + prefix;
        }
    }

    private static Network parsed(String network) {
        String[] parts = network.split("/", 2);
        Address base = parse(parts[0]).orElseThrow();
        return new Network(base, Integer.parseInt(parts[1]));
    }

    /** Reads an address; empty where the text is none. */
    static Optional<Address> parse(String text) {
        return text.indexOf(':') < 0 ? parse4(text) : parse6(text);
    }

    private static Optional<Address> parse4(String text) {
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

    private static Address address(Object value, int version) {
        if (Equality.isInteger(value)) {
            BigInteger number = Equality.integer(value);
            int chosen = version != 0 ? version : number.bitLength() <= 32 ? 4 : 6;
            if (number.signum() >= 0 && number.bitLength() <= (chosen == 4 ? 32 : 128)) {
                return new Address(number, chosen);
            }
        }
        if (value instanceof Address address && (version == 0 || address.version() == version)) {
            return address;
        }
        Optional<Address> parsed = value instanceof String text ? parse(text) : Optional.empty();
        return parsed.filter(a -> version == 0 || a.version() == version)
                .orElseThrow(() -> version == 0
                        ? Py.error("ValueError", Text.repr(value) + " does not appear to be an IPv4 or IPv6 address")
                        : Py.error(
                                "AddressValueError",
                                version == 4
                                        ? "Expected 4 octets in " + Text.repr(value)
                                        : "At least 3 parts expected in " + Text.repr(value)));
    }

    private static Network network(Arguments a, int version) {
        Object value = a.required(0, "address");
        boolean strict = Py.truthy(a.get(1, "strict", true));
        if (value instanceof Network network) {
            return network;
        }
        String text = Text.str(value);
        int slash = text.indexOf('/');
        Optional<Address> address = parse(slash < 0 ? text : text.substring(0, slash));
        Optional<Integer> prefix =
                address.flatMap(base -> slash < 0 ? Optional.of(base.bits()) : prefix(text.substring(slash + 1), base));
        if (address.isEmpty()
                || prefix.isEmpty()
                || (version != 0 && address.get().version() != version)) {
            throw version == 0
                    ? Py.error("ValueError", Text.repr(value) + " does not appear to be an IPv4 or IPv6 network")
                    : Py.error("AddressValueError", "Expected a network in " + Text.repr(value));
        }
        var network = new Network(address.get(), prefix.get());
        BigInteger masked = network.masked(address.get().number());
        if (strict && !masked.equals(address.get().number())) {
            throw Py.error("ValueError", text + " has host bits set");
        }
        return new Network(new Address(masked, address.get().version()), prefix.get());
    }

    private static Optional<Integer> prefix(String text, Address base) {
        if (text.matches("[0-9]{1,3}")) {
            int prefix = Integer.parseInt(text);
            return prefix <= base.bits() ? Optional.of(prefix) : Optional.empty();
        }
        Optional<Address> mask = base.version() == 4 ? parse4(text) : Optional.empty();
        return mask.map(Address::number).flatMap(n -> {
            int ones = n.bitCount();
            BigInteger wanted =
                    BigInteger.ONE.shiftLeft(ones).subtract(BigInteger.ONE).shiftLeft(32 - ones);
            if (n.equals(wanted)) {
                return Optional.of(ones);
            }
            BigInteger hosts = n.add(BigInteger.ONE);
            return hosts.bitCount() == 1 ? Optional.of(32 - ones) : Optional.empty();
        });
    }
}
