package io.telltale.detection.language.python;

import java.math.BigDecimal;
import java.math.BigInteger;

/** The arithmetic of numbers: integers of any size within the budget, and floats. */
// Branches here declare, guard and return in the middle; arrows would wrap each in braces.
@SuppressWarnings("StatementSwitchToExpressionSwitch")
final class Arithmetic {
    static final int MOST_BITS = 100_000;

    private Arithmetic() {}

    static Object apply(String operator, Object a, Object b, boolean inPlace) {
        if (a instanceof Double || b instanceof Double) {
            return floats(operator, a, b, inPlace);
        }
        if (a instanceof Boolean p && b instanceof Boolean q && (operator.length() == 1 && "&|^".contains(operator))) {
            return operator.equals("&") ? p && q : operator.equals("|") ? p || q : p ^ q;
        }
        if (a instanceof Long x && b instanceof Long y) {
            try {
                switch (operator) {
                    case "+":
                        return Math.addExact(x, y);
                    case "-":
                        return Math.subtractExact(x, y);
                    case "*":
                        return Math.multiplyExact(x, y);
                    default:
                        break;
                }
            } catch (ArithmeticException e) {
                return integers(operator, Equality.integer(a), Equality.integer(b));
            }
        }
        if (operator.equals("@")) {
            throw Operators.unsupported(operator, a, b, inPlace);
        }
        return integers(operator, Equality.integer(a), Equality.integer(b));
    }

    private static Object integers(String operator, BigInteger x, BigInteger y) {
        switch (operator) {
            case "+":
                return Equality.narrowed(x.add(y));
            case "-":
                return Equality.narrowed(x.subtract(y));
            case "*":
                bits((long) x.bitLength() + y.bitLength());
                return Equality.narrowed(x.multiply(y));
            case "/":
                return quotient(x, y);
            case "//":
                return Equality.narrowed(floor(x, y)[0]);
            case "%":
                return Equality.narrowed(remainder(x, y));
            case "**":
                return power(x, y);
            case "&":
                return Equality.narrowed(x.and(y));
            case "|":
                return Equality.narrowed(x.or(y));
            case "^":
                return Equality.narrowed(x.xor(y));
            default:
                return shifted(operator, x, y);
        }
    }

    private static Object shifted(String operator, BigInteger x, BigInteger y) {
        if (y.signum() < 0) {
            throw Py.error("ValueError", "negative shift count");
        }
        int places = y.min(BigInteger.valueOf(MOST_BITS + 1L)).intValue();
        if (operator.equals("<<") && x.signum() != 0) {
            bits((long) x.bitLength() + places);
        }
        return Equality.narrowed(operator.equals("<<") ? x.shiftLeft(places) : x.shiftRight(places));
    }

    private static void bits(long bits) {
        if (bits > MOST_BITS) {
            throw Stopped.budget("an integer of more than " + MOST_BITS + " bits");
        }
    }

    private static Object quotient(BigInteger x, BigInteger y) {
        if (y.signum() == 0) {
            throw Py.error("ZeroDivisionError", "division by zero");
        }
        double quotient = x.bitLength() < 53 && y.bitLength() < 53
                ? x.doubleValue() / y.doubleValue()
                : new BigDecimal(x)
                        .divide(new BigDecimal(y), new java.math.MathContext(40))
                        .doubleValue();
        if (Double.isInfinite(quotient)) {
            throw Py.error("OverflowError", "integer division result too large for a float");
        }
        return quotient;
    }

    /** The quotient, rounded down, and what remains, with the sign of the divisor. */
    static BigInteger[] floor(BigInteger x, BigInteger y) {
        if (y.signum() == 0) {
            throw Py.error("ZeroDivisionError", "integer division or modulo by zero");
        }
        BigInteger[] both = x.divideAndRemainder(y);
        if (both[1].signum() != 0 && both[1].signum() != y.signum()) {
            both[0] = both[0].subtract(BigInteger.ONE);
            both[1] = both[1].add(y);
        }
        return both;
    }

    private static BigInteger remainder(BigInteger x, BigInteger y) {
        if (y.signum() == 0) {
            throw Py.error("ZeroDivisionError", "integer modulo by zero");
        }
        return floor(x, y)[1];
    }

    private static Object power(BigInteger x, BigInteger y) {
        if (y.signum() < 0) {
            if (x.signum() == 0) {
                throw Py.error("ZeroDivisionError", "0.0 cannot be raised to a negative power");
            }
            return Math.pow(x.doubleValue(), y.doubleValue());
        }
        if (x.equals(BigInteger.ONE) || x.signum() == 0) {
            return y.signum() == 0 ? 1L : Equality.narrowed(x);
        }
        if (y.bitLength() > 20) {
            if (x.equals(BigInteger.ONE.negate())) {
                return y.testBit(0) ? -1L : 1L;
            }
            bits(Long.MAX_VALUE);
        }
        bits((long) x.bitLength() * y.intValue());
        return Equality.narrowed(x.pow(y.intValue()));
    }

    private static Object floats(String operator, Object a, Object b, boolean inPlace) {
        double x = Equality.number(a);
        double y = Equality.number(b);
        boolean divides = operator.equals("/") || operator.equals("//") || operator.equals("%");
        if (y == 0 && divides) {
            throw Py.error(
                    "ZeroDivisionError",
                    operator.equals("/")
                            ? "float division by zero"
                            : operator.equals("//") ? "float floor division by zero" : "float modulo");
        }
        return switch (operator) {
            case "+" -> x + y;
            case "-" -> x - y;
            case "*" -> x * y;
            case "/" -> x / y;
            case "//" -> floorQuotient(x, y);
            case "%" -> modulo(x, y);
            case "**" -> power(x, y);
            default -> throw Operators.unsupported(operator, a, b, inPlace);
        };
    }

    private static double power(double x, double y) {
        if (x == 0 && y < 0) {
            throw Py.error("ZeroDivisionError", "0.0 cannot be raised to a negative power");
        }
        double power = Math.pow(x, y);
        if (Double.isNaN(power) && !Double.isNaN(x) && !Double.isNaN(y)) {
            if (x == 1) {
                return 1;
            }
            throw Stopped.notRun("complex number");
        }
        if (Double.isInfinite(power) && !Double.isInfinite(x) && !Double.isInfinite(y)) {
            throw Py.error("OverflowError", java.util.List.of(34L, "Numerical result out of range"));
        }
        return x == 1 ? 1 : power;
    }

    static double modulo(double x, double y) {
        double rest = x % y;
        if (rest != 0 && (rest < 0) != (y < 0)) {
            rest += y;
        }
        return rest == 0 ? Math.copySign(0.0, y) : rest;
    }

    static double floorQuotient(double x, double y) {
        double rest = x % y;
        double quotient = (x - rest) / y;
        if (rest != 0 && (rest < 0) != (y < 0)) {
            quotient -= 1;
        }
        if (quotient == 0) {
            return Math.copySign(0.0, x / y);
        }
        double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }
}
