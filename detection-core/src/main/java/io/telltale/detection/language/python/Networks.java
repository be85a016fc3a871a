package io.telltale.detection.language.python;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Addresses and networks of Python's ipaddress module. */
final class Networks {
    private Networks() {}

    /** An IPv4 or IPv6 address. */
    record Address(InetAddress value, String text) {
        @Override
        public String toString() {
            return text;
        }

        boolean isPrivate() {
            byte[] b = value.getAddress();
            return value.isSiteLocalAddress()
                    || value.isLoopbackAddress()
                    || value.isLinkLocalAddress()
                    || value.isAnyLocalAddress()
                    || (b.length == 16 && (b[0] & 0xfe) == 0xfc);
        }
    }

    record Network(InetAddress base, int prefix, String text) {
        boolean contains(Address address) {
            byte[] a = base.getAddress();
            byte[] b = address.value().getAddress();
            return a.length == b.length && Arrays.equals(masked(a, prefix), masked(b, prefix));
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static byte[] masked(byte[] address, int prefix) {
        byte[] out = address.clone();
        for (int i = 0; i < out.length; i++) {
            int bits = Math.max(0, Math.min(8, prefix - i * 8));
            out[i] = (byte) (out[i] & (0xff << (8 - bits)));
        }
        return out;
    }

    static Address address(Object value) {
        String text = value instanceof String s ? s : "";
        boolean numeric = text.contains(":")
                ? text.matches("[0-9a-fA-F:.]+")
                : text.matches("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
        if (numeric) {
            try {
                return new Address(InetAddress.getByName(text), text);
            } catch (UnknownHostException e) {
                throw refused(value);
            }
        }
        throw refused(value);
    }

    private static Py.Raised refused(Object value) {
        return Py.error("ValueError", Text.repr(value) + " does not appear to be an IPv4 or IPv6 address");
    }

    static Network network(Object value) {
        String text = value instanceof String s ? s : "";
        int slash = text.indexOf('/');
        Address address = address(slash < 0 ? text : text.substring(0, slash));
        int bits = address.value().getAddress().length * 8;
        String prefix = slash < 0 ? String.valueOf(bits) : text.substring(slash + 1);
        if (!prefix.matches("\\d{1,3}") || Integer.parseInt(prefix) > bits) {
            throw Py.error("ValueError", Text.repr(value) + " does not appear to be an IPv4 or IPv6 network");
        }
        return new Network(address.value(), Integer.parseInt(prefix), text);
    }
}
