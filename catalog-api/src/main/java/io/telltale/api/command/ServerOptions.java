package io.telltale.api.command;

import io.telltale.api.Server;
import java.io.IOException;
import picocli.CommandLine;

/** Where the application listens and keeps its data, and how it is started. */
final class ServerOptions {
    @CommandLine.Option(names = "--port", defaultValue = "8080", description = "Default: ${DEFAULT-VALUE}.")
    private int port;

    @CommandLine.Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "The address to listen on. Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @CommandLine.Mixin
    private DatabaseOptions database = new DatabaseOptions();

    /** Starts the application; its exit status when it has stopped. */
    int serve(boolean demo) throws IOException {
        System.setProperty("quarkus.http.port", Integer.toString(port));
        System.setProperty("quarkus.http.host", host);
        return database.run(Server.class, demo ? new String[] {Server.DEMO} : new String[0]);
    }
}
