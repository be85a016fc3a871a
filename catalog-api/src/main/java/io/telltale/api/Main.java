package io.telltale.api;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.telltale.api.command.TelltaleCommand;

/**
 * The application's entry. Commands that need no server run without starting one; {@code serve} and {@code demo} start
 * it themselves.
 */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        System.exit(TelltaleCommand.run(arguments));
    }
}
