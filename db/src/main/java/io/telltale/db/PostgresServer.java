package io.telltale.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server from embedded binaries whose data lives in a folder of the reader's and survives a restart. It
 * listens on loopback only, and only who can read the folder knows its password. One server a folder.
 */
public final class PostgresServer implements AutoCloseable {
    private static final String USER = "postgres";
    private static final Duration START = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;
    private final String password;
    private final FileChannel lockFile;

    private PostgresServer(EmbeddedPostgres server, String password, FileChannel lockFile) {
        this.server = server;
        this.password = password;
        this.lockFile = lockFile;
    }

    /**
     * Starts the server of a data folder, which is made where there is none. A server that an instance left running when
     * it was killed is stopped first.
     *
     * @throws DatabaseUnavailableException where another instance uses the folder, or the server cannot start
     */
    public static PostgresServer start(Path data) throws IOException {
        Path home = Files.createDirectories(data.toAbsolutePath().normalize());
        FileChannel lockFile = lock(home);
        boolean started = false;
        try {
            Path cluster = home.resolve("postgresql");
            stopLeftover(cluster);
            String password = password(home);
            EmbeddedPostgres server = launch(home, cluster, password);
            started = true;
            return new PostgresServer(server, password, lockFile);
        } finally {
            if (!started) {
                lockFile.close();
            }
        }
    }

    /** Where it is reached by JDBC. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    @Override
    public void close() throws IOException {
        try {
            server.close();
        } finally {
            lockFile.close();
        }
    }

    private static FileChannel lock(Path home) throws IOException {
        FileChannel channel =
                FileChannel.open(home.resolve("telltale.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new DatabaseUnavailableException(
                    "another Telltale uses " + home + "; stop it or choose another folder with --data");
        }
        return channel;
    }

    private static String password(Path home) throws IOException {
        Path file = home.resolve("postgresql.password");
        if (Files.exists(file)) {
            return Files.readString(file).trim();
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, password);
        return password;
    }

    private static EmbeddedPostgres launch(Path home, Path cluster, String password) throws IOException {
        Path log = home.resolve("postgresql.log");
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(cluster)
                .setOverrideWorkingDirectory(home.resolve("binaries").toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("password_encryption", "scram-sha-256")
                .setConnectConfig("password", password)
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()));
        EmbeddedPostgres server;
        try {
            server = builder.start();
        } catch (IOException | RuntimeException e) {
            throw new DatabaseUnavailableException(whyNot(log, e), e);
        }
        try {
            requirePassword(server, cluster, password);
        } catch (IOException | SQLException e) {
            server.close();
            throw new DatabaseUnavailableException("PostgreSQL takes no password: " + e.getMessage(), e);
        }
        return server;
    }

    /** A new cluster trusts every local user; from here on it asks for the password. */
    private static void requirePassword(EmbeddedPostgres server, Path cluster, String password)
            throws IOException, SQLException {
        Path rules = cluster.resolve("pg_hba.conf");
        String wanted = "host all all 127.0.0.1/32 scram-sha-256\n";
        if (Files.readString(rules).equals(wanted)) {
            return;
        }
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER USER " + USER + " PASSWORD '" + password + "'");
            Files.writeString(rules, wanted);
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private static String whyNot(Path log, Exception e) {
        boolean root = "root".equals(System.getProperty("user.name"));
        String advice = root
                ? "; as root it needs user namespaces: run as another user or set TELLTALE_JDBC_URL"
                : "; or set TELLTALE_JDBC_URL to a server of yours";
        return "PostgreSQL does not start (" + e.getMessage() + ", see " + log + ")" + advice;
    }

    /** Stops the server that still runs on this cluster; the lock says that nobody else uses it. */
    private static void stopLeftover(Path cluster) throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        Optional<ProcessHandle> leftover = lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.get(0).trim()));
        if (leftover.isPresent() && isPostmasterOf(leftover.get(), cluster)) {
            // SIGINT is PostgreSQL's fast shutdown; Java can only send SIGTERM, which waits for clients, of which none
            // is left.
            leftover.get().destroy();
            try {
                leftover.get().onExit().get(30, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                throw new DatabaseUnavailableException(
                        "a PostgreSQL left running on " + cluster + " (process " + lines.get(0) + ") does not stop", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DatabaseUnavailableException("interrupted while stopping PostgreSQL", e);
            }
        }
        Files.deleteIfExists(pidFile);
    }

    private static boolean isPostmasterOf(ProcessHandle process, Path cluster) {
        String[] arguments = process.info().arguments().orElse(new String[0]);
        String command = process.info().command().orElse("");
        return command.endsWith("postgres") && List.of(arguments).contains(cluster.toString());
    }
}
