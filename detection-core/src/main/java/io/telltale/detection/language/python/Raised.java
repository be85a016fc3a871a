package io.telltale.detection.language.python;

/** A raised exception, an instance of one of Python's or the program's classes. */
final class Raised extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final transient Instance exception;

    Raised(Instance exception) {
        super(describe(exception), null, false, false);
        this.exception = exception;
    }

    private static String describe(Instance exception) {
        String message = Text.str(exception);
        return message.isEmpty() ? exception.type.name : exception.type.name + ": " + message;
    }
}
