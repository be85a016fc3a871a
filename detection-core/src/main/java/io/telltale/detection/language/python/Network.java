package io.telltale.detection.language.python;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A network of Python's module ipaddress: its first address and the bits that all its addresses share. */
record Network(Address base, int prefix) implements Py.NamedType {
    boolean contains(Address address) {
        return address.version() == base.version() && masked(address.number()).equals(base.number());
    }

    BigInteger masked(BigInteger number) {
        int rest = base.bits() - prefix;
        return number.shiftRight(rest).shiftLeft(rest);
    }

    private Address last() {
        BigInteger rest = BigInteger.ONE.shiftLeft(base.bits() - prefix).subtract(BigInteger.ONE);
        return new Address(base.number().or(rest), base.version());
    }

    Iterator<Object> addresses() {
        return addresses(base.number(), last().number());
    }

    private Iterator<Object> addresses(BigInteger first, BigInteger end) {
        BigInteger[] next = {first};
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

    private BigInteger all() {
        return BigInteger.ONE.shiftLeft(base.bits()).subtract(BigInteger.ONE);
    }

    private BigInteger mask() {
        return BigInteger.ONE.shiftLeft(base.bits() - prefix).subtract(BigInteger.ONE);
    }

    /** The addresses that are not the network's own or its broadcast; both of a network of two. */
    private Iterator<Object> hosts() {
        int rest = base.bits() - prefix;
        BigInteger first = rest < 2 ? base.number() : base.number().add(BigInteger.ONE);
        boolean hasBroadcast = rest >= 2 && base.version() == 4;
        BigInteger end = hasBroadcast ? last().number().subtract(BigInteger.ONE) : last().number();
        return addresses(first, end);
    }

    private Object supernet(Arguments a) {
        int shorter = (int) a.integer(1, "new_prefix", prefix - a.integer(0, "prefixlen_diff", 1));
        if (shorter < 0 || shorter > prefix) {
            throw Py.error("ValueError", "new prefix must be shorter");
        }
        var wider = new Network(base, shorter);
        return new Network(new Address(wider.masked(base.number()), base.version()), shorter);
    }

    private Iterator<Object> subnets(Arguments a) {
        int longer = (int) a.integer(1, "new_prefix", prefix + a.integer(0, "prefixlen_diff", 1));
        if (longer < prefix || longer > base.bits()) {
            throw Py.error("ValueError", "new prefix must be longer");
        }
        BigInteger width = BigInteger.ONE.shiftLeft(base.bits() - longer);
        BigInteger end = last().number();
        BigInteger[] next = {base.number()};
        return new Iteration.Asking(
                () -> {
                    if (next[0].compareTo(end) > 0) {
                        throw Py.error("StopIteration", List.of());
                    }
                    var network = new Network(new Address(next[0], base.version()), longer);
                    next[0] = next[0].add(width);
                    return network;
                },
                "StopIteration");
    }

    /** An address of the network, by its place. */
    Address at(long place) {
        BigInteger count = BigInteger.ONE.shiftLeft(base.bits() - prefix);
        BigInteger index = BigInteger.valueOf(place);
        BigInteger from = place < 0 ? index.add(count) : index;
        if (from.signum() < 0 || from.compareTo(count) >= 0) {
            throw Py.error("IndexError", "address out of range");
        }
        return new Address(base.number().add(from), base.version());
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
            case "netmask" -> Optional.of(new Address(mask().not().and(all()), base.version()));
            case "hostmask" -> Optional.of(new Address(mask(), base.version()));
            case "with_prefixlen", "compressed" -> Optional.of(toString());
            case "hosts" -> Members.method(name, a -> new Py.IteratorObject("generator", hosts()));
            case "supernet" -> Members.method(name, this::supernet);
            case "subnets" -> Members.method(name, a -> new Py.IteratorObject("generator", subnets(a)));
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
                        name, a -> contains(((Network) a.get(0)).base()) && ((Network) a.get(0)).prefix() >= prefix);
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<String> shown() {
        return Optional.of(typeName() + "('" + this + "')");
    }

    @Override
    public String toString() {
        return base + "/" + prefix;
    }

    /** The network that a text names, which must name one. */
    static Network of(String network) {
        String[] parts = network.split("/", 2);
        Address base = Address.parse(parts[0]).orElseThrow();
        return new Network(base, Integer.parseInt(parts[1]));
    }
}
