package io.telltale.detection.text;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** A network written as CIDR, IPv4 or IPv6; an address alone is a network of one. */
public final class Network {
    private final byte[] address;
    private final int bits;

    private Network(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** Reads {@code 10.0.0.0/8}; empty where the text is no network. Names are never looked up. */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        Optional<byte[]> address = address(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int most = address.get().length * 8;
        try {
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            return bits < 0 || bits > most ? Optional.empty() : Optional.of(new Network(address.get(), bits));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether the text is an address of the network. */
    public boolean contains(String text) {
        Optional<byte[]> other = address(text);
        if (other.isEmpty() || other.get().length != address.length) {
            return false;
        }
        byte[] candidate = other.get();
        for (int bit = 0; bit < bits; bit++) {
            int mask = 1 << (7 - bit % 8);
            if ((address[bit / 8] & mask) != (candidate[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<byte[]> address(String text) {
        boolean v6 = text.indexOf(':') >= 0;
        boolean v4 = !v6 && text.chars().filter(c -> c == '.').count() == 3;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = (c >= '0' && c <= '9') || (v6 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
            if (!digit && c != '.' && c != ':') {
                return Optional.empty();
            }
        }
        if (!v6 && !v4) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
