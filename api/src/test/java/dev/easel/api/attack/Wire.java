package dev.easel.api.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A connection on which anything can be written, as no well-kept client would. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private static final Pattern LENGTH =
            Pattern.compile("\r\nContent-Length: ([0-9]+)", Pattern.CASE_INSENSITIVE);

    private final Socket socket;

    private Wire(Socket socket) {
        this.socket = socket;
    }

    static Wire to(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new Wire(socket);
    }

    /** Lines of a request's head; the empty line that ends it is added. */
    Wire head(String... lines) throws IOException {
        return text(String.join("\r\n", List.of(lines)) + "\r\n\r\n");
    }

    Wire text(String text) throws IOException {
        return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire bytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    boolean isAnswered() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    /** Waits for it, and reads away what else comes. */
    boolean isClosed() throws IOException {
        try {
            socket.getInputStream().skip(Long.MAX_VALUE);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    /** The next answer, or what came of it before the server closed. */
    Answer answer() throws IOException {
        var all = new ByteArrayOutputStream();
        var in = socket.getInputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                all.write(next);
                if (isWhole(all.toString(StandardCharsets.ISO_8859_1))) {
                    break;
                }
            }
        } catch (SocketException e) {
            // The server closes with bytes unread, which a client sees as a reset.
        }
        return new Answer(all.toString(StandardCharsets.ISO_8859_1));
    }

    private static boolean isWhole(String text) {
        var end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        var length = LENGTH.matcher(text.substring(0, end));
        return !length.find() || text.length() - end - 4 >= Integer.parseInt(length.group(1));
    }

    /**
     * @param text head and body
     */
    record Answer(String text) {
        int status() {
            return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
        }

        String head() {
            var end = text.indexOf("\r\n\r\n");
            return (end < 0 ? text : text.substring(0, end)).toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
