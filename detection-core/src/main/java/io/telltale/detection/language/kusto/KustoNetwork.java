package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;
import static io.telltale.detection.language.kusto.KustoValues.text;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Functions over addresses of IPv4 and IPv6; what is no address gives null, or false where the function says so. */
final class KustoNetwork {
    private KustoNetwork() {}

    /** An address and how many of its leading bits count. */
    private record Network(BigInteger address, int prefix, int bits) {
        BigInteger masked(int length) {
            int shift = bits - Math.min(length, bits);
            return address.shiftRight(shift).shiftLeft(shift);
        }
    }

    static void addTo(List<FunctionEntry> all) {
        add(all, "ipv4_is_private", (in, context) -> isPrivate(in.get(0)));
        all.add(FunctionEntry.of("kusto:ipv4_is_in_range", (in, context) -> inRange(in.get(0), in.get(1), false))
                .as(TestKind.CIDR, 0, 1, true));
        all.add(FunctionEntry.of("kusto:ipv6_is_in_range", (in, context) -> inRange(in.get(0), in.get(1), true))
                .as(TestKind.CIDR, 0, 1, true));
        add(all, "ipv4_is_in_any_range", (in, context) -> inAny(in, false));
        add(all, "ipv6_is_in_any_range", (in, context) -> inAny(in, true));
        add(all, "ipv4_compare", (in, context) -> compare(in, false));
        add(all, "ipv6_compare", (in, context) -> compare(in, true));
        add(all, "ipv4_is_match", (in, context) -> isZero(compare(in, false)));
        add(all, "ipv6_is_match", (in, context) -> isZero(compare(in, true)));
        add(all, "has_ipv4", (in, context) -> Values.of(hasAddress(text(in.get(0)), text(in.get(1)), false)));
        add(all, "has_ipv4_prefix", (in, context) -> Values.of(hasAddress(text(in.get(0)), text(in.get(1)), true)));
        add(all, "has_any_ipv4", (in, context) -> hasAny(in, false));
        add(all, "has_any_ipv4_prefix", (in, context) -> hasAny(in, true));
        add(all, "parse_ipv4", (in, context) -> number(v4(text(in.get(0)))));
        add(all, "parse_ipv4_mask", (in, context) -> number(v4(text(in.get(0)) + "/" + text(in.get(1)))));
        add(
                all,
                "ipv4_netmask_suffix",
                (in, context) -> v4(text(in.get(0)))
                        .map(network -> Values.of((long) network.prefix()))
                        .orElse(Values.NULL));
        add(
                all,
                "parse_ipv6",
                (in, context) -> v6(text(in.get(0)))
                        .map(network -> Values.of(shownV6(network.masked(network.prefix()))))
                        .orElse(Values.EMPTY_TEXT));
        add(all, "format_ipv4", (in, context) -> formatted(in));
    }

    /** Reads {@code 10.0.0.1} or {@code 10.0.0.0/8}. */
    private static Optional<Network> v4(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        int prefix = slash < 0 ? 32 : decimal(text.substring(slash + 1), 32);
        String[] parts = address.strip().split("\\.", -1);
        if (parts.length != 4 || prefix < 0) {
            return Optional.empty();
        }
        long value = 0;
        for (String part : parts) {
            int octet = decimal(part, 255);
            if (octet < 0) {
                return Optional.empty();
            }
            value = value << 8 | octet;
        }
        return Optional.of(new Network(BigInteger.valueOf(value), prefix, 32));
    }

    private static int decimal(String text, int most) {
        boolean digits = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int value = digits ? Integer.parseInt(text) : -1;
        return value <= most ? value : -1;
    }

