package io.telltale.detection.schema.panther;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** An address of version 4 or 6, private or public as IANA's registries of special addresses have it. */
record IpAddress(InetAddress address) {
    private record Range(InetAddress start, int bits) {}

    private static final List<Range> PRIVATE = List.of(
            range("0.0.0.0", 8),
            range("10.0.0.0", 8),
            range("127.0.0.0", 8),
            range("169.254.0.0", 16),
            range("172.16.0.0", 12),
            range("192.0.0.0", 29),
            range("192.0.0.170", 31),
            range("192.0.2.0", 24),
            range("192.168.0.0", 16),
            range("198.18.0.0", 15),
            range("198.51.100.0", 24),
            range("203.0.113.0", 24),
            range("240.0.0.0", 4),
            range("::", 127),
            range("100::", 64),
            range("2001::", 23),
            range("2001:db8::", 32),
            range("fc00::", 7),
            range("fe80::", 10));

    /** Neither private nor public: between a provider and its customers. */
    private static final Range SHARED = range("100.64.0.0", 10);

    /** Reads an address; empty where the text is none. Names are never looked up. */
    static Optional<IpAddress> parse(String text) {
        boolean six = text.indexOf(':') >= 0;
        boolean four = text.chars().filter(c -> c == '.').count() == 3;
        boolean plain = text.chars()
                .allMatch(c -> c == '.' || c == ':' || (c >= '0' && c <= '9') || (six && Character.digit(c, 16) >= 0));
        if (!plain || (!six && !four)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new IpAddress(InetAddress.getByName(text)));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean isVersion6() {
        return address.getAddress().length == 16;
    }

    boolean isPrivate() {
        return PRIVATE.stream().anyMatch(this::within);
    }

    boolean isPublic() {
        return !isPrivate() && !within(SHARED);
    }

    private static Range range(String start, int bits) {
        return new Range(parse(start).orElseThrow().address, bits);
    }

    private boolean within(Range range) {
        byte[] own = address.getAddress();
        byte[] start = range.start.getAddress();
        if (own.length != start.length) {
            return false;
        }
        for (int bit = 0; bit < range.bits; bit++) {
            int mask = 1 << (7 - bit % 8);
            if ((own[bit / 8] & mask) != (start[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
