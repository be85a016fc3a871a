package io.telltale.detection.language.python;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Python's module ipaddress: addresses and networks. */
final class Networks {
    private Networks() {}

    static Map<String, Object> names() {
        var names = new HashMap<String, Object>();
        names.put("ip_address", Modules.function("ip_address", a -> address(a.get(0), 0)));
        names.put("ip_network", Modules.function("ip_network", a -> network(a, 0)));
        names.put("ip_interface", Modules.function("ip_interface", Networks::onNetwork));
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
        Optional<Address> parsed = value instanceof String text ? Address.parse(text) : Optional.empty();
        return parsed.filter(a -> version == 0 || a.version() == version)
                .orElseThrow(() -> version == 0
                        ? Py.error("ValueError", Text.repr(value) + " does not appear to be an IPv4 or IPv6 address")
                        : Py.error(
                                "AddressValueError",
                                version == 4
                                        ? "Expected 4 octets in " + Text.repr(value)
                                        : "At least 3 parts expected in " + Text.repr(value)));
    }

    /** An address and the network that it is on, as {@code ip_interface} reads them. */
    record Interface(Address ip, Network network) implements Py.NamedType {
        @Override
        public String typeName() {
            return "IPv" + ip.version() + "Interface";
        }

        @Override
        public Optional<Object> attribute(String name) {
            return switch (name) {
                case "ip" -> Optional.of(ip);
                case "network" -> Optional.of(network);
                case "with_prefixlen" -> Optional.of(toString());
                default -> ip.attribute(name).or(() -> network.attribute(name));
            };
        }

        @Override
        public Optional<String> shown() {
            return Optional.of(typeName() + "('" + this + "')");
        }

        @Override
        public String toString() {
            return ip + "/" + network.prefix();
        }
    }

    private static Object onNetwork(Arguments a) {
        Object given = a.required(0, "address");
        String text = Text.str(given);
        Optional<Address> ip = Address.parse(text.split("/", 2)[0]);
        try {
            var lenient = new Arguments("ip_interface", List.of(given, false), Map.of());
            return new Interface(ip.orElseThrow(() -> Py.error("ValueError", "")), network(lenient, 0));
        } catch (Raised e) {
            throw Py.error("ValueError", Text.repr(given) + " does not appear to be an IPv4 or IPv6 interface");
        }
    }

    private static Network network(Arguments a, int version) {
        Object value = a.required(0, "address");
        boolean strict = Py.truthy(a.get(1, "strict", true));
        if (value instanceof Network network) {
            return network;
        }
        String text = Text.str(value);
        int slash = text.indexOf('/');
        Optional<Address> address = Address.parse(slash < 0 ? text : text.substring(0, slash));
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
        Optional<Address> mask = base.version() == 4 ? Address.parse4(text) : Optional.empty();
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