    /** Reads an address of IPv6, or one of IPv4 as the IPv6 address that stands for it, with or without a prefix. */
    private static Optional<Network> v6(String text) {
        Optional<Network> four = v4(text);
        if (four.isPresent()) {
            BigInteger mapped =
                    BigInteger.valueOf(0xFFFF).shiftLeft(32).or(four.get().address());
            return Optional.of(new Network(mapped, 96 + four.get().prefix(), 128));
        }
        int slash = text.indexOf('/');
        String address = hexadecimal((slash < 0 ? text : text.substring(0, slash)).strip());
        int prefix = slash < 0 ? 128 : decimal(text.substring(slash + 1), 128);
        int gap = address.indexOf("::");
        if (prefix < 0 || !address.contains(":") || (gap >= 0 && address.indexOf("::", gap + 1) >= 0)) {
            return Optional.empty();
        }
        String[] head = groups(gap < 0 ? address : address.substring(0, gap));
        String[] tail = groups(gap < 0 ? "" : address.substring(gap + 2));
        int missing = 8 - head.length - tail.length;
        if (gap < 0 ? missing != 0 : missing < 1) {
            return Optional.empty();
        }
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < 8; i++) {
            String group = i < head.length ? head[i] : i < 8 - tail.length ? "0" : tail[i - 8 + tail.length];
            if (group.isEmpty() || group.length() > 4 || !group.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
                return Optional.empty();
            }
            value = value.shiftLeft(16).or(new BigInteger(group, 16));
        }
        return Optional.of(new Network(value, prefix, 128));
    }

    /** The address with an IPv4 address at its end written as two groups. */
    private static String hexadecimal(String address) {
        int at = address.lastIndexOf(':') + 1;
        Optional<Network> four = at > 0 && address.indexOf('.') >= 0 ? v4(address.substring(at)) : Optional.empty();
        if (four.isEmpty()) {
            return address;
        }
        long value = four.get().address().longValue();
        return address.substring(0, at) + Long.toHexString(value >> 16) + ":" + Long.toHexString(value & 0xFFFF);
    }

    private static String[] groups(String text) {
        return text.isEmpty() ? new String[0] : text.split(":", -1);
    }

    private static Value isPrivate(Value value) {
        return v4(text(value))
                .map(network -> Values.of(List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16").stream()
                        .map(range -> v4(range).orElseThrow())
                        .anyMatch(range -> network.prefix() >= range.prefix()
                                && network.masked(range.prefix()).equals(range.address()))))
                .orElse(Values.NULL);
    }

    private static Optional<Network> network(String text, boolean six) {
        return six ? v6(text) : v4(text);
    }

    private static Value inRange(Value address, Value range, boolean six) {
        Optional<Network> one = network(text(address), six);
        Optional<Network> other = network(text(range), six);
        if (one.isEmpty() || other.isEmpty()) {
            return Values.NULL;
        }
        int prefix = other.get().prefix();
        return Values.of(one.get().masked(prefix).equals(other.get().masked(prefix)));
    }

    private static Value inAny(List<Value> in, boolean six) {
        if (network(text(in.get(0)), six).isEmpty()) {
            return Values.NULL;
        }
        for (Value range : ranges(in)) {
            if (inRange(in.get(0), range, six).equals(Values.TRUE)) {
                return Values.TRUE;
            }
        }
        return Values.FALSE;
    }

    /** The arguments behind the first, or the elements of the one list that stands there. */
    private static List<Value> ranges(List<Value> in) {
        return in.size() == 2 && in.get(1) instanceof Value.ListOf list ? list.elements() : in.subList(1, in.size());
    }

    /** Compares under the smallest of both prefixes and the third argument: 0, 1 or -1. */
    private static Value compare(List<Value> in, boolean six) {
        Optional<Network> one = network(text(in.get(0)), six);
        Optional<Network> other = network(text(in.get(1)), six);
        if (one.isEmpty() || other.isEmpty()) {
            return Values.NULL;
        }
        int prefix = Math.min(one.get().prefix(), other.get().prefix());
        if (in.size() > 2 && in.get(2) instanceof Value.Int given) {
            prefix = (int) Math.max(0, Math.min(prefix, given.value()));
        }
        return Values.of((long) one.get().masked(prefix).compareTo(other.get().masked(prefix)));
    }

    private static Value isZero(Value comparison) {
        return comparison instanceof Value.Int number ? Values.of(number.value() == 0) : Values.NULL;
    }

    /** Whether a text holds an address, or one that starts so, with no digit or letter right before or, for a whole one, behind. */
    private static boolean hasAddress(String text, String address, boolean prefix) {
        boolean whole = v4(address).isPresent() && !address.contains("/");
        boolean start = prefix && address.matches("(\\d{1,3}\\.){1,3}");
        if (!whole && !start) {
            return false;
        }
        for (int at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1)) {
            int end = at + address.length();
            boolean before =
                    at == 0 || !(Character.isLetterOrDigit(text.charAt(at - 1)) || isDotBehindDigit(text, at - 1));
            boolean behind = start
                    ? isAddress(text, at)
                    : end == text.length()
                            || !(Character.isLetterOrDigit(text.charAt(end)) || isDotBeforeDigit(text, end));
            if (before && behind) {
                return true;
            }
        }
        return false;
    }

    /** Whether the digits and dots from a place on are an address. */
    private static boolean isAddress(String text, int from) {
        int end = from;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        String address = text.substring(from, end);
        boolean stopped = address.endsWith(".");
        return v4(stopped ? address.substring(0, address.length() - 1) : address)
                        .isPresent()
                && (end == text.length() || !Character.isLetter(text.charAt(end)));
    }

    private static boolean isDotBehindDigit(String text, int at) {
        return text.charAt(at) == '.' && at > 0 && Character.isDigit(text.charAt(at - 1));
    }

    private static boolean isDotBeforeDigit(String text, int at) {
        return text.charAt(at) == '.' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
    }

    private static Value hasAny(List<Value> in, boolean prefix) {
        String text = text(in.get(0));
        return Values.of(ranges(in).stream().anyMatch(one -> hasAddress(text, text(one), prefix)));
    }

    private static Value number(Optional<Network> network) {
        return network.map(one -> Values.of(one.masked(one.prefix()).longValue()))
                .orElse(Values.NULL);
    }

    private static String shownV6(BigInteger address) {
        var out = new StringBuilder();
        for (int shift = 112; shift >= 0; shift -= 16) {
            int group =
                    address.shiftRight(shift).and(BigInteger.valueOf(0xFFFF)).intValue();
            out.append(out.length() == 0 ? "" : ":").append(String.format("%04x", group));
        }
        return out.toString();
    }

    private static Value formatted(List<Value> in) {
        Optional<Network> given = in.get(0) instanceof Value.Int number
                ? Optional.of(new Network(BigInteger.valueOf(number.value() & 0xFFFFFFFFL), 32, 32))
                : v4(text(in.get(0)));
        if (given.isEmpty()) {
            return Values.EMPTY_TEXT;
        }
        int prefix = in.size() > 1 && in.get(1) instanceof Value.Int number
                ? (int) Math.max(0, Math.min(32, number.value()))
                : given.get().prefix();
        long address = given.get().masked(prefix).longValue();
        return Values.of((address >> 24 & 255) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "."
                + (address & 255));
    }
}
